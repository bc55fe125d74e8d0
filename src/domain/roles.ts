// Who a person is to this workspace, and so what they may do.
import type { Settings } from './settings.ts';

export type Role = 'sales' | 'marketing' | 'manager';

/** What Slack knows of the person who clicked. */
export interface PersonFacts {
  readonly id: string;
  /** Ids of the user groups that this person is in. */
  readonly groups: readonly string[];
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  /** Neither of our team nor of our enterprise. */
  readonly isForeign: boolean;
  readonly isDeleted: boolean;
  /** In a channel where sales' cards stand: they could press the buttons there. Decides only where no list does. */
  readonly isInSalesChannel: boolean;
  readonly isInMarketingChannel: boolean;
}

/** Somebody who acts, with the roles they act in; `[]` for nobody of ours. */
export interface Actor {
  readonly id: string;
  readonly roles: readonly Role[];
}

const nobodyListed: Settings['people'] = { sales: [], marketing: [], managers: [] };

/**
 * The roles of a person. An empty list of sales or marketing means anyone in the channel; guests only when
 * listed by their own id; people of other organisations never. No managers listed = the workspace's admins.
 */
export function rolesOf(person: PersonFacts, settings: Settings | null): readonly Role[] {
  if (person.isForeign || person.isDeleted) return [];
  const { sales, marketing, managers } = settings?.people ?? nobodyListed;
  const isListedById = [...sales, ...marketing, ...managers].includes(person.id);
  if (person.isGuest && !isListedById) return [];
  const isIn = (list: readonly string[]): boolean =>
    list.includes(person.id) || (!person.isGuest && person.groups.some((group) => list.includes(group)));
  const roles: Role[] = [];
  if (sales.length === 0 ? person.isInSalesChannel : isIn(sales)) roles.push('sales');
  if (marketing.length === 0 ? person.isInMarketingChannel : isIn(marketing)) roles.push('marketing');
  if (managers.length === 0 ? person.isAdmin : isIn(managers)) roles.push('manager');
  return roles;
}
