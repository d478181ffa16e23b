/** Rows of the board: sorted, filtered, and the edge of those that nobody beats in two ways. */

import type { Standing } from './api/types';
import { count, dollars, percent, seconds } from './format';
import type { Language } from './i18n';

export type Column =
  | 'rank'
  | 'name'
  | 'rating'
  | 'votes'
  | 'wins'
  | 'both_bad'
  | 'first_word'
  | 'speed'
  | 'cost'
  | 'ran';

/** Columns in which less is better come with the least first. */
const LEAST_FIRST: ReadonlySet<Column> = new Set([
  'rank',
  'name',
  'first_word',
  'cost',
  'both_bad',
]);

export interface Filters {
  maker: string;
  open: boolean;
  images: boolean;
  past: boolean;
  /** US dollars for a million tokens out; Infinity for any. */
  price: number;
}

export const NO_FILTERS: Filters = {
  maker: '',
  open: false,
  images: false,
  past: true,
  price: Infinity,
};

/** What a cell of the table says. */
export function figure(row: Standing, column: Column, language: Language): string {
  switch (column) {
    case 'votes':
      return count(row.votes, language);
    case 'wins':
    case 'both_bad':
      return row.enough ? percent(row[column] / row.votes, language) : '–';
    case 'first_word':
      return seconds(row.first_word, language);
    case 'speed':
      return row.speed === null ? '–' : String(Math.round(row.speed));
    case 'cost':
      return dollars(row.cost, language);
    case 'ran':
      return row.ran === null ? '–' : percent(row.ran, language);
    default:
      return String(row[column] ?? '–');
  }
}

export function filter(rows: readonly Standing[], by: Filters): Standing[] {
  return rows.filter(
    (row) =>
      (!by.maker || row.maker === by.maker) &&
      (!by.open || row.open_weights) &&
      (!by.images || row.sees_images) &&
      (by.past || row.current) &&
      (by.price === Infinity || (row.prices?.tokens_out ?? Infinity) <= by.price),
  );
}

/** A column, with its best first, or reversed. */
export interface Order {
  column: Column;
  reversed: boolean;
}

export const BY_RANK: Order = { column: 'rank', reversed: false };

/** The order after a column's head was pressed: the same one again turns it round. */
export function turn(order: Order, column: Column): Order {
  return { column, reversed: order.column === column && !order.reversed };
}

/** Whether figures grow from the first row to the last. */
export function ascends({ column, reversed }: Order): boolean {
  return LEAST_FIRST.has(column) !== reversed;
}

/** In this order; those of whom the figure is not known come last, as they came. */
export function sort(rows: readonly Standing[], order: Order): Standing[] {
  const by = order.column;
  const sign = ascends(order) ? 1 : -1;
  const known = rows.filter((row) => valueOf(row, by) !== null);
  const unknown = rows.filter((row) => valueOf(row, by) === null);
  known.sort((one, other) => sign * compare(valueOf(one, by), valueOf(other, by)));
  return [...known, ...unknown];
}

function valueOf(row: Standing, by: Column): number | string | null {
  if (by === 'wins' || by === 'both_bad') return row.enough ? row[by] / row.votes : null;
  if (by === 'rank') return row.rank === null ? null : row.group * 10_000 + row.rank;
  return row[by];
}

function compare(one: number | string | null, other: number | string | null): number {
  if (typeof one === 'string' || typeof other === 'string') {
    return String(one).localeCompare(String(other));
  }
  return (one ?? 0) - (other ?? 0);
}

export interface Spot {
  row: Standing;
  x: number;
  y: number;
}

/** Rated rows whose figure is known, as points. */
export function spots(rows: readonly Standing[], figure: 'cost' | 'speed'): Spot[] {
  const known = rows.flatMap((row) => {
    const [x, y] = [row[figure], row.rating];
    return x === null || y === null ? [] : [{ row, x, y }];
  });
  // Whom nobody can choose any more is left out, unless there is a history only (as for the verdict).
  const current = known.filter(({ row }) => row.current);
  return current.length > 1 ? current : known;
}

/**
 * Those for whom nobody is at least as good in both and better in one; from the highest rated on.
 * `less`: whether less of x is better.
 */
export function edge(all: readonly Spot[], less: boolean): Spot[] {
  const sign = less ? 1 : -1;
  const order = all.toSorted((one, other) => other.y - one.y || sign * (one.x - other.x));
  const found: Spot[] = [];
  for (const spot of order) {
    const last = found.at(-1);
    if (!last || sign * (spot.x - last.x) < 0) found.push(spot);
  }
  return found;
}
