// TABLE: the signs of the shell, drawn in the colour of their text. They say nothing aloud.
import { html, type TemplateResult } from 'lit-html';

const PATHS = {
  hash: 'M8 3 6.2 17M13.8 3 12 17M3.5 7.5h13.2M3.3 12.5h13.2',
  bolt: 'M11 2.5 4.5 11H10l-1 6.5L15.5 9H10l1-6.5z',
  eye: 'M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10zm5.6 0a2.4 2.4 0 1 0 4.8 0 2.4 2.4 0 0 0-4.8 0z',
  close: 'M5 5l10 10M15 5 5 15',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  send: 'M3.5 3.8 17 10 3.5 16.2 5 10zM5 10h6',
  clock: 'M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4zM10 6v4.2l2.8 1.8',
  plus: 'M10 4v12M4 10h12',
  lock: 'M5.5 9h9v7h-9zM7.3 9V6.5a2.7 2.7 0 0 1 5.4 0V9',
  home: 'M3.5 9.5 10 4l6.5 5.5V16h-4.3v-4H7.8v4H3.5z',
  app: 'M13.5 6.2A5.2 5.2 0 1 0 15.2 10M15.8 3.6v3.4h-3.4',
} as const;

export function icon(name: keyof typeof PATHS, size = 18): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 20" width=${size} height=${size} aria-hidden="true" focusable="false">
    <path d=${PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}
