import { expect, test } from 'vitest';
import type { Artifact } from '../../lib/artifact/types';
import { fixOf, isFix, pointOf } from './prompts';
import { en } from './words.en';
import { ko } from './words.ko';

const game: Artifact = {
  name: 'crab-game',
  title: 'Crab run',
  kind: 'html',
  language: 'html',
  text: '<p>``` crab</p>',
  ended: true,
};
const line = { level: 'error', text: 'no crab', line: 3, column: 1, at: 0 } as const;

test.each([en, ko])('a fix is known by its words, in either language', (t) => {
  expect(isFix(fixOf(game, [line], true, t))).toBe(true);
  expect(isFix(fixOf(game, [], false, t))).toBe(true);
  const pointed = { selector: 'p', text: 'crab', html: '<p>' };
  expect(isFix(pointOf(game, pointed, 'red', t))).toBe(false);
  expect(isFix(`Why? ${fixOf(game, [line], true, t)}`)).toBe(false);
  expect(isFix('Running `crab-game` is fun')).toBe(false);
});

test('the code goes along where it is not the model’s own, in a fence that it cannot close', () => {
  expect(fixOf(game, [line], true, en)).not.toContain(game.text);
  expect(fixOf(game, [line], false, en)).toContain('````html\n<p>``` crab</p>\n````');
});
