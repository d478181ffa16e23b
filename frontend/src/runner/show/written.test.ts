import { describe, expect, test } from 'vitest';
import { readJson } from './written';

const wrong = (text: string): unknown => {
  try {
    return readJson(text);
  } catch (error) {
    return error;
  }
};

describe('JSON as it is written', () => {
  test.each(['12345678901234567890', '1e21', '-0', '0.1000', '1E+2', 'null', '"a \\" b"'])(
    'keeps %s',
    (written) => {
      expect(readJson(written)).toBe(written);
      expect(readJson(`{"a": [${written}]}`)).toEqual({
        marks: '{ }',
        entries: [['a', { marks: '[ ]', entries: [['0', written]] }]],
      });
    },
  );

  test('keeps names in their order, even numbers and twice the same', () => {
    const { entries } = readJson('{"b": 1, "2": {}, "b\\u0021": "c", "b": []}') as {
      entries: unknown[][];
    };
    expect(entries.map(([name]) => name)).toEqual(['b', '2', 'b!', 'b']);
  });

  test('reads a value a line', () => {
    expect(readJson('{"a": 1}\n\n[2]\n3')).toEqual({
      marks: '[ ]',
      entries: [
        ['0', { marks: '{ }', entries: [['a', '1']] }],
        ['1', { marks: '[ ]', entries: [['0', '2']] }],
        ['2', '3'],
      ],
    });
  });

  test('bears what is deep and what is long', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(readJson(deep)).toMatchObject({ marks: '[ ]' });
    const long = `"${'x\\n'.repeat(2_000_000)}"`;
    expect(readJson(`[${long}]`)).toEqual({ marks: '[ ]', entries: [['0', long]] });
  });

  test.each([
    ['{"a": 1,\n "b": }', 2],
    ['[1,\n2,\n\n 03]', 4],
    ['{\n"a": "b\nc"}', 2],
    ['{"a": 1', 1],
  ])('says where %j is none', (text, line) => {
    expect(wrong(text)).toMatchObject({ line });
  });
});
