// Made-up leads, each another person.
import type { Request } from './load.ts';
import { intakeToken } from './workplace.ts';

export interface MadeUpLead {
  readonly externalId: string;
  readonly name: string;
  readonly email: string;
  readonly title: string;
  readonly company: string;
  readonly employees: number;
  readonly country: string;
  readonly source: string;
  readonly campaign: string;
  readonly action: string;
  readonly score: number;
  readonly message: string;
}

const sources = ['google-ads', 'webinar', 'linkedin', 'referral'] as const;

/** The n-th lead; the same for the same number. */
export function leadNumber(n: number): MadeUpLead {
  return {
    externalId: `crm-${n}`,
    name: `Person ${n}`,
    email: `person-${n}@company-${n}.test`,
    title: 'Head of Operations',
    company: `Company ${n}`,
    employees: 10 + (n % 5000),
    country: 'DE',
    source: sources[n % sources.length] ?? 'google-ads',
    campaign: 'q4-webinar',
    action: 'demo_request',
    score: n % 100,
    message: 'We have four looms that run all night and would like to know whether this can watch them.',
  };
}

/** Requests for one lead after another, from a number on. */
export function intakeRequests(from: number): () => Request {
  let n = from;
  return () => {
    n += 1;
    return {
      path: '/v1/leads',
      headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(leadNumber(n)),
    };
  };
}
