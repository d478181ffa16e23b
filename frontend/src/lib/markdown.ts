/**
 * Markdown that grows: a reply is read as blocks, and a block that is finished stays the same
 * object, so that only the last one is drawn anew while text streams in. Makes HTML, and does not
 * make it safe: that is `clean.ts`. Code is coloured in `code.ts`, formulas are set in `maths.ts`.
 */

import {
  Marked,
  type Token,
  type TokenizerAndRendererExtension,
  type Tokens,
  type TokensList,
} from 'marked';
import type { openFence } from './artifact/fences';

/** `at` is where in the reply the block starts: its name for as long as the reply grows. */
export type Block =
  | { kind: 'prose'; at: number; html: string; ended: boolean }
  | { kind: 'code'; at: number; text: string; language: string; ended: boolean };

/** Reads one reply, again and again while it grows. */
export class Reader {
  #text = '';
  #blocks: Block[] = [];
  /** Where the last block starts: what comes before it is finished. */
  #open = 0;

  /** The blocks of `text`; `ended` says that no more will come. */
  read(text: string, ended: boolean): Block[] {
    if (ended) this.#end(text);
    else this.#grow(text);
    this.#text = text;
    return this.#blocks;
  }

  #grow(text: string): void {
    // A reply that was retried starts over.
    if (!text.startsWith(this.#text)) this.#open = 0;
    else if (this.#lengthen(text)) return;
    const finished = this.#blocks.filter((block) => block.at < this.#open);
    // What follows may still change the last block (a list goes on after a blank line).
    this.#blocks = [...finished, ...lex(text, this.#open, false)];
    this.#open = this.#blocks.at(-1)?.at ?? 0;
  }

  /** A fenced block that goes on only gets longer: it can be a page of ten thousand lines. */
  #lengthen(text: string): boolean {
    const last = this.#blocks.at(-1);
    if (last?.kind !== 'code' || /^(?:markdown|mdx?)$/.test(last.language)) return false;
    const first = text.indexOf('\n', last.at);
    const known = this.#text.length - (this.#text.endsWith('\n') ? 1 : 0) - first - 1;
    // One that was closed does not reach to the end.
    if (first < 0 || known <= 0 || last.text.length !== known) return false;
    if (!/[`~]/.test(text.charAt(last.at))) return false;
    const line = text.lastIndexOf('\n', this.#text.length - 1) + 1;
    if (text.endsWith('\n\n')) return false;
    if (/`{3}|~{3}/.test(text.slice(Math.max(line, first + 1)))) return false;
    const end = text.endsWith('\n') ? text.length - 1 : text.length;
    this.#blocks = [...this.#blocks.slice(0, -1), { ...last, text: text.slice(first + 1, end) }];
    return true;
  }

  /** Read the whole once more: a link's address may stand at the very end. */
  #end(text: string): void {
    const before = new Map(this.#blocks.map((block) => [block.at, block]));
    this.#blocks = lex(text, 0, true).map((block) => {
      const old = before.get(block.at);
      return old && isSame(old, block) ? old : block;
    });
    this.#open = 0;
  }
}

function lex(text: string, from: number, ended: boolean): Block[] {
  const tokens = marked.lexer(text.slice(from));
  const last = tokens.findLastIndex((token) => token.type !== 'space');
  const blocks: Block[] = [];
  let at = from;
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'space' && token.type !== 'def') {
      blocks.push(toBlock(token, tokens.links, at, ended || index < last));
    }
    at += token.raw.length;
  }
  return blocks;
}

function isSame(one: Block, other: Block): boolean {
  if (one.ended !== other.ended) return false;
  if (one.kind === 'prose') return other.kind === 'prose' && one.html === other.html;
  return other.kind === 'code' && one.text === other.text && one.language === other.language;
}

function toBlock(token: Token, links: TokensList['links'], at: number, ended: boolean): Block {
  if (token.type === 'code') {
    const { text, lang = '' } = token as Tokens.Code;
    return { kind: 'code', at, text, language: lang.split(/\s/)[0] ?? '', ended };
  }
  const solid = ended ? token : (marked.lexer(heal(token.raw))[0] ?? token);
  const html = marked.parser(Object.assign([solid], { links }));
  return { kind: 'prose', at, html, ended };
}

/**
 * Close what a growing block has only opened, so that its marks don't show and then vanish:
 * code, strong text, and a link whose address is still coming.
 */
export function heal(raw: string): string {
  const fences = raw.match(/`+/g) ?? [];
  if (fences.length % 2 === 1) return raw + (fences.at(-1) ?? '');
  const text = raw.replace(/!?\[([^\]\n]*)\](?:\([^)\n]*)?$/, '$1');
  const strong = text.replace(/`[^`]*`/g, '').match(/\*\*/g) ?? [];
  if (strong.length % 2 === 0) return text;
  return text.endsWith('**') ? text.slice(0, -2) : `${text.trimEnd().replace(/\*$/, '')}**`;
}

const PLAIN_TAG = /&lt;(\/?(?:br|sub|sup|kbd|b|i|u|s|mark|details|summary))\s*(\/?)&gt;/gi;

/** A few plain tags are meant as tags; all other HTML of a reply is shown as it was written. */
function showHtml(raw: string): string {
  return escapeHtml(raw).replace(PLAIN_TAG, '<$1$2>');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Addresses a reply may link to; anything else stays text. */
function isOutward(href: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(href);
}

function link(href: string, inner: string): string {
  if (!isOutward(href)) return inner;
  return `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer">${inner}</a>`;
}

function formula(tex: string, display: boolean): string {
  return `<span class="maths"${display ? ' data-display=""' : ''}>${escapeHtml(tex)}</span>`;
}

/** In Korean a particle follows the closing mark at once, where plain Markdown sees no end. */
const strong: TokenizerAndRendererExtension = {
  name: 'strong',
  level: 'inline',
  start: (src) => src.indexOf('**'),
  tokenizer(src) {
    const found = /^\*\*(?![\s*])((?:[^*]|\*(?!\*))+?)(?<!\s)\*\*(?!\*)/.exec(src);
    if (!found) return undefined;
    const text = found[1] ?? '';
    return { type: 'strong', raw: found[0], text, tokens: this.lexer.inlineTokens(text) };
  },
};

const displayMaths: TokenizerAndRendererExtension = {
  name: 'displayMaths',
  level: 'block',
  start: (src) => src.match(/\$\$|\\\[/)?.index,
  tokenizer(src) {
    const found = /^ {0,3}(?:\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]) *(?:\n+|$)/.exec(src);
    if (!found) return undefined;
    return { type: 'displayMaths', raw: found[0], text: (found[1] ?? found[2] ?? '').trim() };
  },
  renderer: (token) => `<p>${formula((token as Tokens.Text).text, true)}</p>`,
};

/** A dollar sign before a digit that ends it is money: "$5 and $10" holds no formula. */
const inlineMaths: TokenizerAndRendererExtension = {
  name: 'inlineMaths',
  level: 'inline',
  start: (src) => src.match(/\$|\\\(|\\\[/)?.index,
  tokenizer(src) {
    const found =
      /^(?:\$(?![\s$])((?:\\.|[^$\n\\])+?)(?<!\s)\$(?!\d)|\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$([^$\n]+)\$\$)/.exec(
        src,
      );
    if (!found) return undefined;
    const text = found[1] ?? found[2] ?? found[3] ?? found[4] ?? '';
    return { type: 'inlineMaths', raw: found[0], text };
  },
  renderer: (token) => formula((token as Tokens.Text).text, false),
};

let open: typeof openFence | null = null;

/** Read fenced documents as the run window does, from now on; it comes with its own rules. */
export function readFencesWith(rules: typeof openFence): void {
  open = rules;
}

/** A document in a fence may hold fences as long as its own: read as the run window reads it. */
function documentFence(src: string): Tokens.Code | false {
  if (!open || !/^ {0,3}(?:`{3}|~{3})/.test(src)) return false;
  const lines = src.split('\n');
  const fence = open(lines[0] ?? '');
  if (fence?.info.language !== 'markdown' || fence.indent > 3) return false;
  let end = lines.findIndex((line, index) => index > 0 && fence.closes(line.replace(/\r$/, '')));
  const whole = end > 0;
  if (!whole) end = lines.length;
  return {
    type: 'code',
    raw: `${lines.slice(0, end + 1).join('\n')}${end + 1 < lines.length ? '\n' : ''}`,
    lang: 'markdown',
    text: lines
      .slice(1, end)
      .map((line) => fence.content(line))
      .join('\n'),
  };
}

/** What Madang reads beyond plain Markdown. */
export const extensions = [strong, displayMaths, inlineMaths];

const marked = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: { fences: documentFence as never },
  extensions,
  renderer: {
    html: ({ text }) => showHtml(text),
    heading({ tokens, depth }) {
      // The page's own headings come first: a turn is an h2 and a side an h3.
      const level = String(Math.min(6, depth + 3));
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    link({ href, tokens }) {
      return link(href, this.parser.parseInline(tokens));
    },
    // A picture fetched from elsewhere would tell its host who reads, and which side drew it.
    image({ href, text }) {
      return link(href, escapeHtml(text || href));
    },
    table(token) {
      const cells = (row: Tokens.TableCell[], tag: 'th' | 'td') =>
        row
          .map(({ tokens, align }) => {
            const style = align ? ` class="${align}"` : '';
            return `<${tag}${style}>${this.parser.parseInline(tokens)}</${tag}>`;
          })
          .join('');
      const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
      return `<div class="wide" tabindex="0"><table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${rows}</tbody></table></div>`;
    },
  },
});
