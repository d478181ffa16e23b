import { expect, test } from 'vitest';
import { pieces } from './marking';

test('every second piece is what was sought, whatever its case', () => {
  expect(pieces('The Crab and the crab', 'crab')).toEqual([
    'The ',
    'Crab',
    ' and the ',
    'crab',
    '',
  ]);
  expect(pieces('게가 옆으로 걷는다', '옆 걷')).toEqual(['게가 ', '옆', '으로 ', '걷', '는다']);
});

test('what is sought is no pattern', () => {
  expect(pieces('a.b axb', '.b')).toEqual(['a', '.b', ' axb']);
  expect(pieces('text', '  ')).toEqual(['text']);
});
