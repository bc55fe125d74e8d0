// Whatever comes in, what we render stays within Slack's limits and keeps strangers' words inert.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Version } from '../../../src/domain/agreement/agreement.ts';
import type { Definition } from '../../../src/domain/agreement/definition.ts';
import type { Wait } from '../../../src/domain/deadline.ts';
import { moveNames, moveOf } from '../../../src/domain/moves.ts';
import type { Message } from '../../../src/message.ts';
import type { LeadRecord } from '../../../src/ports.ts';
import { blocksText, messageProblems, viewProblems } from '../../../src/sandbox/blockkit/validate.ts';
import { addLeadForm } from '../../../src/slack/blocks/add-lead.ts';
import { findAnswer, helpAnswer, mineAnswer, noticeView, refusalAnswer } from '../../../src/slack/blocks/answers.ts';
import { moveForm } from '../../../src/slack/blocks/form.ts';
import { renderHome } from '../../../src/slack/blocks/home.ts';
import { renderMessage } from '../../../src/slack/blocks/message.ts';
import { outcomeAnswer, outcomeForm } from '../../../src/slack/blocks/outcome-form.ts';
import { messageLimits, viewLimits } from '../../../src/slack/limits.ts';
import { actionIds, clickIds } from '../../../src/slack/ids.ts';
import { decodeTarget, decodeTargetForm } from '../../../src/slack/values.ts';
import { gallery } from './gallery.ts';
import type { Shown } from './look.ts';
import { permalink } from './rendered.ts';
import { timezone, waiting } from './story.ts';
import { anyDefinition, anyLead, anyText, canary } from './strange.ts';
import { walk } from './walk.ts';

const people = ['U0KIM', 'U0SAM', 'U0MIA', 'U0LEE', 'U0MGR1', 'C0LEADS', 'S0SALES'];

/** All that Slack would say against it, in words. */
function problems(shown: Shown): string[] {
  if ('type' in shown) {
    const bytes = Buffer.byteLength(JSON.stringify(shown));
    return [...viewProblems(shown).map(told), ...(bytes > viewLimits.bytes ? [`${bytes} bytes`] : [])];
  }
  const size = blocksText(shown.blocks);
  return [
    ...messageProblems(shown.blocks).map(told),
    ...(size > messageLimits.allText ? [`${size} characters in blocks`] : []),
    ...(Array.from(shown.text).length > messageLimits.text ? [`${shown.text.length} characters of text`] : []),
    ...(shown.text === '' ? ['no text'] : []),
  ];
}

function told({ pointer, message }: { pointer: string; message: string }): string {
  return `${pointer} ${message}`;
}

/** What a clock can be: none, one that begins, one that is past every time. */
const clocks: readonly (Wait | null)[] = [
  null,
  waiting(),
  waiting({ stage: 'most', isLate: true, openMs: 9e15 }),
  waiting({ stage: 'half', until: null }),
];
/** As many as a line mentions at most. */
const manyPeople = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'S0SALES' : 'U0KIM'));

/** Every message about a lead: each handoff's card in each manner, each event's line, each return's card, each nudge, each verdict's line. */
function messagesAbout(record: LeadRecord, definition: Version<Definition>): Message[] {
  const cards = record.lead.handoffs.flatMap(({ id }) =>
    clocks.flatMap((wait) =>
      [false, true].map((isPlain): Message => ({
        kind: 'card',
        record,
        handoffId: id,
        marks: { isDoubtful: true, isReposted: true, isPlain },
        timezone,
        wait,
        definition,
      })),
    ),
  );
  const told = record.events.flatMap((event): Message[] => {
    const { id: eventId, handoffId } = event;
    const marks = { isDoubtful: true, isReposted: false, isPlain: false };
    return [
      { kind: 'line', record, eventId, timezone, mentions: manyPeople },
      { kind: 'catch_up_line', record, eventId, link: permalink, timezone },
      ...(event.type === 'returned'
        ? clocks.map((wait) => ({ kind: 'marketing_card', record, handoffId, returnedEventId: eventId, marks, timezone, wait }) as const)
        : []),
      ...(event.type === 'judged' ? [{ kind: 'verdict_line', record, eventId, link: permalink, timezone } as const] : []),
    ];
  });
  const nudges = record.lead.handoffs.flatMap(({ id, owner }) =>
    [owner ?? 'U0KIM', 'U0SAM'].map((who): Message => ({ kind: 'nudge', record, handoffId: id, owner: who, link: permalink, timezone })),
  );
  const wins = record.lead.handoffs.map(({ id: handoffId }): Message => ({ kind: 'win', record, handoffId, link: permalink, timezone }));
  const leads = Array.from({ length: 15 }, () => ({ record, link: permalink, since: 0 }));
  return [...cards, ...told, ...nudges, ...wins, { kind: 'waiting', leads, more: 185, timezone }];
}

/** The views and private answers that show a lead. */
function viewsAbout(record: LeadRecord, definition: Version<Definition>): Shown[] {
  const handoffId = record.lead.handoffs.at(-1)?.id ?? '';
  const row = { record, handoffId, link: permalink, wait: waiting({ stage: 'most', isLate: true }) };
  const rows = Array.from({ length: 20 }, () => row);
  const list = { rows, total: 99 };
  const forms = moveNames.filter((move) => moveOf(move).asks.length > 0);
  return [
    ...forms.map((move) => moveForm({ move, record, handoffId, timezone, today: '2026-11-23', definition })),
    renderHome({ isSetUp: true, roles: ['sales', 'marketing', 'manager'], mine: rows, waiting: list, returned: list, timezone }),
    findAnswer([row], `${canary}<!channel>`, false),
    findAnswer(rows.slice(0, 10), canary, true),
    mineAnswer(rows.slice(0, 10), true),
    outcomeForm({ record, handoffId, today: '2026-11-23', lastCurrency: 'EUR' }),
    outcomeAnswer(rows.slice(0, 10), canary, true),
  ];
}

/** What a stranger's words must never do. */
function checkInert(shown: Shown): void {
  const { texts, urls, mentions } = walk(shown);
  for (const { kind, text, isQuote } of texts) {
    if (kind === 'mrkdwn') expect(text, 'in mrkdwn').not.toContain(canary);
    expect(isQuote || kind === 'fallback' ? text.replaceAll('\n', '') : text, kind).not.toMatch(
      /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
    );
    if (kind === 'fallback')
      expect(text.replaceAll(/<(?:[@#][A-Z0-9]+|!subteam\^[A-Z0-9]+|!date\^[^<>]+)>/g, '').replaceAll(/&(?:amp|lt|gt);/g, '')).not.toMatch(
        /[<>&]/,
      );
  }
  for (const url of urls) {
    expect(url).toMatch(/^(?:mailto:[\w.!$'*()~%-]+@[\w.%~!'*()-]+|tel:\+?\d+|https:\/\/example\.slack\.com\/.*)$/);
  }
  expect(mentions.filter((id) => !people.includes(id))).toEqual([]);
}

describe('anything that can be stored', () => {
  it('F07: renders to messages within every limit', () => {
    fc.assert(
      fc.property(anyLead, anyDefinition, (record, definition) => {
        for (const message of messagesAbout(record, definition)) expect(problems(renderMessage(message))).toEqual([]);
      }),
    );
  });

  it('F07: renders to modals, homes and answers within every limit', () => {
    fc.assert(
      fc.property(anyLead, anyDefinition, (record, definition) => {
        for (const shown of viewsAbout(record, definition)) expect(problems(shown)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('F70, F71: never formats, links, pings or hides', () => {
    fc.assert(
      fc.property(anyLead, anyDefinition, (record, definition) => {
        for (const message of messagesAbout(record, definition)) checkInert(renderMessage(message));
        for (const shown of viewsAbout(record, definition)) checkInert(shown);
      }),
      { numRuns: 50 },
    );
  });

  it('F78: notification text never tells an e-mail address or a phone number', () => {
    fc.assert(
      fc.property(anyLead, anyDefinition, (record, definition) => {
        for (const message of messagesAbout(record, definition)) {
          const { text } = renderMessage(message);
          expect(text).not.toMatch(/\w@[\w-]+\.[a-z]/i);
          expect(text).not.toMatch(/1234567|7946/);
        }
      }),
    );
  });

  it('F71: our own sentences with anything in them stay sentences', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constant('&'.repeat(5_000))), (text) => {
        for (const shown of [
          refusalAnswer(`<@U0KIM> ${text}`, permalink),
          renderMessage({ kind: 'alert', sentences: [text, text, text, text, text] }),
        ]) {
          expect(problems(shown)).toEqual([]);
          expect(walk(shown).mentions.filter((id) => !people.includes(id))).toEqual([]);
        }
        expect(problems(noticeView(text, () => text))).toEqual([]);
      }),
    );
  });

  it('a typed form keeps within limits with anything filled in', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(problems(addLeadForm({ name: text, message: text.repeat(50) }))).toEqual([]);
      }),
    );
  });
});

describe('everything that is shown', () => {
  it.each(Object.entries(gallery))('%s is within Slack’s limits', (_, shown) => {
    expect(problems(shown)).toEqual([]);
  });

  it.each(Object.entries(gallery))('%s has only ids that are listened to, and values that are read back', (_, shown) => {
    const { actionIds: ids, values } = walk(shown);
    expect(ids.filter((id) => id !== actionIds.answer && !clickIds.includes(id))).toEqual([]);
    const targets = values.filter((value) => value.startsWith('v1:'));
    expect(targets.map((value) => decodeTarget(value) ?? decodeTargetForm(value))).not.toContain(null);
  });

  it('help of many commands stays within limits', () => {
    expect(
      problems(
        helpAnswer([
          {
            title: 'Leads',
            commands: Array.from({ length: 20 }, () => ({ usage: '/lead away until DATE', does: 'tell when you are back' })),
          },
        ]),
      ),
    ).toEqual([]);
  });
});
