/** From a figure to pixels, evenly (ratings) or by powers (costs and speeds, which span decades). */

const STEPS = [1, 2, 5, 10];

export interface Axis {
  ticks: number[];
  at: (value: number) => number;
}

/** An even axis over `values` from pixel `from` to pixel `to`. */
export function even(values: readonly number[], from: number, to: number): Axis {
  const [least, most] = span(values);
  const room = Math.max((most - least) * 0.06, 1e-9);
  const [low, high] = most > least ? [least - room, most + room] : [least - 1, most + 1];
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
  return { ticks, at: (value) => from + ((value - low) / (high - low)) * (to - from) };
}

/** An axis by powers of ten; every value is above 0. */
export function powers(values: readonly number[], from: number, to: number): Axis {
  const [least, most] = span(values);
  const [low, high] = [Math.log10(least) - 0.08, Math.log10(most) + 0.08];
  const ticks: number[] = [];
  for (let power = Math.floor(low); power <= high; power += 1) {
    for (const step of STEPS.slice(0, 3)) {
      const tick = step * 10 ** power;
      if (Math.log10(tick) >= low && Math.log10(tick) <= high) ticks.push(tick);
    }
  }
  return { ticks, at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from) };
}

function span(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
