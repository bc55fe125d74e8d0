// Who a lead is, in a few short lines: title, facts, ways to reach them, where they came from.
import type { Attribution, Handoff } from '../../domain/lead.ts';
import type { Profile } from '../../ports.ts';
import { budgets, cleanLine, inertGist, inertLine } from './inert.ts';
import { type Phrase, type Piece, bold, boldTheirs, say, theirs } from './phrase.ts';
import { whyWords } from './why.ts';

const separator = ' · ';
const nobody = 'New lead';
const unknownWhy = 'New enquiry';
const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const counting = new Intl.NumberFormat('en-US');

/** `Name · Company` for a header; the e-mail address is personal and never stands in for a name. */
export function leadTitle(profile: Profile): string {
  return titleFrom(inertLine(profile.name, budgets.heading), inertLine(profile.company, budgets.heading));
}

/** The same for notification text: escaped, without contact data. */
export function leadGist(profile: Profile): string {
  return titleFrom(inertGist(profile.name), inertGist(profile.company));
}

/** How to act on a lead whose card Slack refused. A name that had to be changed to be harmless would not be found, so it is left out. */
export function findHint({ name }: Profile): string {
  const line = cleanLine(name);
  const isFindable = line !== '' && inertGist(line) === line;
  return `Slack refused the full card; use /lead find${isFindable ? ` ${line}` : ''} to work on this lead.`;
}

function titleFrom(name: string, company: string): string {
  return [name, company].filter(Boolean).join(separator) || nobody;
}

/** `CTO · 120 people · Manufacturing · United Kingdom`, or `''`. */
export function leadFacts(profile: Profile): string {
  const { employees } = profile;
  const people = employees === null ? '' : `${counting.format(employees)} ${employees === 1 ? 'person' : 'people'}`;
  return [inertLine(profile.title), people, inertLine(profile.industry), countryName(profile.country)].filter(Boolean).join(separator);
}

function countryName(country: string | null): string {
  const code = (country ?? '').trim();
  return (/^[a-z]{2}$/i.test(code) && regions.of(code.toUpperCase())) || inertLine(country);
}

/** `Wants a demo · score 72`, the first part bold. */
export function whyPhrase(attribution: Attribution): Phrase {
  return [whyPiece(attribution, true), ...scorePhrase(attribution)];
}

/** Why they came: our words for a code that we know, else what was written. */
export function whyPiece({ action }: Attribution, isBold: boolean): Piece {
  const known = whyWords(action) ?? (cleanLine(action) ? null : unknownWhy);
  if (known !== null) return isBold ? bold(known) : say(known);
  return isBold ? boldTheirs(action ?? '') : theirs(action ?? '');
}

export function scorePhrase({ score }: Attribution): Phrase {
  return score === null ? [] : [say(`${separator}score ${counting.format(score)}`)];
}

/** Why they came, for notification text. */
export function whyGist({ action }: Attribution): string {
  return whyWords(action) ?? (inertGist(action) || unknownWhy);
}

/** `from google-ads, campaign q4-webinar`; empty when neither is known. */
export function originPhrase({ source, campaign }: Attribution): Phrase {
  const from: Phrase = cleanLine(source) ? [say('from '), theirs(source ?? '')] : [];
  const within: Phrase = cleanLine(campaign) ? [say(from.length > 0 ? ', campaign ' : 'campaign '), theirs(campaign ?? '')] : [];
  return [...from, ...within];
}

/** The page they came from as plain words, host and path only: the query may hold anything. */
export function pagePhrase(url: string | null): Phrase {
  const written = cleanLine(url);
  if (!written) return [];
  const page = URL.canParse(written) ? new URL(written) : null;
  const isWeb = page !== null && /^https?:$/.test(page.protocol);
  const path = page?.pathname === '/' ? '' : (page?.pathname ?? '');
  return [say('page: '), theirs(isWeb ? `${page.host}${path}` : written.replace(/[?#].*$/, ''))];
}

/** Phrases on one line, those that say something. */
export function joined(...phrases: readonly Phrase[]): Phrase {
  return phrases.filter((phrase) => phrase.length > 0).flatMap((phrase, index) => (index > 0 ? [say(separator), ...phrase] : phrase));
}

/** E-mail and phone: links that we build where our normalisers took them, else what was written, marked. */
export function contactPhrase(profile: Profile): Phrase {
  const email = contact(profile.email, profile.isEmailValid ? mailLink(profile.email) : null);
  const phone = contact(profile.phone, profile.isPhoneValid ? phoneLink(profile.phone) : null);
  return joined(email, phone);
}

function contact(written: string | null, url: string | null): Phrase {
  const words = inertLine(written);
  if (!words) return [];
  return url ? [{ kind: 'link', url, words }] : [theirs(written ?? ''), say(' (not valid)')];
}

/** `mailto:` with everything escaped that could add headers or lines; `null` where the address holds what it does not show. */
function mailLink(email: string | null): string | null {
  const written = (email ?? '').trim();
  const at = written.lastIndexOf('@');
  if (at < 1 || written !== inertLine(written, { graphemes: 254, points: 254 })) return null;
  return `mailto:${encodeURIComponent(written.slice(0, at))}@${encodeURIComponent(written.slice(at + 1))}`;
}

/** `tel:` with the digits before any extension; a national zero in brackets is not dialled after a country code. */
function phoneLink(phone: string | null): string | null {
  const [number = ''] = (phone ?? '').trim().split(/[a-z;,#]/i);
  const dialled = number.startsWith('+') ? number.replace(/\(0\)/, '') : number;
  const digits = dialled.replace(/\D/g, '');
  return digits.length > 2 && digits.length <= 20 ? `tel:${dialled.startsWith('+') ? '+' : ''}${digits}` : null;
}

/** What a test lead's header starts with. */
export function testMark(handoff: Handoff): string {
  return handoff.isTest ? 'TEST · ' : '';
}
