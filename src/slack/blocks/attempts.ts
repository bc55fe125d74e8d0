// Attempts to reach a lead, in words: how often and when last, for its card; which one it was, for its thread.
import type { Handoff } from '../../domain/lead.ts';
import { number, several } from '../../domain/report/wording.ts';
import { type OwnPhrase, moment, say } from './phrase.ts';

/** ` · 2 attempts, last 10:02`, to stand at the end of a line; nothing where none was logged. */
export function attemptsPhrase({ attempts, lastAttemptAt }: Handoff, timezone: string): OwnPhrase {
  if (lastAttemptAt === null) return [];
  return [say(` · ${several(attempts, 'attempt')}${attempts === 1 ? ', ' : ', last '}`), moment(lastAttemptAt, timezone)];
}

const endings: Readonly<Record<Intl.LDMLPluralRule, string>> = { zero: 'th', one: 'st', two: 'nd', few: 'rd', many: 'th', other: 'th' };
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });

/** `1st`, `2nd`, `11th`. */
export function nth(count: number): string {
  return `${number(count)}${endings[ordinals.select(count)]}`;
}
