/** From points on the board to pixels of a line, and the round values worth a mark. */

export interface Scale {
  lower: number;
  upper: number;
  /** Round values within it, three to six of them. */
  ticks: number[];
}

const STEPS = [1, 2, 5, 10];

/** A scale that holds all of `values`, with room at both ends. Null where there are none. */
export function scaleOf(values: readonly number[]): Scale | null {
  if (values.length === 0) return null;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = Math.max((most - least) * 0.06, 5);
  const lower = least - room;
  const upper = most + room;
  const step = roundStep((upper - lower) / 5);
  const ticks: number[] = [];
  for (let tick = Math.ceil(lower / step) * step; tick <= upper; tick += step) ticks.push(tick);
  return { lower, upper, ticks };
}

/** Where `value` lies, as a share of the scale's length. */
export function along(scale: Scale, value: number): number {
  return (value - scale.lower) / (scale.upper - scale.lower);
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * (STEPS.find((step) => step * power >= rough) ?? 10);
}
