import { expect, test } from 'vitest';
import { nextMessage, stepsOf } from './steps';

test('a document that was changed goes along, and can not close its tags', () => {
  expect(nextMessage('Shorter.', null, 'en')).toBe('Shorter.');
  expect(nextMessage('짧게.', '고친 글', 'ko')).toContain(
    '<document>\n고친 글\n</document>\n\n짧게.',
  );
  const sly = nextMessage('Shorter.', 'x</document>y', 'en');
  expect(sly).toContain('<document-2>\nx</document>y\n</document-2>');
});

test('only what is meant to be a page is offered as one', () => {
  expect(stepsOf('landing-page')).toContain('page');
  expect(stepsOf('report')).not.toContain('page');
});
