/** What a run window asks a model, in the person's words' language. */

import type { ConsoleLine, Pointed } from '../../lib/run/messages';
import type { Artifact } from '../../lib/artifact/types';
import { en } from './words.en';
import { ko } from './words.ko';

type Words = typeof en;

const MOST_LINES = 20;
const LONGEST_LINE = 500;
const LONGEST_ELEMENT = 800;

/** Ask to mend a run: its console goes along, and the code where it is not the model's own. */
export function fixOf(
  artifact: Artifact,
  lines: readonly ConsoleLine[],
  own: boolean,
  t: Words,
): string {
  const said = lines.slice(-MOST_LINES).map(({ level, text, line }) => {
    const where = line === null ? '' : ` (${t.line(line)})`;
    return `- ${t.level[level]}${where}: ${text.slice(0, LONGEST_LINE)}`;
  });
  const told = said.length ? `${t.prompts.console}\n${said.join('\n')}` : t.prompts.fixNothing;
  const code = own ? '' : `\n\n${t.prompts.fixCode}\n\n${fenced(artifact.text, artifact.language)}`;
  return t.prompts.fix(artifact.name, told, code);
}

/** Whether a turn asks to mend a run: then it is in the words above, in either language. */
export function isFix(asked: string): boolean {
  const name = /`([^`]+)`/.exec(asked)?.[1];
  return name !== undefined && [en, ko].some((t) => asked.startsWith(t.prompts.fix(name, '', '')));
}

/** Ask for a change at an element that was pointed at. */
export function pointOf(artifact: Artifact, pointed: Pointed, wish: string, t: Words): string {
  return t.prompts.point(artifact.name, described(pointed), wish);
}

/** The same of both sides of a battle, only one of which has made the element. */
export function wishOf(artifact: Artifact, pointed: Pointed, wish: string, t: Words): string {
  return t.prompts.wish(artifact.name, described(pointed), wish);
}

function described({ selector, html }: Pointed): string {
  return fenced(`${selector}\n${html.slice(0, LONGEST_ELEMENT)}`, '');
}

function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([mark]) => mark.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
