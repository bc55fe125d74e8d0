// Which questions stand together: by their words, whatever the language, the order in which they came and what somebody types.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alikeFrom, folded, likeness, rarityIn } from '../../../src/domain/questions/likeness.ts';
import { grouped } from '../../../src/domain/questions/grouping.ts';

const all = [
  'Can it run our looms?',
  'Does it run with looms?',
  'Is there an SSO login?',
  'do you support SSO',
  'Was kostet das?',
  'Was kostet es pro Person?',
];

const byCode = (one: string, other: string): number => (one < other ? -1 : 1);
const groupsOf = (questions: readonly string[]) => grouped(questions, (words) => words);
const likenessOf = (one: string, other: string, among: readonly string[] = [one, other]) =>
  likeness(folded(one), folded(other), rarityIn(among.map(folded)));

describe('what is alike', () => {
  it.each([
    ['Can it run our looms?', 'Does it run with looms?'],
    ['Is there an SSO login?', 'do you support SSO'],
    ['Was kostet das?', 'Was kostet es pro Person?'],
    ['What would 40 technicians cost per year?', 'what is the COST for 120 technicians'],
    ['Does it integrate with Salesforce?', 'is there a salesforce integration'],
    ['¿Cuánto cuesta por técnico?', 'Cuanto cuesta por tecnico al mes'],
    ['Ｐｒｉｃｅ?', 'price'],
    ['How much does it cost?', 'What does it cost per user?'],
    ['Where is our data stored?', 'Is the data stored in the EU?'],
    ['料金はいくらですか', 'いくらですか?'],
    ['ราคาเท่าไหร่', 'ราคาเท่าไหร่ต่อปี'],
    ['Сколько стоит лицензия?', 'сколько стоит лицензия на год'],
    ['???', '!!!'],
  ])('%s ~ %s', (one, other) => {
    expect(groupsOf([one, other])).toEqual([[one, other]]);
  });

  it.each([
    ['What does it cost?', 'Can it run our looms?'],
    ['Was kostet das?', 'Läuft das auf dem Tablet?'],
    ['do you support SSO', 'Do you support German?'],
    ['Does it connect to SAP?', 'Does it connect to an API?'],
    ['Is there an import?', 'Is there an export?'],
    ['Do you have looms?', 'Do you have cranes?'],
    ['Is the data in the EU?', 'Is the price in EUR?'],
    ['料金はいくらですか', '日本語で使えますか'],
  ])('%s is another question than %s', (one, other) => {
    expect(groupsOf([one, other])).toHaveLength(2);
  });

  it('keeps three topics apart in any order', () => {
    const named = (groups: readonly (readonly string[])[]) => new Set(groups.map((group) => [...group].toSorted(byCode).join(' / ')));
    const pairs = named([all.slice(0, 2), all.slice(2, 4), all.slice(4)]);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        expect(named(groupsOf(order))).toEqual(pairs);
      }),
    );
  });

  it('does not clump what is short', () => {
    const short = ['Why?', 'How?', 'When?', 'Who?', 'What?', 'And?', 'So?', '1', '2', 'a', 'How so?', '?'];
    expect(groupsOf(short)).toHaveLength(short.length);
  });

  // What everybody says before they ask is no topic, however long it is.
  it('does not put together what only begins alike', () => {
    const topics = [
      'looms run offline',
      'invoices export weekly',
      'audits keep signatures',
      'depots merge overnight',
      'vouchers expire',
      'tablets break',
      'holidays count twice',
    ];
    const polite = topics.flatMap((topic) => ['', 'our '].map((whose) => `Could you please tell me whether ${whose}${topic}`));
    const groups = groupsOf(polite);
    expect(groups).toHaveLength(topics.length);
    for (const group of groups)
      expect(new Set(group.map((words) => topics.find((topic) => words.includes(topic))))).toHaveProperty('size', 1);
  });

  // A word that most questions have would be thrown out as a common one, and with it what everybody wants to know.
  it('keeps together what nearly everybody asks', () => {
    const price = Array.from({ length: 40 }, (_, index) => `What does a licence cost for ${index * 5 + 10} people?`);
    const rest = ['Is there an SSO login?', 'Can it run our looms?', 'Do the vans need tracking boxes?'];
    expect(groupsOf([...price, ...rest]).map(({ length }) => length)).toEqual([40, 1, 1, 1]);
  });

  it('takes capitals for names only where something else is small', () => {
    expect(groupsOf(['CAN IT RUN OUR LOOMS', 'can it run our looms?'])).toHaveLength(1);
    expect(groupsOf(['DO YOU HAVE LOOMS', 'DO YOU HAVE CRANES'])).toHaveLength(2);
  });
});

describe('whatever somebody types', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 320 }),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.constantFrom('a'.repeat(300), 'ß'.repeat(300), '料'.repeat(300), 'x\u0301'.repeat(150), '\ud800', '', ' ', 'SSO', ...all),
  );

  it('is like itself, and as like another as that is like it', () => {
    fc.assert(
      fc.property(anything, anything, fc.array(anything, { maxLength: 8 }), (one, other, more) => {
        const among = [one, other, ...more];
        expect(likenessOf(one, one, among)).toBe(1);
        const close = likenessOf(one, other, among);
        expect(close).toBeCloseTo(likenessOf(other, one, among), 12);
        expect(close).toBeGreaterThanOrEqual(0);
        expect(close).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('stands in one group, once, behind a first one that it is like', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 30 }), (questions) => {
        const items = questions.map((words, index) => ({ words, index }));
        const groups = grouped(items, ({ words }) => words);
        expect(groups.flat().toSorted((a, b) => a.index - b.index)).toEqual(items);
        for (const [first, ...others] of groups)
          for (const other of others) expect(likenessOf(first?.words ?? '', other.words, questions)).toBeGreaterThanOrEqual(alikeFrom);
      }),
    );
  });

  it('leaves the groups as they were when something is asked that shares no word with them', () => {
    const before = groupsOf(all);
    expect(groupsOf([...all, 'Zweiundvierzig Fahrstühle'])).toEqual([...before, ['Zweiundvierzig Fahrstühle']]);
  });

  it('is grouped also when two thousand of the longest come, all of them much the same and none alike', () => {
    const questions = Array.from({ length: 2_000 }, (_, index) =>
      Array.from({ length: 40 }, (__, nth) => `w${(index * 31 + nth * nth * 7 + nth) % 97}ord`).join(' '),
    );
    expect(groupsOf(questions).flat()).toHaveLength(2_000);
    const words = Array.from({ length: 2_000 }, (_, index) => `${'a'.repeat(290)}${index}`);
    expect(groupsOf(words).flat()).toHaveLength(2_000);
  });
});
