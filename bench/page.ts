// The table of figures, and where it stands in docs/performance.md.
import type { Figure } from './figures.ts';

const begin = '<!-- bench:begin -->';
const end = '<!-- bench:end -->';

/** A Markdown table. */
export function table(figures: readonly Figure[]): string {
  const head = ['What', 'Measured', 'Baseline of the same run', 'Ratio', 'Goal', ''];
  const rows = figures.map(({ what, measured, baseline = '–', ratio = '–', goal, isMet }) => [
    what,
    measured,
    baseline,
    ratio,
    goal,
    isMet ? 'met' : 'missed',
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The page with these figures between its two markers; what stands around them stays. */
export function pageWith(page: string, { machine, figures }: { machine: string; figures: readonly Figure[] }): string {
  const section = `${begin}\n\nMeasured on ${machine}. Medians over rounds, least and most in brackets.\n\n${table(figures)}\n\n${end}`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${section}\n`.trimStart();
  return `${page.slice(0, from)}${section}${page.slice(to + end.length)}`;
}
