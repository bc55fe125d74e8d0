// Rounded squares that stand for people: initials on a colour of their own, and the app's sign.
import { html, type TemplateResult } from 'lit-html';
import { icon } from './icons.ts';
import type { Page } from './page.ts';

const COLOURS = 8;

export function nameOf(page: Page, user: string): string {
  const { workspace, names } = page.screen;
  return user === workspace.appUser ? workspace.appName : (names[user] ?? user);
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  const letters = ends.map((word) => /^./u.exec(word ?? '')?.[0] ?? '');
  return letters.join('').toUpperCase();
}

/** People whom the reader can be differ in colour; others may share one. */
function colour(page: Page, user: string): number {
  const index = page.screen.roles.findIndex((role) => role.id === user);
  return (index >= 0 ? index : Array.from(user).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0)) % COLOURS;
}

/** Says nothing aloud: the name stands beside it. */
export function avatar(page: Page, user: string, size: 'large' | 'medium' | 'small'): TemplateResult {
  if (user === page.screen.workspace.appUser)
    return html`<span class="avatar avatar-${size} avatar-app" aria-hidden="true">${icon('app', size === 'large' ? 26 : 16)}</span>`;
  return html`<span class="avatar avatar-${size} avatar-${colour(page, user)}" aria-hidden="true">${initials(nameOf(page, user))}</span>`;
}
