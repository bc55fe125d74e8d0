// Links: which lead to a message in the page, and which open at all.
import { expect, it } from 'vitest';
import { isOpened, messageLinked } from '../../../src/sandbox/page/links.ts';

it('knows a link to a message by its path', () => {
  const link = 'https://acme.slack.com/archives/C0LEADS/p1795446000123456?thread_ts=1.2';
  expect(messageLinked(link)).toEqual({ channel: 'C0LEADS', ts: '1795446000.123456' });
});

it.each(['https://acme.slack.com/archives/C0LEADS', 'https://a.test/p1795446000123456', 'mailto:a@b.test', 'nothing'])(
  'does not take %s for one',
  (url) => {
    expect(messageLinked(url)).toBeNull();
  },
);

it('opens no link that could run something', () => {
  expect(['https://a.test', 'mailto:a@b.test', 'tel:+4420'].every(isOpened)).toBe(true);
  expect(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'x'].some(isOpened)).toBe(false);
});
