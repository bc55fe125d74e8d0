// One spelling for words that people write in many: column headers, country names, reasons.

/** Lower case without accents, spaces or punctuation: `E-Mail` = `e_mail` = `email`. For comparing only, never stored. */
export function spelling(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('&', 'and')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
