/**
 * Constants in code that get a slider: the stated rule.
 *
 * - JavaScript: `const name = number`, or a colour in quotes; `let` and `var` where the name is all
 *   capitals. Several in one statement count each.
 * - Python: `NAME = number` or a colour in quotes at the start of a line, the name all capitals.
 * - CSS: `--name: value` where the value is a number with or without a unit, or a colour.
 * - SVG: each colour of `fill` and `stroke`; all places of one colour move together.
 *
 * A number runs from 0 to three times its value, a negative one as far on both sides, in steps of
 * its own last digit.
 */

import type { Kind } from './types';

export interface Constant {
  name: string;
  /** Where in the text it stands. */
  spans: [from: number, to: number][];
  value: string;
  range: { min: number; max: number; step: number } | null;
}

const MOST = 24;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const STATEMENT = /(?:^|[;{}>\n])[ \t]*(?:export[ \t]+)?(const|let|var)[ \t]+([^;\n]*)/g;
const ASSIGNED =
  /([A-Za-z_$][\w$]*)[ \t]*=[ \t]*(?:(-?\d+(?:\.\d+)?)|(["'])(#[\da-f]{6}|#[\da-f]{3})\3)[ \t]*(?=,|$|\/\/|\/\*|\r)/gi;
const CAPITALS = /^[A-Z][A-Z0-9_]*$/;
const PYTHON =
  /^([A-Z][A-Z0-9_]*)[ \t]*=[ \t]*(?:(-?\d+(?:\.\d+)?)|(["'])(#[\da-f]{6}|#[\da-f]{3})\3)[ \t]*(?=$|#)/gm;
const CUSTOM =
  /(--[\w-]+)[ \t]*:[ \t]*(?:(-?\d+(?:\.\d+)?)(?:px|em|rem|%|s|ms|deg|vw|vh|fr)?|(#[\da-f]{6}|#[\da-f]{3}))[ \t]*(?=;|\}|\n|$)/gi;
const PAINT = /(?:fill|stroke|stop-color)[ \t]*[=:][ \t]*["']?(#[\da-f]{6}|#[\da-f]{3})\b/gi;

/** The constants of `text`, in the order they stand. */
export function findConstants(text: string, kind: Kind): Constant[] {
  const found: Constant[] = [];
  if (kind === 'python') found.push(...assigned(text, PYTHON));
  if (kind === 'html' || kind === 'react' || kind === 'code') {
    for (const statement of text.matchAll(STATEMENT)) {
      const [whole, word, list = ''] = statement;
      const at = statement.index + whole.length - list.length;
      found.push(
        ...assigned(list, ASSIGNED, at).filter(
          ({ name }) => word === 'const' || CAPITALS.test(name),
        ),
      );
    }
  }
  if (kind === 'html' || kind === 'svg' || kind === 'react') found.push(...assigned(text, CUSTOM));
  if (kind === 'svg') found.push(...paints(text));
  return found
    .sort((one, other) => (one.spans[0]?.[0] ?? 0) - (other.spans[0]?.[0] ?? 0))
    .slice(0, MOST);
}

/** `text` with another value in every place of `constant`. */
export function write(text: string, constant: Constant, value: string): string {
  let written = text;
  for (const [from, to] of constant.spans.toReversed()) {
    written = written.slice(0, from) + value + written.slice(to);
  }
  return written;
}

function assigned(text: string, pattern: RegExp, offset = 0): Constant[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const [whole, name = '', number] = match;
    const value = number ?? match.at(-1) ?? '';
    const at = offset + match.index + whole.lastIndexOf(value);
    const range = NUMBER.test(value) ? rangeOf(value) : null;
    return { name, spans: [[at, at + value.length]], value, range };
  });
}

function paints(text: string): Constant[] {
  const byColour = new Map<string, Constant>();
  for (const match of text.matchAll(PAINT)) {
    const [whole, value = ''] = match;
    const at = match.index + whole.length - value.length;
    const key = value.toLowerCase();
    const known = byColour.get(key) ?? { name: value, spans: [], value, range: null };
    known.spans.push([at, at + value.length]);
    byColour.set(key, known);
  }
  return [...byColour.values()];
}

function rangeOf(value: string): { min: number; max: number; step: number } {
  const number = Number(value);
  const decimals = value.split('.')[1]?.length ?? 0;
  const step = 10 ** -decimals;
  const far = Math.abs(number) * 3 || 10 * step;
  return { min: number < 0 ? -far : 0, max: far, step };
}

/** `#abc` as `#aabbcc`: what a colour field takes. */
export function sixDigits(colour: string): string {
  return colour.length === 4
    ? `#${[...colour.slice(1)].map((digit) => digit + digit).join('')}`
    : colour;
}
