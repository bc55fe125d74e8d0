// Definitions for tests: criteria written as people write them, versions of them.
import type { Version } from '../../src/domain/agreement/agreement.ts';
import { type Criterion, readCriteria } from '../../src/domain/agreement/criteria.ts';
import type { Definition } from '../../src/domain/agreement/definition.ts';

/** Ids are `c1`, `c2` … in the order of the lines, or those of `before` where the words are the same. */
export function criteriaOf(lines: readonly string[], before: readonly Criterion[] = [], firstId = 1): readonly Criterion[] {
  let count = firstId - 1;
  const read = readCriteria(lines.join('\n'), before, () => `c${(count += 1)}`);
  if ('problem' in read) throw new Error(read.problem);
  return read.criteria;
}

export function definitionOf(criteria: readonly Criterion[]): Definition {
  return { criteria, yes: [], no: [], reviewOn: '2027-02-01' };
}

/** A version in force since then (epoch milliseconds). */
export function versionOf(version: number, criteria: readonly Criterion[], since = 0): Version<Definition> {
  const signature = { by: 'U0KIM', at: since };
  return {
    version,
    since,
    id: `p${version}`,
    content: definitionOf(criteria),
    why: null,
    at: since,
    by: 'U0KIM',
    sales: signature,
    marketing: { ...signature, by: 'U0MIA' },
  };
}

const first = criteriaOf([
  'must fit: 50 employees or more [employees >= 50]',
  'nice fit: in a country we serve [country in DE, AT]',
  'must intent: asked for a demo',
  'must data: can be reached by e-mail [email given]',
]);
/** c1 stays, c2 to c4 go, c5 and c6 come. */
const second = criteriaOf(
  [
    'must fit: 50 employees or more [employees >= 50]',
    'must person: decides or prepares it [title contains head, director]',
    'nice data: gave a phone number [phone given]',
  ],
  first,
  5,
);

export const v1 = versionOf(1, first, Date.parse('2026-11-01T00:00:00Z'));
export const v2 = versionOf(2, second, Date.parse('2026-11-10T00:00:00Z'));
