/** The examples, as artifacts in the language on screen. They are nobody's replies. */

import type { Kind, Versioned } from '../../lib/artifact/types';
import crab from './works/crab.svg?raw';
import game from './works/crab-game.html?raw';
import dashboard from './works/dashboard.tsx.txt?raw';
import flow from './works/flow.mmd?raw';
import landing from './works/landing.html?raw';
import sketch from './works/sketch.py?raw';
import sorting from './works/sorting.html?raw';
import type { en } from './words.en';

type Words = typeof en;
export type Work = keyof Words['works'];

interface Made {
  work: Work;
  name: string;
  kind: Kind;
  language: string;
  text: string;
}

const WORKS: readonly Made[] = [
  { work: 'game', name: 'crab-game', kind: 'html', language: 'html', text: game },
  { work: 'crab', name: 'crab', kind: 'svg', language: 'svg', text: crab },
  { work: 'dashboard', name: 'dashboard', kind: 'react', language: 'tsx', text: dashboard },
  { work: 'sorting', name: 'sorting', kind: 'html', language: 'html', text: sorting },
  { work: 'flow', name: 'battle', kind: 'mermaid', language: 'mermaid', text: flow },
  { work: 'sketch', name: 'rain', kind: 'python', language: 'python', text: sketch },
  { work: 'landing', name: 'tea-house', kind: 'html', language: 'html', text: landing },
];

export const ORDER: readonly { work: Work; name: string; kind: Kind }[] = WORKS;

/** All of them on one shelf: the game is made of the crab. */
export function shelfOf(t: Words): Versioned[] {
  const inside: Record<string, string> = t.inside;
  return WORKS.map(({ work, name, kind, language, text }) => ({
    name,
    versions: [
      {
        name,
        title: t.works[work].title,
        kind,
        language,
        text: text
          .replace(/\{\{(\w+)\}\}/g, (whole, word: string) => inside[word] ?? whole)
          .trimEnd(),
        ended: true,
        author: 'model',
        after: 0,
        edit: null,
      },
    ],
  }));
}
