import { expect, test } from 'vitest';
import { match } from './route';

test('a pattern fits its own path, with or without a slash at the end', () => {
  expect(match('/leaderboard', '/leaderboard')).toEqual({});
  expect(match('/leaderboard', '/leaderboard/')).toEqual({});
  expect(match('/', '/')).toEqual({});
});

test('a name takes one segment, decoded', () => {
  expect(match('/battle/:id', '/battle/b_1%2F2')).toEqual({ id: 'b_1/2' });
  expect(match('/battle/:id', '/battle')).toBeNull();
  expect(match('/battle/:id', '/battle/b_1/more')).toBeNull();
});

test('a path that can’t be decoded fits nothing', () => {
  expect(match('/battle/:id', '/battle/%E0%A4%A')).toBeNull();
});
