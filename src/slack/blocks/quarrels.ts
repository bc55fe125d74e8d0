// Leads that score, verdict and outcome see differently, one by one, for the eyes of whoever asked. Never in a message that stays.
import type { Verdict } from '../../domain/lead.ts';
import { handoffOf } from '../../domain/lead.ts';
import type { Quarrel } from '../../domain/report/views.ts';
import { number } from '../../domain/report/wording.ts';
import type { LeadRecord } from '../../ports.ts';
import { bullets, smallPrint, together } from './digest-parts.ts';
import { type Rendered, line, linked, richText } from './elements.ts';
import { budgets, escape } from './inert.ts';
import { type Phrase, bold, boldTheirs, doer, moment, say, theirs } from './phrase.ts';
import { joined, leadTitle } from './profile.ts';
import { amountPhrase, reasonWords } from './standing.ts';

export const quarrelsShown = 10;

/** A lead that is not erased. */
export interface QuarrelLead {
  readonly record: LeadRecord;
  readonly handoffId: string;
  readonly link: string | null;
}

interface About {
  readonly total: number;
  /** There are others that are not given. */
  readonly isMore: boolean;
  /** So many of those looked at were forgotten on request. */
  readonly erased: number;
  /** From which score on it is high; `null` where no scores are compared. */
  readonly cut: number | null;
  readonly timezone: string;
}

/** TABLE: the title, and whose verdict is told. */
const kinds = {
  highNo: { verdict: 'unqualified', title: (cut) => `Scored ${cut} or more, judged unqualified` },
  lowYes: { verdict: 'qualified', title: (cut) => `Scored below ${cut}, judged qualified` },
  noThatWon: { verdict: 'unqualified', title: () => 'Judged unqualified, won later' },
} as const satisfies Record<Quarrel, { verdict: Verdict; title: (cut: string) => string }>;

export function quarrelAnswer(quarrel: Quarrel, leads: readonly QuarrelLead[], { total, isMore, erased, cut, timezone }: About): Rendered {
  const { verdict, title } = kinds[quarrel];
  const words = `${title(cut === null ? 'high' : number(cut))}: ${number(total)}`;
  const rows = leads.map((lead) => rowOf(lead, verdict, quarrel === 'noThatWon', timezone));
  return {
    text: escape(words),
    blocks: [
      ...richText([line(bold(words)), rows.length === 0 ? line(say('None that can be shown.')) : null]),
      ...together(...bullets(rows)),
      ...smallPrint(
        [isMore ? 'The newest are shown.' : '', erased === 0 ? '' : `${number(erased)} of them erased on request.`].filter(Boolean),
      ),
    ],
  };
}

/** `Ada Lovelace · Engine Ltd · score 82 · no need, judged by @kim · Open`. */
function rowOf({ record, handoffId, link }: QuarrelLead, verdict: Verdict, hasDeal: boolean, timezone: string): Phrase {
  const score = handoffOf(record.lead, handoffId)?.attribution.score ?? null;
  return [
    ...joined(
      [boldTheirs(leadTitle(record.profile), budgets.title)],
      score === null ? [] : [say(`score ${number(score)}`)],
      judgedPhrase(record, handoffId, verdict, timezone),
      hasDeal ? wonPhrase(record, timezone) : [],
    ),
    ...linked('Open', link),
  ];
}

/** The last verdict of this kind: the one that quarrels, also where another followed when the deal was known. */
function judgedPhrase(record: LeadRecord, handoffId: string, verdict: Verdict, timezone: string): Phrase {
  const event = record.events.findLast((one) => one.type === 'judged' && one.handoffId === handoffId && one.verdict === verdict);
  if (event?.type !== 'judged') return [];
  const by = record.texts.get(event.id)?.verdictBy;
  return [
    say(`${reasonWords(event.reason)}, judged by `),
    by ? theirs(by) : doer(event.by),
    say(' on '),
    moment(event.at, timezone, 'day'),
  ];
}

function wonPhrase(record: LeadRecord, timezone: string): Phrase {
  const event = record.events.findLast((one) => one.type === 'outcome' && one.outcome === 'won');
  if (event?.type !== 'outcome') return [];
  return [say('won on '), moment(event.at, timezone, 'day'), ...amountPhrase(event.amount ?? null, event.currency ?? null)];
}
