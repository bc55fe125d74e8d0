// The messages about a lead, rendered, with what most tests leave as it is: `h_01`, no marks, no clock, no definition.
import type { Version } from '../../../src/domain/agreement/agreement.ts';
import type { Definition } from '../../../src/domain/agreement/definition.ts';
import type { Wait } from '../../../src/domain/deadline.ts';
import type { CardMarks } from '../../../src/message.ts';
import type { LeadRecord } from '../../../src/ports.ts';
import type { Rendered } from '../../../src/slack/blocks/elements.ts';
import { renderMessage } from '../../../src/slack/blocks/message.ts';
import { type Step, leadAfter, noMarks, timezone } from './story.ts';
import { walk } from './walk.ts';

export const permalink = 'https://example.slack.com/archives/C0LEADS/p1795446000000100';

interface More {
  readonly marks?: Partial<CardMarks>;
  readonly wait?: Wait | null;
}

export function card(
  record: LeadRecord,
  handoffId = 'h_01',
  more: More & { readonly definition?: Version<Definition> | null } = {},
): Rendered {
  const { wait = null, definition = null } = more;
  return renderMessage({ kind: 'card', record, handoffId, marks: { ...noMarks, ...more.marks }, timezone, wait, definition });
}

export function marketingCard(steps: readonly Step[], returnedEventId: string, handoffId = 'h_01', more: More = {}): Rendered {
  const { wait = null } = more;
  const record = leadAfter(steps);
  return renderMessage({
    kind: 'marketing_card',
    record,
    handoffId,
    returnedEventId,
    marks: { ...noMarks, ...more.marks },
    timezone,
    wait,
  });
}

/** The line of the last of these steps. */
export function line(...steps: readonly Step[]): Rendered {
  return lineTo([], ...steps);
}

/** The same, with people who are asked to act. */
export function lineTo(mentions: readonly string[], ...steps: readonly Step[]): Rendered {
  return renderMessage({ kind: 'line', record: leadAfter(steps), eventId: `e${steps.length}`, timezone, mentions });
}

/** What Kim is asked alone. */
export function nudge(steps: readonly Step[], link: string | null = permalink): Rendered {
  return renderMessage({ kind: 'nudge', record: leadAfter(steps), handoffId: 'h_01', owner: 'U0KIM', link, timezone });
}

/** All that can be read in its blocks. */
export function allText(shown: unknown): string {
  return walk(shown)
    .texts.filter(({ kind }) => kind !== 'fallback')
    .map(({ text }) => text)
    .join('|');
}
