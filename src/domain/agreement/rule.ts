// A rule that data can answer: what a criterion says about one field of a lead, as people write it in brackets.

/** What a rule can look at. */
export const ruleFields = [
  'employees',
  'score',
  'country',
  'industry',
  'title',
  'company',
  'domain',
  'email',
  'phone',
  'source',
  'campaign',
  'action',
] as const;
export type RuleField = (typeof ruleFields)[number];

const numberFields: readonly RuleField[] = ['employees', 'score'];

/** `[employees >= 50]`, `[country in DE, AT]`, `[title contains head, director]`, `[email given]`. */
export type Rule =
  | { readonly field: RuleField; readonly is: 'at least'; readonly value: number }
  | { readonly field: RuleField; readonly is: 'at most'; readonly value: number }
  | { readonly field: RuleField; readonly is: 'in' | 'not in' | 'contains'; readonly values: readonly string[] }
  | { readonly field: RuleField; readonly is: 'given' };

export type RuleFacts = Readonly<Partial<Record<RuleField, string | number | null>>>;

/** Whether a lead meets it; `unknown` where the field is empty and the rule does not ask for it. */
export type Answer = 'met' | 'not met' | 'unknown';

export function answerOf(rule: Rule, facts: RuleFacts): Answer {
  const value = facts[rule.field] ?? null;
  const isEmpty = value === null || value === '';
  if (rule.is === 'given') return isEmpty ? 'not met' : 'met';
  if (isEmpty) return 'unknown';
  return isMet(rule, value) ? 'met' : 'not met';
}

function isMet(rule: Exclude<Rule, { is: 'given' }>, value: string | number): boolean {
  if (rule.is === 'at least') return Number(value) >= rule.value;
  if (rule.is === 'at most') return Number(value) <= rule.value;
  const text = folded(String(value));
  if (rule.is === 'contains') return rule.values.some((word) => text.includes(folded(word)));
  return rule.values.some((word) => text === folded(word)) === (rule.is === 'in');
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}

const shape = /^(\w+)(?:\s*(>=|<=)|\s+(not\s+in|in|contains|given)(?=\s|$))\s*(.*)$/is;
const example = 'such as [employees >= 50], [country in DE, AT], [title contains director] or [email given]';
const mostValues = 30;

/** Reads what stands between the brackets. `problem` is a sentence. */
export function readRule(text: string): { rule: Rule } | { problem: string } {
  const [, name = '', sign, word = sign ?? '', rest = ''] = shape.exec(text.trim()) ?? [];
  const field = ruleFields.find((known) => known === name.toLowerCase());
  const quoted = `“[${text.trim().slice(0, 60)}]”`;
  if (!field) return { problem: `${quoted} is not a rule. Write one ${example}.` };
  const is = word.toLowerCase().replaceAll(/\s+/g, ' ');
  if (is === 'given') return rest === '' ? { rule: { field, is } } : { problem: `Nothing may follow “given” in ${quoted}.` };
  if (is === '>=' || is === '<=') {
    const value = Number(rest);
    if (!numberFields.includes(field))
      return { problem: `${quoted} compares ${field} with a number; only employees and score are numbers.` };
    if (rest.trim() === '' || !Number.isFinite(value)) return { problem: `${quoted} needs a number after ${is}.` };
    return { rule: is === '>=' ? { field, is: 'at least', value } : { field, is: 'at most', value } };
  }
  const values = rest
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (values.length === 0 || values.length > mostValues)
    return { problem: `${quoted} needs 1 to ${mostValues} values after ${is}, separated by commas.` };
  if (is === 'in' || is === 'not in' || is === 'contains') return { rule: { field, is, values } };
  return { problem: `${quoted} is not a rule. Write one ${example}.` };
}

/** The same between brackets again; reading it gives the same rule. */
export function ruleText(rule: Rule): string {
  if (rule.is === 'given') return `[${rule.field} given]`;
  if (rule.is === 'at least' || rule.is === 'at most') return `[${rule.field} ${rule.is === 'at least' ? '>=' : '<='} ${rule.value}]`;
  return `[${rule.field} ${rule.is} ${rule.values.join(', ')}]`;
}
