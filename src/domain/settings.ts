// A workspace's rules and their defaults: the shape of settings.json.
import { z } from 'zod';
import { Temporal } from 'temporal-polyfill';
import { holidayProblems, hoursProblems, lengthProblem, weekdays } from './calendar/hours.ts';
import { readDuration } from './duration.ts';

const channelId = z
  .string()
  .regex(/^[CG][A-Z0-9]{2,20}$/, 'must be a channel id such as C0LEADS (in Slack: channel name → About → bottom of the page)');
const personId = z.string().regex(/^[UWS][A-Z0-9]{2,20}$/, 'must be a user id (U…) or a user-group id (S…)');
const timezone = z.string().refine(isTimezone, 'must be a time zone such as America/New_York or Europe/Berlin');
const localDate = z.string().refine(isLocalDate, 'must be a date such as 2026-11-26');
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00');
const openHours = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be hours such as 09:00-17:00')
  .refine((hours) => hours.slice(0, 5) !== hours.slice(6), 'must not begin and end at the same minute');
const duration = z.string().superRefine((text, context) => {
  const reading = readDuration(text);
  if ('problem' in reading) context.addIssue({ code: 'custom', message: reading.problem });
});

const weekday = z.enum(weekdays);
const workday = ['09:00-17:00'];

export const routeKeys = ['source', 'medium', 'campaign', 'action', 'country', 'industry', 'company', 'domain'] as const;
export type RouteKey = (typeof routeKeys)[number];

const route = z.strictObject({
  when: z
    .partialRecord(z.enum(routeKeys), z.array(z.string().min(1)).min(1))
    .refine((when) => Object.keys(when).length > 0, 'must name at least one field'),
  channel: channelId,
});

const parts = z.strictObject({
  channels: z
    .strictObject({ leads: channelId, marketing: channelId.optional(), digest: channelId.optional() })
    .transform(({ leads, marketing = leads, digest = leads }) => ({ leads, marketing, digest })),
  people: z
    .strictObject({
      sales: z.array(personId).default([]),
      marketing: z.array(personId).default([]),
      managers: z.array(personId).default([]),
    })
    .default({ sales: [], marketing: [], managers: [] }),
  timezone: timezone.default('America/New_York'),
  businessHours: z
    .partialRecord(weekday, z.array(openHours))
    .superRefine((week, context) => {
      for (const { path, message } of hoursProblems(week)) context.addIssue({ code: 'custom', path: [...path], message });
    })
    .default({ mon: workday, tue: workday, wed: workday, thu: workday, fri: workday }),
  holidays: z.array(localDate).default([]),
  deadlines: z
    .strictObject({
      claim: duration.default('PT4H'),
      verdict: duration.default('P2D'),
      stalledUnclaimed: duration.default('P2D'),
      stalledClaimed: duration.default('P5D'),
      marketing: duration.default('P2D'),
    })
    .default({ claim: 'PT4H', verdict: 'P2D', stalledUnclaimed: 'P2D', stalledClaimed: 'P5D', marketing: 'P2D' }),
  digest: z.strictObject({ day: weekday.default('mon'), at: clockTime.default('09:00') }).default({ day: 'mon', at: '09:00' }),
  routes: z.array(route).default([]),
});

/** The whole file: absent keys take these defaults, unknown keys are refused. */
export const settingsSchema = parts.superRefine(({ businessHours, holidays, deadlines }, context) => {
  // Hours that are wrong themselves are told above; what follows from them would only hide that.
  if (hoursProblems(businessHours).length > 0) return;
  for (const { path, message } of holidayProblems({ businessHours, holidays }))
    context.addIssue({ code: 'custom', path: [...path], message });
  for (const [name, text] of Object.entries(deadlines)) {
    const reading = readDuration(text);
    const message = 'duration' in reading ? lengthProblem(reading.duration, businessHours) : null;
    if (message) context.addIssue({ code: 'custom', path: ['deadlines', name], message });
  }
});

export type Settings = z.infer<typeof settingsSchema>;

/** Reads a whole settings file; `problems` name the path of each fault in words. */
export function parseSettings(input: unknown): { settings: Settings } | { problems: { path: string; message: string }[] } {
  const parsed = settingsSchema.safeParse(input, { reportInput: true });
  if (parsed.success) return { settings: parsed.data };
  return { problems: parsed.error.issues.flatMap(problemsOf) };
}

function problemsOf(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: 'is not a setting; remove it or check its spelling',
    }));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [{ path, message: 'is required' }];
  if (issue.code === 'invalid_type') return [{ path, message: `must be ${typeWords[issue.expected] ?? issue.expected}` }];
  if (issue.code === 'invalid_value') return [{ path, message: `must be one of ${issue.values.map(String).join(', ')}` }];
  return [{ path, message: issue.message }];
}

const typeWords: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  record: 'an object',
  string: 'text',
  number: 'a number',
};

function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += (text ? '.' : '') + String(key);
  }
  return text || '(the file)';
}

/** The fields a route can look at, as the lead came. */
export type RouteFacts = Partial<Record<RouteKey, string | null | undefined>>;

/** The sales channel for a lead: the first route that matches, else `channels.leads`. */
export function routeFor(settings: Settings, facts: RouteFacts): string {
  const hit = settings.routes.find((candidate) =>
    routeKeys.every((key) => {
      const wanted = candidate.when[key];
      if (!wanted) return true;
      const value = normal(facts[key]);
      return value !== '' && wanted.some((choice) => normal(choice) === value);
    }),
  );
  return hit?.channel ?? settings.channels.leads;
}

/** Every channel that cards for sales can be posted to. */
export function salesChannels(settings: Settings): readonly string[] {
  return [...new Set([settings.channels.leads, ...settings.routes.map(({ channel }) => channel)])];
}

function normal(text: string | null | undefined): string {
  return (text ?? '').trim().toLowerCase();
}

function isTimezone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    // Bare offsets are accepted by Temporal, but they know no summer time.
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
