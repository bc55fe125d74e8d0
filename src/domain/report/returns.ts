// What became of the handoffs that went back to marketing: taken up, sent back, won back. A fold over the log, beside the cohort.
import type { LeadEvent } from '../lead.ts';
import type { Span } from './week.ts';

/** Counts of handoffs opened in the span that went back to marketing, as known at an instant. */
export interface Returns {
  /** By a person or because they stalled. */
  readonly returned: number;
  readonly stalled: number;
  /** Nurtured, archived or sent back by somebody since. */
  readonly takenUp: number;
  readonly sentBack: number;
  /** Sent back, and qualified then. */
  readonly recovered: number;
}

interface Return {
  isStalled: boolean;
  isTakenUp: boolean;
  isSentBack: boolean;
  isRecovered: boolean;
}

export interface ReturnsFold {
  add(event: LeadEvent): void;
  returns(): Returns;
}

/** An event is known at `asOf` when it had happened and had been recorded by then. */
export function createReturns(span: Span, asOf: number): ReturnsFold {
  const opened = new Set<string>();
  const byHandoff = new Map<string, Return>();
  /** The newest return of each lead, until the lead is with sales again. */
  const open = new Map<string, Return>();
  /** Handoffs that began because somebody sent a returned lead back. */
  const again = new Map<string, Return>();

  function goBack(event: LeadEvent & { type: 'returned' }): void {
    if (event.cause === 'revisit' || !opened.has(event.handoffId)) return;
    const known = byHandoff.get(event.handoffId) ?? { isStalled: false, isTakenUp: false, isSentBack: false, isRecovered: false };
    known.isStalled ||= event.cause === 'stalled';
    byHandoff.set(event.handoffId, known);
    open.set(event.leadId, known);
  }

  function resubmitted(event: LeadEvent): void {
    const known = open.get(event.leadId);
    open.delete(event.leadId);
    if (!known || event.by === 'system') return;
    known.isTakenUp = true;
    known.isSentBack = true;
    again.set(event.handoffId, known);
  }

  return {
    add(event) {
      if (event.recordedAt > asOf || event.at > asOf) return;
      if (event.type === 'resubmitted') resubmitted(event);
      if (event.type === 'received' || event.type === 'resubmitted') {
        if (span.fromAt <= event.at && event.at < span.toAt && !event.isTest) opened.add(event.handoffId);
      } else if (event.type === 'returned') goBack(event);
      else if (event.type === 'nurtured' || event.type === 'archived') {
        const known = byHandoff.get(event.handoffId);
        if (known) known.isTakenUp = true;
      } else if (event.type === 'judged') {
        const known = again.get(event.handoffId);
        if (known) known.isRecovered = event.verdict === 'qualified';
      }
    },
    returns() {
      const all = [...byHandoff.values()];
      const count = (is: (one: Return) => boolean): number => all.filter(is).length;
      return {
        returned: all.length,
        stalled: count((one) => one.isStalled),
        takenUp: count((one) => one.isTakenUp),
        sentBack: count((one) => one.isSentBack),
        recovered: count((one) => one.isRecovered),
      };
    },
  };
}
