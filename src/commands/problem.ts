// A command cannot do what was asked: sentences for the person, an exit code for scripts.
/** 0 and 1 as everywhere; the others as sysexits.h has them, where that fits. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  corrupt: 74,
  locked: 75,
  newerSchema: 76,
  interrupted: 130,
  terminated: 143,
} as const;

/** A command cannot do what was asked; each sentence says why, and what to do. */
export class CommandProblem extends Error {
  override readonly name = 'CommandProblem';
  readonly sentences: readonly string[];
  readonly exitCode: number;

  constructor(sentences: string | readonly string[], exitCode: number = exitCodes.failed) {
    const list = typeof sentences === 'string' ? [sentences] : sentences;
    super(list.join('\n'));
    this.sentences = list;
    this.exitCode = exitCode;
  }
}
