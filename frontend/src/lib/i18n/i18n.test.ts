import { expect, test } from 'vitest';
import { choose } from '.';

test('the first language of the browser that is spoken here is taken', () => {
  expect(choose(['fr-FR', 'ko-KR', 'en-US'])).toBe('ko');
  expect(choose(['en-GB', 'ko'])).toBe('en');
  expect(choose(['ja'])).toBe('en');
});
