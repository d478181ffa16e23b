import { expect, test } from 'vitest';
import { even, powers } from './axis';

test('an even axis keeps distances and has a few round ticks', () => {
  const axis = even([980, 1130], 0, 300);
  expect(axis.at(1100) - axis.at(1050)).toBeCloseTo(axis.at(1050) - axis.at(1000));
  expect(axis.ticks).toEqual([1000, 1050, 1100]);
  expect(even([5], 0, 10).at(5)).toBeCloseTo(5);
});

test('an axis by powers keeps proportions', () => {
  const axis = powers([0.001, 0.1], 0, 300);
  expect(axis.at(0.01) - axis.at(0.001)).toBeCloseTo(axis.at(0.1) - axis.at(0.01));
  expect(axis.ticks).toContain(0.01);
});

test('an axis by powers has two ticks at least, and no more than there is room for', () => {
  for (const values of [[68, 74], [0.011, 0.012], [70], [0.0001, 3]]) {
    for (const width of [250, 560]) {
      const { ticks, at } = powers(values, 56, 56 + width);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(width / 40);
      for (const tick of ticks) expect(at(tick)).toBeGreaterThanOrEqual(56);
      for (const tick of ticks) expect(at(tick)).toBeLessThanOrEqual(56 + width);
    }
  }
});
