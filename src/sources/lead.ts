// The flat JSON of a lead, as `POST /v1/leads` takes it and as every other source ends up: checked, normalised, nothing lost.
import { z } from 'zod';
import type { NewLead } from '../ports.ts';
import { AttributeBag } from './attributes.ts';
import { countryCode } from './countries.ts';
import { emailIdentity, isLocalNumber, phoneIdentity } from './identity.ts';
import { isSizeRange, readBoolean, readCount, readNumber } from './numbers.ts';
import { longestAheadMs, readEpoch, readIso } from './when.ts';
import { cleanText, isBlank, isLonger, trimmed } from './wording.ts';

/** What is wrong with a field; `message` continues a sentence that begins with the path: `score must be a number`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

export type LeadReading = { readonly lead: NewLead } | { readonly problems: readonly Problem[] };

/** In characters. What people write is kept whole; codes are cut short of what no system sends. */
const longest = { message: 20_000, words: 10_000, url: 8000, code: 1000 } as const;

const textOrNumber = z.union([z.string(), z.number()], { error: 'must be text' }).nullish();
const numberOrText = z.union([z.number(), z.string()], { error: 'must be a number' }).nullish();

/** Text exactly as written. */
function words(max: number, description: string, example: string) {
  return textOrNumber.transform((input, context) => checkedText(input, max, context)).meta({ description, examples: [example] });
}

/** Text where white space around it means nothing. */
function code(max: number, description: string, example: string) {
  return textOrNumber
    .transform((input, context) => {
      const text = checkedText(input, max, context);
      return text === null ? null : trimmed(text);
    })
    .meta({ description, examples: [example] });
}

/** Reads a number in any spelling; blank is absent. */
function number(read: (input: string | number) => number | null, message: string, description: string, example: number) {
  return numberOrText
    .transform((input, context) => {
      if (isAbsent(input)) return null;
      const value = read(input);
      if (value === null) context.addIssue({ code: 'custom', message });
      return value;
    })
    .meta({ description, examples: [example] });
}

/** Every field of a lead. Unknown fields are taken too and kept under `attributes`. */
export const leadSchema = z
  .looseObject({
    externalId: code(longest.code, 'Your id for this lead; with `source` it makes the same lead recognisable.', 'crm-8841'),
    name: words(longest.words, 'Name of the person.', 'Ada Lovelace'),
    email: code(longest.words, 'E-mail address. One of email, phone and externalId is needed.', 'ada@engine.test'),
    phone: code(longest.words, 'Phone number, with its country code or beside a `country`.', '+44 20 7946 0000'),
    title: words(longest.words, 'Job title.', 'CTO'),
    company: words(longest.words, 'Name of the company.', 'Engine Ltd'),
    domain: code(longest.code, 'The company’s domain.', 'engine.test'),
    employees: number(readCount, 'must be a whole number such as 120', 'How many people work there.', 120),
    industry: words(longest.code, 'Industry of the company.', 'Manufacturing'),
    country: code(longest.code, 'Country as a code or an English name.', 'GB'),
    source: code(longest.code, 'Where the lead came from.', 'google-ads'),
    medium: code(longest.code, 'Kind of channel.', 'cpc'),
    campaign: code(longest.code, 'Campaign.', 'q4-webinar'),
    action: code(longest.code, 'What the person did.', 'demo_request'),
    score: number(readNumber, 'must be a number', 'Your lead score.', 72),
    message: words(longest.message, 'What the person wrote.', 'Can it run our looms?'),
    url: code(longest.url, 'Page on which it happened.', 'https://engine.test/pricing'),
    occurredAt: textOrNumber
      .transform((input, context) => occurredAtOf(input, context))
      .meta({ description: 'When it happened, ISO 8601; UTC where no zone is given.', examples: ['2026-11-22T10:00:00Z'] }),
    attributes: z
      .union([z.record(z.string(), z.unknown()), z.literal('')], { error: 'must be an object' })
      .nullish()
      .meta({ description: 'Anything else worth keeping.', examples: [{ plan: 'team' }] }),
    test: z
      .union([z.boolean(), z.string(), z.number()], { error: 'must be true or false' })
      .nullish()
      .transform((input, context) => testOf(input, context))
      .meta({ description: 'A trial run: posted under TEST, without deadlines, in no report.', examples: [false] }),
  })
  .meta({ description: 'One lead, flat. One of email, phone and externalId is needed.' });

const fieldNames = Object.keys(leadSchema.shape) as (keyof typeof leadSchema.shape)[];
export const leadFields: ReadonlySet<string> = new Set(fieldNames);

/**
 * Reads one lead. Never throws; every fault is named at once. `now` in epoch milliseconds.
 * A malformed e-mail address or phone number is a fault only when nothing else identifies the lead.
 */
export function parseLead(input: unknown, now: number = Date.now()): LeadReading {
  if (Array.isArray(input)) return { problems: [{ path: '(the body)', message: 'is a list: send one lead at a time' }] };
  if (typeof input !== 'object' || input === null) return { problems: [{ path: '(the body)', message: 'must be a JSON object' }] };

  const known: Record<string, unknown> = {};
  const others = new AttributeBag();
  const unknown: [string, unknown][] = [];
  for (const [key, value] of Object.entries(input)) {
    if (leadFields.has(key) && !isRangeOfEmployees(key, value)) known[key] = value;
    else unknown.push([key, value]);
  }
  const { attributes } = known;
  if (typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes)) {
    for (const [key, value] of Object.entries(attributes)) others.add(key, value);
    // The bag has it, within bounds.
    known['attributes'] = null;
  }
  for (const [key, value] of unknown) others.add(key, value);

  const parsed = leadSchema.safeParse(known);
  const problems = [...(parsed.error?.issues ?? []).map(problemOf), ...identityProblems(known)];
  if (parsed.data?.occurredAt && parsed.data.occurredAt > now + longestAheadMs) {
    problems.push({ path: 'occurredAt', message: 'lies more than a day in the future' });
  }
  if (!parsed.success || problems.length > 0) return { problems };
  return { lead: newLead(parsed.data, others.attributes) };
}

function newLead(fields: z.output<typeof leadSchema>, attributes: Readonly<Record<string, unknown>>): NewLead {
  const country = fields.country === null ? null : countryCode(fields.country);
  const emailKey = fields.email === null ? null : emailIdentity(fields.email).key;
  const phoneKey = fields.phone === null ? null : phoneIdentity(fields.phone, country);
  const { externalId, source, medium, campaign, action, score, message, occurredAt } = fields;
  const { name, email, phone, title, company, domain, employees, industry, url } = fields;
  const isEmailValid = emailKey !== null;
  const isPhoneValid = phoneKey !== null;
  const profile = { name, email, phone, title, company, domain, employees, industry, country, url, attributes, isEmailValid, isPhoneValid };
  return { externalId, profile, emailKey, phoneKey, source, medium, campaign, action, score, message, occurredAt, isTest: fields.test };
}

/** Nobody to recognise: looked at before the other faults are known, so that all can be named together. */
function identityProblems(known: Readonly<Record<string, unknown>>): Problem[] {
  const [email, phone, externalId, country] = ['email', 'phone', 'externalId', 'country'].map((name) => identifying(known[name]));
  // Of another type: that is the fault to name.
  if (email === undefined || phone === undefined || externalId === undefined) return [];
  const isIdentified = externalId !== '' || emailIdentity(email).isValid || phoneIdentity(phone, country) !== null || isLocalNumber(phone);
  if (isIdentified) return [];
  const problems: Problem[] = [];
  if (email !== '') problems.push({ path: 'email', message: 'is not an e-mail address, and nothing else identifies the lead' });
  if (phone !== '') problems.push({ path: 'phone', message: 'is not a phone number, and nothing else identifies the lead' });
  return problems.length > 0 ? problems : [{ path: 'email', message: 'is needed, unless there is a phone or an externalId' }];
}

function identifying(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' || typeof value === 'number' ? trimmed(cleanText(String(value))) : undefined;
}

/** `11-50` is what many forms ask for: no number, but no mistake either. */
function isRangeOfEmployees(key: string, value: unknown): boolean {
  return key === 'employees' && typeof value === 'string' && readCount(value) === null && isSizeRange(value);
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  return { path: issue.path.map(String).join('.') || '(the body)', message: issue.message };
}

function isAbsent(input: string | number | boolean | null | undefined): input is null | undefined {
  return input === null || input === undefined || (typeof input === 'string' && isBlank(input));
}

type Context = z.RefinementCtx;

function checkedText(input: string | number | null | undefined, max: number, context: Context): string | null {
  if (isAbsent(input)) return null;
  if (typeof input === 'number') return numberAsText(input, context);
  const text = cleanText(input);
  if (isBlank(text)) return null;
  if (isLonger(text, max)) context.addIssue({ code: 'custom', message: `is longer than ${max.toLocaleString('en-US')} characters` });
  return text;
}

function numberAsText(input: number, context: Context): string {
  // Two long ids would become the same number, and the second lead would be lost as a duplicate of the first.
  if (Number.isInteger(input) && !Number.isSafeInteger(input)) {
    context.addIssue({ code: 'custom', message: 'is too long to be read exactly as a number: send it as text' });
  }
  return String(input);
}

function occurredAtOf(input: string | number | null | undefined, context: Context): number | null {
  if (isAbsent(input)) return null;
  const when = /^\d{10,13}$/.test(String(input).trim()) ? readEpoch(Number(input)) : readIso(String(input));
  if (when === null) context.addIssue({ code: 'custom', message: 'must be a date and time such as 2026-11-22T10:00:00Z' });
  return when?.at ?? null;
}

function testOf(input: boolean | string | number | null | undefined, context: Context): boolean {
  if (isAbsent(input)) return false;
  const isTest = readBoolean(input);
  if (isTest === null) context.addIssue({ code: 'custom', message: 'must be true or false' });
  return isTest ?? false;
}
