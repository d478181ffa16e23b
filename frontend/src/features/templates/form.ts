/** A form on screen: what is wrong with a value, by the rules that the server has too. */

import type { Field } from './routes';

export type Values = Record<string, string>;

/** As `madang.templates.form` has them. */
const LIMITS = { line: 300, text: 12_000, choice: 12_000, number: 12_000, list: 12_000 };
const MOST_ITEMS = 50;

export type Fault =
  | { code: 'required' | 'not_a_number' }
  | { code: 'too_long'; length: number; limit: number }
  | { code: 'too_many'; limit: number };

export function faultOf(field: Field, value: string): Fault | null {
  const text = value.trim();
  if (!text) return field.required ? { code: 'required' } : null;
  const limit = LIMITS[field.type ?? 'line'];
  const length = [...text].length;
  if (length > limit) return { code: 'too_long', length, limit };
  if (field.type === 'number' && !/^[+-]?[\d,]*\.?\d+$/.test(text)) return { code: 'not_a_number' };
  if (field.type === 'list' && text.split('\n').filter((line) => line.trim()).length > MOST_ITEMS)
    return { code: 'too_many', limit: MOST_ITEMS };
  return null;
}

/** An empty form: of choices that have to be made, the first one is. */
export function emptyForm(form: readonly Field[]): Values {
  return Object.fromEntries(
    form.map((field) => [field.key, field.required ? (field.choices?.[0] ?? '') : '']),
  );
}

/** What was kept of a form, as far as it still fits: templates change. */
export function fitForm(form: readonly Field[], kept: Values): Values {
  const values = emptyForm(form);
  for (const field of form) {
    const value = kept[field.key];
    if (value === undefined) continue;
    if (field.type === 'choice' && !field.choices?.includes(value)) continue;
    values[field.key] = value;
  }
  return values;
}

/** Whether a person has typed anything: choices stand as they are. */
export function isTouched(form: readonly Field[], values: Values): boolean {
  return form.some((field) => field.type !== 'choice' && values[field.key]?.trim());
}

export function sameForm(form: readonly Field[], one: Values, other: Values): boolean {
  return form.every(({ key }) => one[key] === other[key]);
}
