// Amounts of money as exports and people write them, with the currency where they name one.
import { readCurrency } from './currency.ts';
import { readAmount } from './numbers.ts';

/** `currency` is `null` where none is named, or by a sign that several currencies share, such as `$`. */
export interface Money {
  readonly amount: number;
  readonly currency: string | null;
}

/** TABLE: signs that mean one currency. Dollars, pesos, crowns, yen and yuan share theirs. */
const signs: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₪': 'ILS',
  '₺': 'TRY',
  '₴': 'UAH',
  '₫': 'VND',
  '₦': 'NGN',
  '₱': 'PHP',
};

const longest = 60;
const named = /^(?:(?<before>\p{Sc}|[A-Z]{3})\s*)?(?<digits>[^\p{L}\p{Sc}]+)(?:\s*(?<after>\p{Sc}|[A-Z]{3}))?$/iu;

/** `3,200.00`, `3.200,00`, `€3200`, `3200 EUR`; `ambiguous` as `readAmount` says; `null` for what is no amount of zero or more. */
export function readMoney(text: string): Money | 'ambiguous' | null {
  const parts = text.length > longest ? undefined : named.exec(text.trim())?.groups;
  const amount = parts ? readAmount(parts['digits']?.trim() ?? '') : null;
  if (!parts || amount === null || amount === 'ambiguous') return amount === 'ambiguous' ? amount : null;
  const [before, after] = [parts['before'], parts['after']];
  const codes = [codeOf(before), codeOf(after)];
  // Three letters that are no currency may change what the number means.
  if (codes.includes('')) return null;
  const [one = null, other = one] = codes.filter((code) => code !== null);
  return one === other ? { amount, currency: one } : null;
}

/** `null` where none is named, `''` for a word that is no currency. */
function codeOf(word: string | undefined): string | null {
  if (word === undefined) return null;
  return word.length === 1 ? (signs[word] ?? null) : (readCurrency(word) ?? '');
}
