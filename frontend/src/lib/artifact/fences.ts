/**
 * Fenced blocks, line by line: how one opens, what its info string says, and how it closes.
 * The twin of the server's `runwindow/fences.py`.
 */

import { safeName, safeTitle } from './names';

const OPENING = /^([ \t]*)(`{3,}|~{3,})[ \t]*(.*)$/s;
const LANGUAGE = /^[A-Za-z0-9+#._-]{1,32}$/;
const ATTRIBUTE = /([A-Za-z][A-Za-z0-9_-]*)=(?:"([^"]*)"|'([^']*)'|([^ \t]+))/g;
const FILE = /^[^ \t="'`]+\.([A-Za-z0-9]{1,8})$/;

const LANGUAGES = new Map(
  Object.entries({
    htm: 'html',
    xhtml: 'html',
    javascript: 'js',
    mjs: 'js',
    typescript: 'ts',
    react: 'jsx',
    mmd: 'mermaid',
    md: 'markdown',
    mdx: 'markdown',
    py: 'python',
    python3: 'python',
    jsonc: 'json',
    vega: 'vega-lite',
    vegalite: 'vega-lite',
  }),
);

export interface Info {
  language: string;
  name: string;
  title: string;
}

export class Fence {
  /** The lengths of the fences that are open in it. */
  readonly #inner: number[] = [];

  constructor(
    readonly indent: number,
    readonly mark: string,
    readonly info: Info,
  ) {}

  /** Whether `line` ends it; to be asked of every line, once, in order. */
  closes(line: string): boolean {
    const found = OPENING.exec(line);
    if (!found || found[2]?.[0] !== this.mark[0]) return false;
    const length = found[2]?.length ?? 0;
    const info = trimEnd(found[3] ?? '');
    if (info) {
      if (this.info.language === 'markdown' && !info.includes('`')) this.#inner.push(length);
      return false;
    }
    const outer = this.mark.length;
    const inner = this.#inner.at(-1);
    if (inner !== undefined && !(length >= outer && outer > inner)) {
      if (length >= inner) this.#inner.pop();
      return false;
    }
    return length >= outer;
  }

  /** `line` without the indentation that the fence has, too. */
  content(line: string): string {
    if (this.indent === 0) return line;
    const blank = line.length - line.replace(/^[ \t]+/, '').length;
    return line.slice(Math.min(blank, this.indent));
  }
}

/** The fence that `line` opens. */
export function openFence(line: string): Fence | null {
  const found = OPENING.exec(line);
  if (!found) return null;
  const [, indent = '', mark = '', info = ''] = found;
  if (mark.startsWith('`') && info.includes('`')) return null;
  return new Fence(indent.length, mark, readInfo(info));
}

/** An info string: a language first, then `name=` and `title=`, or a file's name. */
export function readInfo(text: string): Info {
  const values = new Map<string, string>();
  for (const [, key = '', a, b, c] of text.matchAll(ATTRIBUTE)) {
    values.set(key.toLowerCase(), a || b || c || '');
  }
  const words = text.replace(ATTRIBUTE, ' ').replaceAll('\t', ' ').split(' ');
  const [first = ''] = words;
  const colon = first.indexOf(':');
  const file = colon < 0 ? '' : first.slice(colon + 1);
  let language = colon < 0 ? first : first.slice(0, colon);
  const named = [file, ...words].find((word) => FILE.test(word));
  const title = safeTitle(values.get('title') ?? '');
  const name = safeName(
    ['name', 'filename', 'file'].map((key) => values.get(key)).find(Boolean) ??
      named ??
      (FILE.test(title) ? title : ''),
  );
  if (!LANGUAGE.test(language) || FILE.test(language)) {
    language = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
  }
  language = language.toLowerCase();
  return { language: LANGUAGES.get(language) ?? language, name, title };
}

function trimEnd(text: string): string {
  return text.replace(/[ \t]+$/, '');
}
