/** The comparisons on screen in one sentence, its finding set in bold. */

import type { Judged } from './table';
import type { en } from './words.en';

type Words = typeof en;

export interface Part {
  text: string;
  strong: boolean;
}

export const reliable = (row: Judged, holm: boolean): boolean =>
  holm ? row.holm_significant : row.significant;

/**
 * `among` is how many were judged together; with `holm` off each stands for itself. Against
 * `everyone` the findings are counted, against one model they are named.
 */
export function verdictOf(
  rows: readonly Judged[],
  among: number,
  holm: boolean,
  everyone: boolean,
  t: Words,
): Part[] {
  if (rows.length === 0) return [{ text: t.verdict.none, strong: false }];
  const sure = rows.filter((row) => reliable(row, holm));
  const rest = rows.length - sure.length;
  const found = sure.length === 0 ? '' : `: ${everyone ? tally(sure, t) : favours(sure, t)}`;
  const others = sure.length === 0 ? t.verdict.nothing : rest > 0 ? t.verdict.rest(rest) : '';
  return [
    { text: t.verdict.of(rows.length, holm ? among : rows.length), strong: false },
    { text: t.verdict.reliable(sure.length), strong: true },
    { text: `${found}. ${others}`, strong: false },
  ];
}

function tally(sure: readonly Judged[], t: Words): string {
  const ahead = sure.filter((row) => row.difference > 0).length;
  return t.verdict.tally(sure[0]?.a ?? '', ahead, sure.length - ahead);
}

/** Which benchmarks favour whom, the most favoured first. */
function favours(sure: readonly Judged[], t: Words): string {
  const found = new Map<string, string[]>();
  for (const row of sure) {
    const better = row.difference > 0 ? row.a : row.b;
    found.set(better, [...(found.get(better) ?? []), row.benchmark]);
  }
  return [...found]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([name, labels]) => t.verdict.names([...new Set(labels)].join(', '), name))
    .join(t.verdict.and);
}
