// Cards and lines: what each state offers, who is mentioned, what is linked, what is left out.
import { describe, expect, it } from 'vitest';
import { leadStates } from '../../../src/domain/lead.ts';
import { movesOn, moveOf } from '../../../src/domain/moves.ts';
import type { Profile } from '../../../src/ports.ts';
import { renderMessage } from '../../../src/slack/blocks/message.ts';
import { allText, card, line, lineTo } from './rendered.ts';
import {
  type Step,
  ada,
  claimed,
  googleDemo,
  leadAfter,
  nurtured,
  opened,
  posted,
  qualified,
  received,
  resubmitted,
  returned,
  stalledOnes,
  timezone,
  unqualified,
  waiting,
} from './story.ts';
import { walk } from './walk.ts';

const outcome = (won: 'opportunity' | 'won' | 'lost'): Step => ({ type: 'outcome', outcome: won, by: 'api' });

const storyTo: Record<(typeof leadStates)[number], readonly Step[]> = {
  new: opened,
  claimed: [...opened, claimed],
  qualified: [...opened, claimed, qualified],
  unqualified: [...opened, claimed, unqualified],
  returned: [...opened, claimed, returned],
  nurturing: [...opened, claimed, returned, nurtured],
  archived: [...opened, claimed, returned, { type: 'archived', by: 'U0MIA' }],
  opportunity: [...opened, claimed, qualified, outcome('opportunity')],
  won: [...opened, claimed, qualified, outcome('won')],
  lost: [...opened, claimed, qualified, outcome('lost')],
  erased: [...opened, { type: 'erased' }],
};

const cardOf = (profile: Partial<Profile>, step: Partial<typeof received> = {}) =>
  card(leadAfter([{ ...received, ...step }, posted], { ...ada, ...profile }));

describe('a sales card', () => {
  it.each(leadStates)('offers in state %s what the table of moves says', (state) => {
    const { actionIds, values } = walk(card(leadAfter(storyTo[state])));
    const moves = movesOn('sales', state);
    const inMenu = moves.filter((move) => moveOf(move).place === 'menu');
    const buttons = moves.filter((move) => moveOf(move).place !== 'menu');
    expect(actionIds.filter((id) => id !== 'more').toSorted()).toEqual(buttons.toSorted());
    expect(values.filter((value) => value.startsWith('v1:h_01:')).toSorted()).toEqual(inMenu.map((move) => `v1:h_01:${move}`).toSorted());
  });

  it('leads with who and what company, then why', () => {
    const shown = card(leadAfter(opened));
    expect(shown.blocks[0]).toEqual({ type: 'header', text: { type: 'plain_text', text: 'Ada Lovelace · Engine Ltd', emoji: false } });
    expect(shown.blocks[1]).toEqual({
      type: 'context',
      elements: [{ type: 'plain_text', text: 'CTO · 120 people · Manufacturing · United Kingdom', emoji: false }],
    });
    expect(allText(shown)).toContain('Wants a demo| · score 72');
    expect(shown.text).toBe('Lead: Ada Lovelace · Engine Ltd. Wants a demo, from google-ads. Nobody has it yet.');
  });

  it.each([
    [{ company: null }, 'Ada Lovelace'],
    [{ name: null }, 'Engine Ltd'],
    [{ name: '\u200b ', company: null }, 'New lead'],
  ])('%j is headed %s', (profile, title) => {
    expect(allText(cardOf(profile))).toMatch(new RegExp(`^${title}\\|`));
  });

  it.each([
    ['GB', 'United Kingdom'],
    ['de', 'Germany'],
    ['XX', 'XX'],
    ['Deutschland', 'Deutschland'],
    ['<b>', '<b>'],
  ])('country %s is shown as %s', (country, shown) => {
    expect(allText(cardOf({ country }))).toContain(`· ${shown}|`);
  });

  it.each([
    ['demo_request', 'Wants a demo'],
    ['E-Book', 'Downloaded an e-book'],
    ['Book a  Demo', 'Wants a demo'],
    ['tea_tasting', 'tea_tasting'],
    ['constructor', 'constructor'],
    [null, 'New enquiry'],
  ])('action %s is told as %s', (action, shown) => {
    const record = leadAfter([{ ...received, attribution: { ...googleDemo, action } }, posted]);
    expect(allText(card(record))).toContain(`|${shown}|`);
  });

  it('links e-mail and phone that our normalisers took, and nothing else', () => {
    expect(walk(cardOf({})).urls).toEqual(['mailto:ada@engine.test', 'tel:+442079460000']);
    const shown = cardOf({ isEmailValid: false, isPhoneValid: false });
    expect(walk(shown).urls).toEqual([]);
    expect(allText(shown)).toContain('|ada@engine.test (not valid) · +44 20 7946 0000 (not valid)|');
  });

  it.each([
    [{ email: 'a&b?cc=x@engine.test' }, 'mailto:a%26b%3Fcc%3Dx@engine.test'],
    [{ email: 'ada@engine.test\u200b' }, undefined],
    [{ email: 'ada@engine.test\r\nbcc: eve' }, undefined],
    [{ email: '@engine.test' }, undefined],
    [{ email: null, phone: '+49 (0)170 / 123-4567 ext. 9' }, 'tel:+491701234567'],
    [{ email: null, phone: '(020) 7946 0000' }, 'tel:02079460000'],
    [{ email: null, phone: '+' }, undefined],
  ])('F71: %j links to %s', (profile, url) => {
    expect(walk(cardOf({ phone: null, ...profile })).urls[0]).toBe(url);
  });

  it('F78: keeps contact data out of the notification text, also where it stands for a name', () => {
    const { text } = cardOf({ name: 'ada@engine.test', company: '+44 20 7946 0000' });
    expect(text).toBe('Lead: (e-mail address) · (phone number). Wants a demo, from google-ads. Nobody has it yet.');
  });

  it.each([
    ['https://engine.test/pricing?email=ada@engine.test#top', 'engine.test/pricing'],
    ['https://engine.test/', 'engine.test'],
    ['https://аррӏе.test/x', 'xn--80ak6aa92e.test/x'],
    ['engine.test/x?y=1', 'engine.test/x'],
    ['https://acme.com@evil.test/', 'evil.test'],
  ])('page %s is told as %s', (url, page) => {
    expect(allText(cardOf({ url }))).toContain(`page: ${page}|`);
  });

  it('shrinks after a verdict and says verdict, who, reason, when and how fast', () => {
    const shown = card(leadAfter(storyTo.qualified));
    expect(allText(shown)).not.toContain('looms');
    expect(allText(shown)).toContain(
      ':large_green_circle: *Qualified* by <@U0KIM>: clear need · <!date^1795447860^{date_short_pretty} {time}^23 Nov 2026 10:31>, after 31 min',
    );
  });

  it('tells a newer enquiry of the same person, also after the verdict', () => {
    const activity: Step = { type: 'activity', attribution: googleDemo, by: 'api', text: { message: 'One more\nquestion' } };
    expect(allText(card(leadAfter([...opened, activity])))).toContain('Also: |One more question');
    expect(allText(card(leadAfter([...opened, activity, qualified])))).not.toContain('Also: ');
    expect(allText(card(leadAfter([...opened, qualified, activity])))).toContain('Also: |One more question');
    expect(allText(card(leadAfter([...opened, { ...activity, text: {} }])))).toContain('Also: |Wants a demo · score 72|');
  });

  it('of a lead that was sent back shows what changed, and the earlier word with who, when and note', () => {
    const text = allText(card(leadAfter([...opened, claimed, returned, resubmitted]), 'h_02'));
    expect(text).toContain('Back from marketing, second handoff');
    expect(text).toContain('Came to the webinar');
    expect(text).toContain('|Earlier: |Returned to marketing| by |: no budget · |: “Likes it, the money is spent for this year.”|');
  });

  it('counts handoffs in words', () => {
    const many = Array.from({ length: 11 }, () => resubmitted);
    expect(allText(card(leadAfter([received, ...many.slice(0, 2)]), 'h_03'))).toContain('third handoff');
    expect(allText(card(leadAfter([received, ...many]), 'h_012'))).toContain('12th handoff');
  });

  it('of an older handoff keeps Change verdict alone, and says where the lead is', () => {
    const shown = card(leadAfter([...opened, claimed, returned, resubmitted]), 'h_01');
    expect(walk(shown).actionIds).toEqual(['change_verdict']);
    expect(allText(shown)).toContain('A newer card has this lead now.');
    expect(allText(shown)).toContain('*Returned to marketing* by <@U0KIM>: no budget');
  });

  it('of a lead that stalled closes with where it went, as nobody’s verdict', () => {
    const shown = card(leadAfter([...opened, claimed, ...stalledOnes]));
    expect(allText(shown)).toMatch(/:hourglass: \*Stalled: no word from sales\* · went to marketing <!date/);
    expect(walk(shown).actionIds).toEqual(['change_verdict']);
    expect(shown.text).toMatch(/Stalled: no word from sales\. With marketing now\.$/);
    expect(walk(shown).mentions).toEqual([]);
  });

  it('of a lead that marketing warms up says until when', () => {
    const shown = card(leadAfter(storyTo.nurturing));
    expect(allText(shown)).toContain(':seedling: Marketing warms it up until 12 Jan 2027');
    expect(shown.text).toMatch(/Marketing warms it up until 12 Jan 2027\.$/);
  });

  it('tells a notification how long it has waited', () => {
    const wait = waiting({ stage: 'half', openMs: 8 * 3_600_000 });
    const told = (steps: readonly Step[]) => card(leadAfter(steps), 'h_01', { wait }).text;
    expect(told(opened)).toMatch(/Nobody has it yet, waiting 8 h\+ of business time\.$/);
    expect(told([...opened, claimed])).toMatch(/Claimed, no verdict yet, 8 h\+ of business time\.$/);
  });

  it('of somebody who was erased says that and nothing else', () => {
    const shown = card(leadAfter([...opened, claimed, { type: 'erased' }]));
    expect(shown).toEqual({
      text: 'Erased on request.',
      blocks: [{ type: 'context', elements: [{ type: 'plain_text', text: 'Erased on request.', emoji: false }] }],
    });
  });

  it('in plain words says how to act', () => {
    const shown = card(leadAfter(opened), 'h_01', { marks: { isPlain: true } });
    expect(shown.blocks).toEqual([]);
    expect(shown.text).toMatch(/Nobody has it yet\. Slack refused the full card; use \/lead find Ada Lovelace to work on this lead\.$/);
  });
});

describe('a thread line', () => {
  it.each([
    ['its owner of a new enquiry', line(...opened, claimed, { type: 'activity', attribution: googleDemo, by: 'api' }), ['U0KIM']],
    ['nobody of a new enquiry for a lead that nobody has', line(...opened, { type: 'activity', attribution: googleDemo, by: 'api' }), []],
    ['the former owner of a verdict by another', line(...opened, claimed, { ...qualified, by: 'U0SAM' }), ['U0SAM', 'U0KIM']],
    ['only the judge of a verdict on one’s own lead', line(...opened, claimed, qualified), ['U0KIM']],
    [
      'whom a lead of the wrong team is for',
      line(...opened, claimed, { type: 'judged', verdict: 'unqualified', reason: 'misrouted', sendTo: 'U0LEE', by: 'U0KIM' }),
      ['U0KIM', 'U0LEE'],
    ],
    ['the owner of a release by a manager', line(...opened, claimed, { type: 'released', by: 'U0MGR1' }), ['U0MGR1', 'U0KIM']],
    ['the owner of a stalled lead', line(...opened, claimed, ...stalledOnes), ['U0KIM']],
    ['whom a lead was assigned to', line(...opened, { type: 'claimed', owner: 'U0KIM', by: 'U0MGR1' }), ['U0MGR1', 'U0KIM']],
    [
      'who had it before it was assigned',
      line(...opened, { ...claimed, by: 'U0SAM' }, { type: 'claimed', owner: 'U0KIM', by: 'U0MGR1' }),
      ['U0MGR1', 'U0KIM', 'U0SAM'],
    ],
    [
      'nobody else of a lead that a manager assigned to whoever had it',
      line(...opened, claimed, { type: 'claimed', owner: 'U0KIM', by: 'U0MGR1' }),
      ['U0MGR1', 'U0KIM'],
    ],
    [
      'the people and groups who can act',
      lineTo(['U0KIM', 'S0SALES'], ...opened, { type: 'reminded', about: 'claim' }),
      ['U0KIM', 'S0SALES'],
    ],
  ])('tells %s', (_, shown, people) => {
    expect([...new Set(walk(shown.blocks).mentions)]).toEqual(people);
    expect([...new Set(walk(shown).mentions)]).toEqual(people);
  });

  it.each<[Step, string]>([
    [{ type: 'claimed', owner: 'U0KIM', by: 'U0MGR1' }, '<@U0MGR1> assigned it to <@U0KIM>.'],
    [{ type: 'claimed', owner: 'U0KIM', by: 'U0KIM' }, '<@U0KIM> claimed this lead.'],
    [{ type: 'released', why: 'away', until: '2026-11-30', by: 'system' }, '<@U0KIM> is away until 30 Nov 2026. Nobody has it now.'],
    [{ type: 'released', why: 'gone', by: 'system' }, '<@U0KIM> is no longer in this workspace. Nobody has it now.'],
    [nurtured, '<@U0MIA> warms it up for marketing and looks again on 12 Jan 2027. “Webinar invitation in December, then a call.”'],
    [{ type: 'stalled', by: 'system' }, 'Stalled: no word from sales.'],
    [{ type: 'reminded', about: 'claim' }, 'Nobody has claimed this lead yet.'],
    [{ type: 'reminded', about: 'verdict' }, 'This lead has no verdict yet.'],
    [{ type: 'reminded', about: 'marketing' }, 'Nobody in marketing has taken this lead up yet.'],
    [{ type: 'reminded', about: 'revisit' }, 'The day to look at this lead again has come.'],
  ])('%j', (step, words) => {
    expect(line(...opened, claimed, step).text).toBe(words);
  });

  it('says what the verdict was before', () => {
    expect(line(...opened, claimed, unqualified, qualified).text).toBe(
      'Qualified by <@U0KIM>: clear need. It was Unqualified, not now. “Two mills, budget is there.”',
    );
  });

  it('F71: quotes a note as it was written, and defuses it in the notification', () => {
    const shown = line(...opened, { type: 'noted', side: 'sales', by: 'U0KIM', text: { note: '<!channel> *now*' } });
    expect(allText(shown)).toContain('<!channel> *now*');
    expect(shown.text).toBe('Note by <@U0KIM>: “&lt;!channel&gt; ∗now∗”');
  });
});

it('a verdict line links only to a place on the web', () => {
  const record = leadAfter([...opened, claimed, qualified]);
  const told = (link: string | null) => walk(renderMessage({ kind: 'verdict_line', record, eventId: 'e4', link, timezone })).urls;
  expect(told('https://example.slack.com/archives/C0/p1')).toEqual(['https://example.slack.com/archives/C0/p1']);
  expect(told(null)).toEqual([]);
  expect(told('javascript:alert(1)')).toEqual([]);
});
