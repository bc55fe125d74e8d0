// The parts that the digest and the private report are made of: paragraphs with a bold beginning, lists, lines in columns, strangers' names.
import type { KnownBlock, RichTextBlock, RichTextList, RichTextSection } from '@slack/types';
import { isolated } from '../../domain/report/direction.ts';
import type { Report } from '../../domain/report/metrics.ts';
import type { RowName } from '../../domain/report/sourcerows.ts';
import { type WhyNot, whyNotMore, whyNotRows } from '../../domain/report/why-not.ts';
import type { Quote } from '../../domain/report/digest.ts';
import { contextLimits } from '../limits.ts';
import { context, line } from './elements.ts';
import { type Budget, cleanLine, cut, withoutContact } from './inert.ts';
import { type Phrase, bold, doer, say } from './phrase.ts';

const nameBudget: Budget = { graphemes: 40, points: 80 };
/** What one person wrote, in a digest that many read. */
const quoteBudget: Budget = { graphemes: 160, points: 240 };
/** Far more than is shown, and little enough that no pattern takes long over it. */
const wordsRead = 2_000;

/** A name in a cell of its own. */
export function nameWords(name: RowName): string {
  return 'ours' in name ? name.ours : cut(cleanLine(name.theirs), nameBudget, () => '…') || '(not readable)';
}

/** A name among other words, which it must not turn round. */
export function nameInLine(name: RowName): string {
  return isolated(nameWords(name));
}

/** What people wrote, for everyone to read: without e-mail addresses and phone numbers, and cut where it is long. */
export function publicWords(text: string | null, budget: Budget = quoteBudget): string {
  const head = (text ?? '').slice(0, wordsRead).toWellFormed();
  return isolated(cut(withoutContact(cleanLine(head)), budget));
}

/** `**Speed**  median 31 min …`; nothing where there is nothing to say. */
export function paragraph(title: string, words: string | null): RichTextSection[] {
  const section = words === null ? null : line(bold(title), say(`  ${words}`));
  return section ? [section] : [];
}

export function bullets(phrases: readonly Phrase[]): RichTextList[] {
  const elements = phrases.flatMap((phrase) => line(...phrase) ?? []);
  return elements.length > 0 ? [{ type: 'rich_text_list', style: 'bullet', elements }] : [];
}

/** Lines whose columns stand under each other. */
export function columns(lines: readonly string[]): RichTextBlock['elements'] {
  return lines.length > 0 ? [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: lines.join('\n') }] }] : [];
}

/** One block of these; nothing when there are none. */
export function together(...elements: RichTextBlock['elements']): RichTextBlock[] {
  return elements.length > 0 ? [{ type: 'rich_text', elements }] : [];
}

/** The first `shown` reasons, each with what helps and what one rep wrote, and how many there are more. */
export function whyNotBlocks(report: Report, quotes: readonly Quote[], shown: number): KnownBlock[] {
  const rows = whyNotRows(report, quotes);
  if (rows.length === 0) return [];
  const more = whyNotMore(report, shown);
  const title = line(bold('Why not'));
  const phrases = [...rows.slice(0, shown).map(whyNotPhrase), ...(more === null ? [] : [[say(more)]])];
  return together(...(title ? [title] : []), ...bullets(phrases));
}

function whyNotPhrase({ label, count, from, advice, quote }: WhyNot): Phrase {
  const origin = from ? `, ${from.count} from ${nameInLine(from.name)}` : '';
  const words = quote ? publicWords(quote.note) : '';
  return [
    bold(label),
    say(` ${count}${origin}${advice === null ? '' : ` – ${advice}`}`),
    ...(quote && words ? [say(`. “${words}” `), doer(quote.by)] : []),
  ];
}

/** Sentences in small print, as many as fit; nothing when there are none. */
export function smallPrint(sentences: readonly string[]): KnownBlock[] {
  let words = '';
  for (const sentence of sentences) {
    if (words.length + sentence.length + 1 > contextLimits.text) break;
    words += `${words && ' '}${sentence}`;
  }
  return words ? [context(words)] : [];
}
