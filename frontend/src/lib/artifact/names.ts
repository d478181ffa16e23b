/** Names and titles of artifacts: rules of the server's `domain/artifacts.py`, the same here. */

const LONGEST_NAME = 64;
const LONGEST_TITLE = 120;
const EXTENSION = /^[A-Za-z0-9]{1,8}$/;
// eslint-disable-next-line no-control-regex -- those are what it is about
const UNSHOWN = /[\0-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** A name that is never a path; empty where nothing is left of it. */
export function safeName(text: string): string {
  const last = text.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const dot = last.lastIndexOf('.');
  const extension = dot < 0 ? '' : last.slice(dot + 1);
  const known = EXTENSION.test(extension);
  const stem = known ? last.slice(0, dot) : last;
  const marked = stem.replace(/[^\p{L}\p{N}\p{M}_-]/gu, '-').replace(/-{2,}/g, '-');
  const kept = cut(marked.replace(/^-+|-+$/g, ''), LONGEST_NAME - 9).replace(/-+$/, '');
  return kept && known ? `${kept}.${extension.toLowerCase()}` : kept;
}

/** One line that shows as it reads. */
export function safeTitle(text: string): string {
  const line = text.replace(UNSHOWN, ' ').replace(/^ +| +$/g, '');
  return cut(line, LONGEST_TITLE).replace(/ +$/, '');
}

/** By characters, as the server counts them, and not by halves of a pair. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : Array.from(text).slice(0, length).join('');
}
