// The body of a request: read within a limit, and taken as JSON in UTF-8 or refused with a reason.
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** `too_large` as soon as it is known, with the rest unread; `aborted` = the caller went away. */
export type Body = { readonly bytes: Buffer } | { readonly trouble: 'too_large' | 'aborted' };

/** Collects a body of at most `limit` bytes. What the caller says about its length is believed only when it is too much. */
export function readBody(req: IncomingMessage, limit: number): Promise<Body> {
  if (Number(req.headers['content-length']) > limit) return Promise.resolve({ trouble: 'too_large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (body: Body): void => {
      req.off('data', onData).off('end', onEnd).off('close', onGone);
      resolve(body);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= limit) return;
      req.pause();
      settle({ trouble: 'too_large' });
    };
    const onEnd = (): void => {
      const [first, second] = chunks;
      settle({ bytes: first && !second ? first : Buffer.concat(chunks, length) });
    };
    const onGone = (): void => settle({ trouble: 'aborted' });
    req.on('data', onData).on('end', onEnd).on('close', onGone);
    // An error is followed by close; without a listener it would end the process.
    req.on('error', () => {});
  });
}

/** Bytes as JSON; `noun` is what was to be sent. The reason never repeats any of them. */
export function parseJson(bytes: Buffer, noun = 'lead'): { readonly value: unknown } | { readonly detail: string } {
  if (bytes.length === 0) return { detail: `The body is empty. Send one ${noun} as a JSON object.` };
  // JSON never begins with these: it is UTF-16 or UTF-32 that would pass for UTF-8 with NULs in it.
  if (!isUtf8(bytes) || bytes[0] === 0 || bytes[1] === 0) return { detail: 'The body is not UTF-8. Send it as JSON in UTF-8.' };
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    return { value: JSON.parse(bytes.toString('utf8', hasMark ? 3 : 0)) as unknown };
  } catch {
    // The parser's own words quote the body, so they go no further.
    return { detail: 'The body is not well-formed JSON. Check quotes, commas and brackets.' };
  }
}

/** Deeper than so many levels of lists and objects? Never goes deeper than that itself. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeper(child, levels - 1));
}
