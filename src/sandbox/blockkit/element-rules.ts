// Rules between the keys of one element.
import type { Fields } from '../types.ts';
import { lengthOf, type Context } from './check.ts';
import { exactlyOne, initialMustExist } from './objects.ts';

export type Rule = (value: Fields, pointer: string, context: Context) => void;

export const optionsRule: Rule = (value, pointer, context) => {
  exactlyOne(['options', 'option_groups'], value, pointer, context);
  initialMustExist(value, pointer, context);
};

export const lengthsRule: Rule = (value, pointer, { report }) => {
  const { min_length: min, max_length: max, initial_value: initial } = value;
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    report(pointer, 'min_length must not exceed max_length', 'invalid_range');
  if (typeof initial === 'string' && typeof max === 'number' && lengthOf(initial) > max) {
    report(`${pointer}/initial_value`, `must be less than ${max + 1} characters`, 'too_long');
  }
};

export const numbersRule: Rule = (value, pointer, { report }) => {
  const { min_value: min, max_value: max } = value;
  if (typeof min === 'string' && typeof max === 'string' && Number(min) > Number(max))
    report(pointer, 'min_value must not exceed max_value', 'invalid_range');
};

export function responseUrlRule(value: Fields, pointer: string, { report, surface }: Context): void {
  if (value.response_url_enabled === true && surface !== 'modal')
    report(`${pointer}/response_url_enabled`, 'only allowed in modals', 'unsupported_surface');
}
