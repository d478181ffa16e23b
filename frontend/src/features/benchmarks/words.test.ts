import { expect, test } from 'vitest';
import { en } from './words.en';
import { ko } from './words.ko';

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

test('both languages have the same sentences, and every Korean one is Korean', () => {
  expect(leaves(ko).map(([path]) => path)).toEqual(leaves(en).map(([path]) => path));
  const plain = leaves(ko).filter(
    ([path, value]) => typeof value === 'string' && !path.endsWith('.and'),
  );
  for (const [path, value] of plain)
    expect([path, value]).toEqual([path, expect.stringMatching(/[가-힣]/)]);
});

test('counts of one are said as one', () => {
  expect(en.both(1)).toBe('1 benchmark both report');
  expect(en.verdict.of(1, 1) + en.verdict.reliable(1)).toBe(
    'Of one difference, one can be relied on',
  );
  expect(en.verdict.of(6, 28)).toBe('Of 6 differences (judged among 28), ');
});
