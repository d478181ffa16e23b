/** Colours for code; loaded when the first finished code block is on screen. */

import type { HLJSApi } from 'highlight.js';

let loading: Promise<HLJSApi> | undefined;

/** `text` as HTML with its parts marked, or null for a language that is not known. */
export async function colour(text: string, language: string): Promise<string | null> {
  loading ??= import('./languages').then((module) => module.highlighter);
  const highlighter = await loading;
  if (!highlighter.getLanguage(language)) return null;
  return highlighter.highlight(text, { language, ignoreIllegals: true }).value;
}
