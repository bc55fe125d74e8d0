// TABLE: every Web API method the sandbox knows; all others answer unknown_method.
import { CHAT } from './chat.ts';
import { CONVERSATIONS } from './conversations.ts';
import type { Method, Methods } from './method.ts';
import { APP } from './app.ts';
import { USERS } from './users.ts';
import { VIEWS } from './views.ts';

export const METHODS: Methods = { ...APP, ...CHAT, ...VIEWS, ...CONVERSATIONS, ...USERS };

export function findMethod(name: string): Method | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
}
