// The terminal: moving lines only where somebody watches, and room for the reader.
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/commands/pace.ts';
import { type Stream, Terminal } from '../../src/commands/terminal.ts';

interface Screen {
  readonly stream: Stream;
  text(): string;
}

function screen(isTTY: boolean, columns?: number): Screen {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (piece) => (text += String(piece)));
  return { stream: Object.assign(stream, { isTTY, ...(columns ? { columns } : {}) }), text: () => text };
}

describe('progress', () => {
  it('draws over itself on a terminal, and goes away', async () => {
    const err = screen(true);
    let now = 0;
    const progress = new Terminal(screen(true).stream, err.stream, () => now).progress();
    progress.update(1, 4, '25 rows');
    now += 50;
    progress.update(2, 4, 'too soon to draw again');
    now += 60;
    progress.update(3, 4, '75 rows');
    progress.end();
    await new Promise(setImmediate);
    expect(err.text()).toBe(
      '\r\u001B[2K[######------------------]  25 %  25 rows\r\u001B[2K[##################------]  75 %  75 rows\r\u001B[2K',
    );
  });

  it('never runs over the edge', async () => {
    const err = screen(true, 20);
    new Terminal(screen(true).stream, err.stream).progress().update(1, 1, 'a million rows');
    await new Promise(setImmediate);
    expect(err.text().replace('\r\u001B[2K', '')).toHaveLength(19);
  });

  it('is silent where nobody watches', async () => {
    const err = screen(false);
    const progress = new Terminal(screen(false).stream, err.stream).progress();
    progress.update(1, 2, 'rows');
    progress.end();
    await new Promise(setImmediate);
    expect(err.text()).toBe('');
  });
});

describe('write', () => {
  it('waits until the reader has taken enough', async () => {
    const slow = new PassThrough({ highWaterMark: 4 });
    const order: string[] = [];
    const written = new Terminal(slow).write('more than four').then(() => order.push('written'));
    await new Promise(setImmediate);
    order.push('read');
    slow.resume();
    await written;
    expect(order).toEqual(['read', 'written']);
  });
});

describe('paint', () => {
  it('leaves text alone where colours are not shown', () => {
    expect(new Terminal(screen(false).stream).paint('red', 'failed')).toBe('failed');
  });
});

describe('pace', () => {
  it('finds out how many rows fit: grows slowly, shrinks at once', async () => {
    let now = 0;
    const pace = new Pace(() => now);
    const sizes: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const { size } = pace;
      sizes.push(size);
      now += 20;
      await pace.work(size, async () => {
        // An eighth of a millisecond a row at first; then the disk becomes eight times slower.
        now += round < 6 ? size / 8 : size;
      });
    }
    expect(sizes).toEqual([16, 32, 64, 128, 256, 280, 280, 35]);
  });

  it('lets nobody begin before the rest is over', async () => {
    let now = 1_000;
    const rests: number[] = [];
    const pace = new Pace(
      () => now,
      async (ms) => {
        rests.push(ms);
        now += ms;
      },
    );
    await pace.work(1, async () => undefined);
    now += 5;
    await pace.work(1, async () => undefined);
    now += 20;
    await pace.work(1, async () => undefined);
    // Five of the twenty milliseconds had passed already; the third piece came late enough by itself.
    expect(rests).toEqual([15]);
  });

  it('learns nothing from a piece that was small', async () => {
    let now = 0;
    const pace = new Pace(() => now);
    await pace.work(1, async () => {
      now += 30;
    });
    expect(pace.size).toBe(16);
  });
});
