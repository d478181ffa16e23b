/** From a figure to pixels, evenly (ratings) or by powers (costs and speeds, which span decades). */

const STEPS = [1, 2, 5, 10];

/** Pixels that a mark and its number take along a horizontal axis. */
const MARK = 52;
const MOST = 5;

export interface Axis {
  ticks: number[];
  at: (value: number) => number;
}

/** An even axis over `values` from pixel `from` to pixel `to`. */
export function even(values: readonly number[], from: number, to: number): Axis {
  const [least, most] = span(values);
  const room = Math.max((most - least) * 0.06, 1e-9);
  const [low, high] = most > least ? [least - room, most + room] : [least - 1, most + 1];
  return {
    ticks: round(low, high, fitting(from, to)),
    at: (value) => from + ((value - low) / (high - low)) * (to - from),
  };
}

/** An axis by powers of ten; every value is above 0. At least two ticks, however near they lie. */
export function powers(values: readonly number[], from: number, to: number): Axis {
  const [least, most] = span(values);
  const [low, high] = [Math.log10(least) - 0.08, Math.log10(most) + 0.08];
  const room = Math.abs(to - from) / MARK;
  const some = [STEPS.slice(0, 3), [1, 3], [1]]
    .map((steps) => byPowers(low, high, steps))
    .find((ticks) => ticks.length >= 2 && ticks.length <= room);
  return {
    ticks: some ?? round(10 ** low, 10 ** high, fitting(from, to)),
    at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
  };
}

function byPowers(low: number, high: number, steps: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(low); power <= high; power += 1) {
    ticks.push(...steps.map((step) => step * 10 ** power));
  }
  return ticks.filter((tick) => Math.log10(tick) >= low && Math.log10(tick) <= high);
}

/** Round values between two, about as many as are wanted. */
function round(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step); tick * step <= high; tick += 1) ticks.push(tick * step);
  return ticks;
}

function fitting(from: number, to: number): number {
  return Math.max(Math.min(MOST, Math.abs(to - from) / MARK), 2);
}

function span(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
