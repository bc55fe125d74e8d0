// Which commands are offered while somebody types.
import { expect, test } from 'vitest';
import { offerFor } from '../../../src/sandbox/page/commands.ts';

const commands = [
  { name: '/lead', hint: 'help | mine' },
  { name: '/leave', hint: '' },
];

test.each([
  ['', [], false],
  ['hello /lead', [], false],
  ['/', ['/lead', '/leave'], true],
  ['/LEA', ['/lead', '/leave'], true],
  ['/lead', ['/lead'], false],
  ['/lead mine', ['/lead'], false],
  ['/leads', [], false],
  ['/other', [], false],
  ['/lead\nmore', [], false],
])('%j offers %j', (text, names, isUnfinished) => {
  const offer = offerFor(text, commands);
  expect(offer.commands.map(({ name }) => name)).toEqual(names);
  expect(offer.isUnfinished).toBe(isUnfinished);
});
