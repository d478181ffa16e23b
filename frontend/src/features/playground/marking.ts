/** Which parts of a column's reply to a case are to be marked; null where none is. */

import { against, among, type Part } from '../../lib/playground/differences';
import type { Case, Column, Result } from '../../lib/playground/sheet';
import type { Bench } from './bench.svelte';

const whole = (result: Result | undefined) =>
  result?.state === 'done' || result?.state === 'stopped';

export function marking(bench: Bench, row: Case, column: Column): Part[] | null {
  const result = bench.result(row, column);
  if (!bench.marks || !result || !whole(result)) return null;
  const others = bench.columns
    .filter(({ id }) => id !== column.id && (bench.marks === 'all' || id === bench.marks))
    .map((other) => bench.result(row, other))
    .filter((other) => other !== undefined && whole(other));
  if (others.length === 0) return null;
  if (bench.marks === 'all')
    return among(
      result.text,
      others.map((other) => other?.text ?? ''),
    );
  return against(result.text, others[0]?.text ?? '');
}
