// Who may use /v1: one bearer token, compared so that its answer time tells nothing.
import { createHash, timingSafeEqual } from 'node:crypto';
import { problem } from './problem.ts';
import type { Reply } from './reply.ts';

const notSet = problem(
  403,
  'INTAKE_TOKEN is not set, so this API is closed. Set INTAKE_TOKEN where the bot runs, start it again, and send the token as "Authorization: Bearer …".',
);
const missing = problem(401, 'Send the token as "Authorization: Bearer …": it is the value of INTAKE_TOKEN.', {
  headers: { 'www-authenticate': 'Bearer realm="leadloop"' },
});
const wrong = problem(401, 'This is not the token that INTAKE_TOKEN holds where the bot runs.', {
  headers: { 'www-authenticate': 'Bearer realm="leadloop", error="invalid_token"' },
});

const scheme = 'bearer ';

/** Looks at an Authorization header: `null` = come in, else the answer. */
export type Gate = (authorization: string | undefined) => Reply | null;

export function createGate(token: string | null): Gate {
  if (!token) return () => notSet;
  const expected = digest(Buffer.from(token));
  return (authorization) => {
    if (authorization === undefined) return missing;
    if (authorization.slice(0, scheme.length).toLowerCase() !== scheme) return missing;
    // Digests are equally long whatever was sent, and say nothing about how much of it was right. Header bytes arrive as latin1.
    const given = digest(Buffer.from(authorization.slice(scheme.length).trim(), 'latin1'));
    return timingSafeEqual(given, expected) ? null : wrong;
  };
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
