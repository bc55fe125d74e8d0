// Leads as strangers could send them: every kind of text that goes wrong, in every field, with every story.
import fc from 'fast-check';
import type { Version } from '../../../src/domain/agreement/agreement.ts';
import type { Criterion } from '../../../src/domain/agreement/criteria.ts';
import type { Definition } from '../../../src/domain/agreement/definition.ts';
import { reasonsIn } from '../../../src/domain/reasons.ts';
import type { LeadRecord, Profile } from '../../../src/ports.ts';
import { versionOf } from '../../domain/definitions.ts';
import { type Step, leadAfter } from './story.ts';

/** Text full of what goes wrong: marks, joiners, bidi controls, lone surrogates, entities, emoji. */
export const anyText = fc.oneof(
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.constantFrom(
          'a',
          'é',
          'e\u0301',
          '\u0301',
          '\u200d',
          '\u200c',
          '\u202e',
          '\u2066',
          '\u200b',
          '\ufeff',
          '\ud83d',
          '\udc00',
          '👩‍👩‍👧‍👦',
          '🇩🇪',
          'می',
          'क',
          '्',
          ' ',
          '\n',
          '\r\n',
          '\t',
          '\u2028',
          '\u0000',
          '\u009f',
          '\u3164',
          '&',
          '<',
          '>',
          '&amp;',
          '<!channel>',
          '<@U0KIM>',
          '*b*',
          '_i_',
          '`c`',
          ':tada:',
          '@here',
          'https://evil.test',
          'http:',
          '//',
          '.',
          'www.',
          'acme.com',
          'eve@evil.test',
          '+49 170 1234567',
          '́'.repeat(30),
          'x'.repeat(700),
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
  },
);

/** Marks what a stranger or a colleague wrote, so that it can be found again wherever it ends up. */
export const canary = 'Zqxj';
const words = fc.option(
  anyText.map((text) => `${canary}${text}`),
  { freq: 5 },
);
const tag = fc.oneof(words, fc.constantFrom('demo_request', 'e-book', 'google_ads'));

const profile: fc.Arbitrary<Profile> = fc.record({
  name: words,
  email: fc.oneof(
    words,
    fc.emailAddress().map((email) => `${canary.toLowerCase()}${email}`),
  ),
  phone: fc.oneof(words, fc.constantFrom('+49 170 1234567', '+44 (0)20 7946 0000 ext. 12', '020 7946 0000')),
  title: words,
  company: words,
  domain: words,
  employees: fc.option(fc.double({ noNaN: true })),
  industry: words,
  country: fc.oneof(words, fc.constantFrom('DE', 'gb', 'ZZ', 'XX', '12')),
  url: fc.oneof(words, fc.webUrl({ withQueryParameters: true }), fc.constant('javascript:alert(1)')),
  attributes: fc.constant({}),
  isEmailValid: fc.boolean(),
  isPhoneValid: fc.boolean(),
});

const attribution = fc.record({ source: tag, medium: tag, campaign: tag, action: tag, score: fc.option(fc.double({ noNaN: true })) });
const person = fc.constantFrom('U0KIM', 'U0SAM', 'U0MIA', 'system', 'api', `${canary}<!channel>`);
const note = words.map((text) => ({ text: { note: text ?? '' } }));
const message = words.map((text) => ({ text: { message: text ?? '' } }));
const minutes = fc.integer({ min: 0, max: 200_000 });
const day = fc.constantFrom('2026-12-01', '2027-02-28');

const laterStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constantFrom('claimed', 'released', 'attempted', 'reopened', 'archived', 'stalled'), by: person, after: minutes }),
  fc.record({ type: fc.constant('claimed'), owner: fc.constantFrom('U0KIM', 'U0SAM', `${canary}<!here>`), by: person, after: minutes }),
  fc.record({ type: fc.constant('released'), why: fc.constantFrom('away', 'gone'), until: day, by: person, after: minutes }),
  fc.record({
    type: fc.constant('reminded'),
    about: fc.constantFrom('claim', 'verdict', 'marketing', 'revisit'),
    to: fc.constantFrom('U0KIM', 'U0MIA', `${canary}<!here>`),
    by: fc.constant('system'),
    after: minutes,
  }),
  fc.tuple(person, fc.option(day), words, minutes).map(([by, revisitOn, tactic, after]): Step => ({
    type: 'nurtured',
    by,
    after,
    text: { tactic: tactic ?? '' },
    ...(revisitOn ? { revisitOn } : {}),
  })),
  fc
    .tuple(fc.record({ type: fc.constant('noted'), side: fc.constantFrom('sales', 'marketing'), by: person }), note)
    .map(([step, text]): Step => ({ ...step, ...text })),
  fc
    .tuple(fc.constantFrom('qualified', 'unqualified'), fc.nat(11), person, note, fc.option(day), minutes)
    .map(([verdict, index, by, text, notBefore, after]): Step => {
      const codes = reasonsIn(verdict);
      const reason = codes[index % codes.length] ?? null;
      return {
        type: 'judged',
        verdict,
        reason,
        by,
        after,
        text: { ...text.text, ...(index % 2 === 0 ? { question: text.text.note } : {}) },
        ...(notBefore ? { notBefore } : {}),
        ...(reason === 'misrouted' ? { sendTo: 'U0LEE' } : {}),
        ...(index % 3 === 0 ? {} : { definition: 1, failed: `c${index}`, unmet: ['c1', 'c2'] }),
      };
    }),
  fc
    .tuple(fc.constantFrom('person', 'stalled', 'revisit'), fc.constantFrom(...reasonsIn('return'), null), person, note, fc.option(day))
    .map(([cause, reason, by, text, notBefore]): Step => ({
      type: 'returned',
      cause,
      reason,
      by,
      ...text,
      ...(notBefore ? { notBefore } : {}),
    })),
  fc.tuple(attribution, message).map(([from, text]): Step => ({ type: 'activity', attribution: from, by: 'api', ...text })),
  fc
    .tuple(fc.constantFrom('opportunity', 'won', 'lost'), fc.option(fc.double({ noNaN: true })), fc.constantFrom('EUR', canary))
    .map(([outcome, amount, currency]): Step => ({
      type: 'outcome',
      outcome,
      by: 'api',
      ...(amount === null ? {} : { amount, currency }),
    })),
  fc
    .tuple(attribution, person, words)
    .map(([from, by, text]): Step => ({ type: 'resubmitted', attribution: from, isTest: false, by, text: { whatChanged: text ?? '' } })),
  fc
    .tuple(attribution, message)
    .map(([from, text]): Step => ({ type: 'received', attribution: from, isTest: false, isHistory: false, by: 'api', ...text })),
);

const firstStep: fc.Arbitrary<Step> = fc
  .tuple(attribution, message, fc.boolean())
  .map(([from, text, isTest]): Step => ({ type: 'received', attribution: from, isTest, isHistory: false, by: 'api', ...text }));

/** Any stored lead: any profile, and a log of up to twelve events in whatever order. */
export const anyLead: fc.Arbitrary<LeadRecord> = fc
  .tuple(firstStep, fc.array(laterStep, { maxLength: 11 }), profile)
  .map(([first, later, who]) => leadAfter([first, ...later], who));

/** As many criteria as there can be, in any words; the verdicts of any lead may name them. */
export const anyDefinition: fc.Arbitrary<Version<Definition>> = fc
  .array(
    fc.record({
      words: anyText.map((text) => `${canary}${text}`.slice(0, 120)),
      level: fc.constantFrom('must' as const, 'nice' as const),
      rule: fc.constantFrom<Criterion['rule']>(null, { field: 'employees', is: 'at least', value: 50 }, { field: 'title', is: 'given' }),
    }),
    { minLength: 1, maxLength: 20, size: 'max' },
  )
  .map((criteria) =>
    versionOf(
      1,
      criteria.map((one, index) => ({ ...one, id: `c${index}`, group: 'fit' })),
    ),
  );
