// The definition and the glossary in Slack: how answers, messages and forms look, within which limits, and that people's words stay words.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agreement, Proposal, Version } from '../../../src/domain/agreement/agreement.ts';
import { type Criterion, mostCriteria, readCriteria } from '../../../src/domain/agreement/criteria.ts';
import type { Definition, Meaning } from '../../../src/domain/agreement/definition.ts';
import type { Proposed } from '../../../src/domain/agreement/standing.ts';
import { definitionAnswer, exampleLines, historyAnswer } from '../../../src/slack/blocks/definition.ts';
import { definitionForm, readDefinitionForm, readTermForm, termForm } from '../../../src/slack/blocks/definition-form.ts';
import { glossaryAnswer, termAnswer } from '../../../src/slack/blocks/glossary.ts';
import { renderMessage } from '../../../src/slack/blocks/message.ts';
import { clickIds, definitionBlocks, formIds, termBlocks } from '../../../src/slack/ids.ts';
import { type AgreementTarget, decodeAgreement, encodeAgreement } from '../../../src/slack/values.ts';
import { noMarks, timezone } from './story.ts';
import { anyText, canary } from './strange.ts';
import { walk } from './walk.ts';
import { looksAsItDid, problemsOf, type Shown } from './look.ts';

const at = Date.UTC(2026, 10, 23, 15);
const dayMs = 24 * 3_600_000;

function criteriaOf(...lines: readonly string[]): readonly Criterion[] {
  let count = 0;
  const read = readCriteria(lines.join('\n'), [], () => `c${(count += 1)}`);
  if ('problem' in read) throw new Error(read.problem);
  return read.criteria;
}

const one: Definition = {
  criteria: criteriaOf(...exampleLines),
  yes: ['a mill with 120 looms that asked for a demo'],
  no: ['a student who wrote a thesis'],
  reviewOn: '2027-01-12',
};
const two: Definition = {
  ...one,
  criteria: criteriaOf(
    'must fit: 20 employees or more [employees >= 20]',
    ...exampleLines.slice(1),
    'must data: an e-mail address [email given]',
  ),
};

function proposal<Content>(id: string, content: Content, more: Partial<Proposal<Content>> = {}): Proposal<Content> {
  return { id, content, why: 'Most wins of this year were *small*.', at, by: 'U0MIA', sales: null, marketing: null, ...more };
}

function version<Content>(number: number, content: Content, more: Partial<Proposal<Content>> = {}): Version<Content> {
  const since = at + number * dayMs;
  const signed = { sales: { by: 'U0KIM', at: since }, marketing: { by: 'U0MIA', at: since - 3_600_000 } };
  return { ...proposal(`v${number}`, content, { ...signed, ...more }), version: number, since };
}

const [v1, v2] = [version(1, one, { why: null }), version(2, two)];
const open = proposal('view:V2', two, { marketing: { by: 'U0MIA', at: at + 60_000 } });
const meaning: Meaning = { words: 'A qualified lead with a next step,\na sum and a month.' };
const meant: Agreement<Meaning> = { versions: [version(1, meaning)], proposal: null };
const target: AgreementTarget = { topic: 'definition', term: '', version: 1, proposalId: null };

const standing = { proposal: open, state: 'open', version: null, before: v1, replaced: null } as const;
const message = (proposed: Proposed, mentions: readonly string[] = [], marks = noMarks): Shown =>
  renderMessage({ kind: 'proposal', proposed, mentions, marks, timezone });

const shown: Readonly<Record<string, Shown>> = {
  'answer-first': definitionAnswer({ versions: [], proposal: null }, timezone),
  'answer-first-proposed': definitionAnswer({ versions: [], proposal: proposal('view:V1', one) }, timezone),
  'answer-in-force': definitionAnswer({ versions: [v1], proposal: null }, timezone),
  'answer-change-proposed': definitionAnswer({ versions: [v1, v2], proposal: proposal('view:V3', one) }, timezone),
  'answer-history': historyAnswer({ versions: [v1, v2], proposal: null }, timezone),
  'answer-no-history': historyAnswer({ versions: [], proposal: null }, timezone),
  'answer-glossary': glossaryAnswer([
    { term: 'opportunity', agreement: meant },
    { term: 'SQL', agreement: { versions: [], proposal: proposal('view:V4', meaning) } },
  ]),
  'answer-glossary-empty': glossaryAnswer([]),
  'answer-term': termAnswer({ term: 'opportunity', agreement: meant }, timezone),
  'answer-term-proposed': termAnswer(
    { term: 'qualified lead', agreement: { ...meant, proposal: proposal('view:V5', { words: 'Another.' }) } },
    timezone,
  ),
  'answer-term-unknown': termAnswer({ term: '<!channel> *x*', agreement: { versions: [], proposal: null } }, timezone),

  'message-first': message({ topic: 'definition', standing: { ...standing, proposal: proposal('view:V1', one), before: null } }, [
    'U0KIM',
    'S0SALES',
  ]),
  'message-change': message({ topic: 'definition', standing }, ['U0KIM']),
  'message-agreed': message({ topic: 'definition', standing: { ...standing, proposal: v2, state: 'agreed', version: v2 } }),
  'message-replaced': message({
    topic: 'definition',
    standing: { ...standing, state: 'replaced', replaced: { by: 'U0SAM', at: at + dayMs } },
  }),
  'message-doubtful': message({ topic: 'definition', standing }, [], { ...noMarks, isDoubtful: true, isReposted: true }),
  'message-plain': message({ topic: 'definition', standing }, ['U0KIM'], { ...noMarks, isPlain: true }),
  'message-term': message({
    topic: 'term',
    term: 'opportunity',
    standing: {
      proposal: proposal('view:V5', { words: 'Another.' }),
      state: 'open',
      version: null,
      before: version(1, meaning),
      replaced: null,
    },
  }),
  'message-review': renderMessage({ kind: 'review', version: v2, isProposalOpen: false, timezone }),
  'message-review-proposed': renderMessage({ kind: 'review', version: v2, isProposalOpen: true, timezone }),

  'form-first': definitionForm({ ...target, version: 0 }, null, '2027-02-21'),
  'form-change': definitionForm({ ...target, proposalId: 'view:V2' }, two, '2027-01-12'),
  'form-term': termForm({ ...target, topic: 'term', term: 'opportunity', version: 0 }, null),
  'form-term-change': termForm({ ...target, topic: 'term', term: 'opportunity' }, meaning),
};

describe('how it looks', () => {
  looksAsItDid('definition', shown);

  it.each(Object.entries(shown))('%s is within Slack’s limits, and only what is listened to can be pressed', (_, view) => {
    expect(problemsOf(view)).toEqual([]);
    expect(walk(view).actionIds.filter((id) => id !== 'answer' && !clickIds.includes(id))).toEqual([]);
    if ('type' in view) expect(formIds).toContain(view.callback_id);
  });

  it('buttons have at most 20 characters, labels 24', () => {
    const text = JSON.stringify(shown);
    const buttons = [...text.matchAll(/"type":"button","action_id":"\w+","text":\{"type":"plain_text","text":"([^"]+)"/g)].map(
      ([, label]) => label ?? '',
    );
    const labels = [...text.matchAll(/"label":\{"type":"plain_text","text":"([^"]+)"/g)].map(([, label]) => label ?? '');
    expect(new Set(buttons)).toEqual(new Set(['Propose a change', 'Sign']));
    expect(new Set(labels)).toEqual(new Set(['Criteria', 'Examples of yes', 'Examples of no', 'Review on', 'Why', 'Meaning']));
    expect(buttons.every((label) => label.length <= 20) && labels.every((label) => label.length <= 24)).toBe(true);
  });
});

// ---------------------------------------------------------------- anything that people write

const read = { known: [], newId: () => 'c', today: '2026-11-23', latest: '2028-11-23' };
const reviewOn = { [definitionBlocks.reviewOn]: { answer: { selected_date: '2027-01-12' } } };
const typed = (block: string, value: string) => ({ [block]: { answer: { value } } });

/** Through the form, as everything comes in. Lines that are refused there cannot be stored. */
function contentOf(criteria: string, examples: string): Definition | null {
  const values = {
    ...reviewOn,
    ...typed(definitionBlocks.criteria, criteria),
    ...typed(definitionBlocks.yes, examples),
    ...typed(definitionBlocks.no, examples),
  };
  const found = readDefinitionForm(values, read);
  return 'content' in found ? found.content : null;
}

const anyLine = fc
  .tuple(
    fc.constantFrom('must', 'nice'),
    fc.constantFrom('fit', 'data'),
    anyText,
    fc.constantFrom('', ' [employees >= 50]', ' [country in DE, AT]'),
  )
  .map(([level, group, words, rule]) => `${level} ${group}: ${canary}${words.replaceAll(/\s+/g, ' ').slice(0, 100)}${rule}`);

describe('anything that people write', () => {
  it('keeps within limits and stays inert, in answers, messages and forms', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: mostCriteria }), anyText, anyText, (lines, example, why) => {
        const content = contentOf(lines.join('\n'), `${canary}${example.slice(0, 150).replaceAll('\n', ' ')}`);
        if (!content) return;
        const proposed = proposal('view:V1', content, { why: why.slice(0, 500) });
        const agreed = version(2, content, { why: why.slice(0, 500) });
        const views: Shown[] = [
          definitionAnswer({ versions: [v1, agreed], proposal: { ...proposed, content: one } }, timezone),
          historyAnswer({ versions: [v1, agreed, version(3, one)], proposal: null }, timezone),
          message({ topic: 'definition', standing: { ...standing, proposal: proposed } }, ['U0KIM']),
          message({
            topic: 'term',
            term: `${canary}${example}`.slice(0, 60).toWellFormed(),
            standing: { ...standing, before: null, proposal: proposal('p', { words: example.slice(0, 700) }) },
          }),
          termAnswer(
            {
              term: example.slice(0, 60).toWellFormed(),
              agreement: { versions: [version(1, { words: example.slice(0, 700) })], proposal: null },
            },
            timezone,
          ),
          glossaryAnswer(
            Array.from({ length: 40 }, () => ({
              term: `${canary}${example}`.slice(0, 60),
              agreement: { versions: [version(1, { words: example })], proposal: null },
            })),
          ),
          definitionForm(target, content, '2027-01-12'),
          termForm({ ...target, topic: 'term', term: example.slice(0, 60).toWellFormed() }, { words: why.slice(0, 700) }),
        ];
        for (const view of views) {
          expect(problemsOf(view)).toEqual([]);
          const { texts, mentions, urls } = walk(view);
          for (const { kind, text } of texts) if (kind === 'mrkdwn') expect(text).not.toContain(canary);
          expect(mentions.filter((id) => !['U0KIM', 'U0MIA', 'U0SAM'].includes(id))).toEqual([]);
          expect(urls).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the longest definition that a form takes fits every place, with the longest change of it', () => {
    const filler = 'x'.repeat(112);
    const long = (sign: string): Definition => ({
      criteria: criteriaOf(
        ...Array.from({ length: mostCriteria }, (_, index) => `must fit: ${sign}${index} ${filler} [employees >= ${index}]`),
      ),
      yes: Array.from({ length: 7 }, (_, index) => `${sign}${index} ${'y'.repeat(196)}`),
      no: Array.from({ length: 7 }, (_, index) => `${sign}${index} ${'n'.repeat(196)}`),
      reviewOn: '2027-01-12',
    });
    const [before, after] = [version(1, long('a'), { why: 'w'.repeat(500) }), proposal('view:V1', long('b'), { why: 'w'.repeat(500) })];
    for (const view of [
      definitionAnswer({ versions: [before], proposal: after }, timezone),
      historyAnswer(
        { versions: [before, version(2, long('b'), { why: 'w'.repeat(500) }), version(3, long('c'))], proposal: null },
        timezone,
      ),
      message(
        { topic: 'definition', standing: { ...standing, before, proposal: after } },
        Array.from({ length: 20 }, () => 'U0KIM'),
      ),
      definitionForm(target, long('b'), '2027-01-12'),
    ])
      expect(problemsOf(view)).toEqual([]);
  });
});

describe('what a form says', () => {
  it('is read back as it was shown', () => {
    const values = {
      ...reviewOn,
      ...typed(definitionBlocks.criteria, exampleLines.join('\n')),
      ...typed(definitionBlocks.why, '  because  '),
    };
    expect(readDefinitionForm(values, { ...read, known: one.criteria })).toEqual({ content: { ...one, yes: [], no: [] }, why: 'because' });
    expect(readTermForm(typed(termBlocks.meaning, ' a \n\n b '))).toEqual({ content: { words: 'a\nb' }, why: null });
    expect(readTermForm(typed(termBlocks.meaning, '  '))).toEqual({
      errors: { [termBlocks.meaning]: 'Write what the word means here, in a sentence or two.' },
    });
  });

  it('criteria that would not fit the form again are refused', () => {
    const lines = Array.from(
      { length: mostCriteria },
      (_, index) => `must fit: ${index}${'x'.repeat(92)} [country in ${Array.from({ length: 15 }, () => 'A').join()}]`,
    );
    expect(lines.join('\n').length).toBeLessThan(3_001);
    expect(readDefinitionForm({ ...reviewOn, ...typed(definitionBlocks.criteria, lines.join('\n')) }, read)).toEqual({
      errors: { [definitionBlocks.criteria]: 'These are more than 3000 letters in all; write fewer or shorter ones.' },
    });
  });
});

describe('what a button carries', () => {
  it('is read back', () => {
    const targets = fc.record({
      topic: fc.constantFrom('definition' as const, 'term' as const),
      term: fc.string({ unit: 'grapheme', maxLength: 60 }),
      version: fc.nat(999),
      proposalId: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })),
    });
    fc.assert(
      fc.property(targets, (one) => {
        expect(decodeAgreement(encodeAgreement(one))).toEqual(one);
      }),
    );
  });

  it.each([undefined, '', 'v1:h_01', 'v2:term:a:1:', 'v1:other:a:1:', 'v1:term:%:1:', 'v1:term:a:x:', 'v1:term:a:1:b:c'])(
    '%j is nothing',
    (value) => {
      expect(decodeAgreement(value)).toBeNull();
    },
  );

  it('still means the same as an earlier version wrote it', () => {
    expect(decodeAgreement('v1:definition::2:view%3AV0AB1')).toEqual({
      topic: 'definition',
      term: '',
      version: 2,
      proposalId: 'view:V0AB1',
    });
    expect(decodeAgreement('v1:term:qualified%20lead:0:')).toEqual({ topic: 'term', term: 'qualified lead', version: 0, proposalId: null });
  });
});
