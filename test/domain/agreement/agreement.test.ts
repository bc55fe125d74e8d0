// What both sides agree upon: in force only with one of sales and one of marketing, two people, on the same proposal.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgreementEvent, foldAgreement, inForce } from '../../../src/domain/agreement/agreement.ts';
import { sideToSign } from '../../../src/domain/agreement/signing.ts';
import { standingOf } from '../../../src/domain/agreement/standing.ts';
import { Refusal } from '../../../src/domain/refusal.ts';
import type { Actor, Role } from '../../../src/domain/roles.ts';

type Event = AgreementEvent<string>;

const people: Readonly<Record<string, readonly Role[]>> = {
  kim: ['sales'],
  sam: ['sales', 'manager'],
  mia: ['marketing'],
  dana: ['sales', 'marketing'],
  lee: ['sales', 'marketing'],
  max: ['manager'],
  eve: [],
};
const actor = (id: string): Actor => ({ id, roles: people[id] ?? [] });

/** Somebody tries to sign; refused, nothing is written. */
function signed(events: readonly Event[], id: string, who: string): readonly Event[] {
  try {
    const side = sideToSign(foldAgreement(events), id, actor(who));
    const roles = people[who] ?? [];
    const isOfBoth = roles.includes('sales') && roles.includes('marketing');
    return [...events, { type: 'signed', id, side, at: events.length, by: who, ...(isOfBoth ? { isOfBoth } : {}) }];
  } catch (error) {
    if (error instanceof Refusal) return events;
    throw error;
  }
}

const proposed = (id: string, at = 0): Event => ({ type: 'proposed', id, content: `content of ${id}`, why: null, at, by: 'kim' });
const story = (...signers: readonly string[]): readonly Event[] =>
  signers.reduce<readonly Event[]>((events, who) => signed(events, 'p1', who), [proposed('p1')]);

describe('signatures', () => {
  it.each<[string, string[], boolean]>([
    ['nobody', [], false],
    ['one side', ['kim'], false],
    ['one side, twice', ['kim', 'kim'], false],
    ['two of one side', ['kim', 'sam'], false],
    ['one person of both sides, twice', ['dana', 'dana'], false],
    ['managers and strangers', ['max', 'eve', 'mia'], false],
    ['both sides', ['kim', 'mia'], true],
    ['both sides, the other way round', ['mia', 'sam'], true],
    ['somebody of both sides, then sales', ['dana', 'kim'], true],
    ['somebody of both sides, then marketing', ['dana', 'mia'], true],
    ['sales, then somebody of both sides', ['kim', 'dana'], true],
    ['two of both sides', ['dana', 'lee'], true],
  ])('%s', (_, signers, isInForce) => {
    expect(inForce(foldAgreement(story(...signers))) !== null).toBe(isInForce);
  });

  it('of one person, or of one side, never suffice; those of two sides by two people do', () => {
    const act = fc.oneof(
      fc.constant({ does: 'propose' } as const),
      fc.record({ does: fc.constant('sign' as const), who: fc.constantFrom(...Object.keys(people)), older: fc.nat(2) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let events: readonly Event[] = [];
        let proposals = 0;
        for (const one of acts) {
          if (one.does === 'propose') events = [...events, proposed(`p${(proposals += 1)}`, events.length)];
          else events = signed(events, `p${proposals - one.older}`, one.who);
        }
        const { versions, proposal } = foldAgreement(events);
        for (const [index, { version, sales, marketing, id, since }] of versions.entries()) {
          expect(version).toBe(index + 1);
          expect(people[sales?.by ?? '']).toContain('sales');
          expect(people[marketing?.by ?? '']).toContain('marketing');
          expect(sales?.by).not.toBe(marketing?.by);
          expect(since).toBe(Math.max(sales?.at ?? 0, marketing?.at ?? 0));
          // Nothing newer was proposed before the second signature.
          const signedAt = events.findLastIndex((event) => event.type === 'signed' && event.id === id);
          const newest = events.slice(0, signedAt).findLast((event) => event.type === 'proposed');
          expect(newest?.id).toBe(id);
        }
        // Whoever can still sign brings it into force, or it had no signature yet.
        if (proposal && (proposal.sales ?? proposal.marketing)) {
          const whoCan = Object.keys(people).filter((who) => signed(events, proposal.id, who) !== events);
          for (const who of whoCan) expect(foldAgreement(signed(events, proposal.id, who)).proposal).toBeNull();
          expect(whoCan.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('of a proposal that was replaced or agreed upon count nothing, also when they stand in the book', () => {
    const late: Event = { type: 'signed', id: 'p1', side: 'marketing', at: 9, by: 'mia' };
    expect(foldAgreement([...story('kim'), proposed('p2'), late])).toMatchObject({ versions: [], proposal: { id: 'p2', marketing: null } });
    expect(foldAgreement([...story('kim', 'mia'), late]).versions).toHaveLength(1);
    expect(foldAgreement([late])).toEqual({ versions: [], proposal: null });
  });
});

describe('refusals say what happened', () => {
  const sentence = (events: readonly Event[], id: string, who: string): string => {
    try {
      return sideToSign(foldAgreement(events), id, actor(who));
    } catch (error) {
      return error instanceof Refusal ? error.message : String(error);
    }
  };

  it.each<[string, readonly Event[], string, string, string]>([
    [
      'an old proposal',
      [...story(), proposed('p2')],
      'p1',
      'kim',
      'This proposal was signed by both sides or replaced by a newer one meanwhile.',
    ],
    ['a manager', story(), 'p1', 'max', 'One of sales and one of marketing sign. You are in neither list of this workspace.'],
    ['the same person', story('kim'), 'p1', 'kim', 'You have signed already. It counts when somebody of the other side has signed too.'],
    ['the same side', story('kim'), 'p1', 'sam', "Sales has signed already. The other side's signature is missing."],
    [
      'the same side, of marketing',
      story('mia'),
      'p1',
      'mia',
      'You have signed already. It counts when somebody of the other side has signed too.',
    ],
    ['nothing: the other side', story('kim'), 'p1', 'mia', 'marketing'],
  ])('%s', (_, events, id, who, expected) => {
    expect(sentence(events, id, who)).toBe(expected);
  });
});

describe('one proposal, as it stands', () => {
  const first = story('kim', 'mia');

  it('open, agreed upon, replaced; against what was in force when it was made', () => {
    expect(standingOf(story('kim'), 'p1')).toMatchObject({
      state: 'open',
      version: null,
      before: null,
      replaced: null,
      proposal: { sales: { by: 'kim' } },
    });
    expect(standingOf(first, 'p1')).toMatchObject({ state: 'agreed', version: { version: 1 }, before: null, replaced: null });
    const second: readonly Event[] = [...first, proposed('p2', 7), { ...proposed('p3', 8), by: 'mia' }];
    expect(standingOf(second, 'p1')).toMatchObject({ state: 'agreed' });
    expect(standingOf(second, 'p2')).toMatchObject({ state: 'replaced', before: { id: 'p1' }, replaced: { by: 'mia', at: 8 } });
    expect(standingOf(second, 'p3')).toMatchObject({ state: 'open', before: { id: 'p1' } });
    expect(standingOf(second, 'p4')).toBeNull();
  });
});
