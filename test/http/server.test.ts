// The server itself: bare connections, limits, and how it stops.
import { afterEach, describe, expect, it } from 'vitest';
import { count, head, openDoor, openWire } from './door.ts';
import type { Door, DoorOptions } from './door.ts';

const lead = (id: string): string => JSON.stringify({ externalId: id });
const quick = { headersTimeoutMs: 150, requestTimeoutMs: 300, checkEveryMs: 20 };

let door: Door | null = null;
afterEach(async () => {
  await door?.stop();
  door = null;
});

async function open(options?: DoorOptions): Promise<Door> {
  door = await openDoor(options);
  return door;
}

describe('bodies on the wire', () => {
  it('takes a body in pieces, and the next request on the same connection', async () => {
    const { server, leads } = await open();
    const wire = await openWire(server.port);
    wire.send(head('Transfer-Encoding: chunked'));
    for (const letter of lead('slow')) wire.send(`1\r\n${letter}\r\n`);
    wire.send('0\r\n\r\n');
    await wire.until(/created/);
    wire.send(`${head(`Content-Length: ${lead('next').length}`)}${lead('next')}`);
    await wire.until(/created[^]*created/);
    wire.end();
    expect(await leads()).toHaveLength(2);
  });

  it('answers requests that come at once in their order', async () => {
    const { server } = await open();
    const wire = await openWire(server.port);
    const each = ['{', lead('b'), lead('b')].map((body) => `${head(`Content-Length: ${body.length}`)}${body}`);
    wire.send(each.join(''));
    const text = await wire.until(/duplicate/);
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['400', '201', '200']);
    wire.end();
  });

  it('413 before a declared body is sent, and the connection ends in order when it was', async () => {
    const { server } = await open();
    const wire = await openWire(server.port);
    const size = 5 * 1024 * 1024;
    wire.send(head(`Content-Length: ${size}`));
    const early = await wire.until(/256 KiB/);
    expect(early).toMatch(/^HTTP\/1\.1 413 /);
    expect(early).toMatch(/connection: close/i);
    wire.send(Buffer.alloc(size, 'x'));
    expect(count(await wire.closed(), /HTTP\/1\.1/g)).toBe(1);
  });

  it('413 as soon as a body without a length is too long, and what follows is thrown away', async () => {
    const { server, leads } = await open();
    const wire = await openWire(server.port);
    wire.send(head('Transfer-Encoding: chunked'));
    const kilobyte = `400\r\n${'x'.repeat(1024)}\r\n`;
    wire.send(kilobyte.repeat(257));
    await wire.until(/256 KiB/);
    wire.send(`${kilobyte.repeat(1000)}0\r\n\r\n`);
    expect(count(await wire.closed(), /HTTP\/1\.1/g)).toBe(1);
    expect(await leads()).toHaveLength(0);
  });

  it('cuts a connection that never ends its body', async () => {
    const { server } = await open();
    const wire = await openWire(server.port);
    wire.send(head('Transfer-Encoding: chunked'));
    await new Promise<void>((resolve) => {
      const megabyte = `100000\r\n${'x'.repeat(1024 * 1024)}\r\n`;
      let isOver = false;
      void wire.closed().then(() => {
        isOver = true;
        resolve();
      });
      const pour = (): void => {
        if (isOver) return;
        wire.send(megabyte);
        setImmediate(pour);
      };
      pour();
    });
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('stores nothing of a caller who goes away in the middle', async () => {
    const { server, leads, get, metrics } = await open();
    const wire = await openWire(server.port);
    wire.send(`${head('Content-Length: 500')}{"externalId":"half"`);
    await get('/healthz');
    wire.end();
    while (!(await metrics.text()).includes('status="aborted"')) await get('/healthz');
    expect(await leads()).toHaveLength(0);
  });

  it('408 when fewer bytes come than were declared', async () => {
    const { server, leads } = await open({ limits: quick });
    const wire = await openWire(server.port);
    wire.send(`${head('Content-Length: 500')}${lead('short')}`);
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 408 [^]*application\/problem\+json[^]*in time/);
    expect(await leads()).toHaveLength(0);
  });

  it('408 when the headers do not end', async () => {
    const { server } = await open({ limits: quick });
    const wire = await openWire(server.port);
    wire.send('POST /v1/leads HTTP/1.1\r\nHost: bot.test\r\nX-A: ');
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('more bytes than declared are no part of the lead', async () => {
    const { server, leads } = await open();
    const wire = await openWire(server.port);
    wire.send(`${head(`Content-Length: ${lead('exact').length}`)}${lead('exact')} and more of it\r\n\r\n`);
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 201 [^]*connection: close[^]*created"}$/i);
    expect((await leads()).map(({ externalIds }) => externalIds[0]?.externalId)).toEqual(['exact']);
  });

  it.each([
    ['both ways of saying its length', head('Content-Length: 5', 'Transfer-Encoding: chunked')],
    ['two lengths', head('Content-Length: 5', 'Content-Length: 6')],
    ['a length that is no number', head('Content-Length: 5x')],
    ['a chunk that is no number', `${head('Transfer-Encoding: chunked')}zz\r\n`],
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a TLS greeting', '\x16\x03\x01\x02\x00'],
  ])('400 for %s', async (_name, text) => {
    const { server } = await open();
    const wire = await openWire(server.port);
    wire.send(Buffer.from(text, 'latin1'));
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json/);
  });

  it('431 for headers without end', async () => {
    const { server } = await open();
    const wire = await openWire(server.port);
    wire.send(`${head().trimEnd()}\r\nX-A: ${'a'.repeat(70_000)}\r\n\r\n`);
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('keeps the connection after a refusal with a small body', async () => {
    const { server } = await open();
    const wire = await openWire(server.port);
    wire.send(`${head(`Content-Length: ${lead('a').length}`).replace('Bearer ', 'Bearer not-')}${lead('a')}`);
    await wire.until(/HTTP\/1\.1 401[^]*not the token/);
    wire.send(`${head(`Content-Length: ${lead('a').length}`)}${lead('a')}`);
    await wire.until(/created/);
    wire.end();
  });
});

describe('stopping', () => {
  it('finishes what is under way, refuses what comes after, and ends at once when nothing is left', async () => {
    const { server, leads } = await open();
    const underWay = await openWire(server.port);
    const late = await openWire(server.port);
    const idle = await openWire(server.port);
    const silent = await openWire(server.port);
    idle.send('GET /healthz HTTP/1.1\r\nHost: bot.test\r\n\r\n');
    await idle.until(/ok/);
    underWay.send(`${head(`Content-Length: ${lead('under-way').length}`)}{"ext`);
    late.send(head(`Content-Length: ${lead('late').length}`).slice(0, 30));
    const ready = await openWire(server.port);
    ready.send('GET /readyz HTTP/1.1\r\nHo');
    await openDoorHasRead(server.url);

    const begun = performance.now();
    const stopped = server.stop(10_000);
    await idle.closed();
    await silent.closed();
    await expect(openWire(server.port)).rejects.toThrow(/ECONNREFUSED/);

    underWay.send(lead('under-way').slice(5));
    expect(await underWay.closed()).toMatch(/^HTTP\/1\.1 201 [^]*connection: close[^]*created/i);
    late.send(`${head(`Content-Length: ${lead('late').length}`).slice(30)}${lead('late')}`);
    expect(await late.closed()).toMatch(/^HTTP\/1\.1 503 (?=[^]*retry-after: \d)(?=[^]*connection: close)[^]*shutting down/i);
    ready.send('st: bot.test\r\n\r\n');
    expect(await ready.closed()).toMatch(/^HTTP\/1\.1 503 [^]*"status":"stopping"/);
    await stopped;
    expect(performance.now() - begun).toBeLessThan(5000);
    expect((await leads()).map(({ externalIds }) => externalIds[0]?.externalId)).toEqual(['under-way']);
  });

  it('waits no longer than its deadline', async () => {
    const { server } = await open();
    const wire = await openWire(server.port);
    wire.send(`${head('Content-Length: 500')}{`);
    await openDoorHasRead(server.url);
    const begun = performance.now();
    await Promise.all([server.stop(100), server.stop(5000)]);
    expect(performance.now() - begun).toBeLessThan(3000);
    await wire.closed();
  });
});

describe('listening', () => {
  it('says in a sentence that the port is taken, and what to change', async () => {
    const { server } = await open();
    await expect(openDoor({ port: server.port })).rejects.toThrow(
      `Port ${server.port} on 127.0.0.1 is in use by another program. Set PORT to a free one, or end that program.`,
    );
  });

  it('says that HOST is none of this machine', async () => {
    await expect(openDoor({ host: '203.0.113.7' })).rejects.toThrow(/^HOST 203\.0\.113\.7 is not an address of this machine/);
  });

  it('its address leads to it, for all hosts', async () => {
    for (const host of ['127.0.0.1', '0.0.0.0', 'localhost']) {
      const one = await openDoor({ host });
      expect((await one.get('/healthz')).status).toBe(200);
      await one.stop();
    }
  });
});

/** One answered request later, what was sent before on other connections has been read. */
async function openDoorHasRead(url: string): Promise<void> {
  for (let round = 0; round < 3; round += 1) await (await fetch(`${url}/healthz`)).text();
}
