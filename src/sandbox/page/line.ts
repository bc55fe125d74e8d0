// The line to the server: screens come in as server-sent events, acts go out as requests. It comes back by itself.
import type { Act, Answer, Screen } from './protocol.ts';

const AGAIN_MS = 2_000;

export const LOST_WORDS = 'The demo has stopped, or cannot be reached. Start it again with npm run demo.';

export interface Line {
  /** Hangs up and calls again as that person; '' = whoever the server offers first. */
  call(as: string): void;
  /** Tells the server what that person does. Never rejects; `null` = it could not be reached. */
  tell(as: string, act: Act): Promise<Answer | null>;
}

export interface Listener {
  onScreen(screen: Screen): void;
  /** @returns as whom to call again */
  onLost(isRefused: boolean): string;
}

function isAnswer(body: unknown): body is Answer {
  return typeof body === 'object' && body !== null && 'ok' in body && typeof body.ok === 'boolean';
}

function refusal(status: number): Answer {
  return { ok: false, problem: `The demo did not take that (${status}). Reload the page and try again.`, errors: {} };
}

export function createLine(listener: Listener): Line {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const call = (as: string): void => {
    clearTimeout(timer);
    source?.close();
    const own = new EventSource(`/live?as=${encodeURIComponent(as)}`);
    source = own;
    own.addEventListener('message', (event: MessageEvent<string>) => {
      if (own === source) listener.onScreen(JSON.parse(event.data) as Screen);
    });
    own.addEventListener('error', () => {
      if (own !== source) return;
      const isRefused = own.readyState === EventSource.CLOSED;
      const next = listener.onLost(isRefused);
      // A refused call is not tried again by the browser; a broken one is.
      if (isRefused) timer = setTimeout(() => call(next), AGAIN_MS);
    });
  };

  return {
    call,
    tell: async (as, act) => {
      let response: Response;
      try {
        response = await fetch(`/act?as=${encodeURIComponent(as)}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(act),
        });
      } catch {
        return null;
      }
      const body: unknown = await response.json().catch(() => null);
      return isAnswer(body) ? { ok: body.ok, problem: body.problem ?? null, errors: body.errors ?? {} } : refusal(response.status);
    },
  };
}
