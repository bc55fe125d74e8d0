// How the clock of a lead stands, in words and symbols: who is waited for, how long, and where the lead goes next.
import type { Wait } from '../../domain/deadline.ts';
import type { Handoff } from '../../domain/lead.ts';
import type { LeadRecord } from '../../ports.ts';
import { dayInWords } from './dates.ts';
import { type OwnPhrase, bold, doer, emoji, moment, say } from './phrase.ts';
import { signed } from './standing.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The fuller the clock, the more symbols, so that it can be told without colour. */
const stageSigns = {
  fresh: ['hourglass_flowing_sand'],
  half: ['hourglass'],
  most: ['hourglass', 'hourglass'],
} as const satisfies Record<Wait['stage'], readonly string[]>;

/** Open time in whole units: `4 h+ of business time`. The plus keeps it true while nobody edits the message. */
export function openWords(ms: number): string {
  const hours = Math.floor(ms / hourMs);
  const minutes = Math.floor(ms / minuteMs);
  const length = hours >= 2 ? `${hours} h+` : minutes >= 1 ? `${minutes} min+` : 'under 1 min';
  return `${length} of business time`;
}

/** Is there more to say than that the clock runs? */
export function isPressing(wait: Wait | null): wait is Wait {
  return wait !== null && (wait.isLate || wait.stage !== 'fresh');
}

function stageSign({ stage }: Wait): OwnPhrase {
  return stageSigns[stage].map((name) => emoji(name));
}

/** `Nobody has it yet · waiting 8 h+ of business time · back to marketing 25 Nov`. */
export function unclaimedPhrase(wait: Wait | null, timezone: string): OwnPhrase {
  if (!isPressing(wait)) return signed(stageSigns.fresh[0], [say('Nobody has it yet')]);
  return [...stageSign(wait), say(` Nobody has it yet · waiting ${openWords(wait.openMs)}`), ...next(wait, timezone)];
}

/** `With @kim since 23 Nov`, and how long without a verdict once that is worth a word. */
export function heldPhrase(record: LeadRecord, handoff: Handoff, wait: Wait | null, timezone: string): OwnPhrase {
  const claim = record.events.findLast((event) => event.type === 'claimed' && event.handoffId === handoff.id);
  const since: OwnPhrase = claim ? [say(' since '), moment(claim.at, timezone)] : [];
  const held: OwnPhrase = [say(' With '), doer(handoff.owner ?? ''), ...since];
  if (!isPressing(wait)) return [emoji('raising_hand'), ...held];
  return [...stageSign(wait), ...held, say(` · no verdict yet, ${openWords(wait.openMs)}`), ...next(wait, timezone)];
}

function next({ stage, until }: Wait, timezone: string): OwnPhrase {
  if (until === null) return [];
  return [say(stage === 'most' ? ' · soon back to marketing: ' : ' · goes back to marketing '), moment(until, timezone)];
}

/** When a lead of sales goes back by itself, for a row of a list; nothing where it never does. */
export function backPhrase(wait: Wait | null, timezone: string): OwnPhrase {
  if (wait === null || wait.until === null) return [];
  return [...stageSign(wait), say(' goes back to marketing '), moment(wait.until, timezone)];
}

/** Until when marketing is to take a return up; nothing where no clock runs. */
export function takeUpPhrase(wait: Wait | null, timezone: string): OwnPhrase {
  if (wait === null || wait.until === null) return [];
  const by = moment(wait.until, timezone);
  if (wait.isLate) return signed('hourglass', [bold('Past its time'), say(': was to be taken up by '), by]);
  return signed('hourglass_flowing_sand', [say('To be taken up by '), by]);
}

/** The day on which marketing looks again, marked once it has come; nothing without one. */
export function revisitPhrase({ nurture, returned, reminded, state }: Handoff): OwnPhrase {
  const day = state === 'nurturing' ? (nurture?.revisitOn ?? null) : (returned?.notBefore ?? null);
  if (day === null || (state !== 'nurturing' && state !== 'returned')) return [];
  if (reminded.includes('revisit')) return signed('calendar', [bold('Due'), say(`: time to look again since ${dayInWords(day)}`)]);
  return signed('calendar', [say(`Look again on ${dayInWords(day)}`)]);
}
