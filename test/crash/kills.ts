// A campaign: the bot is killed again and again at moments that chance chooses, while leads and clicks are in flight.
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Chance, chanceOf } from './chance.ts';
import { faultsIn } from './invariants.ts';
import { type Mode, digestChannel, digestNow, startLife } from './life.ts';
import { startTraffic } from './traffic.ts';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const retimedEach = 3;

/** The longest that a bot lives which was to die at a call that never came. */
const longestMs = 4_000;
const leadsAKill = 3;

/** Kills so many times, then lets the bot live and checks that every promise was kept. @throws what was not */
export async function campaign(mode: Mode, kills: number, seed: number): Promise<void> {
  const chance = chanceOf(seed);
  const life = await startLife(mode, { isHurried: true });
  try {
    const traffic = startTraffic(life, kills * leadsAKill);
    for (let kill = 0; kill < kills; kill += 1) {
      const how = howToDie(chance);
      traffic.more(leadsAKill);
      const begun = life.begin(how.call ? { call: how.call } : {});
      if (how.from === 'ready') await begun;
      await Promise.race([pause(how.afterMs), life.bot().ended]);
      await life.kill();
      await begun;
      // I2, I6, I10 and I12 hold at every moment; the rest once it is quiet.
      expect(await faultsIn(life.databasePath), `after kill ${kill + 1}`).toEqual([]);
      // Somebody cannot make up their mind about the day of the digest.
      if (kill % retimedEach === retimedEach - 1) await life.retime(anyTime(chance));
    }
    await life.retime(digestNow());
    await life.begin();
    await traffic.done(60_000 + kills * 1_000);
    await life.settled(60_000 + kills * 1_000);
    const { promised, names } = traffic;
    expect([...promised.leads].toSorted()).toEqual(names.toSorted());
    const counts = names.map((name) => ({
      name,
      received: life.count(name, 'received'),
      posted: life.count(name, 'posted'),
      asked: life.count(name, 'activity'),
      claimed: Math.min(life.count(name, 'claimed'), 1),
      judged: life.count(name, 'judged'),
      isHandedOn: life.count(name, 'claimed') > 1 + life.count(name, 'released') + (promised.assigned.has(name) ? Infinity : 0),
      returned: life.count(name, 'returned'),
      nurtured: life.count(name, 'nurtured'),
      stalled: life.count(name, 'stalled'),
    }));
    expect(counts).toEqual(
      counts.map((count) => ({
        name: count.name,
        received: 1,
        posted: 1,
        asked: promised.enquiries.has(count.name) ? 1 : 0,
        claimed: promised.claims.has(count.name) ? 1 : Math.min(count.claimed, 1),
        judged: promised.verdicts.has(count.name) ? 1 : Math.min(count.judged, 1),
        isHandedOn: false,
        returned: promised.returned.has(count.name) || promised.untouched.has(count.name) ? 1 : Math.min(count.returned, 1),
        nurtured: promised.nurtured.has(count.name) ? 1 : Math.min(count.nurtured, 1),
        // Nobody claimed it, so it went back by itself.
        stalled: promised.untouched.has(count.name) ? 1 : Math.min(count.stalled, 1),
      })),
    );
    const digests = life.sandbox.messages(digestChannel);
    expect(digests.length).toBeGreaterThan(0);
    expect(digests.map(({ ts }) => life.sandbox.thread(digestChannel, ts).length)).toEqual(digests.map(() => 1));
  } finally {
    await life.end();
  }
}

function anyTime(chance: Chance): { day: string; at: string } {
  const two = (number: number): string => String(number).padStart(2, '0');
  return { day: days[chance.between(0, 6)] ?? 'mon', at: `${two(chance.between(0, 23))}:${two(chance.between(0, 59))}` };
}

interface Dying {
  /** `before 17`: before the 17th call of the store; absent = from outside only. */
  readonly call?: string;
  readonly from: 'spawn' | 'ready';
  readonly afterMs: number;
}

/** Half of the time at a call of the store, so that no gap between two writes is left out; else at any time, also while it starts. */
function howToDie(chance: Chance): Dying {
  if (chance.next() < 0.5) {
    const when = chance.next() < 0.5 ? 'before' : 'after';
    return { call: `${when} ${chance.between(1, 150)}`, from: 'ready', afterMs: longestMs };
  }
  if (chance.next() < 0.3) return { from: 'spawn', afterMs: chance.between(200, 1_500) };
  return { from: 'ready', afterMs: chance.between(0, 1_200) };
}
