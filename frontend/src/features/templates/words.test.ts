import { expect, test } from 'vitest';
import { steps } from './steps';
import { en } from './words.en';

test('every step is asked for in both languages, and named in both', () => {
  expect(Object.keys(steps.ko)).toEqual(Object.keys(steps.en));
  expect(Object.keys(en.doc.steps)).toEqual(Object.keys(steps.en));
});

test('counts of one are said as one', () => {
  expect(en.lacking(1)).toBe('One field still needs you.');
  expect(en.editor.wrong(2)).toBe('2 things are wrong.');
});
