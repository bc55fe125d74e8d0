// What our buttons, options and forms carry, and how it is read back. Messages stay for years, so every format has its version.
import { createHash } from 'node:crypto';
import type { Origin } from '../domain/change.ts';
import { type ChosenCriterion, type MoveName, isMoveName } from '../domain/moves.ts';
import { isMetric } from '../domain/targets/metrics.ts';
import { type TargetName, targetSubject } from '../domain/targets/target.ts';
import { optionLimits } from './limits.ts';

// ---------------------------------------------------------------- about a lead

/** What a button or modal is about. `move` is absent where the action id says it. */
export interface Target {
  readonly version: 1;
  readonly handoffId: string;
  readonly move?: MoveName;
}

const targetShape = /^v1:([\w-]{1,56})(?::([a-z_]+))?$/;

/** The value of a button, menu item or modal: `v1:<handoffId>[:move]`. Cards live for years, so the format carries its version. */
export function encodeTarget(handoffId: string, move?: MoveName): string {
  const value = `v1:${handoffId}${move ? `:${move}` : ''}`;
  if (!targetShape.test(value) || value.length > optionLimits.value) throw new Error(`Handoff id does not fit a button: ${handoffId}`);
  return value;
}

/** Reads such a value back; `null` for one that we never wrote, or a newer version did. */
export function decodeTarget(value: string | null | undefined): Target | null {
  const found = typeof value === 'string' && value.length <= optionLimits.value ? targetShape.exec(value) : null;
  const [, handoffId, move] = found ?? [];
  if (!handoffId) return null;
  if (move === undefined) return { version: 1, handoffId };
  return isMoveName(move) ? { version: 1, handoffId, move } : null;
}

const questionShape = /^v1:([\w:-]{1,72})$/;

/** The value of *Answered by*, on its button and in its form: `v1:<event id of a question>`; `null` for an id that does not fit. */
export function encodeQuestion(eventId: string): string | null {
  const value = `v1:${eventId}`;
  return questionShape.test(value) && value.length <= optionLimits.value ? value : null;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeQuestion(value: string | null | undefined): string | null {
  return questionShape.exec(value ?? '')?.[1] ?? null;
}

const criterionShape = /^c1:([1-9]\d{0,8}):([\w-]{1,56})$/;

/** The value of a criterion in a form: `c1:<version of the definition>:<id>`, of the version that the form shows; `null` for an id that does not fit. */
export function encodeCriterion({ version, id }: ChosenCriterion): string | null {
  const value = `c1:${version}:${id}`;
  return criterionShape.test(value) && value.length <= optionLimits.value ? value : null;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeCriterion(value: string | undefined): ChosenCriterion | null {
  const [, version, id] = criterionShape.exec(value ?? '') ?? [];
  return version === undefined || id === undefined ? null : { version: Number(version), id };
}

// ---------------------------------------------------------------- about what is agreed upon

/** What a button or form about an agreement carries: which one, and what it shows of it. */
export interface AgreementTarget {
  readonly topic: 'definition' | 'term';
  /** A term as it was typed; `''` for the definition. */
  readonly term: string;
  /** In force when it was shown; 0 = none. */
  readonly version: number;
  readonly proposalId: string | null;
}

const agreementShape = /^v1:(definition|term):([^:]*):(\d{1,9}):([^:]*)$/;

/** `v1:<topic>:<term>:<version>:<proposal>`. The term must be well-formed text. */
export function encodeAgreement({ topic, term, version, proposalId }: AgreementTarget): string {
  return `v1:${topic}:${encodeURIComponent(term)}:${version}:${encodeURIComponent(proposalId ?? '')}`;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeAgreement(value: string | null | undefined): AgreementTarget | null {
  const [, topic, term, version, proposalId] = agreementShape.exec(value ?? '') ?? [];
  if (topic === undefined || term === undefined || version === undefined || proposalId === undefined) return null;
  try {
    return {
      topic: topic === 'term' ? 'term' : 'definition',
      term: decodeURIComponent(term),
      version: Number(version),
      proposalId: decodeURIComponent(proposalId) || null,
    };
  } catch {
    return null;
  }
}

// ---------------------------------------------------------------- about changes, targets, spend, settings

/** The value of a source or campaign in a form: `v1:<axis>:<digest of its name>`, as names can be longer than a value. */
export function encodeOrigin({ axis, name }: Origin): string {
  return `v1:${axis}:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

/** The value of *Take back*: `v1:<id of the change>`. */
export function encodeChange(id: string): string {
  return `v1:${id}`;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeChange(value: string | undefined): string | null {
  return /^v1:([\w:-]{1,70})$/.exec(value ?? '')?.[1] ?? null;
}

/** What a button or form about a shared target carries. */
export interface TargetFormRef {
  /** `2026-Q4`. */
  readonly quarter: string;
  /** Which target is changed; `null` for one that is to be set. */
  readonly name: TargetName | null;
  /** The line of it that is shown; 0 = none. */
  readonly seen: number;
}

const targetFormShape = /^v1:([12]\d{3}-Q[1-4]):(?:(\w{1,30})(?::([A-Z]{3}))?)?:(\d{1,15})$/;

/** `v1:<quarter>:[<metric>[:<currency>]]:<line>`. */
export function encodeTargetForm({ quarter, name, seen }: TargetFormRef): string {
  return `v1:${name ? targetSubject(name) : `${quarter}:`}:${seen}`;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeTargetForm(value: string | null | undefined): TargetFormRef | null {
  const [, quarter, metric, currency = '', seen] = targetFormShape.exec(value ?? '') ?? [];
  if (quarter === undefined || seen === undefined || (metric !== undefined && !isMetric(metric))) return null;
  return { quarter, name: metric === undefined ? null : { quarter, metric, currency }, seen: Number(seen) };
}

/** Slack takes 2,000 characters in the value of a button. */
const namesLength = 600;

/** Names for a form's hint, on the button that opens it: `v1:` and one a line, as many as fit. */
export function encodeNames(names: readonly string[]): string {
  let value = 'v1:';
  for (const name of names) {
    const line = name.replaceAll(/\s+/g, ' ').toWellFormed();
    if (value.length + line.length + 1 > namesLength) break;
    value += `${value === 'v1:' ? '' : '\n'}${line}`;
  }
  return value;
}

/** Reads them back; `null` for a value that we never wrote, or a newer version did. */
export function decodeNames(value: string | null | undefined): readonly string[] | null {
  if (!value?.startsWith('v1:') || value.length > namesLength) return null;
  return value
    .slice(3)
    .split('\n')
    .filter((name) => name !== '');
}

/** What the form *Settings* carries: the version that it shows. */
export function encodeSettingsVersion(version: number): string {
  return `v1:${version}`;
}

/** Reads it back; `null` for one that we never wrote, or a newer version did. */
export function decodeSettingsVersion(metadata: string | undefined): number | null {
  const [, digits] = /^v1:(\d{1,15})$/.exec(metadata ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}
