/** What every view of code shares: the language by its name, colours from the page's own tokens. */

import { HighlightStyle, type LanguageSupport, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const LANGUAGES: Record<string, () => Promise<LanguageSupport>> = {
  html: async () => (await import('@codemirror/lang-html')).html(),
  svg: async () => (await import('@codemirror/lang-xml')).xml(),
  css: async () => (await import('@codemirror/lang-css')).css(),
  python: async () => (await import('@codemirror/lang-python')).python(),
  markdown: async () => (await import('@codemirror/lang-markdown')).markdown(),
  json: async () => (await import('@codemirror/lang-json')).json(),
  js: async () =>
    (await import('@codemirror/lang-javascript')).javascript({ jsx: true, typescript: true }),
};
const SAME: Record<string, string> = {
  xml: 'svg',
  jsx: 'js',
  tsx: 'js',
  ts: 'js',
  react: 'js',
  'vega-lite': 'json',
  vega: 'json',
};

/** The language's rules, loaded when they are wanted; nothing for one that is not known. */
export async function rulesOf(language: string, kind: string): Promise<Extension> {
  for (const name of [language, kind]) {
    const load = LANGUAGES[SAME[name] ?? name];
    if (load) return load();
  }
  return [];
}

const colours = HighlightStyle.define([
  { tag: [tags.comment, tags.meta], color: 'var(--ink-3)', fontStyle: 'italic' },
  { tag: [tags.keyword, tags.tagName, tags.typeName, tags.bool, tags.null], color: 'var(--a)' },
  { tag: [tags.string, tags.attributeValue, tags.regexp], color: 'var(--good)' },
  {
    tag: [tags.number, tags.color, tags.heading, tags.definition(tags.variableName)],
    color: 'var(--b)',
  },
]);

export const looks: Extension = [
  syntaxHighlighting(colours),
  EditorView.theme({
    '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--sheet)', color: 'var(--ink)' },
    '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
    '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)' },
    '.cm-gutters': {
      backgroundColor: 'var(--sheet)',
      color: 'var(--ink-3)',
      border: '0',
      borderInlineEnd: '1px solid var(--rule)',
    },
    '.cm-activeLine, .cm-activeLineGutter': {
      backgroundColor: 'color-mix(in srgb, var(--sunk) 70%, transparent)',
    },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
      { backgroundColor: 'color-mix(in srgb, var(--a) 24%, transparent)' },
    '.cm-changedLine': {
      backgroundColor: 'color-mix(in srgb, var(--good) 14%, transparent) !important',
    },
    '.cm-deletedChunk': {
      backgroundColor: 'color-mix(in srgb, var(--bad) 12%, transparent) !important',
    },
    '.cm-collapsedLines': {
      background: 'var(--sunk)',
      color: 'var(--ink-2)',
    },
    '.cm-panels': { backgroundColor: 'var(--sunk)', color: 'var(--ink)' },
    '.cm-wrong': { backgroundColor: 'color-mix(in srgb, var(--bad) 20%, transparent)' },
  }),
];
