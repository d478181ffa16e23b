import { expect, test } from 'vitest';
import { choose, messages } from '.';
import { playground as en } from './playground.en';
import { playground as ko } from './playground.ko';

/** All there is, with what is loaded together with its page. */
const all = { en: { ...messages.en, playground: en }, ko: { ...messages.ko, playground: ko } };

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

test('both languages have the same sentences, and none is empty', () => {
  const [en, ko] = [leaves(all.en), leaves(all.ko)];
  expect(ko.map(([path]) => path)).toEqual(en.map(([path]) => path));
  for (const [path, value] of [...en, ...ko]) expect([path, value]).not.toEqual([path, '']);
});

test('Korean sentences are Korean', () => {
  const meant = new Set(['.otherLanguage']);
  const foreign = leaves(all.ko).filter(
    ([path, value]) => typeof value === 'string' && !meant.has(path) && !/[가-힣]/.test(value),
  );
  expect(foreign).toEqual([]);
});

test('the first language of the browser that is spoken here is taken', () => {
  expect(choose(['fr-FR', 'ko-KR', 'en-US'])).toBe('ko');
  expect(choose(['en-GB', 'ko'])).toBe('en');
  expect(choose(['ja'])).toBe('en');
});
