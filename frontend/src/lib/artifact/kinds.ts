/**
 * Which fenced blocks are artifacts, and of which kind: the rule that the server's
 * `runwindow/kinds.py` states, the same here.
 */

import type { Kind } from './types';

const LONG_HTML = 8;
const LONG_MARKDOWN = 12;
const LONG_PYTHON = 4;
const LONG_TABLE = 3;
const LONG_JSON = 10;
/** Characters of a first line that tell SVG from HTML. */
const HEAD = 5;

const SIGNS = {
  document: /<(?:!doctype html|html|head|body|script|style|canvas|svg|main|table|form)[ \t>]/i,
  svg: /<svg[ \t>]/i,
  component:
    /export default|function [A-Z][A-Za-z0-9]*[ \t]*\(|(?:const|let) [A-Z][A-Za-z0-9]*[ \t]*=|class [A-Z][A-Za-z0-9]* extends/,
  react: /(?:from|import)[ \t]+['"]react['"/]/,
  output: /(?:^|[^A-Za-z0-9_.])(?:print|input|display)\(|import (?:turtle|canvas)|\.show\(/,
  vega: /vega\.github\.io\/schema\/vega-lite/,
  mark: /^[ \t]*"mark"[ \t]*:/,
  encoding: /^[ \t]*"encoding"[ \t]*:/,
} as const;

type Sign = keyof typeof SIGNS;

const LOOKED_FOR = new Map<string, readonly Sign[]>([
  ['html', ['document', 'svg']],
  ['xml', ['svg']],
  ['', ['svg']],
  ['svg', ['svg']],
  ['jsx', ['component']],
  ['tsx', ['component']],
  ['js', ['component', 'react']],
  ['ts', ['component', 'react']],
  ['python', ['output']],
  ['json', ['vega', 'mark', 'encoding']],
]);

const PLAIN = new Map<string, Kind>([
  ['html', 'html'],
  ['svg', 'svg'],
  ['jsx', 'react'],
  ['tsx', 'react'],
  ['mermaid', 'mermaid'],
  ['markdown', 'markdown'],
  ['python', 'python'],
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['json', 'json'],
  ['vega-lite', 'vega'],
]);

/** What an artifact that nobody named is called. */
export const NAMES: Record<Kind, string> = {
  html: 'page',
  svg: 'drawing',
  react: 'app',
  mermaid: 'diagram',
  markdown: 'document',
  python: 'script',
  csv: 'table',
  json: 'data',
  vega: 'chart',
  code: 'code',
};

/** What rules look at of a block: its first line, how many aren't blank, signs in any. */
export interface Looks {
  head: string;
  whole: boolean;
  lines: number;
  signs: ReadonlySet<Sign>;
}

export const UNSEEN: Looks = { head: '', whole: false, lines: 0, signs: new Set() };

/** `looks` with one more line; `whole` is false while it still grows. */
export function look(looks: Looks, language: string, text: string, whole: boolean): Looks {
  const bare = text.replace(/^[ \t]+|[ \t]+$/g, '');
  if (!bare) return looks;
  // What ends a tag's name may be the end of the line.
  const searched = whole ? `${text} ` : text;
  const fresh = (LOOKED_FOR.get(language) ?? []).filter(
    (sign) => !looks.signs.has(sign) && SIGNS[sign].test(searched),
  );
  const first = looks.lines === 0;
  return {
    head: first ? bare.slice(0, 32).toLowerCase() : looks.head,
    whole: first ? whole || bare.length >= HEAD : looks.whole,
    lines: looks.lines + 1,
    signs: fresh.length ? new Set([...looks.signs, ...fresh]) : looks.signs,
  };
}

/** What a block is, as far as it has been seen; null: just code. */
export function kindOf(language: string, looks: Looks, named: boolean): Kind | null {
  const { head, signs } = looks;
  if (!looks.whole) return null;
  if (
    ['html', 'xml', 'svg', ''].includes(language) &&
    (head.startsWith('<svg') || (signs.has('svg') && head.startsWith('<?xml')))
  ) {
    return 'svg';
  }
  if (language === 'xml' || language === '') {
    if (head.startsWith('<!doctype html') || head.startsWith('<html')) return 'html';
  }
  if (language === 'js' || language === 'ts') {
    if (signs.has('react') && signs.has('component')) return 'react';
  }
  if (language === 'json') {
    if (signs.has('vega') || (signs.has('mark') && signs.has('encoding'))) return 'vega';
  }
  const kind = PLAIN.get(language) ?? null;
  if (named) return kind ?? 'code';
  return kind && standsAlone(kind, looks) ? kind : null;
}

function standsAlone(kind: Kind, { head, lines, signs }: Looks): boolean {
  switch (kind) {
    case 'html':
      return signs.has('document') || lines >= LONG_HTML;
    case 'svg':
      return signs.has('svg');
    case 'react':
      return signs.has('component');
    case 'markdown':
      return lines >= LONG_MARKDOWN;
    case 'python':
      return signs.has('output') && !head.startsWith('>>>') && lines >= LONG_PYTHON;
    case 'csv':
      return lines >= LONG_TABLE;
    case 'json':
      return lines >= LONG_JSON;
    default:
      return true;
  }
}
