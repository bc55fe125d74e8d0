// Sends a lead to the bot as a form or a program would: over HTTP, with its token.

/** No secret: the bot of a demo listens on this machine alone, and the page shows it in a line to copy. */
export const intakeToken = 'demo';

export interface Sent {
  readonly isTaken: boolean;
  /** One sentence when it was not. */
  readonly problem: string | null;
  readonly id: string | null;
}

export type FlatLead = Readonly<Record<string, unknown>>;

/** @param url of the bot, without a path */
export async function sendLead(url: string, lead: FlatLead): Promise<Sent> {
  return await send(`${url}/v1/leads`, lead);
}

/** What became of a lead, as a CRM would say it. @param id of the lead, as it was answered */
export async function sendOutcome(url: string, id: string, said: object): Promise<Sent> {
  return await send(`${url}/v1/leads/${encodeURIComponent(id)}/outcome`, said);
}

async function send(address: string, body: object): Promise<Sent> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { id?: string; title?: string; detail?: string; errors?: { path: string; message: string }[] };
  if (response.ok) return { isTaken: true, problem: null, id: answer.id ?? null };
  const fields = (answer.errors ?? []).map(({ path, message }) => `${path}: ${message}`).join(' ');
  return { isTaken: false, problem: fields || answer.detail || answer.title || `The bot answered ${response.status}.`, id: null };
}

/** The line that does the same from a terminal. */
export function curlLine(url: string): string {
  const lead = {
    name: 'Ada Lovelace',
    company: 'Engine Ltd',
    email: 'ada@engine.test',
    source: 'website',
    message: 'Can it run our looms?',
  };
  return `curl -X POST ${url}/v1/leads -H "Authorization: Bearer ${intakeToken}" -H "Content-Type: application/json" -d '${JSON.stringify(lead)}'`;
}
