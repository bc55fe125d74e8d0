// Verdict against outcome a second time, by SQL over the stored events: written from the definitions, sharing no code with the formulas.
import type { Database } from 'better-sqlite3';
import { reasonCodes, reasonLabel } from '../../src/domain/reasons.ts';

const view = `
  create temp view verdicts_log as select seq, type, lead_id as lead, handoff_id as handoff, at, recorded_at as recordedAt,
    json_extract(data, '$.isTest') as isTest, json_extract(data, '$.outcome') as outcome, json_extract(data, '$.verdict') as verdict,
    json_extract(data, '$.reason') as reason, iif(json_extract(data, '$.isDateOnly'), at + 86399999, at) as atLast
  from events where workspace_id = (select id from workspaces);`;

/** One row a handoff with a verdict that no outcome came before. */
const facts = `
  with known as (select * from verdicts_log where at <= :asOf and recordedAt <= :asOf),
  opened as (select seq as opening, lead, handoff, at as openedAt from known
    where type in ('received', 'resubmitted') and isTest = 0 and at >= :fromAt and at < :toAt),
  deals as (select * from known k where type = 'outcome' and coalesce(isTest, 0) = 0 and not exists (
    select 1 from known n where n.type = 'outcome' and n.handoff = k.handoff and n.outcome = k.outcome and n.seq > k.seq)),
  timed as (select o.*, (select min(d.atLast) from deals d where d.lead = o.lead and (d.handoff = o.handoff or d.at >= o.openedAt)) as dealAt,
      (select min(d.at) from deals d where d.lead = o.lead and d.outcome = 'won' and (d.handoff = o.handoff or d.at >= o.openedAt)) as wonAt
    from opened o),
  chosen as (select t.*, (select max(k.seq) from known k where k.handoff = t.handoff and k.type in ('judged', 'reopened')
      and k.at <= coalesce(t.dealAt, 9e15)) as last from timed t),
  standing as (select c.lead, c.opening, c.openedAt, c.wonAt, v.at, v.verdict, v.reason from chosen c
    join known v on v.seq = c.last and v.type = 'judged'),
  first as (select min(recordedAt) as at from known where type = 'outcome' and coalesce(isTest, 0) = 0)`;

interface Row {
  readonly [figure: string]: number | string | null;
}

interface Share {
  readonly k: number;
  readonly n: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Over the events of an opened database; the answer has the shape of `verdictOutcome` in the report. Local dates are UTC's. */
export function verdictsOracle(db: Database): (span: { readonly fromAt: number; readonly toAt: number }, asOf: number) => unknown {
  db.exec(view);
  const ask = (sql: string, values: object): Row => db.prepare<[object], Row>(facts + sql).get(values) ?? {};
  return (span, asOf) => {
    const values = { ...span, asOf };
    const { judged, left, at } = ask(
      ` select count(*) as judged, count(*) filter (where openedAt < (select at from first)) as left, (select at from first) as at from standing`,
      values,
    );
    if (typeof at !== 'number' || judged === 0) return undefined;
    const within = [30, 90].map((days) => {
      const more = { ...values, ms: days * 86_400_000 };
      const share = (where: string): Share => {
        const { k, n } = ask(
          ` , ranked as (select *, row_number() over (partition by lead order by at, opening) as nth from standing
              where openedAt >= (select at from first) and :asOf - at >= :ms and ${where})
            select count(*) filter (where wonAt - at <= :ms) as k, count(*) as n from ranked where nth = 1`,
          more,
        );
        return wilson(Number(k), Number(n));
      };
      const qualified = share(`verdict = 'qualified'`);
      const reasons = [...reasonCodes, null].map((code) => {
        const won = share(`verdict = 'unqualified' and reason is ${code === null ? 'null' : `'${code}'`}`);
        const isWorthALook = code !== null && won.n >= 5 && won.k >= 3 && !(qualified.n >= 5 && isClearlyBelow(won, qualified));
        return { code: code ?? '(not given)', label: reasonLabel(code), won, isWorthALook };
      });
      const young = ask(` select count(*) as n from standing where openedAt >= (select at from first) and :asOf - at < :ms`, more);
      return {
        days,
        qualified,
        unqualified: share(`verdict = 'unqualified'`),
        reasons: reasons.filter(({ won }) => won.n > 0).toSorted((a, b) => b.won.n - a.won.n),
        tooYoung: young['n'],
      };
    });
    return { recordedSince: new Date(at).toISOString().slice(0, 10), leftOut: left, within };
  };
}

/** Solved as the quadratic that the score interval comes from. */
function wilson(k: number, n: number): Share {
  if (n === 0) return { k, n, rate: null, low: null, high: null };
  const z2 = 1.96 ** 2;
  const [a, b, c] = [n + z2, -(2 * k + z2), (k * k) / n];
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const of4 = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
  return { k, n, rate: of4(k / n), low: of4((-b - root) / (2 * a)), high: of4((-b + root) / (2 * a)) };
}

function isClearlyBelow(one: Share, other: Share): boolean {
  const [p, q] = [one.k / one.n, other.k / other.n];
  return p - q + Math.hypot((one.high ?? 1) - p, q - (other.low ?? 0)) < -0.00005;
}
