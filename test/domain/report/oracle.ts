// The report's figures a second time, by SQL over a table of events: written from the definitions, sharing no code with the formulas.
import type { Database } from 'better-sqlite3';
import type { LogEvent } from './log.ts';

const schema = `
  create table events (seq integer primary key, type text, handoff text, cycle integer, at integer, recordedAt integer, isTest integer,
    source text, campaign text, action text, verdict text, reason text, cause text, outcome text, amount real, currency text);
  create table reasons (rank integer, code text, label text, isCounted integer);
  insert into reasons values
    (1, 'not_a_buyer', 'Not a buyer', 1), (2, 'bad_contact', 'Bad contact data', 1), (3, 'already_known', 'Already known', 0),
    (4, 'misrouted', 'Wrong team', 0), (5, 'wrong_company', 'Outside our ICP', 1), (6, 'wrong_person', 'Wrong person', 1),
    (7, 'no_need', 'No need', 1), (8, 'competitor', 'With a competitor', 0), (9, 'no_budget', 'No budget', 1),
    (10, 'bad_timing', 'Not now', 0), (11, 'no_response', 'No response', 0), (12, 'other', 'Other', 0), (13, '(not given)', '(not given)', 0);`;

/** One row a handoff of the cohort, with what is known of it at :asOf. */
const facts = `
  with known as (select * from events where at <= :asOf and recordedAt <= :asOf),
  opened as (
    select handoff, cycle,
      coalesce(nullif(lower(trim(source)), ''), '(unknown)') as source,
      coalesce(nullif(lower(trim(campaign)), ''), '(unknown)') as campaign,
      coalesce(nullif(lower(trim(action)), ''), '(unknown)') as action
    from known where type in ('received', 'resubmitted') and isTest = 0 and at >= :fromAt and at < :toAt),
  verdicts as (
    select handoff, verdict, coalesce(reason, '(not given)') as reason from known k
    where type = 'judged' and not exists (select 1 from known o where o.handoff = k.handoff and o.type in ('judged', 'reopened') and o.seq > k.seq)),
  deals as (
    select handoff, amount, coalesce(upper(currency), '(unknown)') as currency from known k
    where outcome = 'won' and not exists (select 1 from known o where o.handoff = k.handoff and o.outcome = 'won' and o.seq > k.seq)),
  facts as (
    select o.*, v.verdict, v.reason, r.isCounted,
      exists (select 1 from known k where k.handoff = o.handoff and type in ('claimed', 'judged')) as claimed,
      exists (select 1 from known k where k.handoff = o.handoff and type = 'returned' and cause <> 'revisit') as returned,
      exists (select 1 from known k where k.handoff = o.handoff and type = 'returned' and cause = 'stalled') as stalled,
      exists (select 1 from known k where k.handoff = o.handoff and type = 'outcome') as opportunity,
      exists (select 1 from known k where k.handoff = o.handoff and outcome = 'won') as won,
      exists (select 1 from known k where k.handoff = o.handoff and outcome = 'lost') as lost
    from opened o left join verdicts v using (handoff) left join reasons r on r.code = v.reason)`;

const figures = `
  count(*) as delivered, coalesce(sum(cycle = 1), 0) as firstTime, coalesce(sum(cycle > 1), 0) as "returning", coalesce(sum(claimed), 0) as claimed,
  count(verdict) as judged, coalesce(sum(verdict = 'qualified'), 0) as qualified, coalesce(sum(verdict = 'unqualified'), 0) as unqualified,
  coalesce(sum(verdict = 'unqualified' and isCounted = 0), 0) as notCounted, coalesce(sum(verdict is null), 0) as pending,
  coalesce(sum(returned), 0) as returned, coalesce(sum(stalled), 0) as stalled,
  coalesce(sum(opportunity), 0) as opportunities, coalesce(sum(won), 0) as won, coalesce(sum(lost), 0) as lost`;

interface Row {
  readonly name: string;
  readonly [figure: string]: number | string;
}
interface Where {
  readonly fromAt: number;
  readonly toAt: number;
}

/** Prepares the tables; the answer has the shape of the report without its period. */
export function oracle(db: Database): (events: readonly LogEvent[], span: Where, asOf: number) => unknown {
  db.exec(schema);
  const insert = db.prepare(`insert into events values (:seq, :type, :handoffId, :cycle, :at, :recordedAt, :isTest,
    :source, :campaign, :action, :verdict, :reason, :cause, :outcome, :amount, :currency)`);
  const fill = db.transaction((events: readonly LogEvent[]) => {
    db.exec('delete from events');
    for (const event of events) insert.run(columnsOf(event));
  });
  const all = (sql: string, values: object): readonly Row[] => db.prepare<[object], Row>(facts + sql).all(values);
  const share = db.prepare<[object], Record<string, number | null>>(`
    select :k as k, :n as n, round(p, 4) as rate, round(max(0.0, (c - h) / d), 4) as low, round(min(1.0, (c + h) / d), 4) as high from (
      select p, 1 + 3.8416 / n as d, p + 3.8416 / (2 * n) as c, 1.96 * sqrt(p * (1 - p) / n + 3.8416 / (4 * n * n)) as h
      from (select 1.0 * :k / nullif(:n, 0) as p, nullif(1.0 * :n, 0) as n))`);

  return (events, span, asOf) => {
    fill(events);
    const values = { ...span, asOf };
    const money = (where: string, name: string): object => {
      const sql = ` select currency as name, round(sum(amount), 4) as total from facts join deals using (handoff)
        where ${where} and amount is not null group by currency order by currency`;
      return Object.fromEntries(all(sql, { ...values, name }).map((row) => [row.name, row['total']]));
    };
    const full = ({ name, ...row }: Row, where: string): object => {
      const n = (key: string): number => Number(row[key]);
      return {
        ...row,
        wonAmount: money(where, name),
        qualifiedRate: share.get({ k: n('qualified'), n: n('judged') - n('notCounted') }),
        wonRate: share.get({ k: n('won'), n: n('delivered') }),
        winRate: share.get({ k: n('won'), n: n('won') + n('lost') }),
      };
    };
    const grouped = (by: string): readonly object[] =>
      all(` select ${by} as name, ${figures} from facts group by ${by} order by delivered desc, name`, values).map((row) => {
        const top = ` select reason as name, count(*) as count from facts join reasons on code = reason
          where verdict = 'unqualified' and ${by} = :name group by reason order by count(*) desc, rank limit 1`;
        const [first] = all(top, { ...values, name: row.name });
        const topReason = first ? { code: first.name, count: first['count'] } : null;
        return { [by]: row.name, ...full(row, `${by} = :name`), topReason };
      });
    const why = ` select reason as name, label, count(*) as count, round(1.0 * count(*) / sum(count(*)) over (), 4) as share
      from facts join reasons on code = reason where verdict = 'unqualified' group by reason order by count(*) desc, rank`;
    const [total] = all(` select '' as name, ${figures} from facts`, values);
    return {
      totals: total && full(total, `:name = ''`),
      bySource: grouped('source'),
      byCampaign: grouped('campaign'),
      byAction: grouped('action'),
      reasons: all(why, values).map(({ name, ...row }) => ({ code: name, ...row })),
    };
  };
}

function columnsOf(event: LogEvent): object {
  const opening = event.type === 'received' || event.type === 'resubmitted' ? event : null;
  const none = { verdict: null, reason: null, cause: null, outcome: null, amount: null, currency: null };
  return {
    ...none,
    ...Object.fromEntries(Object.entries(event).filter(([, value]) => typeof value !== 'object' && typeof value !== 'boolean')),
    isTest: Number(opening?.isTest ?? false),
    source: opening?.attribution.source ?? null,
    campaign: opening?.attribution.campaign ?? null,
    action: opening?.attribution.action ?? null,
  };
}
