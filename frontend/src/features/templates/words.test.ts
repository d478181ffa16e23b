import { expect, test } from 'vitest';
import { steps } from './steps';
import { en } from './words.en';
import { ko } from './words.ko';

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

test('both languages have the same sentences, and every Korean one is Korean', () => {
  expect(leaves(ko).map(([path]) => path)).toEqual(leaves(en).map(([path]) => path));
  const plain = leaves(ko).filter(
    ([path, value]) => typeof value === 'string' && !path.endsWith('.shipped'),
  );
  for (const [path, value] of plain)
    expect([path, value]).toEqual([path, expect.stringMatching(/[가-힣]/)]);
});

test('every step is asked for in both languages, and named in both', () => {
  expect(Object.keys(steps.ko)).toEqual(Object.keys(steps.en));
  expect(Object.keys(en.doc.steps)).toEqual(Object.keys(steps.en));
});

test('counts of one are said as one', () => {
  expect(en.lacking(1)).toBe('One field still needs you.');
  expect(en.editor.wrong(2)).toBe('2 things are wrong.');
});
