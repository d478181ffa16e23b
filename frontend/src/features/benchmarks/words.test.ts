import { expect, test } from 'vitest';
import { en } from './words.en';

test('counts of one are said as one', () => {
  expect(en.both(1)).toBe('1 benchmark both report');
  expect(en.verdict.of(1, 1) + en.verdict.reliable(1)).toBe(
    'Of one difference, one can be relied on',
  );
  expect(en.verdict.of(6, 28)).toBe('Of 6 differences (judged among 28), ');
});
