// The report's figures a second time, by SQL over the stored events: written from the definitions, sharing no code with the formulas or the calendar.
import type { Database } from 'better-sqlite3';

const schema = `
  create temp view log as select seq, type, handoff_id as handoff, cycle, at, recorded_at as recordedAt,
    json_extract(data, '$.isTest') as isTest, json_extract(data, '$.isHistory') as isHistory, json_extract(data, '$.isDateOnly') as isDateOnly,
    json_extract(data, '$.attribution.source') as source, json_extract(data, '$.attribution.campaign') as campaign,
    json_extract(data, '$.attribution.action') as action, json_extract(data, '$.verdict') as verdict, json_extract(data, '$.reason') as reason,
    json_extract(data, '$.cause') as cause, json_extract(data, '$.side') as side, json_extract(data, '$.outcome') as outcome,
    json_extract(data, '$.amount') as amount, json_extract(data, '$.currency') as currency,
    json_extract(data, '$.definition') as definition, json_extract(data, '$.failed') as failed, json_extract(data, '$.unmet') as unmet from events where workspace_id = (select id from workspaces);
  create temp table opening (fromAt integer primary key, toAt integer);
  create temp table reasons (rank integer, code text, label text, isCounted integer);
  insert into reasons values
    (1, 'not_a_buyer', 'Not a buyer', 1), (2, 'bad_contact', 'Bad contact data', 1), (3, 'already_known', 'Already known', 0),
    (4, 'misrouted', 'Wrong team', 0), (5, 'wrong_company', 'Outside our ICP', 1), (6, 'wrong_person', 'Wrong person', 1),
    (7, 'no_need', 'No need', 1), (8, 'competitor', 'With a competitor', 0), (9, 'no_budget', 'No budget', 1),
    (10, 'bad_timing', 'Not now', 0), (11, 'no_response', 'No response', 0), (12, 'other', 'Other', 0), (13, '(not given)', '(not given)', 0);`;

/** Open time between two instants, by a table of openings. */
const openMs = (from: string, to: string): string =>
  `(select coalesce(sum(min(p.toAt, ${to}) - max(p.fromAt, ${from})), 0) from opening p where p.toAt > ${from} and p.fromAt < ${to})`;

/** One row a handoff of the cohort, with what is known of it at :asOf. */
const facts = `
  with known as (select * from log where at <= :asOf and recordedAt <= :asOf),
  opened as (
    select handoff, cycle, at as openedAt, isHistory, isDateOnly,
      coalesce(nullif(lower(trim(source)), ''), '(unknown)') as source,
      coalesce(nullif(lower(trim(campaign)), ''), '(unknown)') as campaign,
      coalesce(nullif(lower(trim(action)), ''), '(unknown)') as action
    from known where type in ('received', 'resubmitted') and isTest = 0 and at >= :fromAt and at < :toAt),
  verdicts as (
    select handoff, verdict, coalesce(reason, '(not given)') as reason, definition, failed, unmet from known k
    where type = 'judged' and not exists (select 1 from known o where o.handoff = k.handoff and o.type in ('judged', 'reopened') and o.seq > k.seq)),
  deals as (
    select handoff, amount, coalesce(upper(currency), '(unknown)') as currency from known k
    where outcome = 'won' and not exists (select 1 from known o where o.handoff = k.handoff and o.outcome = 'won' and o.seq > k.seq)),
  touches as (
    select handoff, at as touchedAt, isDateOnly as isTouchDateOnly, row_number() over (partition by handoff order by at, seq) as nth from known
    where type in ('claimed', 'judged') or (type = 'returned' and cause = 'person') or (type = 'noted' and side = 'sales')),
  facts as (
    select o.*, t.touchedAt, coalesce(isTouchDateOnly, 0) as isTouchDateOnly,
      ${openMs('openedAt', ':asOf')} >= :verdictMs as mature,
      case when touchedAt is not null then ${openMs('openedAt', 'touchedAt')} end as openMs,
      case when touchedAt is null then ${openMs('openedAt', ':asOf')} >= :claimMs
        else touchedAt > openedAt and ${openMs('openedAt', 'touchedAt - 1')} >= :claimMs end as late, v.verdict, v.reason, v.definition, v.failed, v.unmet, r.isCounted,
      exists (select 1 from known k where k.handoff = o.handoff and type in ('claimed', 'judged')) as claimed,
      exists (select 1 from known k where k.handoff = o.handoff and type = 'returned' and cause <> 'revisit') as returned,
      exists (select 1 from known k where k.handoff = o.handoff and type = 'returned' and cause = 'stalled') as stalled,
      exists (select 1 from known k where k.handoff = o.handoff and type = 'outcome') as opportunity,
      exists (select 1 from known k where k.handoff = o.handoff and outcome = 'won') as won,
      exists (select 1 from known k where k.handoff = o.handoff and outcome = 'lost') as lost
    from opened o left join verdicts v using (handoff) left join touches t on t.handoff = o.handoff and t.nth = 1 left join reasons r on r.code = v.reason)`;

const figures = `
  count(*) as delivered, coalesce(sum(cycle = 1), 0) as firstTime, coalesce(sum(cycle > 1), 0) as "returning", coalesce(sum(claimed), 0) as claimed,
  count(verdict) as judged, coalesce(sum(verdict = 'qualified'), 0) as qualified, coalesce(sum(verdict = 'unqualified'), 0) as unqualified,
  coalesce(sum(verdict = 'unqualified' and isCounted = 0), 0) as notCounted, coalesce(sum(verdict is null), 0) as pending,
  coalesce(sum(returned), 0) as returned, coalesce(sum(stalled), 0) as stalled,
  coalesce(sum(mature), 0) as mature, coalesce(sum(mature and verdict is not null), 0) as covered,
  coalesce(sum(opportunity), 0) as opportunities, coalesce(sum(won), 0) as won, coalesce(sum(lost), 0) as lost`;

/** The versions of the definition that both sides had signed by :asOf, the newest one in force. */
const signed = `
  , signatures as (
    select json_extract(body, '$.id') as proposal, max(at) as since, count(distinct json_extract(body, '$.side')) as sides
    from ledger where topic = 'definition' and json_extract(body, '$.type') = 'signed' group by 1),
  versions as (
    select row_number() over (order by since, seq) as version, since, json_extract(body, '$.content.criteria') as criteria
    from ledger join signatures on proposal = id where sides = 2),
  inForce as (select * from versions where since <= :asOf order by version desc limit 1),
  judged as materialized (
    select f.verdict, failed, unmet, f.definition is v.version as isUnder from opened join verdicts f using (handoff), inForce v)`;

const definitionFigures = `
  select '' as name, version, strftime('%Y-%m-%dT%H:%M:%fZ', since / 1000.0, 'unixepoch') as since,
    (select count(*) from judged where isUnder and verdict = 'qualified') as qualified,
    (select count(*) from judged where isUnder and verdict = 'unqualified') as unqualified,
    (select count(*) from judged where isUnder and verdict = 'unqualified' and failed is null) as unnamed,
    (select count(*) from judged where not isUnder) as earlier,
    (select count(*) from judged where isUnder and verdict = 'qualified' and exists (
      select 1 from json_each(unmet) u join json_each(criteria) c on json_extract(c.value, '$.id') = u.value
      where json_extract(c.value, '$.level') = 'must')) as broken
  from inForce`;

const clauseFigures = `
  select '' as name, json_extract(c.value, '$.id') as id, json_extract(c.value, '$.words') as words,
    json_extract(c.value, '$.level') as level, version,
    json_extract(c.value, '$.rule') is not null as hasRule,
    (select count(*) from judged where isUnder and verdict = 'unqualified' and failed = json_extract(c.value, '$.id')) as failed,
    (select round(1.0 * sum(failed is json_extract(c.value, '$.id')) / nullif(count(*), 0), 4)
      from judged where isUnder and verdict = 'unqualified') as share,
    (select count(*) from judged where isUnder and verdict = 'qualified'
      and exists (select 1 from json_each(unmet) u where u.value = json_extract(c.value, '$.id'))) as unmetQualified
  from inForce, json_each(criteria) c order by failed desc, unmetQualified desc, c.key`;

interface Row {
  readonly name: string;
  readonly [figure: string]: number | string;
}
interface Where {
  readonly fromAt: number;
  readonly toAt: number;
}

/** The rules of time, as simple as can be: when it is open, and the deadlines in open time. */
export interface OracleRules {
  readonly openings: readonly Where[];
  readonly claimMs: number;
  readonly verdictMs: number;
}

/** Over the events of an opened database; the answer has the shape of the report without its period. */
export function oracle(db: Database, { openings, claimMs, verdictMs }: OracleRules): (span: Where, asOf: number) => unknown {
  db.exec(schema);
  const insert = db.prepare<[Where]>('insert into opening values (:fromAt, :toAt)');
  for (const opening of openings) insert.run(opening);
  const all = (sql: string, values: object): readonly Row[] => db.prepare<[object], Row>(facts + sql).all(values);
  const share = db.prepare<[object], Record<string, number | null>>(`
    select :k as k, :n as n, round(p, 4) as rate, round(max(0.0, (c - h) / d), 4) as low, round(min(1.0, (c + h) / d), 4) as high from (
      select p, 1 + 3.8416 / n as d, p + 3.8416 / (2 * n) as c, 1.96 * sqrt(p * (1 - p) / n + 3.8416 / (4 * n * n)) as h
      from (select 1.0 * :k / nullif(:n, 0) as p, nullif(1.0 * :n, 0) as n))`);

  return (span, asOf) => {
    const values = { ...span, asOf, claimMs, verdictMs };
    const money = (where: string, name: string): object => {
      const sql = ` select currency as name, round(sum(amount), 4) as total from facts join deals using (handoff)
        where ${where} and amount is not null group by currency order by currency`;
      return Object.fromEntries(all(sql, { ...values, name }).map((row) => [row.name, row['total']]));
    };
    const full = ({ name, mature, covered, ...row }: Row, where: string): object => {
      const n = (key: string): number => Number(row[key]);
      return {
        ...row,
        wonAmount: money(where, name),
        coverage: share.get({ k: covered, n: mature }),
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
    const [definition] = all(` ${signed} ${definitionFigures}`, values);
    const clauses = (definition ? all(` ${signed} ${clauseFigures}`, values) : []).map(({ name: _, hasRule, ...row }) => ({
      ...row,
      hasRule: hasRule === 1,
    }));
    const [speed] = all(` , ${timed} select ${speedFigures} from timed`, values);
    return {
      totals: total && full(total, `:name = ''`),
      bySource: grouped('source'),
      byCampaign: grouped('campaign'),
      byAction: grouped('action'),
      reasons: all(why, values).map(({ name, ...row }) => ({ code: name, ...row })),
      speed: speed && {
        touched: speed['touched'],
        never: speed['never'],
        medianMinutes: speed['median'],
        p90Minutes: speed['p90'],
        wallMedianMinutes: speed['wallMedian'],
        withinTarget: { k: speed['inTime'], n: speed['decided'], rate: speed['rate'] },
      },
      ...(definition ? definitionOf(definition, clauses) : {}),
      speedBands: ['b1', 'b2', 'b3', 'b4', 'b5'].map((band) => speed?.[band]),
    };
  };
}

function definitionOf({ name: _, broken, ...row }: Row, clauses: readonly object[]): object {
  return { definition: { ...row, clauses }, broken };
}

/** Those whose first touch is known to the minute, ranked by it; those that nobody touched come last. */
const timed = `timed as (select *, count(*) over () as total,
    row_number() over (order by openMs is null, openMs) as rank,
    row_number() over (order by touchedAt is null, max(0, touchedAt - openedAt)) as wallRank
  from facts where coalesce(isDateOnly, 0) = 0 and isTouchDateOnly = 0 and not (coalesce(isHistory, 0) = 1 and touchedAt is null))`;

const quantile = (value: string, rank: string, percent: number): string =>
  `(select round(${value} / 60000.0, 1) from timed where ${rank} = (total * ${percent} + 99) / 100)`;
const band = (more: number, upTo: number): string => `coalesce(sum(openMs > ${more * 60_000} and openMs <= ${upTo * 60_000}), 0)`;

const speedFigures = `'' as name, count(touchedAt) as touched, coalesce(sum(touchedAt is null), 0) as never,
  ${quantile('openMs', 'rank', 50)} as median, ${quantile('openMs', 'rank', 90)} as p90,
  ${quantile('max(0, touchedAt - openedAt)', 'wallRank', 50)} as wallMedian,
  coalesce(sum(touchedAt is not null and not late), 0) as inTime, coalesce(sum(touchedAt is not null or late), 0) as decided,
  round(1.0 * sum(touchedAt is not null and not late) / nullif(sum(touchedAt is not null or late), 0), 4) as rate,
  ${band(-1, 5)} as b1, ${band(5, 60)} as b2, ${band(60, 240)} as b3, ${band(240, 1440)} as b4, ${band(1440, 1e9)} as b5`;
