import { describe, expect, it } from 'vitest';
import { findConstants, sixDigits, write } from './constants';

const names = (text: string, kind: Parameters<typeof findConstants>[1]) =>
  findConstants(text, kind).map(({ name, value }) => [name, value]);

describe('constants', () => {
  it('of JavaScript: const any, let and var in capitals', () => {
    const text = `<script>
const JUMP = 14; // how high
const speed = 2.5, sky = '#87ceeb';
let score = 0;
let GRAVITY = 0.8;
  const half = width / 2;
const sum = 1 + 2;
const list = [1, 2];
</script>`;
    expect(names(text, 'html')).toEqual([
      ['JUMP', '14'],
      ['speed', '2.5'],
      ['sky', '#87ceeb'],
      ['GRAVITY', '0.8'],
    ]);
  });

  it('of Python, in capitals, at the start of a line', () => {
    expect(names("SIZE = 40\nn = 3\n  ROWS = 2\nINK = '#333'  # ink\n", 'python')).toEqual([
      ['SIZE', '40'],
      ['INK', '#333'],
    ]);
  });

  it('of CSS, with units', () => {
    expect(names(':root { --gap: 12px; --ink: #123456; --font: serif }', 'html')).toEqual([
      ['--gap', '12'],
      ['--ink', '#123456'],
    ]);
  });

  it('of SVG: a colour moves everywhere at once', () => {
    const text = '<path fill="#E2552F"/><path stroke="#fff"/><path style="fill:#e2552f"/>';
    const [shell, white] = findConstants(text, 'svg');
    expect([shell?.spans.length, white?.spans.length]).toEqual([2, 1]);
    expect(shell && write(text, shell, '#000000')).toBe(
      '<path fill="#000000"/><path stroke="#fff"/><path style="fill:#000000"/>',
    );
  });

  it('are written back where they stood', () => {
    const text = 'const A = 1, B = -20;';
    const [, b] = findConstants(text, 'code');
    expect(b && write(text, b, '-35')).toBe('const A = 1, B = -35;');
    expect(b?.range).toEqual({ min: -60, max: 60, step: 1 });
  });

  it('have ranges that fit them', () => {
    expect(findConstants('const a = 0.25', 'code')[0]?.range).toEqual({
      min: 0,
      max: 0.75,
      step: 0.01,
    });
    expect(findConstants('const a = 0', 'code')[0]?.range).toEqual({ min: 0, max: 10, step: 1 });
  });
});

it('short colours are written out', () => {
  expect(sixDigits('#abc')).toBe('#aabbcc');
  expect(sixDigits('#a1b2c3')).toBe('#a1b2c3');
});
