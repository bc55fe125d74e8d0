// .env.example: it names every variable there is, and what it shows as a default is the default.
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

const TEXT = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const WITH_COMMENTS = TEXT.replaceAll(/^# (?=[A-Z_]+=)/gm, '');

const VARIABLES = ['SLACK_API_URL', 'DATABASE_URL', 'HOST', 'PORT', 'INTAKE_RATE', 'INTAKE_BURST', 'LOG_LEVEL'];
const SECRETS = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'INTAKE_TOKEN'];
/** A folder without a .env of its own. */
const ELSEWHERE = '/nowhere';

describe('.env.example', () => {
  it('names every variable, and each secret with its file', () => {
    const expected = [...VARIABLES, ...SECRETS.flatMap((name) => [name, `${name}_FILE`])];
    expect(Object.keys(parseEnv(WITH_COMMENTS)).toSorted()).toEqual(expected.toSorted());
  });

  it('changes nothing when it is copied as it is', () => {
    expect(readConfig(parseEnv(TEXT), { slack: false }, ELSEWHERE)).toEqual(readConfig({}, { slack: false }, ELSEWHERE));
  });

  it('shows the real defaults in its comments', () => {
    const shown = Object.fromEntries(Object.entries(parseEnv(WITH_COMMENTS)).filter(([name]) => VARIABLES.includes(name)));
    expect(readConfig(shown, { slack: false }, ELSEWHERE)).toEqual(readConfig({}, { slack: false }, ELSEWHERE));
  });
});
