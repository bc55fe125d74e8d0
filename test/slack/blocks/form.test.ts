// Modals: what they ask in whose words, how answers are read back, where refusals stand.
import type { AnyBlock, InputBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveNames, moveOf } from '../../../src/domain/moves.ts';
import { reasonsIn } from '../../../src/domain/reasons.ts';
import { addLeadErrors, addLeadForm, readNewLead } from '../../../src/slack/blocks/add-lead.ts';
import { formErrors, moveForm, plainSentence, readAnswers } from '../../../src/slack/blocks/form.ts';
import { readSetup } from '../../../src/slack/blocks/home.ts';
import { leadAfter, posted, received, timezone, unqualified } from './story.ts';

const record = leadAfter([received, posted]);
const formOf = (move: (typeof moveNames)[number], lead = record) =>
  moveForm({ move, record: lead, handoffId: 'h_01', timezone, today: '2026-11-23', definition: null });
const isInput = (block: AnyBlock): block is InputBlock => block.type === 'input';
const inputsOf = (move: (typeof moveNames)[number]): InputBlock[] => formOf(move).blocks.filter(isInput);

interface Asked {
  readonly label: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly hint: string | undefined;
}

function asked({ label, element, optional, hint }: InputBlock): Asked {
  return { label: label.text, type: element.type, isOptional: optional ?? false, hint: hint?.text };
}

const reason = { label: 'Reason', type: 'static_select', isOptional: false, hint: undefined };
const note = { label: 'Note', type: 'plain_text_input', isOptional: true, hint: undefined };
const notBefore = { label: 'Not before', type: 'datepicker', isOptional: true, hint: 'Required with Not now' };

describe('forms', () => {
  it.each([
    ['qualified', 'Qualified', [reason, note]],
    [
      'unqualified',
      'Unqualified',
      [
        reason,
        { ...note, hint: 'Required with Other' },
        notBefore,
        { label: 'Send to', type: 'users_select', isOptional: true, hint: 'Only with Wrong team' },
      ],
    ],
    ['return', 'Return to marketing', [reason, { ...note, hint: 'Required with Other' }, notBefore]],
    [
      'change_verdict',
      'Change verdict',
      [
        { ...reason, label: 'Verdict' },
        { ...reason, isOptional: true, hint: 'Not needed for Reopen' },
        { ...note, hint: 'Required with Other' },
        notBefore,
      ],
    ],
    ['note', 'Add a note', [{ ...note, isOptional: false }]],
    ['resubmit', 'Send back to sales', [{ label: 'What changed', type: 'plain_text_input', isOptional: false, hint: undefined }]],
    [
      'nurture',
      'Start nurture',
      [
        {
          label: 'Tactic',
          type: 'plain_text_input',
          isOptional: false,
          hint: 'Such as: webinar invitation, call in spring',
        },
        { label: 'Revisit on', type: 'datepicker', isOptional: false, hint: undefined },
      ],
    ],
    ['assign', 'Assign to', [{ label: 'Assign to', type: 'users_select', isOptional: false, hint: undefined }]],
  ] as const)('%s asks in the contract’s words', (move, title, inputs) => {
    expect(formOf(move).title.text).toBe(title);
    expect(inputsOf(move).map(asked)).toEqual(inputs);
  });

  it('offers the reasons of the move in their order, grouped where both verdicts are possible', () => {
    const element = (move: 'qualified' | 'unqualified' | 'return' | 'change_verdict') => {
      const found = inputsOf(move).find(({ block_id: id }) => id === 'reason')?.element;
      if (found?.type !== 'static_select') throw new Error('no select');
      return found;
    };
    for (const move of ['qualified', 'unqualified', 'return'] as const) {
      expect(element(move).options?.map(({ value }) => value)).toEqual(reasonsIn(move));
    }
    const groups = element('change_verdict').option_groups?.map((group) => [group.label.text, group.options.map(({ value }) => value)]);
    expect(groups).toEqual([
      ['Qualified', reasonsIn('qualified')],
      ['Unqualified', reasonsIn('unqualified')],
    ]);
  });

  it('names the lead, the move’s hint, and what stands now', () => {
    const form = JSON.stringify(formOf('change_verdict', leadAfter([received, posted, unqualified])).blocks.slice(0, 2));
    expect(form).toContain('Ada Lovelace · Engine Ltd · now Unqualified: not now');
    expect(form).toContain('Reopen needs no reason');
  });

  it.each(moveNames.filter((move) => moveOf(move).asks.length > 0))('%s carries its target, its callback id and unique labels', (move) => {
    const form = formOf(move);
    expect([form.callback_id, form.private_metadata]).toEqual([`move:${move}`, `v1:h_01:${move}`]);
    const labels = inputsOf(move).map(({ label }) => label.text);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels.every((label) => label.length <= 24)).toBe(true);
    expect(inputsOf(move).some((input) => input.dispatch_action)).toBe(false);
  });
});

describe('answers', () => {
  it('are read by block', () => {
    const values = {
      verdict: { answer: { selected_option: { value: 'unqualified' } } },
      reason: { answer: { selected_option: { value: 'bad_timing' } } },
      note: { answer: { value: 'Next year.\nReally.' } },
      notBefore: { answer: { selected_date: '2027-02-01' } },
      sendTo: { answer: { selected_user: 'U0LEE' } },
      whatChanged: { answer: { value: 'They wrote.' } },
      tactic: { answer: { value: 'Webinar' } },
      revisitOn: { answer: { selected_date: '2027-03-01' } },
      assignTo: { answer: { selected_user: 'U0SAM' } },
    };
    const answers = {
      verdict: 'unqualified',
      reason: 'bad_timing',
      note: 'Next year.\nReally.',
      notBefore: '2027-02-01',
      sendTo: 'U0LEE',
      whatChanged: 'They wrote.',
      tactic: 'Webinar',
      revisitOn: '2027-03-01',
      assignTo: 'U0SAM',
    };
    expect(readAnswers(values)).toEqual(answers);
  });

  it('that are empty, forged or unknown count as not given', () => {
    expect(
      readAnswers({
        verdict: { answer: { selected_option: { value: '__proto__' } } },
        reason: { answer: { selected_option: { value: 'constructor' } } },
        note: { answer: { value: ' \n ' } },
        notBefore: { answer: { selected_date: '2027-02-30' } },
        sendTo: { answer: { selected_user: '<!channel>' } },
        whatChanged: { answer: { value: null } },
        other: { answer: { value: 'x' } },
      }),
    ).toEqual({});
    expect(readAnswers({ reason: { answer: { selected_option: null } }, note: {}, notBefore: undefined })).toEqual({});
  });

  it('never throw, whatever comes', () => {
    const value = fc.record({
      value: fc.option(fc.string()),
      selected_option: fc.option(fc.record({ value: fc.string() })),
      selected_date: fc.option(fc.string()),
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('reason', 'note', 'notBefore', 'x'), fc.dictionary(fc.constantFrom('answer', 'x'), value)),
        (values) => {
          const { notBefore: date } = readAnswers(values);
          expect(date ?? '2027-01-01').toMatch(/^\d{4}-\d{2}-\d{2}$/);
        },
      ),
    );
  });
});

describe('refusals', () => {
  it('stand under their field, else under the first', () => {
    expect(formErrors({ field: 'note', message: 'Say more.' }, 'unqualified')).toEqual({ note: 'Say more.' });
    expect(formErrors({ message: 'Already done.' }, 'change_verdict')).toEqual({ verdict: 'Already done.' });
    expect(formErrors({ field: 'whatChanged', message: 'Odd.' }, 'qualified')).toEqual({ reason: 'Odd.' });
    expect(() => formErrors({ message: 'x' }, 'claim')).toThrow('no modal');
  });

  it('name people where mentions do not show', () => {
    const names = new Map([
      ['U0SAM', 'sam\u202e'],
      ['U0X', ' '],
    ]);
    const nameOf = (id: string) => names.get(id);
    expect(plainSentence('With <@U0SAM> & <@U0NEW>, or <@U0X>; see <#C0LEADS> or <!subteam^S0ALL>.', nameOf)).toBe(
      'With @sam & somebody, or somebody; see the channel or the group.',
    );
    expect(plainSentence('', nameOf)).toBe('');
  });
});

describe('a typed lead', () => {
  it('asks in the contract’s words', () => {
    const labels = addLeadForm().blocks.map((block) => (isInput(block) ? block.label.text : ''));
    expect(labels).toEqual(['Name', 'Email', 'Phone', 'Company', 'Title', 'Source', 'Campaign', 'Message']);
  });

  it('is read as a flat record, faults stand under their inputs', () => {
    const values = {
      lead_name: { answer: { value: 'Ada' } },
      lead_email: { answer: { value: '  ' } },
      lead_message: { answer: { value: 'Hi\nthere' } },
    };
    expect(readNewLead(values)).toEqual({ name: 'Ada', message: 'Hi\nthere' });
    const problems = [
      { path: 'phone', message: 'No phone.' },
      { path: '', message: 'Needs one of three.' },
      { path: 'email', message: 'Second.' },
    ];
    expect(addLeadErrors(problems)).toEqual({ lead_phone: 'No phone.', lead_email: 'Needs one of three.' });
  });

  it('starts with what is known', () => {
    expect(JSON.stringify(addLeadForm({ message: 'From a message' }))).toContain('"initial_value":"From a message"');
  });
});

it('Set up reads the channels that were chosen', () => {
  const values = {
    setup_leads: { answer: { selected_conversation: 'C0LEADS' } },
    setup_marketing: { answer: { selected_conversation: null } },
    setup_digest: { answer: { selected_conversation: 'D0HIM' } },
  };
  expect(readSetup(values)).toEqual({ leads: 'C0LEADS' });
});
