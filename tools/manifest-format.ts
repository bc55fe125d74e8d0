// Slack's manifest format, as far as LeadLoop's manifest goes: every key it may have, with Slack's limits. A key that is not here is a mistake.
import { z } from 'zod';

const text = (min: number, max: number) => z.string().min(min).max(max);

/** Slack calls public addresses over https; http is good enough on the developer's own machine. */
const requestUrl = z.string().refine(isCallable, 'must be an https:// address (http:// only for localhost)');

const scopes = z
  .array(text(1, 50).regex(/^[a-z.]+(:[a-z.]+)?$/))
  .max(255)
  .refine(areDifferent, 'a scope stands twice');

const displayInformation = z.strictObject({
  name: text(1, 35),
  description: text(1, 140).optional(),
  long_description: text(175, 4000).optional(),
  background_color: z
    .string()
    .regex(/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/)
    .optional(),
});

const shortcut = z.strictObject({
  type: z.enum(['message', 'global']),
  name: text(1, 24),
  callback_id: text(1, 255),
  description: text(1, 150),
});

const slashCommand = z.strictObject({
  command: text(2, 32).regex(/^\/\S+$/),
  description: text(1, 2000),
  usage_hint: text(1, 1000).optional(),
  url: requestUrl.optional(),
  should_escape: z.boolean().optional(),
});

const features = z.strictObject({
  app_home: z
    .strictObject({
      home_tab_enabled: z.boolean().optional(),
      messages_tab_enabled: z.boolean().optional(),
      messages_tab_read_only_enabled: z.boolean().optional(),
    })
    .optional(),
  bot_user: z
    .strictObject({
      display_name: text(1, 80).regex(/^[a-z0-9._-]+$/),
      always_online: z.boolean().optional(),
    })
    .optional(),
  shortcuts: z.array(shortcut).min(1).max(10).optional(),
  slash_commands: z.array(slashCommand).min(1).max(50).optional(),
});

const settings = z.strictObject({
  allowed_ip_address_ranges: z.array(z.string()).max(50).optional(),
  event_subscriptions: z
    .strictObject({
      request_url: requestUrl.optional(),
      bot_events: z
        .array(text(1, 100).regex(/^[a-z_.]+$/))
        .min(1)
        .max(100)
        .refine(areDifferent, 'an event stands twice')
        .optional(),
    })
    .optional(),
  interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: requestUrl.optional() }).optional(),
  org_deploy_enabled: z.boolean().optional(),
  socket_mode_enabled: z.boolean().optional(),
  token_rotation_enabled: z.boolean().optional(),
});

/** A manifest that Slack takes: the keys and limits of each part, and what the parts ask of one another. */
export const manifestFormat = z
  .strictObject({
    _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int().nonnegative().optional() }),
    display_information: displayInformation,
    features,
    oauth_config: z.strictObject({ scopes: z.strictObject({ bot: scopes, bot_optional: scopes.optional() }) }),
    settings,
  })
  .superRefine((manifest, context) => {
    for (const [path, message] of contradictions(manifest)) context.addIssue({ code: 'custom', path, message });
  });

type Parts = z.infer<typeof manifestFormat>;

function* contradictions(manifest: Parts): Generator<[path: string[], message: string]> {
  const { bot, bot_optional: optional = [] } = manifest.oauth_config.scopes;
  const { bot_user: botUser, shortcuts = [], slash_commands: commands = [] } = manifest.features;
  const { event_subscriptions: events, interactivity, socket_mode_enabled: isSocket = false } = manifest.settings;
  if (bot.length > 0 && botUser === undefined) yield [['features', 'bot_user'], 'bot scopes need a bot user'];
  if (optional.some((scope) => bot.includes(scope)))
    yield [['oauth_config', 'scopes', 'bot_optional'], 'a scope is required and optional at once'];
  if (shortcuts.length + commands.length > 0 && !bot.includes('commands')) {
    yield [['oauth_config', 'scopes', 'bot'], 'commands and shortcuts need the scope "commands"'];
  }
  if (shortcuts.length > 0 && interactivity?.is_enabled !== true) yield [['settings', 'interactivity'], 'shortcuts need interactivity'];

  const callable: [path: string[], isUsed: boolean, url: string | undefined][] = [
    [['settings', 'event_subscriptions', 'request_url'], events !== undefined, events?.request_url],
    [['settings', 'interactivity', 'request_url'], interactivity?.is_enabled === true, interactivity?.request_url],
    ...commands.map(({ command, url }): [string[], boolean, string | undefined] => [
      ['features', 'slash_commands', command, 'url'],
      true,
      url,
    ]),
  ];
  for (const [path, isUsed, url] of callable) {
    if (isSocket && url !== undefined) yield [path, 'Socket Mode has no addresses'];
    if (!isSocket && isUsed && url === undefined) yield [path, 'without Socket Mode, Slack needs to know where to call'];
  }
}

function isCallable(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}

/** True for the names by which a machine calls itself. */
export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}

function areDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
