// What a lead can be found by: names folded so that case, accents and the spelling of phone numbers do not matter.
import type { Profile } from '../ports.ts';

/** Lower case, without accents; one form for letters that Unicode can write in several. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .normalize('NFC');
}

/** The folded text of a profile, a line a field; a phone number also as bare digits. */
export function searchText(profile: Profile): string {
  const { name, email, company, phone } = profile;
  const fields = [name, email, company, phone, phone?.replace(/\D/g, '')];
  return folded(fields.filter(Boolean).join('\n'));
}

/** Does a folded text hold every word sought, or the phone number? `null` when nothing is sought. */
export function searcher(sought: string): ((text: string) => boolean) | null {
  const words = folded(sought).split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  // A number is often written with its country code in one place and without in the other, hence no leading + or 0.
  const digits = /^[\d\s()+./-]+$/.test(sought) ? sought.replace(/\D/g, '').replace(/^0+/, '') : '';
  return (text) => words.every((word) => text.includes(word)) || (digits.length >= 4 && text.includes(digits));
}
