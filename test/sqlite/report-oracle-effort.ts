// Follow-up and leads a second time, by SQL over the stored events: written from the definitions, sharing no code with the formulas.
import type { Database } from 'better-sqlite3';

const view = `
  create temp view effort_log as select seq, type, handoff_id as handoff, at, recorded_at as recordedAt,
    json_extract(data, '$.isTest') as isTest, json_extract(data, '$.isHistory') as isHistory, json_extract(data, '$.verdict') as verdict,
    json_extract(data, '$.reason') as reason, json_extract(data, '$.cause') as cause
  from events where workspace_id = (select id from workspaces);
  create temp table steps (reason text, step text);
  insert into steps values ('bad_contact', 'data'), ('not_a_buyer', 'fit'), ('wrong_company', 'fit'), ('wrong_person', 'fit'),
    ('no_response', 'reach'), ('no_need', 'intent'), ('competitor', 'intent'), ('no_budget', 'intent'), ('bad_timing', 'intent');`;

const newest = (where: string): string => `(select seq from known k where k.handoff = o.handoff and ${where} order by seq desc limit 1)`;

/** One row a handoff of the cohort: where its verdict stands in the order in which sales finds out, and how often it was tried. */
const facts = `
  with known as materialized (select * from effort_log where at <= :asOf and recordedAt <= :asOf),
  opened as (select handoff, coalesce(isHistory, 0) as isHistory from known
    where type in ('received', 'resubmitted') and isTest = 0 and at >= :fromAt and at < :toAt),
  facts as (select o.*,
      case when v.type is null or v.type = 'reopened' then null when v.verdict = 'qualified' then 'qualified'
        else coalesce((select step from steps s where s.reason = v.reason), 'process') end as step,
      case when v.type = 'judged' then v.reason = 'no_response' else r.reason = 'no_response' end as isSilent,
      (select count(*) from known k where k.handoff = o.handoff and type = 'attempted') as attempts,
      exists (select 1 from known k where k.handoff = o.handoff and type in ('claimed', 'judged')) as isHeld
    from opened o left join known v on v.seq = ${newest(`type in ('judged', 'reopened')`)}
      left join known r on r.seq = ${newest(`type = 'returned' and cause = 'person'`)})`;

const figures = ` select
  count(*) filter (where step in ('fit', 'reach', 'intent', 'qualified')) as usable,
  count(*) filter (where step in ('data', 'fit', 'reach', 'intent', 'qualified')) as told,
  count(*) filter (where step in ('reach', 'intent', 'qualified')) as fitting,
  count(*) filter (where step in ('intent', 'qualified')) as reached,
  count(*) filter (where step = 'qualified') as qualified,
  count(*) filter (where step = 'process') as aside,
  count(*) filter (where not isHistory and isHeld) as held,
  count(*) filter (where not isHistory and attempts > 0) as attempted,
  count(*) filter (where isHistory and isHeld) as unknown,
  coalesce(sum(attempts), 0) as total,
  ${[0, 1, 2].map((many) => `count(*) filter (where not isHistory and isSilent and attempts = ${many}) as silent${many}`).join(', ')},
  count(*) filter (where not isHistory and isSilent and attempts > 2) as silent3,
  (select min(at) from known where type = 'attempted' and coalesce(isTest, 0) = 0) as firstAt
  from facts`;

interface Row {
  readonly [figure: string]: number | null;
}

/** Over the events of an opened database; the answer is what of `effort` is not counted elsewhere. Local dates are UTC's. */
export function effortOracle(db: Database): (span: { readonly fromAt: number; readonly toAt: number }, asOf: number) => object {
  db.exec(view);
  const ask = db.prepare<[object], Row>(facts + figures);
  const share = db.prepare<[object], object>(`
    select :k as k, :n as n, round(p, 4) as rate, round(max(0.0, (c - h) / d), 4) as low, round(min(1.0, (c + h) / d), 4) as high from (
      select p, 1 + 3.8416 / n as d, p + 3.8416 / (2 * n) as c, 1.96 * sqrt(p * (1 - p) / n + 3.8416 / (4 * n * n)) as h
      from (select 1.0 * :k / nullif(:n, 0) as p, nullif(1.0 * :n, 0) as n))`);
  return (span, asOf) => {
    const row = ask.get({ ...span, asOf }) ?? {};
    const of = (k: string, n: string): object | undefined => share.get({ k: row[k], n: row[n] });
    const firstAt = row['firstAt'] ?? null;
    return {
      followUp: { reach: of('reached', 'fitting'), attempted: of('attempted', 'held') },
      leads: { data: of('usable', 'told'), fit: of('fitting', 'usable'), intent: of('qualified', 'reached') },
      aside: row['aside'],
      attempts: {
        loggedSince: firstAt === null ? null : new Date(firstAt).toISOString().slice(0, 10),
        isComparable: firstAt !== null && firstAt < span.fromAt,
        total: row['total'],
        unknown: row['unknown'],
        noResponse: [0, 1, 2, 3].map((many) => row[`silent${many}`]),
      },
    };
  };
}
