// Rewrites the manifest for HTTP mode, where Slack calls the bot instead of the bot Slack.
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { isThisMachine, manifestFormat } from './manifest-format.ts';

const PATH = '/slack/events';
const HEAD = [
  "LeadLoop's Slack app, for HTTP mode: Slack calls the bot at the address below.",
  'Paste it at https://api.slack.com/apps → Create New App → From a manifest. Slack can check the address only once the bot runs with this app’s signing secret: press Retry beside it in the app’s settings then.',
];

/** What was wrong with what the person typed, in a sentence for them. */
export class UsageError extends Error {}

/**
 * The manifest of Socket Mode (YAML) rewritten for HTTP mode, comments kept.
 * `address` is where the bot is reached from outside, with or without a path in front of /slack/events.
 * Throws a UsageError for an address that Slack could not call.
 */
export function httpManifest(socketManifest: string, address: string | undefined): string {
  const url = slackUrl(address);
  const document = parseDocument(socketManifest);
  document.commentBefore = HEAD.map((line) => ` ${line}`).join('\n');
  document.setIn(['features', 'slash_commands', 0, 'url'], url);
  document.setIn(['settings', 'event_subscriptions', 'request_url'], url);
  document.setIn(['settings', 'interactivity', 'request_url'], url);
  document.setIn(['settings', 'socket_mode_enabled'], false);
  const checked = manifestFormat.safeParse(document.toJS());
  if (!checked.success) throw new Error(`The manifest that came out is not one that Slack takes: ${z.prettifyError(checked.error)}`);
  return document.toString({ lineWidth: 0 });
}

function slackUrl(address: string | undefined): string {
  const usage = 'npm run --silent manifest:http -- https://leads.example.com';
  if (address === undefined || address === '') throw new UsageError(`Say at which address Slack reaches the bot: ${usage}`);
  if (!URL.canParse(address)) throw new UsageError(`"${address}" is not an address; write it out: ${usage}`);
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisMachine(url.hostname))) {
    throw new UsageError(`Slack only calls https:// addresses (http:// works for localhost alone), and this is ${address}: ${usage}`);
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new UsageError(`Leave out everything after the path, and any user name or password, in ${url.origin}${url.pathname}: ${usage}`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path.endsWith(PATH) ? path : `${path}${PATH}`}`;
}
