// The grammar the Block Kit tables are written in: small checks that report problems at JSON pointers.
import { isFields, type Fields } from '../types.ts';

export type Surface = 'message' | 'modal' | 'home';

export interface Problem {
  code: string;
  message: string;
  pointer: string;
  field: string;
}

export interface Context {
  surface: Surface;
  report: (pointer: string, message: string, code?: string) => void;
}

export type Check = (value: unknown, pointer: string, context: Context) => void;

interface Field {
  check: Check;
  isRequired: boolean;
}

export type Shape = Record<string, Field>;

export const need = (check: Check): Field => ({ check, isRequired: true });
export const may = (check: Check): Field => ({ check, isRequired: false });

/** Length in Unicode code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

export function string(max: number, min = 1, pattern?: { test: RegExp; says: string }): Check {
  return (value, pointer, { report }) => {
    if (typeof value !== 'string') return report(pointer, 'must be a string', 'invalid_type');
    const length = lengthOf(value);
    if (length < min) report(pointer, `must be more than ${min - 1} characters`, 'too_short');
    if (length > max) report(pointer, `must be less than ${max + 1} characters`, 'too_long');
    if (pattern !== undefined && length > 0 && !pattern.test.test(value)) report(pointer, pattern.says, 'invalid_format');
  };
}

export function url(max: number, scheme?: string): Check {
  const length = string(max);
  return (value, pointer, context) => {
    length(value, pointer, context);
    if (typeof value !== 'string' || value === '') return;
    if (!URL.canParse(value)) context.report(pointer, 'must be a valid URL', 'invalid_format');
    else if (scheme !== undefined && new URL(value).protocol !== `${scheme}:`)
      context.report(pointer, `must be an ${scheme} URL`, 'invalid_format');
  };
}

export const boolean: Check = (value, pointer, { report }) => {
  if (typeof value !== 'boolean') report(pointer, 'must be a boolean', 'invalid_type');
};

export function integer(min: number, max: number): Check {
  return (value, pointer, { report }) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return report(pointer, 'must be an integer', 'invalid_type');
    if (value < min) report(pointer, `must be no less than ${min}`, 'too_small');
    if (value > max) report(pointer, `must be no more than ${max}`, 'too_large');
  };
}

export const number: Check = (value, pointer, { report }) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report(pointer, 'must be a number', 'invalid_type');
};

export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (value, pointer, { report }) => {
    if (!allowed.some((one) => one === value)) report(pointer, `must be one of: ${allowed.join(', ')}`, 'invalid_enum');
  };
}

export function list(item: Check, max: number, min = 1): Check {
  return (value, pointer, context) => {
    if (!Array.isArray(value)) return context.report(pointer, 'must be an array', 'invalid_type');
    if (value.length < min) context.report(pointer, `no less than ${min} items allowed`, 'too_few');
    if (value.length > max) context.report(pointer, `no more than ${max} items allowed`, 'too_many');
    value.forEach((one, index) => item(one, `${pointer}/${index}`, context));
  };
}

/** An object with exactly these keys; `extra` looks at rules between them once the keys are known. */
export function object(shape: Shape, extra?: (value: Fields, pointer: string, context: Context) => void): Check {
  return (value, pointer, context) => {
    if (!isFields(value)) return context.report(pointer, 'must be an object', 'invalid_type');
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(shape, key))
        context.report(`${pointer}/${escapePointer(key)}`, `invalid additional property: ${key}`, 'unknown_key');
    }
    for (const [key, field] of Object.entries(shape)) {
      const at = `${pointer}/${key}`;
      if (value[key] === undefined) {
        if (field.isRequired) context.report(pointer, `missing required field: ${key}`, 'missing_field');
      } else field.check(value[key], at, context);
    }
    extra?.(value, pointer, context);
  };
}

/** One of several kinds of object told apart by `type`. The table is read late, so that kinds can hold each other. */
export function byType(table: () => Record<string, Check>, where = ''): Check {
  return (value, pointer, context) => {
    if (!isFields(value)) return context.report(pointer, 'must be an object', 'invalid_type');
    if (typeof value.type !== 'string') return context.report(pointer, 'missing required field: type', 'missing_field');
    const kinds = table();
    const check = Object.hasOwn(kinds, value.type) ? kinds[value.type] : undefined;
    if (check === undefined) return context.report(`${pointer}/type`, `unsupported type: ${value.type}${where}`, 'unsupported_type');
    check(value, pointer, context);
  };
}

export const always = (expected: string): Check => oneOf(expected);

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
