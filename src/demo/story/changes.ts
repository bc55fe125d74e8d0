// What the demo's marketing changed because of what sales said: one change that is still too young, and one of a source that had just begun.
import { type ChangeSaid, type Marker, changeBody, daysOfChange } from '../../domain/change.ts';
import { groupName } from '../../domain/report/group.ts';
import { spanOf } from '../../domain/report/week.ts';
import type { NewLine } from '../../ledger.ts';
import { demoPeople } from '../people.ts';
import type { AgreementOptions } from './agreements.ts';
import { instantOn, mondayOf } from './hours.ts';
import { pastLeads } from './past.ts';
import { weekOfChange } from './sources.ts';

const weeksOfPast = 8;
const weekOfForm = 2;

/** Oldest first; how good the leads of google-ads are since the new keywords stands in their row of `sources.ts`. */
export function pastChanges({ now, timezone, people }: AgreementOptions): readonly NewLine[] {
  const monday = (week: number) => mondayOf(now, timezone).subtract({ weeks: weeksOfPast - week });
  const leads = pastLeads({ now, timezone, weeks: weeksOfPast });
  const recorded = (name: string, week: number, minutes: number, said: Omit<ChangeSaid, 'day'>): NewLine => {
    const change: ChangeSaid = { ...said, day: monday(week).toString() };
    return {
      id: `story:changes:${name}`,
      topic: 'change',
      subject: '',
      at: instantOn(monday(week), minutes, timezone),
      by: people.mia,
      body: changeBody(change, markersOf(leads, change, timezone)),
    };
  };
  return [
    recorded('confirm', weekOfForm, 640, {
      origin: { axis: 'source', name: 'facebook-lead-ads' },
      what: 'the form asks to confirm the phone number',
      reason: 'bad_contact',
    }),
    recorded('keywords', weekOfChange, 610, {
      origin: { axis: 'campaign', name: 'q4-search' },
      what: 'new keywords: only searches that name dispatching or a team of technicians',
      reason: 'wrong_company',
    }),
  ];
}

/** History knows who judged by name only; here the names are people of the workspace. */
function markersOf(leads: ReturnType<typeof pastLeads>, { origin, reason, ...rest }: ChangeSaid, timezone: string): readonly Marker[] {
  const { fromAt, toAt } = spanOf(daysOfChange(rest).marked, timezone);
  const meant = leads.filter(
    ({ lead, receivedAt, judged }) =>
      groupName(lead[origin.axis]) === origin.name && judged?.reason === reason && fromAt <= receivedAt.at && receivedAt.at < toAt,
  );
  return Object.values(demoPeople).flatMap(({ id, name }) => {
    const own = meant.filter(({ judged }) => judged?.by === name).length;
    return own === 0 ? [] : [{ by: id, leads: own }];
  });
}
