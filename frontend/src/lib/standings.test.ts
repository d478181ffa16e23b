import { expect, test } from 'vitest';
import type { Standing } from './api/types';
import { ascends, edge, filter, NO_FILTERS, sort, spots, turn, type Column } from './standings';

function row(name: string, more: Partial<Standing> = {}): Standing {
  return {
    slug: name,
    version: 1,
    name,
    maker: 'M',
    current: true,
    open_weights: false,
    sees_images: false,
    context_tokens: null,
    prices: null,
    rating: 1000,
    lower: 990,
    upper: 1010,
    rank: 1,
    rank_best: 1,
    rank_worst: 2,
    votes: 100,
    wins: 50,
    losses: 50,
    ties: 0,
    both_bad: 10,
    group: 0,
    enough: true,
    votes_needed: 0,
    first_word: 1,
    speed: 50,
    cost: 0.01,
    ran: null,
    ...more,
  };
}

const best = (column: Column) => ({ column, reversed: false });
const names = (rows: Standing[]) => rows.map((one) => one.name).join(' ');

test('the best comes first, the unknown last', () => {
  const rows = [row('a', { cost: 3 }), row('b', { cost: null }), row('c', { cost: 1 })];
  expect(names(sort(rows, best('cost')))).toBe('c a b');
  expect(names(sort(rows, best('name')))).toBe('a b c');
  expect(names(sort([row('a', { rating: 1 }), row('b', { rating: 2 })], best('rating')))).toBe(
    'b a',
  );
  const few = row('d', { rank: null, enough: false });
  expect(names(sort([few, row('a', { rank: 2 }), row('b', { rank: 1 })], best('rank')))).toBe(
    'b a d',
  );
});

test('a column pressed twice is turned round, and the unknown stay last', () => {
  const rows = [row('a', { cost: 3 }), row('b', { cost: null }), row('c', { cost: 1 })];
  const once = turn(best('rank'), 'cost');
  const twice = turn(once, 'cost');
  expect([ascends(once), ascends(twice), ascends(turn(twice, 'votes'))]).toEqual([
    true,
    false,
    false,
  ]);
  expect(names(sort(rows, once))).toBe('c a b');
  expect(names(sort(rows, twice))).toBe('a c b');
  expect(turn(twice, 'cost')).toEqual(once);
});

test('filters keep only what fits all of them', () => {
  const rows = [
    row('a', { maker: 'X', open_weights: true, prices: { tokens_in: 1, tokens_out: 2 } }),
    row('b', { maker: 'X', current: false }),
    row('c', { sees_images: true }),
  ];
  expect(filter(rows, NO_FILTERS)).toHaveLength(3);
  expect(names(filter(rows, { ...NO_FILTERS, maker: 'X' }))).toBe('a b');
  expect(names(filter(rows, { ...NO_FILTERS, maker: 'X', past: false }))).toBe('a');
  expect(names(filter(rows, { ...NO_FILTERS, open: true }))).toBe('a');
  expect(names(filter(rows, { ...NO_FILTERS, images: true }))).toBe('c');
  expect(names(filter(rows, { ...NO_FILTERS, price: 5 }))).toBe('a');
});

test('the edge holds those whom nobody beats in both', () => {
  const all = spots(
    [
      row('best', { rating: 1100, cost: 5 }),
      row('dear', { rating: 1090, cost: 9 }),
      row('good', { rating: 1050, cost: 2 }),
      row('cheap', { rating: 1000, cost: 1 }),
      row('gone', { rating: 1200, cost: 0.1, current: false }),
      row('unknown', { cost: null }),
    ],
    'cost',
  );
  expect(all).toHaveLength(4);
  expect(edge(all, true).map((spot) => spot.row.name)).toEqual(['best', 'good', 'cheap']);
  const fast = spots(
    [row('a', { rating: 9, speed: 1 }), row('b', { rating: 8, speed: 2 })],
    'speed',
  );
  expect(edge(fast, false)).toHaveLength(2);
});
