// What happens behind the stage: the clock is moved, leads are sent by hand, and the page is told how.
import { Temporal } from 'temporal-polyfill';
import type { Answer, Backstage, TimeStep } from '../sandbox/page/protocol.ts';
import type { PageOptions, Stagehand } from '../sandbox/serving/page-options.ts';
import { curlLine, sendLead } from './intake.ts';
import { demoPeople } from './people.ts';

export interface Stage {
  /** Of the bot. */
  readonly url: string;
  readonly now: () => number;
  /** Moves time on, and everything that is due on the way. */
  readonly moveTo: (at: number) => Promise<void>;
  /** The page shows whether time is moving. */
  readonly changed: () => void;
}

const hints = [
  { id: 'claim', text: 'A lead has just come in. Press Claim on its card in #leads, then Qualified or Unqualified, and say why.' },
  { id: 'people', text: 'Act as Mia from marketing: #marketing shows her what sales did with each lead, and why.' },
  { id: 'time', text: 'Move the clock with + 1 hour, or press Send a lead. The bot is the real one; only this Slack is not.' },
] as const;

const done: Answer = { ok: true, problem: null, errors: {} };
const notYet: Answer = { ok: false, problem: 'The bot is still starting. Try again in a moment.', errors: {} };

export interface DemoStagehand extends Stagehand {
  /** From now on it can work. */
  enter(stage: Stage): void;
}

export function demoStagehand(timezone: string): DemoStagehand {
  let stage: Stage | null = null;
  let isMoving = false;
  return {
    enter(entered) {
      stage = entered;
      stage.changed();
    },
    shown: (): Backstage => ({ curl: stage ? curlLine(stage.url) : '', isMoving, hints }),
    async move(step) {
      if (!stage) return notYet;
      if (isMoving) return { ...done, ok: false, problem: 'Time is moving already.' };
      isMoving = true;
      stage.changed();
      try {
        await stage.moveTo(targetOf(step, stage.now(), timezone));
        return done;
      } finally {
        isMoving = false;
        stage.changed();
      }
    },
    async sendLead(lead) {
      if (!stage) return notYet;
      const { isTaken, problem } = await sendLead(stage.url, lead);
      return { ok: isTaken, problem, errors: {} };
    },
  };
}

/** Where a step of time ends, in epoch milliseconds. */
export function targetOf(step: TimeStep, now: number, timezone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone);
  const targets: Readonly<Record<TimeStep, () => Temporal.ZonedDateTime>> = {
    hour: () => local.add({ hours: 1 }),
    day: () => local.add({ days: 1 }),
    monday: () => nextMonday(local),
  };
  return targets[step]().epochMilliseconds;
}

/** The next Monday, 9:00, that is not yet there. */
function nextMonday(local: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const days = (8 - local.dayOfWeek) % 7;
  const first = local.toPlainDate().add({ days }).toZonedDateTime({ timeZone: local.timeZoneId, plainTime: '09:00' });
  return first.epochMilliseconds > local.epochMilliseconds ? first : first.add({ weeks: 1 });
}

export function demoPage(timezone: string, backstage: Stagehand): PageOptions {
  return {
    name: 'Looms & Co',
    timezone,
    appName: 'LeadLoop',
    roles: Object.values(demoPeople),
    commands: [{ name: '/lead', hint: 'help | add | find TEXT | mine | outcome | report | targets | questions | change | definition' }],
    shortcuts: [{ callbackId: 'add_lead', name: 'Add a lead' }],
    backstage,
  };
}
