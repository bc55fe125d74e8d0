// What comes of an act: complaints and errors go where they are seen, and one press is one act.
import type { Line } from './line.ts';
import type { Act, Answer, Json } from './protocol.ts';
import type { Visit } from './state.ts';

/** TABLE: whose answers set the errors under the modal's fields, and whose go to the line above the page. */
const ANSWERS = {
  press: { hasErrors: false, complains: true },
  fill: { hasErrors: false, complains: true },
  submit: { hasErrors: true, complains: true },
  close: { hasErrors: true, complains: true },
  write: { hasErrors: false, complains: true },
  home: { hasErrors: false, complains: true },
  shortcut: { hasErrors: false, complains: true },
  time: { hasErrors: false, complains: true },
  // Told in the form, which covers the page.
  lead: { hasErrors: false, complains: false },
} as const satisfies Record<Act['kind'], { readonly hasErrors: boolean; readonly complains: boolean }>;

/** Acts that nobody pressed a button for: their success takes no complaint away. */
const QUIET: ReadonlySet<Act['kind']> = new Set(['fill', 'home']);

/** Acts after which the newest is what one wants to see, for as long as an app may take to answer. */
const FOLLOWED: ReadonlySet<Act['kind']> = new Set(['write', 'lead']);
const FOLLOW_MS = 3_000;

const UNREACHED: Answer = { ok: false, problem: 'The demo could not be reached. Nothing was sent.', errors: {} };

export function createActing(visit: () => Visit, line: Line, onUnreached: () => void): Pick<Visit, 'act' | 'sendLead'> {
  const underWay = new Map<string, Promise<Answer>>();

  const tell = async (as: string, act: Act): Promise<Answer> => {
    const { local, redraw } = visit();
    local.waiting += 1;
    if (FOLLOWED.has(act.kind)) local.followsUntil = performance.now() + FOLLOW_MS;
    redraw();
    const told = await line.tell(as, act);
    const answer = told ?? UNREACHED;
    local.waiting = Math.max(0, local.waiting - 1);
    // Somebody else looks at the page by now: it is none of their business.
    if (local.as === as) {
      const { hasErrors, complains } = ANSWERS[act.kind];
      if (hasErrors) local.errors = answer.errors;
      if (complains && told !== null && !answer.ok && answer.problem !== null) local.complaint = answer.problem;
      if (answer.ok && !QUIET.has(act.kind)) local.complaint = null;
    }
    if (told === null) onUnreached();
    redraw();
    return answer;
  };

  const act = (what: Act): Promise<Answer> => {
    const { as } = visit().local;
    const key = JSON.stringify([as, what]);
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const answer = tell(as, what).finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  };

  const sendLead = async (lead: Json): Promise<void> => {
    const { local, notify } = visit();
    const answer = await act({ kind: 'lead', lead });
    local.leadAnswer = answer;
    if (answer.ok) local.dialog = null;
    else local.leadAnswer = { ...answer, problem: answer.problem ?? 'The lead was not taken. Look at the fields above.' };
    const name = lead['name'];
    if (answer.ok) notify(`Sent: ${typeof name === 'string' ? name : 'a lead'}.`);
    visit().redraw();
  };

  return { act, sendLead: (lead) => void sendLead(lead) };
}
