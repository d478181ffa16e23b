import { expect, test } from 'vitest';
import { messages } from '../lib/i18n';

type Words = Record<string, unknown>;

/** All dictionaries by name: the first page's, and what stands beside each feature. */
const all = {
  en: named('en', import.meta.glob('../features/*/words.en.ts', { eager: true, import: 'en' })),
  ko: named('ko', import.meta.glob('../features/*/words.ko.ts', { eager: true, import: 'ko' })),
};
const [english, korean] = [leaves(all.en), leaves(all.ko)];

function named(language: 'en' | 'ko', beside: Words): Words {
  const words = Object.entries(beside).map(([path, held]) => [path.split('/').at(-2), held]);
  return { page: messages[language], ...(Object.fromEntries(words) as Words) };
}

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const within = (key: string) => (path ? `${path}.${key}` : key);
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, within(key)));
}

test('both languages have the same sentences', () => {
  expect(Object.keys(all.en)).toContain('templates');
  expect(korean.map(([path]) => path)).toEqual(english.map(([path]) => path));
});

test('no sentence is empty, and every Korean one is Korean', () => {
  const meant = new Set([
    'page.otherLanguage',
    'benchmarks.verdict.and',
    'chat.forms.markdown',
    'examples.inside.lang',
    'templates.origins.shipped',
  ]);
  const plain = (sentences: typeof korean) =>
    sentences.filter(([path, value]) => typeof value === 'string' && !meant.has(path));
  expect(plain(english).filter(([, value]) => value === '')).toEqual([]);
  expect(plain(korean).filter(([, value]) => !/[가-힣]/.test(value as string))).toEqual([]);
});

test('every sentence is said somewhere', () => {
  // By a code, or handed over whole.
  const lookedUp =
    /^artifact\.run\.(flooded|left|silent|unreachable)$|^playground\.(csv\.|noSetup$|setupUnkept$)/;
  const code = Object.entries(
    import.meta.glob<string>(
      [
        '../{app,features,lib,ui}/**/*.{ts,svelte}',
        '../features/examples/works/*',
        '!../**/*.test.ts',
        '!../**/words.*.ts',
        '!../lib/{api/schema.d,i18n/*}.ts',
      ],
      { eager: true, query: '?raw', import: 'default' },
    ),
  );
  const speakers = (name: string) =>
    code
      .filter(([path, text]) =>
        name === 'page'
          ? /\b(speech|Messages)\b/.test(text)
          : path.includes(`/features/${name}/`) || text.includes(`/${name}/words.svelte'`),
      )
      .map(([, text]) => text)
      .join('\n');
  const spoken = new Map(Object.keys(all.en).map((name) => [name, speakers(name)]));

  const unsaid = english
    .map(([path]) => path.replace(/\.\d.*$/, ''))
    .filter((path) => {
      const [name = '', ...keys] = path.split('.');
      const key = keys.pop() ?? '';
      const ways = [`\\bt\\.([\\w.]+\\.)?${key}\\b`, `\\{\\{${key}\\}\\}`];
      const parts = keys.map((part) => `\\.${part}\\[`);
      const said = new RegExp([...ways, ...parts].join('|'));
      return !lookedUp.test(path) && !said.test(spoken.get(name) ?? '');
    });
  expect(unsaid).toEqual([]);
});
