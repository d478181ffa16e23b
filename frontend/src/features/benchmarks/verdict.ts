/** The comparisons on screen in one sentence, its finding set in bold. */

import type { Judged } from './table';
import type { Words } from './words.svelte';

export interface Part {
  text: string;
  strong: boolean;
}

export const reliable = (row: Judged, holm: boolean): boolean =>
  holm ? row.holm_significant : row.significant;

/** `among` is how many were judged together; with `holm` off each stands for itself. */
export function verdictOf(rows: readonly Judged[], among: number, holm: boolean, t: Words): Part[] {
  if (rows.length === 0) return [{ text: t.verdict.none, strong: false }];
  const sure = rows.filter((row) => reliable(row, holm));
  const rest = rows.length - sure.length;
  const parts: Part[] = [
    { text: t.verdict.of(rows.length, holm ? among : rows.length), strong: false },
    { text: t.verdict.reliable(sure.length), strong: true },
  ];
  if (sure.length > 0) parts.push({ text: `: ${favours(sure, t)}. `, strong: false });
  else parts.push({ text: '. ', strong: false });
  if (sure.length === 0) parts.push({ text: t.verdict.nothing, strong: false });
  else if (rest > 0) parts.push({ text: t.verdict.rest(rest), strong: false });
  return parts;
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
