/** What one text says that another does not, word by word. */

import { diffWordsWithSpace } from 'diff';

export interface Part {
  text: string;
  marked: boolean;
}

/** Characters of both texts together above which comparing would hold the page up. */
const LONGEST = 40_000;

/** `text` in parts; what `other` does not have in that place is marked. */
export function against(text: string, other: string): Part[] {
  if (text.length + other.length > LONGEST) return [{ text, marked: text !== other }];
  const changes = diffWordsWithSpace(other, text);
  return join(
    changes
      .filter((change) => !change.removed)
      .map((change) => ({
        text: change.value,
        marked: change.added && change.value.trim() !== '',
      })),
  );
}

/** `text` in parts; words that none of the others has anywhere are marked. */
export function among(text: string, others: string[]): Part[] {
  const said = new Set(others.flatMap((other) => other.split(/\s+/).map(bare)));
  const pieces = text.split(/(\s+)/);
  return join(
    pieces.map((piece) => ({ text: piece, marked: bare(piece) !== '' && !said.has(bare(piece)) })),
  );
}

/** A word without the signs around it, so that "warm." is "Warm". */
function bare(word: string): string {
  return word
    .trim()
    .replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '')
    .toLowerCase();
}

/** Neighbours that are alike become one, and blanks between two marked words are marked too. */
function join(parts: Part[]): Part[] {
  const joined: Part[] = [];
  for (const [at, part] of parts.entries()) {
    if (part.text === '') continue;
    const last = joined.at(-1);
    const between = part.text.trim() === '' && last?.marked && parts[at + 1]?.marked;
    const marked = part.marked || Boolean(between);
    if (last && last.marked === marked) last.text += part.text;
    else joined.push({ text: part.text, marked });
  }
  return joined;
}
