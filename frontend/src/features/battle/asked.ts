/** A question that a run window has written, in short: what it wants, and the rest by itself. */

import type { Turn } from '../../lib/api/types';

export interface Asked {
  text: string;
  rest: string;
  /** Whether something was pointed at in a run, and a change of it is wished for. */
  wish: boolean;
}

/** As `prompts.wish` writes it, in any language: the wish, what it is about, and how to answer. */
const WISH = /^([\s\S]+?)\n\n([^\n]*`[^`\n]+`[^\n]*:\n\n(`{3,})\n[\s\S]*\n\3\n\n[^\n]+)$/;

export function inShort({ text, side }: Pick<Turn, 'text' | 'side'>): Asked {
  const [, wish, about] = WISH.exec(text) ?? [];
  if (wish && about) return { text: wish, rest: about, wish: true };
  const end = side ? text.indexOf('\n\n') : -1;
  if (end < 0) return { text, rest: '', wish: false };
  return { text: text.slice(0, end), rest: text.slice(end + 2), wish: false };
}
