// The page's share of the server: its files, its live screens, and what people do on it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '../api.ts';
import type { Person } from '../person.ts';
import type { Workspace } from '../workspace.ts';
import { doAct } from './acts.ts';
import { isFromPage, isLocal } from './guard.ts';
import { Live } from './live.ts';
import { pageFile, pageShell } from './modules.ts';
import type { PageOptions } from './page-options.ts';
import { screenOf } from './shown.ts';

export interface PageServer {
  /** Undefined when the request is not for the page. */
  answer(request: IncomingMessage, response: ServerResponse, body: string): Promise<Reply | 'streaming' | undefined>;
  /** Something in the workspace is different now. */
  changed(): void;
  stop(): void;
}

interface Parts {
  readonly workspace: Workspace;
  readonly as: (userId: string) => Person;
  readonly page: PageOptions;
}

export function pageServer({ workspace, as, page }: Parts): PageServer {
  const live = new Live((me) => screenOf(workspace, me, page));
  return {
    async answer(request, response, body) {
      const url = new URL(request.url ?? '/', 'http://page');
      const isFile = url.pathname === '/' || /^\/(page|lib)\//.test(url.pathname);
      if (!isFile && url.pathname !== '/live' && url.pathname !== '/act' && !url.pathname.startsWith('/archives/')) return undefined;
      if (!isLocal(request)) return plain(403, 'This page is for this machine alone: open it as http://127.0.0.1.');
      if (url.pathname === '/') return pageShell();
      if (isFile) return pageFile(url.pathname);
      if (url.pathname.startsWith('/archives/')) return { status: 302, headers: { location: `/#${url.pathname}` }, body: '' };
      const me = page.roles.find((role) => role.id === url.searchParams.get('as'))?.id;
      if (url.pathname === '/live') {
        // Whoever opens the page for the first time is the first of them.
        live.open(response, me ?? page.roles[0]?.id ?? '');
        return 'streaming';
      }
      if (me === undefined) return plain(404, 'Nobody of that name can be acted as.');
      if (request.method !== 'POST' || !isFromPage(request)) return plain(403, 'Only the page itself may act.');
      const answer = await doAct({ workspace, person: as(me), me, page }, parsed(body));
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
    },
    changed: () => live.changed(),
    stop: () => live.stop(),
  };
}

function plain(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
