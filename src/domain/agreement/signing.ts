// Who may sign a proposal, and for which side it counts.
import { Refusal } from '../refusal.ts';
import type { Actor } from '../roles.ts';
import { type Agreement, type Side, canMove } from './agreement.ts';

/** The side for which this person's signature counts. @throws Refusal */
export function sideToSign<Content>({ proposal }: Agreement<Content>, id: string, actor: Actor): Side {
  if (proposal?.id !== id) throw new Refusal('not_legal', 'This proposal was signed by both sides or replaced by a newer one meanwhile.');
  const sides = (['sales', 'marketing'] as const).filter((side) => actor.roles.includes(side));
  if (sides.length === 0)
    throw new Refusal('not_allowed', 'One of sales and one of marketing sign. You are in neither list of this workspace.');
  if (proposal.sales?.by === actor.id || proposal.marketing?.by === actor.id) {
    throw new Refusal('not_legal', 'You have signed already. It counts when somebody of the other side has signed too.');
  }
  const open = sides.find((side) => proposal[side] === null) ?? sides.find((side) => canMove(proposal, side));
  if (open) return open;
  throw new Refusal(
    'not_legal',
    `${sides[0] === 'sales' ? 'Sales' : 'Marketing'} has signed already. The other side's signature is missing.`,
  );
}
