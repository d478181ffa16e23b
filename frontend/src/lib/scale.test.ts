import { expect, test } from 'vitest';
import { along, scaleOf } from './scale';

test('nothing to show has no scale', () => {
  expect(scaleOf([])).toBeNull();
});

test.each([[[1000]], [[997, 1003]], [[812, 1141]], [[-4000, 5200]]])(
  'a scale holds its values and has a few round ticks: %j',
  (values) => {
    const scale = scaleOf(values);
    if (!scale) throw new Error('no scale');
    for (const value of values) {
      expect(along(scale, value)).toBeGreaterThan(0);
      expect(along(scale, value)).toBeLessThan(1);
    }
    expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
    expect(scale.ticks.length).toBeLessThanOrEqual(6);
    for (const tick of scale.ticks) expect(tick).toBe(Math.round(tick));
  },
);
