// The long campaign: 200 deaths at random moments. `CRASH_SEED=… npm run test:crash` has the same ones again.
import { afterAll, describe, test } from 'vitest';
import { seedOfRun } from './chance.ts';
import { endChildren } from './child.ts';
import { campaign } from './kills.ts';

const seed = seedOfRun();
const kills = 100;

afterAll(endChildren);

describe.concurrent(`F41: killed at random moments, CRASH_SEED=${seed}`, () => {
  test.each(['http', 'socket'] as const)(`${kills} times over %s: what was promised was kept`, (mode) => campaign(mode, kills, seed));
});
