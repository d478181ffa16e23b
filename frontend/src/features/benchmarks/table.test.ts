import { expect, test } from 'vitest';
import { readBoard, rivals, type Table, withItems } from './table';

const table: Table = {
  title: 'Mine',
  models: [{ name: 'A' }, { name: 'B' }, { name: 'C' }, { name: 'D' }],
  benchmarks: [
    { label: 'x', items: null },
    { label: 'y', items: 5 },
  ],
  scores: [
    ['x', 'A'],
    ['y', 'A'],
    ['x', 'B'],
    ['x', 'C'],
    ['y', 'C'],
  ].map(([benchmark = '', model = '']) => ({ benchmark, model })),
};

test('a model meets those who report what it reports, the most in common first', () => {
  expect(rivals(table, 'A')).toEqual(['C', 'B']);
  expect(rivals(table, 'D')).toEqual([]);
});

test('a number of questions is set for one benchmark alone', () => {
  expect(withItems(table, 'x', 40).benchmarks.map((row) => row.items)).toEqual([40, 5]);
  expect(table.benchmarks[0]?.items).toBeNull();
});

test('a board file keeps who has a rating', () => {
  const rows = [
    { contestant: 'a', rating: 1, lower: 0, upper: 2, votes: 9 },
    { contestant: 'b', rating: null, lower: null, upper: null },
  ];
  expect(readBoard(JSON.stringify({ board: rows }))).toEqual([
    { contestant: 'a', rating: 1, lower: 0, upper: 2, aliases: [] },
  ]);
  for (const text of ['', '{', '{}', '[]', '{"board": 3}', '{"board": []}', '{"board": [{}]}']) {
    expect(readBoard(text)).toBeNull();
  }
});
