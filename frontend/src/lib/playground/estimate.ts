/**
 * About how many tokens a text has, for as long as its vendor has not counted. Tokenizers put about
 * four letters of alphabetic scripts in a token, and need about one for a Hangul syllable, a kana
 * or a Han character (between 0.7 and 1.5 in those of today).
 */

const WIDE = /[\u1100-\u11FF\u3040-\u30FF\u3130-\u318F\u3400-\u9FFF\uAC00-\uD7AF]/gu;

export function estimateTokens(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  return Math.ceil(wide + (text.length - wide) / 4);
}
