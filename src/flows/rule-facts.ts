// What rules of criteria look at: a lead's own fields, and where the handoff came from.
import type { RuleFacts } from '../domain/agreement/rule.ts';
import type { Handoff } from '../domain/lead.ts';
import type { Profile } from '../ports.ts';

/** An address or number that cannot be one is none: nobody can be reached by it. */
export function ruleFacts(profile: Profile, { attribution }: Pick<Handoff, 'attribution'>): RuleFacts {
  const { employees, country, industry, title, company, domain, email, phone, isEmailValid, isPhoneValid } = profile;
  const { source, campaign, action, score } = attribution;
  return {
    employees,
    score,
    country,
    industry,
    title,
    company,
    domain,
    email: isEmailValid ? email : null,
    phone: isPhoneValid ? phone : null,
    source,
    campaign,
    action,
  };
}
