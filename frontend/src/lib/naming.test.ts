import { expect, test } from 'vitest';
import { freeName, latin } from './naming';

test('a name that people write suggests one for machines', () => {
  expect(latin('Thank-you letter, 2nd')).toBe('thank-you-letter-2nd');
  expect(latin('3 Café offers', '_')).toBe('cafe_offers');
  expect(latin('광고 문구')).toBe('');
});

test('what is suggested is free, and a number where Hangul leaves nothing that tells', () => {
  expect(freeName(latin('Press release'), 'template', ['report'])).toBe('press-release');
  expect(freeName(latin('Report'), 'template', ['report', 'report-2'])).toBe('report-3');
  expect(freeName(latin('광고 문구'), 'template', [])).toBe('template-1');
  expect(freeName(latin('다정한 하나 v2'), 'contestant', ['contestant-1'])).toBe('contestant-2');
  expect(freeName(latin('상품', '_'), 'field', ['field_1'], '_')).toBe('field_2');
  expect(freeName(latin('a word '.repeat(20)), 'template', [])).toMatch(/^[a-z0-9-]{1,36}$/);
});
