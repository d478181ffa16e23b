import { expect, test } from 'vitest';
import { emptyForm, faultOf, fitForm, isTouched } from './form';
import type { Field } from './routes';

const field = (more: Partial<Field>): Field => ({
  key: 'one',
  label: 'One',
  type: 'line',
  hint: '',
  required: false,
  example: '',
  choices: [],
  ...more,
});

test('what is wrong is said by the same rules as on the server', () => {
  expect(faultOf(field({ required: true }), '  ')).toEqual({ code: 'required' });
  expect(faultOf(field({}), '')).toBeNull();
  expect(faultOf(field({}), 'x'.repeat(301))).toEqual({
    code: 'too_long',
    length: 301,
    limit: 300,
  });
  expect(faultOf(field({ type: 'number' }), 'three')).toEqual({ code: 'not_a_number' });
  expect(faultOf(field({ type: 'number' }), '-1,200.5')).toBeNull();
  expect(faultOf(field({ type: 'list' }), 'x\n'.repeat(50))).toBeNull();
  expect(faultOf(field({ type: 'list' }), 'x\n'.repeat(51))).toEqual({
    code: 'too_many',
    limit: 50,
  });
});

test('a form that was kept fits the template as it is now', () => {
  const form = [
    field({ key: 'a' }),
    field({ key: 'tone', type: 'choice', required: true, choices: ['plain', 'warm'] }),
    field({ key: 'place', type: 'choice', choices: ['here', 'there'] }),
  ];
  expect(emptyForm(form)).toEqual({ a: '', tone: 'plain', place: '' });
  expect(fitForm(form, { a: 'x', tone: 'gone', place: 'there', old: 'y' })).toEqual({
    a: 'x',
    tone: 'plain',
    place: 'there',
  });
  expect(isTouched(form, emptyForm(form))).toBe(false);
  expect(isTouched(form, { a: 'x' })).toBe(true);
});
