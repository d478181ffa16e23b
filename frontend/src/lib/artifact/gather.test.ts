import { describe, expect, it } from 'vitest';
import { type Edit, gather, Gatherer, last, merge, newest } from './gather';

const crab = (text: string) => `\`\`\`svg name=crab\n<svg>${text}</svg>\n\`\`\`\n`;
const game = '```html name=game\n<html>\n```\n';
const edit = (text: string, after: number): Edit => ({
  id: `e_${text}`,
  name: 'crab',
  title: '',
  kind: 'svg',
  language: 'svg',
  text,
  author: 'person',
  after,
});

describe('gather', () => {
  it('makes the same name the next version, and says who made it', () => {
    const shelf = gather([
      { after: 1, text: crab('1'), ended: true },
      { after: 2, text: game + crab('2'), ended: true, fix: true },
    ]);
    expect(shelf.map(({ name }) => name)).toEqual(['crab', 'game']);
    expect(shelf[0]?.versions.map(({ author, after }) => [author, after])).toEqual([
      ['model', 1],
      ['fix', 2],
    ]);
  });

  it('follows replies as they grow, and one that starts over', () => {
    const reader = new Gatherer();
    const text = crab('1');
    for (let end = 0; end <= text.length; end += 1) {
      const said = [{ after: 1, text: text.slice(0, end), ended: false }];
      expect(reader.read(said)).toEqual(gather(said));
    }
    const over = [{ after: 1, text: game, ended: true }];
    expect(reader.read(over)).toEqual(gather(over));
    expect(reader.read(over)[0]?.versions[0]?.ended).toBe(true);
  });
});

describe('merge', () => {
  const shelf = gather([
    { after: 1, text: crab('1'), ended: true },
    { after: 2, text: crab('2'), ended: true },
  ]);

  it('puts edits after the turn they followed', () => {
    const [held] = merge(shelf, [edit('x', 1), edit('y', 1), edit('z', 2)]);
    expect(held?.versions.map(({ text }) => text)).toEqual([
      '<svg>1</svg>',
      'x',
      'y',
      '<svg>2</svg>',
      'z',
    ]);
  });

  it('can begin a shelf, as a remix does', () => {
    expect(merge([], [{ ...edit('x', 0), author: 'remix' }])[0]?.versions[0]?.author).toBe('remix');
  });
});

it('the newest artifact is the last of the last reply that has one', () => {
  const shelf = gather([
    { after: 1, text: crab('1'), ended: true },
    { after: 2, text: game, ended: true },
    { after: 3, text: 'words', ended: true },
  ]);
  expect(newest(shelf)).toBe('game');
  expect(newest([])).toBeNull();
  expect(shelf[0] && last(shelf[0]).text).toBe('<svg>1</svg>');
});
