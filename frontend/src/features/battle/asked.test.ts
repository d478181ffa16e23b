import { expect, test } from 'vitest';
import { fixOf, wishOf } from '../artifact/prompts';
import { en } from '../artifact/words.en';
import { ko } from '../artifact/words.ko';
import { inShort } from './asked';

const page = { name: 'page', title: '', kind: 'html', language: 'html', text: '<p>', ended: true };
const pointed = { selector: 'h1', text: 'First', html: '<h1>```</h1>' };

test.each([en, ko])('what a run window asks is shown in short, in either language', (t) => {
  const wish = wishOf(page as never, pointed, 'Make it red.\n\nAnd large.', t);
  expect(inShort({ text: wish, side: null })).toEqual({
    text: 'Make it red.\n\nAnd large.',
    rest: expect.stringContaining('<h1>```</h1>') as string,
    wish: true,
  });
  const line = { level: 'error', text: 'no', line: 3, column: null, at: 0 } as const;
  const fix = inShort({ text: fixOf(page as never, [line], true, t), side: 'a' });
  expect(fix.text).toContain('`page`');
  expect(fix.text).not.toContain('\n');
  expect(fix.rest).toContain('no');
});

test('what a person asks stays as it is', () => {
  const text = 'Why does this fail?\n\n```\nx\n```';
  expect(inShort({ text, side: null })).toEqual({ text, rest: '', wish: false });
});
