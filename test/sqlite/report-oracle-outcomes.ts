// What became of the leads at equal age a second time, by SQL over the stored events: written from the definitions, sharing no code with the formulas.
import type { Database } from 'better-sqlite3';

const view = `
  create temp view deals_log as select seq, type, lead_id as lead, handoff_id as handoff, at, recorded_at as recordedAt,
    json_extract(data, '$.isTest') as isTest, coalesce(nullif(lower(trim(json_extract(data, '$.attribution.source'))), ''), '(unknown)') as source,
    json_extract(data, '$.outcome') as outcome, json_extract(data, '$.amount') as amount,
    coalesce(upper(json_extract(data, '$.currency')), '(unknown)') as currency
  from events where workspace_id = (select id from workspaces);`;

const last = (outcome: string): string =>
  `(select seq from known k where k.handoff = o.handoff and outcome = '${outcome}' order by seq desc limit 1)`;

/** One row a handoff of the cohort: when it became what, and for how much. */
const facts = `
  with known as (select * from deals_log where at <= :asOf and recordedAt <= :asOf),
  opened as (select seq as opening, lead, handoff, at as openedAt, source from known o
    where type in ('received', 'resubmitted') and isTest = 0 and at >= :fromAt and at < :toAt),
  said as (select o.*, ${last('opportunity')} as opportunity, ${last('won')} as won, ${last('lost')} as lost from opened o),
  facts as (select s.*, p.at as opportunityAt, w.at as wonAt, p.amount as opportunityAmount, p.currency as opportunityCurrency,
      w.amount as wonAmount, w.currency as wonCurrency,
      nullif(min(coalesce(p.at, 9e15), coalesce(w.at, 9e15), coalesce(l.at, 9e15)), 9e15) as reachedAt,
      first_value(s.source) over (partition by s.lead order by opening) as broughtBy
    from said s left join known p on p.seq = s.opportunity left join known w on w.seq = s.won left join known l on l.seq = s.lost),
  newest as (select *, row_number() over (partition by lead order by opening desc) as nth from facts where reachedAt is not null),
  open as (select * from newest where nth = 1 and opportunity is not null and won is null and lost is null)`;

interface Row {
  readonly [figure: string]: number | string | null;
}

/** Over the events of an opened database; the answer has the shape of `outcomes` in the report. Local dates are UTC's. */
export function outcomesOracle(db: Database): (span: { readonly fromAt: number; readonly toAt: number }, asOf: number) => unknown {
  db.exec(view);
  const all = (sql: string, values: object): readonly Row[] => db.prepare<[object], Row>(facts + sql).all(values);
  const share = db.prepare<[object], Record<string, number | null>>(`
    select :k as k, :n as n, round(p, 4) as rate, round(max(0.0, (c - h) / d), 4) as low, round(min(1.0, (c + h) / d), 4) as high from (
      select p, 1 + 3.8416 / n as d, p + 3.8416 / (2 * n) as c, 1.96 * sqrt(p * (1 - p) / n + 3.8416 / (4 * n * n)) as h
      from (select 1.0 * :k / nullif(:n, 0) as p, nullif(1.0 * :n, 0) as n))`);

  return (span, asOf) => {
    const values = { ...span, asOf };
    const one = (sql: string, more: object = {}): Row => all(sql, { ...values, ...more })[0] ?? {};
    const within = [30, 90, 180].map((days) => {
      const row = one(
        ` select count(*) filter (where :asOf - openedAt >= :ms) as old, count(*) filter (where :asOf - openedAt < :ms) as young,
          count(*) filter (where :asOf - openedAt >= :ms and reachedAt - openedAt <= :ms) as opportunity,
          count(*) filter (where :asOf - openedAt >= :ms and wonAt - openedAt <= :ms) as won from facts`,
        { ms: days * 86_400_000 },
      );
      return {
        days,
        opportunity: share.get({ k: row['opportunity'], n: row['old'] }),
        won: share.get({ k: row['won'], n: row['old'] }),
        tooYoung: row['young'],
      };
    });
    const sums = (rows: readonly Row[]): Readonly<Record<string, number>> =>
      Object.fromEntries(rows.map(({ name, total }) => [String(name), Number(total)]));
    const pipeline = (where: string, more: object = {}): object =>
      sums(
        all(
          ` select opportunityCurrency as name, round(sum(opportunityAmount), 4) as total from open
            where opportunityAmount is not null and ${where} group by name order by name`,
          { ...values, ...more },
        ),
      );
    const revenue = (where: string, more: object = {}): object =>
      sums(
        all(
          ` select wonCurrency as name, round(sum(wonAmount), 4) as total from facts
            where wonAmount is not null and ${where} group by name order by name`,
          { ...values, ...more },
        ),
      );
    /** The middle of what a query lists as `value`, in order. */
    const middle = (sql: string, more: object = {}): number | null => {
      const [row] = all(
        `, listed as (${sql}), ranked as (select value, row_number() over (order by value) as rank, count(*) over () as total from listed)
          select avg(value) as value from ranked where rank in ((total + 1) / 2, total / 2 + 1)`,
        { ...values, ...more },
      );
      return row?.['value'] === null || row?.['value'] === undefined ? null : Number(row['value']);
    };
    const cycle = (from: string): object => {
      const sql = `select max(0, wonAt - ${from}) as value from facts where wonAt is not null and ${from} is not null`;
      const ms = middle(sql);
      return {
        deals: one(` select count(*) as deals from (${sql})`)['deals'],
        medianDays: ms === null ? null : Math.round((ms / 86_400_000) * 10) / 10,
      };
    };
    const first = one(` select min(recordedAt) as at from known where type = 'outcome' and coalesce(isTest, 0) = 0`)['at'];
    const firstAt = typeof first === 'number' ? first : null;
    const sizes = all(
      ` select wonCurrency as currency, count(*) as deals, sum(round(wonAmount * 10000)) as total from facts
        where wonAmount is not null group by 1 order by 1`,
      values,
    );
    const sources = all(
      ` select broughtBy as source, count(*) as opportunities, count(won) as won from facts where reachedAt is not null
        group by 1 order by 2 desc, 1`,
      values,
    );
    return {
      recordedSince: firstAt === null ? null : new Date(firstAt).toISOString().slice(0, 10),
      isComparable: firstAt !== null && firstAt < span.fromAt,
      within,
      dealSize: sizes.map(({ currency, deals, total }) => ({
        currency,
        deals,
        mean: Math.round(Number(total) / Number(deals)) / 10_000,
        median:
          Math.round(
            (middle('select wonAmount as value from facts where wonAmount is not null and wonCurrency = :currency', { currency }) ?? 0) *
              10_000,
          ) / 10_000,
      })),
      openedToWon: cycle('openedAt'),
      opportunityToWon: cycle('opportunityAt'),
      pipeline: pipeline('1'),
      revenue: revenue('1'),
      bySource: sources.map(({ source, opportunities, won }) => ({
        source,
        opportunities,
        won,
        pipeline: pipeline('broughtBy = :source', { source }),
        revenue: revenue('broughtBy = :source', { source }),
      })),
    };
  };
}
