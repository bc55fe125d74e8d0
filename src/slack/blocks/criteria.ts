// The definition on cards and in forms: which criteria the data meets, which failed. Criteria are people's words, so they are made harmless.
import type { ContextBlock, PlainTextOption, RichTextSection } from '@slack/types';
import type { Version } from '../../domain/agreement/agreement.ts';
import { type Checked, type Criterion, check } from '../../domain/agreement/criteria.ts';
import type { Definition } from '../../domain/agreement/definition.ts';
import type { Answer, RuleFacts } from '../../domain/agreement/rule.ts';
import type { VerdictGiven } from '../../domain/lead.ts';
import { encodeCriterion } from '../values.ts';
import { optionLimits } from '../limits.ts';
import { context, line, plain } from './elements.ts';
import { type Budget, cleanLine, inertLine } from './inert.ts';
import { type Phrase, bold, say, theirs } from './phrase.ts';

/** More would hide the lead itself. */
const shown = 3;
const cardBudget: Budget = { graphemes: 60, points: 120 };
/** A criterion is never longer than this. */
const wholeBudget: Budget = { graphemes: 120, points: 240 };
const optionBudget: Budget = { graphemes: optionLimits.text, points: optionLimits.text };
const notReadable = '(not readable)';

/** `Definition v2: 3 met · 1 not met: 50 employees or more · 2 unknown`, and what is to be found out. */
export function checkedLines({ version, content }: Version<Definition>, facts: RuleFacts): (RichTextSection | null)[] {
  const checked = check(content.criteria, facts);
  const having = (answer: Answer): readonly Criterion[] => mustsFirst(checked, answer);
  const [met, notMet, unknown] = [having('met'), having('not met'), having('unknown')];
  const parts: Phrase[] = [
    met.length === 0 ? [] : [say(`${met.length} met`)],
    notMet.length === 0 ? [] : [bold(`${notMet.length} not met`), say(': '), ...listed(notMet)],
    unknown.length === 0 ? [] : [say(`${unknown.length} unknown`)],
  ];
  const found = parts.filter((part) => part.length > 0);
  return [
    line(bold(`Definition v${version}`), say(': '), ...found.flatMap((part, index) => (index > 0 ? [say(' · '), ...part] : part))),
    unknown.length === 0 ? null : line(say('To find out: '), ...listed(unknown)),
  ];
}

/** On a phone the end of a line is far away: what a lead must have comes before what is nice. */
function mustsFirst(checked: readonly Checked[], answer: Answer): readonly Criterion[] {
  const found = checked.flatMap((one) => (one.answer === answer ? [one.criterion] : []));
  return [...found.filter(({ level }) => level === 'must'), ...found.filter(({ level }) => level === 'nice')];
}

function listed(criteria: readonly Criterion[]): Phrase {
  const left = criteria.length - shown;
  return [
    ...criteria
      .slice(0, shown)
      .flatMap(({ words, level }, index): Phrase => [
        ...(index > 0 ? [say('; ')] : []),
        cleanLine(words) ? theirs(words, cardBudget) : say(notReadable),
        ...(level === 'nice' ? [say(' (nice to have)')] : []),
      ]),
    ...(left > 0 ? [say(` and ${left} more`)] : []),
  ];
}

/** What is chosen from as *Failed criterion*; its value carries the version. Slack takes no option whose value is too long. */
export function criterionOptions({ version, content }: Version<Definition>): PlainTextOption[] {
  return content.criteria.flatMap(({ id, words }) => {
    const value = encodeCriterion({ version, id });
    return value === null ? [] : [{ text: plain(inertLine(words, optionBudget) || notReadable), value }];
  });
}

/** Under the verdict: the criterion that failed, by the version that it was given under. */
export function failedLine(definition: Version<Definition> | null, { definition: version, failed }: VerdictGiven): ContextBlock[] {
  const criterion = definition?.version === version ? definition?.content.criteria.find(({ id }) => id === failed) : undefined;
  return criterion ? [context(`Failed: ${inertLine(criterion.words, wholeBudget) || notReadable} (definition v${version})`)] : [];
}
