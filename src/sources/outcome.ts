// An outcome as programs send it and people type it: checked, in our units. Nothing else of what was sent is kept.
import { z } from 'zod';
import { type OutcomeSaid, largestAmount, outcomeNames } from '../domain/outcome.ts';
import { readCurrency } from './currency.ts';
import type { Problem } from './lead.ts';
import { readAmount } from './numbers.ts';
import { longestAheadMs, readEpoch, readIso } from './when.ts';
import { isBlank, trimmed } from './wording.ts';

const textOrNumber = z.union([z.string(), z.number()], { error: 'must be text' });
const amountFault = 'must be a number of zero or more, such as 12000';

type Context = z.RefinementCtx;

/** `null` and `""` mean *not given*. Unknown fields are taken and left out. */
export const outcomeSchema = z
  .looseObject({
    outcome: z
      .enum(outcomeNames, { error: `must be one of ${outcomeNames.join(', ')}` })
      .meta({ description: 'What became of the deal.', examples: ['won'] }),
    amount: z
      .union([z.number({ error: amountFault }), z.string()], { error: amountFault })
      .nullish()
      .transform((input, context) => amountOf(input, context))
      .meta({ description: 'What the deal is worth. Another amount later is a correction.', examples: [12_000] }),
    currency: z
      .string({ error: 'must be a currency’s three letters, such as EUR' })
      .nullish()
      .transform((input, context) => currencyOf(input, context))
      .meta({ description: 'Of the amount, ISO 4217. Absent: the currency said before of this deal, if any.', examples: ['EUR'] }),
    occurredAt: textOrNumber.nullish().meta({
      description: 'When it happened, ISO 8601; UTC where no zone is given, a date alone is that day in the workspace’s zone. Absent: now.',
      examples: ['2026-12-20T10:00:00Z'],
    }),
  })
  .meta({ description: 'An outcome of a lead: opportunity, won or lost.' });

export type OutcomeReading = { readonly said: OutcomeSaid } | { readonly problems: readonly Problem[] };

/** Reads one outcome. Never throws; every fault is named at once. `now` in epoch milliseconds; `timezone` is where a date without a time is meant. */
export function parseOutcome(input: unknown, { now, timezone }: { readonly now: number; readonly timezone: string }): OutcomeReading {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { problems: [{ path: '(the body)', message: 'must be a JSON object' }] };
  }
  const word = 'outcome' in input && typeof input.outcome === 'string' ? { outcome: trimmed(input.outcome).toLowerCase() } : {};
  const parsed = outcomeSchema.safeParse({ ...input, ...word });
  const problems = (parsed.error?.issues ?? []).map(({ path, message }): Problem => ({ path: path.map(String).join('.'), message }));
  const when = problems.some(({ path }) => path === 'occurredAt')
    ? null
    : whenOf('occurredAt' in input ? input.occurredAt : null, timezone);
  if (when === 'fault') problems.push({ path: 'occurredAt', message: 'must be a date and time such as 2026-12-20T10:00:00Z' });
  else if (when && when.at > now + longestAheadMs) problems.push({ path: 'occurredAt', message: 'lies more than a day in the future' });
  if (!parsed.success || problems.length > 0 || when === 'fault') return { problems };
  const { outcome, amount, currency } = parsed.data;
  return { said: { outcome, amount, currency, occurredAt: when } };
}

function whenOf(input: unknown, timezone: string): OutcomeSaid['occurredAt'] | 'fault' {
  if (input === null || input === undefined || (typeof input === 'string' && isBlank(input))) return null;
  if (typeof input !== 'string' && typeof input !== 'number') return 'fault';
  const text = String(input).trim();
  if (/^\d{10,13}$/.test(text)) return readEpoch(Number(text)) ?? 'fault';
  const when = readIso(text);
  // A day is meant where the people are; a time without a zone is UTC, as everywhere here.
  return (when?.isDateOnly ? readIso(text, timezone) : when) ?? 'fault';
}

function amountOf(input: number | string | null | undefined, context: Context): number | null {
  if (input === null || input === undefined || (typeof input === 'string' && isBlank(input))) return null;
  const amount = typeof input === 'number' ? input : readAmount(input);
  if (amount === 'ambiguous') context.addIssue({ code: 'custom', message: 'could be thousands or a decimal: write it like 1234.00' });
  else if (amount === null || !Number.isFinite(amount) || amount < 0) context.addIssue({ code: 'custom', message: amountFault });
  else if (amount > largestAmount) {
    context.addIssue({ code: 'custom', message: `must be at most ${largestAmount.toLocaleString('en-US')}` });
  }
  // Adding zero makes 0 of -0.
  return typeof amount === 'number' ? amount + 0 : null;
}

function currencyOf(input: string | null | undefined, context: Context): string | null {
  if (input === null || input === undefined || isBlank(input)) return null;
  const currency = readCurrency(input);
  if (currency === null) context.addIssue({ code: 'custom', message: 'must be a currency’s three letters, such as EUR' });
  return currency;
}
