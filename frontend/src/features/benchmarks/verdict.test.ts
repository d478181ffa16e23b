import { expect, test } from 'vitest';
import type { Judged } from './table';
import { verdictOf } from './verdict';
import { en } from './words.en';
import { ko } from './words.ko';

const row = (benchmark: string, difference: number, alone: boolean, all: boolean): Judged =>
  ({ benchmark, a: 'A', b: 'B', difference, significant: alone, holm_significant: all }) as Judged;

const rows = [row('x', 5, true, true), row('y', -3, true, false), row('z', 1, false, false)];
const said = (...args: Parameters<typeof verdictOf>) =>
  verdictOf(...args)
    .map((part) => part.text)
    .join('');

test('what can be relied on is named, with whom it favours', () => {
  expect(said(rows, 9, true, false, en)).toBe(
    'Of 3 differences (judged among 9), one can be relied on: x for A. ' +
      'The other 2 may be chance: too few questions to show so little.',
  );
  expect(said(rows, 9, false, false, en)).toContain('2 can be relied on: x for A and y for B.');
  expect(said(rows, 9, false, false, ko)).toContain('2개는 믿을 수 있습니다: x에서는 A 쪽이');
});

test('against everyone it is counted', () => {
  expect(said(rows, 3, false, true, en)).toContain('A is ahead in 1 and behind in 1.');
});

test('nothing to rely on, and nothing to compare', () => {
  expect(said(rows.slice(2), 1, true, false, en)).toBe(
    'Of one difference, none can be relied on. There are too few questions to show so little.',
  );
  expect(said([], 0, true, false, en)).toBe(en.verdict.none);
});
