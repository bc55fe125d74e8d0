// The house as it stands: every rule of test/architecture/house.ts over every source of src/ and test/.
import { describe, expect, it } from 'vitest';
import { checkHouse, checkWords, describeFault, EXCEPTIONS } from './house.ts';
import type { Fault } from './house.ts';
import { programsIn, textsIn } from './tree.ts';

const sources = [...programsIn('src'), ...programsIn('test')];
const faults = checkHouse(sources);

/** What is wrong, in sentences, of the rules named. */
function faultsOf(...rules: Fault['rule'][]): string[] {
  return faults.filter(({ rule }) => rules.includes(rule)).map(describeFault);
}

describe('the house', () => {
  it('is really read: there are sources in src/ and this test is among those in test/', () => {
    expect(sources.filter(({ path }) => path.startsWith('src/')).length).toBeGreaterThan(0);
    expect(sources.map(({ path }) => path)).toContain('test/architecture/imports.test.ts');
  });

  it('imports one way', () => expect(faultsOf('direction')).toEqual([]));
  it('keeps Slack in slack/ and SQL in sqlite/', () => expect(faultsOf('package')).toEqual([]));
  it('has a pure domain', () => expect(faultsOf('purity')).toEqual([]));
  it('reads the environment in config.ts only', () => expect(faultsOf('environment')).toEqual([]));
  it('keeps bot and sandbox apart', () => expect(faultsOf('sandbox')).toEqual([]));
  it('names files for what they hold, without barrels', () => expect(faultsOf('name', 'barrel')).toEqual([]));
  it('says on the first line of each file what it is for', () => expect(faultsOf('first line')).toEqual([]));
  it('has no file over 300 lines', () => expect(faultsOf('length')).toEqual([]));
  it('has no any and nothing that silences the compiler', () => expect(faultsOf('types')).toEqual([]));
  it('leaves no marks of unfinished work and no test out', () => expect(faultsOf('left over')).toEqual([]));

  it('names no path of one machine in any of its texts', () => {
    expect(textsIn('.').flatMap(checkWords).map(describeFault)).toEqual([]);
  });

  it('explains each exception, and has none that is no longer needed', () => {
    const strict = checkHouse(sources, []);
    for (const exception of EXCEPTIONS) {
      expect(exception.because.length, `${exception.path} (${exception.rule}) needs a reason`).toBeGreaterThan(30);
      expect(
        strict.some(({ path, rule }) => path === exception.path && rule === exception.rule),
        `${exception.path} no longer breaks "${exception.rule}": delete its exception`,
      ).toBe(true);
    }
  });
});
