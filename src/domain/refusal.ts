// A Refusal: the answer to a person whose move is not possible, in a sentence they can act on.
import type { Ask } from './moves.ts';

export type RefusalCode =
  | 'not_legal'
  | 'not_allowed'
  | 'older_handoff'
  | 'missing'
  | 'mismatch'
  | 'question'
  | 'unknown_lead'
  | 'too_early'
  | 'erased'
  | 'not_set_up';

export class Refusal extends Error {
  readonly code: RefusalCode;
  /** The input it stands under; absent = under the first. */
  readonly field: Ask | undefined;
  /** The handoff whose card answers the click better than this one. */
  readonly seeHandoffId: string | undefined;

  constructor(code: RefusalCode, sentence: string, more: { field?: Ask; seeHandoffId?: string } = {}) {
    super(sentence);
    this.name = 'Refusal';
    this.code = code;
    this.field = more.field;
    this.seeHandoffId = more.seeHandoffId;
  }
}
