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

/** `at` is where in the reply the block starts: its name for as long as the reply grows. */
export type Block =
  | { kind: 'prose'; at: number; raw: string; html: string; ended: boolean }
  | { kind: 'code'; at: number; raw: string; text: string; language: string; ended: boolean };

/** Reads one reply, again and again while it grows. */
export class Reader {
  #text = '';
  #finished: Block[] = [];
  #offset = 0;

  /** The blocks of `text`; `ended` says that no more will come. */
  read(text: string, ended: boolean): Block[] {
    // A reply that was retried starts over; one that ended is read whole once more, since a link's
    // address may stand at its very end.
    if (ended || !text.startsWith(this.#text)) {
      this.#offset = 0;
      this.#finished = ended ? this.#finished : [];
    }
    this.#text = text;
    const blocks = this.#lex(text, ended);
    if (!ended) {
      // What follows may still change the last block (a list goes on after a blank line).
      const last = blocks.at(-1);
      this.#finished = blocks.slice(0, -1);
      this.#offset = last?.at ?? text.length;
    }
    return blocks;
  }

  #lex(text: string, ended: boolean): Block[] {
    const known = new Map(this.#finished.map((block) => [block.at, block]));
    const blocks = this.#offset > 0 ? this.#finished.filter((b) => b.at < this.#offset) : [];
    let at = this.#offset;
    const tokens = marked.lexer(text.slice(at));
    const lastSolid = tokens.findLastIndex((token) => token.type !== 'space');
    for (const [index, token] of tokens.entries()) {
      if (token.type !== 'space' && token.type !== 'def') {
        const closed = ended || index < lastSolid;
        const old = known.get(at);
        const same = old?.raw === token.raw && old.ended === closed && index < lastSolid;
        blocks.push(same ? old : toBlock(token, tokens.links, at, closed));
      }
      at += token.raw.length;
    }
    return blocks;
  }
}

function toBlock(token: Token, links: TokensList['links'], at: number, ended: boolean): Block {
  if (token.type === 'code') {
    const { raw, text, lang = '' } = token as Tokens.Code;
    return { kind: 'code', at, raw, text, language: lang.split(/\s/)[0] ?? '', ended };
  }
  const solid = ended ? token : (marked.lexer(heal(token.raw))[0] ?? token);
  const html = marked.parser(Object.assign([solid], { links }));
  return { kind: 'prose', at, raw: token.raw, html, ended };
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

const marked = new Marked({
  gfm: true,
  breaks: true,
  extensions: [strong, displayMaths, inlineMaths],
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
