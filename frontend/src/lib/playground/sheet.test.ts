import { expect, test } from 'vitest';
import { readCases, readCells, readText, writeCsv } from './cases';
import { against, among } from './differences';
import { estimateTokens } from './estimate';
import {
  bodyOf,
  columnOf,
  emptyColumn,
  missing,
  pretty,
  readResults,
  readSetup,
  type Result,
  resultsAsCsv,
  slugOf,
  WAITING,
  wanted,
} from './sheet';
import { fill, findVariables } from './variables';

test('variables are found as the server finds them', () => {
  const found = (text: string) => findVariables(text);
  expect(found('Three headlines for {{product}} in a {{ tone }} tone, {{product}}.')).toEqual([
    'product',
    'tone',
  ]);
  expect(found('{{제품}}을 {{product   name}} {{a-b_c2}}')).toEqual([
    '제품',
    'product name',
    'a-b_c2',
  ]);
  expect(found('{{}} {{ }} {{1}} {{#if}} {product} {{a\nb}} {{a.b}}')).toEqual([]);
  expect(findVariables('{{a}}', '{{b}} {{a}}')).toEqual(['a', 'b']);
});

test('a value stands in place of its name and is not read again', () => {
  const values = { product: '{{tone}}', 'product name': 'Pot' };
  expect(fill('{{ product }}, {{product   name}}, {{tone}}', values)).toBe(
    '{{tone}}, Pot, {{tone}}',
  );
});

test('results are kept by their places; what was being written has stopped', () => {
  const done: Result = { ...WAITING, state: 'done', text: 'a', asked: 'x' };
  const text = JSON.stringify({
    chosen: 1,
    results: [
      [done, { ...done, state: 'streaming' }],
      [{ ...WAITING, asked: 'x' }, null],
    ],
  });
  expect(readResults(text)).toEqual({
    chosen: 1,
    results: [
      [done, { ...done, state: 'stopped' }],
      [null, null],
    ],
  });
  for (const broken of ['', 'x', 'null', '{"results":3}', '{"results":[3,[4]]}'])
    expect(readResults(broken).results.flat().filter(Boolean)).toEqual([]);
});

test('a short name is made of a name where it can be', () => {
  expect(slugOf('GPT-4o, prompt v7')).toBe('gpt-4o-prompt-v7');
  expect(slugOf('-Café!')).toBe('cafe');
  expect(slugOf('한국어')).toBe('');
});

test('cells of a spreadsheet and CSV files of every make are read', () => {
  expect(readCells('one\ttwo\r\nthree\t"fo\tur"\r\n')).toEqual([
    ['one', 'two'],
    ['three', 'fo\tur'],
  ]);
  expect(readCells('just words')).toEqual([]);
  expect(readCells('a, b and c')).toEqual([]);
  expect(readCases('\uFEFFproduct;tone\r\n"rice; ""best"" cooker";warm\r\n\r\nfan;dry')).toEqual([
    { product: 'rice; "best" cooker', tone: 'warm' },
    { product: 'fan', tone: 'dry' },
  ]);
  expect(readCases('제품,말투\n"밥솥\n(새것)",다정하게,남는 칸')).toEqual([
    { 제품: '밥솥\n(새것)', 말투: '다정하게' },
  ]);
  expect(readCases('product')).toBeNull();
  expect(readCases('')).toBeNull();
});

test('what is saved can be read again, and no cell is a formula', () => {
  const csv = writeCsv([
    ['제품', 'n'],
    ['=1+1', 2],
    ['a "b", c\nd', 0.5],
  ]);
  expect(csv).toContain(`"'=1+1"`);
  expect(readCases(csv)).toEqual([
    { 제품: "'=1+1", n: '2' },
    { 제품: 'a "b", c\nd', n: '0.5' },
  ]);
});

const marked = (parts: { text: string; marked: boolean }[]) =>
  parts.filter((part) => part.marked).map((part) => part.text);

test('differences against one other text', () => {
  const parts = against('Dinner is ready now.', 'Dinner is late.');
  expect(parts.map((part) => part.text).join('')).toBe('Dinner is ready now.');
  expect(marked(parts)).toEqual(['ready now']);
  expect(marked(against('같은 말', '같은 말'))).toEqual([]);
  expect(marked(against('밥이 다 됐어요', '밥이 됐어요'))).toEqual(['다 ']);
});

test('differences among all texts', () => {
  const parts = among('Warm rice, every evening.', ['warm soup every day', 'Rice!']);
  expect(parts.map((part) => part.text).join('')).toBe('Warm rice, every evening.');
  expect(marked(parts)).toEqual(['evening.']);
  expect(marked(among('one two three', ['four']))).toEqual(['one two three']);
});

test('tokens are estimated by script', () => {
  expect(estimateTokens('')).toBe(0);
  expect(estimateTokens('four words are here')).toBe(5);
  expect(estimateTokens('안녕하세요')).toBe(5);
});

const ENTRANT = {
  slug: 'one',
  version: 1,
  name: 'One',
  maker: '',
  provider: 'fake',
  model: 'm',
  system: 'Be {{tone}}.',
  parameters: {
    temperature: 0.7,
    top_p: null,
    max_tokens: 600,
    stop: ['END', '끝'],
    seed: 0,
    json_schema: '{"type":"object"}',
  },
  prices: null,
  open_weights: false,
  sees_images: false,
  context_tokens: null,
};

test('a column asks as its contestant is asked', () => {
  const column = columnOf(ENTRANT);
  expect(column.schema).toBe('{\n  "type": "object"\n}');
  const { parameters, ...rest } = bodyOf(column);
  expect(rest).toEqual({ provider: 'fake', model: 'm', system: 'Be {{tone}}.', like: 'one' });
  expect(parameters).toEqual({ ...ENTRANT.parameters, json_schema: column.schema });
  const plain = bodyOf(emptyColumn('fake', 'm'));
  expect(plain.like).toBeNull();
  expect(plain.parameters).toEqual({
    temperature: null,
    top_p: null,
    max_tokens: null,
    seed: null,
    stop: [],
    json_schema: null,
  });
});

test('what is wanted and what is missing', () => {
  expect(wanted({ prompt: 'Sell {{product}}.', columns: [columnOf(ENTRANT)] })).toEqual([
    'product',
    'tone',
  ]);
  expect(missing(['a', 'b'], [{ a: '1', b: '2' }, { a: ' ' }])).toEqual([
    { number: 2, names: ['a', 'b'] },
  ]);
});

test('results as CSV', () => {
  const done: Result = {
    ...WAITING,
    state: 'done',
    text: 'Yes, "really"',
    firstWord: 0.5,
    cost: 0,
  };
  const heads = {
    answer: (name: string) => name,
    firstWord: 'first word',
    speed: 'speed',
    tokensIn: 'in',
    tokensOut: 'out',
    cost: 'cost',
    state: 'state',
  };
  const rows = [{ values: { product: '밥솥' }, results: [done, undefined] }];
  const [line] = readCases(resultsAsCsv(['product'], rows, ['A', 'B'], heads)) ?? [];
  expect(line).toMatchObject({
    product: '밥솥',
    A: 'Yes, "really"',
    'A · first word': '0.5',
    'A · cost': '0',
    'A · state': 'done',
    B: '',
  });
});

test('a setup is read back, and what is none is not', () => {
  const setup = { columns: [columnOf(ENTRANT)], prompt: 'Hi', cases: [{ tone: 'dry' }] };
  const read = readSetup(JSON.stringify(setup));
  expect(read?.prompt).toBe('Hi');
  expect(read?.cases).toEqual(setup.cases);
  expect(read && bodyOf(read.columns[0] ?? emptyColumn(''))).toEqual(bodyOf(columnOf(ENTRANT)));
  const odd = { columns: [{ model: 7, evil: 'x' }], prompt: '', cases: [{ a: 1, b: 'two' }, null] };
  expect(readSetup(JSON.stringify(odd))).toMatchObject({ cases: [{ b: 'two' }, {}] });
  expect(readSetup(JSON.stringify(odd))?.columns[0]).not.toHaveProperty('evil');
  for (const wrong of ['', '{', '[]', 'null', '{"columns":[],"prompt":"","cases":[]}'])
    expect(readSetup(wrong)).toBeNull();
  expect(pretty('not json')).toBe('not json');
});

test('a file of cases is read in the encodings that spreadsheets write', () => {
  const bytes = (...of: number[]) => new Uint8Array(of);
  const utf8 = new TextEncoder().encode('\uFEFF제품\n밥솥');
  expect(readText(utf8)).toBe('제품\n밥솥');
  expect(readText(bytes(0xc1, 0xa6, 0xc7, 0xb0))).toBe('제품');
  expect(readText(bytes(0xff, 0xfe, 0x1c, 0xc8, 0x88, 0xd4))).toBe('제품');
});
