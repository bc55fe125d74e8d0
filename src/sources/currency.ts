// Currencies by their three letters (ISO 4217).
import { trimmed } from './wording.ts';

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** `eur` → `EUR`; `null` for what is no currency. */
export function readCurrency(text: string): string | null {
  const code = trimmed(text).toUpperCase();
  return currencies.has(code) ? code : null;
}
