// report: the lead-quality report, in words or as JSON.
import { reportJson } from '../domain/report/metrics.ts';
import { reportText } from '../domain/report/text.ts';
import { type PeriodRequest, periodOf } from '../domain/report/week.ts';
import { makeReport } from '../flows/report.ts';
import { readIso } from '../sources/when.ts';
import { timezoneOf, withDesk } from './desk.ts';
import { CommandProblem, exitCodes } from './problem.ts';
import type { Terminal } from './terminal.ts';

interface ReportFlags extends PeriodRequest {
  readonly asOf?: string;
  readonly json?: true;
}

export function reportCommand(terminal: Terminal, flags: ReportFlags): Promise<number> {
  return withDesk('read', async (desk, workspace) => {
    const timezone = timezoneOf(workspace);
    const now = desk.now();
    const asOf = flags.asOf === undefined ? now : instantOf(flags.asOf, '--as-of', timezone);
    const period = periodOf(flags, Math.min(asOf, now), timezone);
    const report = await makeReport(desk.store, workspace.id, { period, timezone, asOf });
    await terminal.print(flags.json ? JSON.stringify(reportJson(report), null, 2) : reportText(report));
    return exitCodes.ok;
  });
}

/** An instant as people write it, without a zone in `timezone`; epoch milliseconds. @throws CommandProblem */
export function instantOf(text: string, option: string, timezone: string): number {
  const when = readIso(text, timezone);
  if (when) return when.at;
  throw new CommandProblem(`${option} must be a time such as 2026-11-23T09:00:00Z; “${text.slice(0, 60)}” is not.`, exitCodes.usage);
}
