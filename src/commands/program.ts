// The command line: every command with its words and examples. A command's code is loaded only when it runs, so that --help is quick.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { packageRoot } from '../config.ts';
import { exitCodes } from './problem.ts';
import type { DemoFlags } from './demo.ts';
import type { Terminal } from './terminal.ts';

/** What a command is called with: `run` remembers the exit code that it resolves with. */
type Run = (command: () => Promise<number>) => Promise<void>;

/** Runs the command that `args` name (without node and the script). Resolves with the exit code. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = buildProgram(terminal, async (command) => {
    exitCode = await command();
  });
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return wrongUse(error, terminal);
    const { explain } = await import('./explain.ts');
    const explained = explain(error);
    for (const sentence of explained.sentences) terminal.say(sentence);
    return explained.exitCode;
  }
}

function buildProgram(terminal: Terminal, run: Run): Command {
  const program = new Command('leadloop');
  // Before the first command is added: commands take these from their parent then.
  program.exitOverride().configureOutput(quiet(terminal)).showSuggestionAfterError();
  program
    .description('Leads to sales in Slack, verdicts back to marketing.')
    .version(versionOf(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help; every command has its own')
    .addHelpText('after', '\nStart with:  leadloop settings apply settings.json,  leadloop doctor,  leadloop start');
  addBot(program, terminal, run);
  addSettings(program, terminal, run);
  addSpreadsheets(program, terminal, run);
  addReport(program, terminal, run);
  addDatabase(program, terminal, run);
  return program;
}

function addBot(program: Command, terminal: Terminal, run: Run): void {
  program
    .command('start')
    .description('run the bot until it is told to stop (SIGTERM or Ctrl-C)')
    .addHelpText(
      'after',
      examples(
        'leadloop start',
        'LOG_LEVEL=debug leadloop start',
        '',
        'Needs SLACK_BOT_TOKEN, and SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).',
        'Only one bot runs on one database: a second one ends with exit code 75.',
      ),
    )
    .action(() => run(async () => (await import('./start.ts')).startCommand()));
  program
    .command('demo')
    .description('try everything in the browser: a local workspace with the bot in it, no Slack account needed')
    .option('--port <number>', 'where the page is; 0 takes any port that is free', '4400')
    .option('--no-open', 'do not open the browser')
    .option('--data <folder>', 'keep its data there, and go on with them the next time')
    .addHelpText(
      'after',
      examples(
        'leadloop demo',
        'leadloop demo --no-open --port 4500',
        'leadloop demo --data ./demo-data',
        '',
        'Only this machine can reach it, and it reaches nothing else. Without --data everything goes when it ends.',
      ),
    )
    .action((flags: DemoFlags) => run(async () => (await import('./demo.ts')).demoCommand(terminal, flags)));
  program
    .command('doctor')
    .description('check token, scopes, channels, clock, time zone, database and settings, and say what mends each')
    .addHelpText('after', examples('leadloop doctor', '', 'Changes nothing and posts nothing. Exit code 1 when anything fails.'))
    .action(() => run(async () => (await import('./doctor.ts')).doctorCommand(terminal)));
}

function addSettings(program: Command, terminal: Terminal, run: Run): void {
  const settings = program
    .command('settings')
    .description('show or change the rules of the workspace')
    .addHelpText('after', examples('leadloop settings show > settings.json', 'leadloop settings apply settings.json'));
  settings
    .command('show')
    .description('print the settings in force as JSON that can be applied again')
    .addHelpText('after', examples('leadloop settings show', 'leadloop settings show > settings.json'))
    .action(() => run(async () => (await import('./settings.ts')).showSettings(terminal)));
  settings
    .command('apply')
    .argument('<file>', 'a JSON file, or - for standard input')
    .description('put a settings file in force')
    .addHelpText(
      'after',
      examples(
        'leadloop settings apply settings.json',
        `echo '{ "channels": { "leads": "C0LEADS" } }' | leadloop settings apply -`,
        '',
        'The file is the whole: what it leaves out takes its default. Unknown keys are refused. On any error',
        'nothing changes (exit code 1). The version before is kept. A running bot follows within seconds.',
      ),
    )
    .action((file: string) => run(async () => (await import('./settings.ts')).applySettingsFile(terminal, file)));
}

interface ImportFlags {
  readonly source?: string;
  readonly map?: readonly string[];
  readonly history?: true;
  readonly spend?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

function addSpreadsheets(program: Command, terminal: Terminal, run: Run): void {
  program
    .command('import')
    .argument('<file>', 'a CSV file: UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab')
    .description('take leads from a spreadsheet')
    .option('--source <name>', 'the source of rows that name none')
    .option('--map <"Their Column=ourField">', 'which field a column is; can be given several times', collect)
    .option('--history', 'leads of the past with their verdicts and outcomes: stored for the reports, never posted')
    .option('--spend', 'money spent on sources or campaigns instead of leads: what a lead costs, in the reports')
    .option('--dry-run', 'store nothing, and tell what would happen')
    .option('--yes', 'post even more than 60 leads without asking')
    .addHelpText(
      'after',
      examples(
        'leadloop import leads.csv --source webinar',
        'leadloop import leads.csv --map "Lead Origin=source" --map "Comments=message" --dry-run',
        'leadloop import last-year.csv --history',
        'leadloop import costs.csv --spend --dry-run',
        '',
        'Fields: externalId, name, email, phone, title, company, domain, employees, industry, country, source, medium,',
        'campaign, action, score, message, url, occurredAt, test. Usual spellings (“E-mail”, “Lead Source”, “utm_source”,',
        '“First Name” + “Last Name”) need no --map; other columns are kept as attributes.',
        'With --history also: receivedAt (required), claimedAt, verdict, reason, verdictAt, verdictBy, returnedAt,',
        'outcome, outcomeAt, amount, currency.',
        'With --spend instead: source or campaign; from and to (the last day), or month (2026-11), week (2026-W47) or day;',
        'amount, currency. The same days of the same name again correct the amount, 0 takes it away.',
        '',
        'Importing a file again stores nothing twice, also after an interruption: a row is known by its externalId and',
        'source, and without an externalId by its whole content (for 30 days). So of two equal rows one is stored.',
        'Refused rows go to FILE.rejected.csv with their row number and the reason.',
        'Exit code 0 when every row is stored or was before, 1 when some were refused.',
      ),
    )
    .action((file: string, flags: ImportFlags) =>
      run(async () => (await import('./import.ts')).importCommand(terminal, { file, ...flags })),
    );
  program
    .command('export')
    .argument('<what>', 'leads, events or targets')
    .description('write leads, events or the shared targets of a quarter to standard output')
    .option('--format <format>', 'csv or jsonl', 'csv')
    .option('--since <ISO>', 'only what was recorded at this time or later; leads with something new since then')
    .option('--quarter <YYYY-Qn>', 'of targets: a quarter such as 2026-Q4, or next; the running one unless said')
    .addHelpText(
      'after',
      examples(
        'leadloop export leads > leads.csv',
        'leadloop export events --format jsonl --since 2026-11-01T00:00:00Z | gzip > events.jsonl.gz',
        'leadloop export targets --quarter 2026-Q4 > targets.csv',
        '',
        'leads:  one line a lead: id, state, owner, externalId, name, email, phone, title, company, domain, employees,',
        '        industry, country, source, medium, campaign, action, score, message, url, occurredAt, attributes, test;',
        '        of its latest handoff cycle, history, openedAt, claimedAt, verdict, reason, verdictAt, verdictBy, note,',
        '        returnedAt, returnReason, outcome, outcomeAt, amount, currency. As jsonl: what GET /v1/leads/{id} answers.',
        'events: one line an event: seq, type, at, recordedAt, by, leadId, handoffId, cycle and what belongs to its type:',
        '        source, verdict, reason, … No names, addresses or words of people.',
        'targets: metric, target, actual, next, pace, expected, low, high, n, owner_sales, owner_marketing, quarter.',
        'Cells that a spreadsheet would run as a formula begin with an apostrophe. Times are UTC.',
      ),
    )
    .action((what: string, flags: { format: string; since?: string; quarter?: string }) =>
      run(async () => (await import('./export.ts')).exportCommand(terminal, { what, ...flags })),
    );
}

function addReport(program: Command, terminal: Terminal, run: Run): void {
  program
    .command('report')
    .description('the lead-quality report; the last complete week unless said')
    .option('--week <YYYY-Www>', 'an ISO week, Monday to Sunday, such as 2026-W47')
    .option('--from <date>', 'first day, such as 2026-11-01; needs --to')
    .option('--to <date>', 'the day after the last, such as 2026-12-01')
    .option('--as-of <ISO>', 'as it was known at that time; now unless said')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples(
        'leadloop report',
        'leadloop report --week 2026-W47 --json',
        'leadloop report --from 2026-11-01 --to 2026-12-01 --as-of 2026-12-07T09:00:00Z',
        '',
        'Days are days of the workspace’s time zone. Test leads are out.',
      ),
    )
    .action((flags: { week?: string; from?: string; to?: string; asOf?: string; json?: true }) =>
      run(async () => (await import('./report.ts')).reportCommand(terminal, flags)),
    );
}

function addDatabase(program: Command, terminal: Terminal, run: Run): void {
  program
    .command('backup')
    .argument('<file>', 'where the copy goes; must not be there yet')
    .description('write a consistent copy of the database, also while the bot runs')
    .addHelpText('after', examples('leadloop backup backups/leadloop-2026-11-22.db'))
    .action((file: string) => run(async () => (await import('./backup.ts')).backupCommand(terminal, file)));
  program
    .command('restore')
    .argument('<file>', 'a copy that `leadloop backup` wrote')
    .description('put a copy back in place of the database; nothing is posted again')
    .addHelpText(
      'after',
      examples('leadloop restore backups/leadloop-2026-11-22.db', '', 'Stop the bot first. The database that was there is kept beside it.'),
    )
    .action((file: string) => run(async () => (await import('./restore.ts')).restoreCommand(terminal, file)));
  program
    .command('erase')
    .argument('<who>', 'an e-mail address, a phone number, or the id of a lead')
    .description('forget a person everywhere')
    .addHelpText(
      'after',
      examples(
        'leadloop erase ada@engine.test',
        'leadloop erase "+44 20 7946 0000"',
        'leadloop erase 019ab3c4-…',
        '',
        'Words and contact data are blanked for good; counts in reports stay. The bot replaces its own messages about the',
        'person while it runs. What people wrote themselves in threads stays in Slack: delete that there.',
      ),
    )
    .action((who: string) => run(async () => (await import('./erase.ts')).eraseCommand(terminal, who)));
}

function examples(...lines: readonly string[]): string {
  const [first = '', ...rest] = lines;
  return `\nExamples:\n${[first, ...rest].map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}`;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Help goes to standard output; commander's own error lines are told in our words instead. */
function quiet(terminal: Terminal): OutputConfiguration {
  return { writeOut: (text) => void terminal.write(text), writeErr: () => undefined, outputError: () => undefined };
}

function wrongUse(error: CommanderError, terminal: Terminal): number {
  if (error.exitCode === 0) return exitCodes.ok;
  const what = error.message
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/ \(Did you mean (.+)\?\)$/, '; did you mean $1?');
  const sentence =
    error.code === 'commander.help' ? 'Say what to do with the settings: show or apply' : what.charAt(0).toUpperCase() + what.slice(1);
  terminal.say(
    `${sentence}${sentence.endsWith('?') ? '' : '.'} \`leadloop --help\` lists the commands, \`leadloop COMMAND --help\` explains one.`,
  );
  return exitCodes.usage;
}

function versionOf(): string {
  const text: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return typeof text === 'object' && text !== null && 'version' in text && typeof text.version === 'string' ? text.version : 'unknown';
}
