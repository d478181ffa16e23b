import { expect, test } from 'vitest';
import { keyOf, shorten, tellApart } from './namesakes';

const one = { slug: 'one', version: 1, name: 'One' };
const again = { slug: 'one', version: 2, name: 'One' };
const copy = { slug: 'uno', version: 1, name: 'One' };
const two = { slug: 'two', version: 1, name: 'Two' };
const version = (n: number) => `version ${String(n)}`;

test('a long name is cut, and what tells it apart is not', () => {
  expect(shorten('a-model-of-2024', 8)).toBe('a-model…');
  expect(shorten('a-model-of-2024 (version 2)', 20)).toBe('a-model… (version 2)');
});

test('a name that nobody shares stands alone', () => {
  expect(tellApart([one, two], version)(one)).toBe('One');
});

test('versions of one contestant are told apart by number, others by slug', () => {
  expect([one, again].map(tellApart([one, again, two], version))).toEqual([
    'One (version 1)',
    'One (version 2)',
  ]);
  expect([one, copy].map(tellApart([one, copy], version))).toEqual(['One (one)', 'One (uno)']);
  const all = [one, again, copy];
  expect(new Set(all.map(tellApart(all, version))).size).toBe(3);
  expect(new Set(all.map(keyOf)).size).toBe(3);
});
