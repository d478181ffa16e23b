import { expect, test } from 'vitest';
import type { Artifact, Kind } from '../../lib/artifact/types';
import { isWhole, nameOf, textOf } from './download';

const made = (kind: Kind, text: string, name = 'thing', language = ''): Artifact => ({
  name,
  title: '',
  kind,
  language,
  text,
  ended: true,
});

test('a table begins with a mark that says how it is written, once', () => {
  expect(textOf(made('csv', '이름,합계'))).toBe('\ufeff이름,합계');
  expect(textOf(made('csv', '\ufeff이름,합계'))).toBe('\ufeff이름,합계');
  expect(textOf(made('json', '[1]'))).toBe('[1]');
});

test('a drawing that uses another is not whole without it', () => {
  expect(isWhole(made('svg', '<svg><circle r="1"/></svg>'))).toBe(true);
  expect(isWhole(made('svg', '<svg><image href="asset:crab"/></svg>'))).toBe(false);
  expect(isWhole(made('markdown', '# Hello'))).toBe(false);
});

test('a source is named as what it is', () => {
  expect(nameOf(made('python', ''))).toBe('thing.py');
  expect(nameOf(made('react', '', 'thing', 'jsx'))).toBe('thing.jsx');
  expect(nameOf(made('react', '', 'thing', 'tsx'))).toBe('thing.tsx');
  expect(nameOf(made('csv', '', 'sales.csv'))).toBe('sales.csv');
});
