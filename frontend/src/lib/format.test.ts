import { expect, test } from 'vitest';
import { ago, chance, count, dollars, elapsed, percent, seconds } from './format';

test('unknown figures are a dash', () => {
  expect(seconds(null, 'en')).toBe('–');
  expect(dollars(null, 'ko')).toBe('–');
});

test.each([
  [0, '$0'],
  [3, '$3'],
  [2.5, '$2.50'],
  [0.0081, '$0.0081'],
  [0.00009876, '$0.000099'],
])('dollars show cents where there are any, and two digits below them: %d', (value, shown) => {
  expect(dollars(value, 'en')).toBe(shown);
});

test('time is told in the unit of the language', () => {
  expect(seconds(0.714, 'en')).toBe('0.71 s');
  expect(seconds(0.004, 'en')).toBe('< 0.01 s');
  expect(seconds(12.44, 'ko')).toBe('12.4초');
  expect(elapsed(59_999, 'en')).toBe('59 s');
  expect(elapsed(65_000, 'ko')).toBe('1:05');
});

test('how long ago is told in the unit a person would use', () => {
  const now = Date.parse('2026-11-23T20:00:00Z');
  expect(ago('2026-11-23T19:59:30Z', now, 'en')).toBe('now');
  expect(ago('2026-11-23T19:55:00Z', now, 'ko')).toBe('5분 전');
  expect(ago('2026-11-22T19:00:00Z', now, 'en')).toBe('yesterday');
  expect(ago('2026-11-23T20:01:00Z', now, 'en')).toBe('now');
});

test('counts are grouped and shares are whole', () => {
  expect(count(1482, 'en')).toBe('1,482');
  expect(percent(0.364, 'ko')).toBe('36%');
});

test('a chance is never said to be certain', () => {
  expect([0.999, 0.99, 0.5, 0.01, 0.001].map((share) => chance(share, 'en'))).toEqual([
    '>99%',
    '99%',
    '50%',
    '1%',
    '<1%',
  ]);
});
