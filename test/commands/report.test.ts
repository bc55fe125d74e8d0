// report: which days, as known when, in words or as JSON.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cli, createCli } from './cli.ts';

let cli: Cli;
beforeEach(async () => {
  cli = createCli();
  await cli.given(
    { at: '2026-11-10T10:00:00Z', fields: { email: 'ada@engine.test', source: 'webinar' } },
    { at: '2026-11-12T10:00:00Z', fields: { email: 'bob@engine.test', source: 'ads' } },
    { at: '2026-11-12T11:00:00Z', fields: { email: 'eve@engine.test', source: 'ads', test: true } },
  );
});
afterEach(() => cli.remove());

describe('report', () => {
  it('prints a week as JSON, test leads left out', async () => {
    const run = await cli.run(['report', '--week', '2026-W46', '--json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({
      period: { from: '2026-11-09', to: '2026-11-16', timezone: 'America/New_York' },
      totals: { delivered: 2, judged: 0 },
    });
  });

  it('prints days as they were known at a time, in words', async () => {
    const run = await cli.run(['report', '--from', '2026-11-10', '--to', '2026-11-13', '--as-of', '2026-11-11T00:00:00Z']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(
      /^No verdicts yet on 1 lead\.\nLeads of 10–12 November 2026 \(America\/New_York\), as known on 10 November 2026, 19:00\.\n/,
    );
  });

  it('reads --as-of without a zone as local time', async () => {
    const run = await cli.run(['report', '--week', '2026-W46', '--as-of', '2026-11-11', '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({ period: { asOf: '2026-11-11T05:00:00Z' }, totals: { delivered: 1 } });
  });

  it.each([
    [['--week', '2026-W60'], /^There is no week 2026-W60/],
    [['--week', '2026-W46', '--from', '2026-11-01'], /^Choose either a week or the dates/],
    [['--from', '2026-11-01'], /^The date to is missing/],
    [['--as-of', 'yesterday'], /^--as-of must be a time such as 2026-11-23T09:00:00Z; “yesterday” is not\.\n$/],
  ])('refuses %j', async (args, words) => {
    expect(await cli.run(['report', ...args])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(words) });
  });
});
