// The few Block Kit objects that our messages are made of, each within Slack's limits.
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextQuote,
  RichTextSection,
  SectionBlock,
} from '@slack/types';
import { type MoveName, moveOf } from '../../domain/moves.ts';
import type { CardMarks } from '../../message.ts';
import { actionIds } from '../ids.ts';
import { encodeTarget } from '../values.ts';
import { actionsLimits, buttonLimits, contextLimits, headerLimits, overflowLimits } from '../limits.ts';
import { type Budget, cut, inertLines } from './inert.ts';
import { type OwnPhrase, type Phrase, say, toMrkdwn, toRichText } from './phrase.ts';

/** What Slack gets: blocks to see, and words for notifications and screen readers. */
export interface Rendered {
  readonly text: string;
  /** Empty where the words are all there is. */
  readonly blocks: KnownBlock[];
}

/** Text in which nothing is read as an emoji, a link or a mention. The words must be ours or inert. */
export function plain(words: string): PlainTextElement {
  return { type: 'plain_text', text: words, emoji: false };
}

export function header(words: string): HeaderBlock {
  return { type: 'header', text: plain(cut(words, { graphemes: headerLimits.text, points: headerLimits.text })) };
}

/** A small grey line. */
export function context(words: string): ContextBlock {
  return { type: 'context', elements: [plain(cut(words, { graphemes: contextLimits.text, points: contextLimits.text }))] };
}

/** A small grey line of our own words, with mentions and dates. */
export function ownContext(phrase: OwnPhrase): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', verbatim: true, text: toMrkdwn(phrase) }] };
}

/** A line of our own words, with a button at its end where one is given. */
export function ownSection(phrase: OwnPhrase, accessory?: Button): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: toMrkdwn(phrase) }, ...(accessory ? { accessory } : {}) };
}

/** A line of rich text; `null` when it would be empty. */
export function line(...phrase: Phrase): RichTextSection | null {
  const elements = toRichText(phrase);
  return elements.length > 0 ? { type: 'rich_text_section', elements } : null;
}

/** What somebody wrote, as a quote; `null` when nothing of it shows. */
export function quote(text: string | null | undefined, budget?: Budget): RichTextQuote | null {
  const words = inertLines(text, budget);
  return words ? { type: 'rich_text_quote', elements: [{ type: 'text', text: words }] } : null;
}

/** Lines and quotes under each other; nothing when there are none. */
export function richText(lines: readonly (RichTextSection | RichTextQuote | null)[]): RichTextBlock[] {
  const elements = lines.filter((one) => one !== null);
  return elements.length > 0 ? [{ type: 'rich_text', elements }] : [];
}

/** The button of a move: its label, style and id come from the table of moves. */
export function moveButton(move: MoveName, handoffId: string): Button {
  const { label, style } = moveOf(move);
  return { type: 'button', action_id: move, text: plain(label), value: encodeTarget(handoffId), ...(style ? { style } : {}) };
}

/** A button that opens a message of ours. */
export function linkButton(words: string, url: string): Button[] {
  return isOurLink(url) ? [{ type: 'button', action_id: actionIds.openCard, text: plain(words), url }] : [];
}

/** A link at the end of a line, where there is one of ours: ` · Open`. */
export function linked(words: string, url: string | null): Phrase {
  return url !== null && isOurLink(url) ? [say(' · '), { kind: 'link', url, words }] : [];
}

/** Links are given to us by Slack; anything else is not shown. */
export function isOurLink(url: string): boolean {
  return url.length <= buttonLimits.url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** What a reader should know of the message itself. */
export function markLine(marks: CardMarks): KnownBlock[] {
  const words = [marks.isDoubtful ? '(may be a duplicate)' : '', marks.isReposted ? '(reposted)' : ''].filter(Boolean).join(' ');
  return words ? [context(words)] : [];
}

/** A row of buttons, with the menu's moves behind the three dots; nothing when there are none. */
export function actionRow(buttons: readonly Button[], menu: readonly MoveName[], handoffId: string): ActionsBlock[] {
  const elements = [...buttons.slice(0, actionsLimits.elements - 1), ...overflow(menu, handoffId)];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

function overflow(menu: readonly MoveName[], handoffId: string): Overflow[] {
  if (menu.length > overflowLimits.options) throw new Error(`A menu takes ${overflowLimits.options} moves: ${menu.join(', ')}`);
  const options = menu.map((move): PlainTextOption => ({ text: plain(moveOf(move).label), value: encodeTarget(handoffId, move) }));
  return options.length > 0 ? [{ type: 'overflow', action_id: actionIds.more, options }] : [];
}
