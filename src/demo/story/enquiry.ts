// What a form sends about somebody who showed interest: the flat JSON that intake takes.
import { type Chance, between, isLucky, pick, weighted } from './chance.ts';
import { type Person, personNumber } from './person.ts';
import { type ActionName, type Nature, type Source, type SourceName, sourceOf } from './sources.ts';
import { messages, otherTitles, titles } from './wording.ts';

/** A lead as `POST /v1/leads` takes it. */
export type FlatLead = {
  readonly externalId?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly title?: string;
  readonly company?: string;
  readonly domain?: string;
  readonly employees?: number;
  readonly industry?: string;
  readonly country?: string;
  readonly source?: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly action?: string;
  readonly score?: number;
  readonly message?: string;
  readonly url?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
};

interface Asking {
  readonly source: SourceName;
  readonly nature: Nature;
  /** The person's number. */
  readonly person: number;
  /** How often they write something. */
  readonly talkative: number;
}

const pages: Readonly<Record<ActionName, string>> = {
  demo_request: 'demo',
  webinar: 'webinars/less-overtime',
  ebook: 'guides/overtime',
  pricing_page: 'pricing',
  contact_form: 'contact',
  trial: 'trial',
};

export function enquiry(chance: Chance, { source, nature, person: number, talkative }: Asking): FlatLead {
  const row = sourceOf(source);
  const action = weighted(chance, row.actions);
  const person = personNumber(number, nature === 'wrong_company');
  const isOther = nature === 'wrong_person' || nature === 'not_a_buyer';
  const isOnWebsite = row.medium !== 'outbound' && row.medium !== 'event';
  return {
    ...reachable(chance, person, number, nature),
    name: person.name,
    title: isOther ? pick(chance, otherTitles) : nature === 'wrong_company' ? 'Owner' : pick(chance, titles),
    company: person.company,
    ...(person.domain === null ? {} : { domain: person.domain }),
    employees: person.employees,
    industry: person.industry,
    country: person.country,
    source,
    medium: row.medium,
    ...campaignOf(chance, row),
    action,
    score: nature === 'good' ? between(chance, 50, 96) : between(chance, 12, 78),
    ...(isLucky(chance, talkative) ? { message: sentence(chance, action) } : {}),
    ...(isOnWebsite ? { url: `https://fernway.test/${pages[action]}` } : {}),
  };
}

function campaignOf(chance: Chance, { campaigns }: Source): Pick<FlatLead, 'campaign'> {
  return Object.keys(campaigns).length === 0 ? {} : { campaign: weighted(chance, campaigns) };
}

/** Ad forms are filled in by thumbs: some addresses are cut short, and only the form's own id is left to know the lead by. */
function reachable(chance: Chance, { email, phone }: Person, number: number, nature: Nature): FlatLead {
  if (nature === 'bad_contact' && isLucky(chance, 0.5))
    return { externalId: `form-${20_000 + number}`, email: email.replace(/\.[a-z]+$/, '') };
  return { email, ...(phone === null ? {} : { phone }) };
}

function sentence(chance: Chance, action: ActionName): string {
  return pick(chance, messages[action]).replace('{n}', String(between(chance, 2, 28) * 5));
}
