/**
 * Artifacts in a reply, found while it streams. The twin of the server's `runwindow/parse.py`; both
 * are held to the replies in `tests/runwindow/replies`.
 */

import { type Fence, openFence } from './fences';
import { kindOf, look, type Looks, NAMES, UNSEEN } from './kinds';
import { safeName, safeTitle } from './names';
import type { Artifact, Kind } from './types';

const HINT =
  /^[ \t#*_`>:-]*([^ \t`*:"'<>()]+\.(?:html?|svg|jsx|tsx|py|md|csv|json|mmd))[ \t*_`:]*$/;

const TITLES = new Map<Kind, RegExp>([
  ['html', /<title>([^<]*)<\/title>/i],
  ['svg', /<title>([^<]*)<\/title>/i],
  ['markdown', /(?:^|\n)#[ \t]+([^\n]+)/],
]);
/** Lines of an artifact that are searched for its title. */
const LOOKED_AT = 60;

/** An artifact, and where in the reply its block starts. */
export interface Found extends Artifact {
  at: number;
}

interface Block {
  fence: Fence;
  hint: string;
  at: number;
  text: string;
  /** How many lines it has; none is another text than one that is empty. */
  lines: number;
  looks: Looks;
}

/** Finds the artifacts of one reply. */
export class Parser {
  #rest = '';
  #before = '';
  /** Where the line that is being read starts. */
  #at = 0;
  #open: Block | null = null;
  #ended: Found[] = [];
  #unnamed = new Map<Kind, number>();

  /** Take in what comes next of the reply. */
  feed(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#line(bare(line));
      this.#at += line.length + 1;
    }
  }

  /** The reply is over; `cut`: before it was whole, and so is what it leaves open. */
  close(cut = false): void {
    const rest = this.#rest;
    this.#rest = '';
    if (rest) this.#line(bare(rest));
    this.#end(cut);
  }

  /** All there are so far, in order; only the last may still grow. */
  get artifacts(): Found[] {
    if (!this.#open) return [...this.#ended];
    const last = this.#artifact(growing(this.#open, bare(this.#rest)), false);
    return last ? [...this.#ended, last] : [...this.#ended];
  }

  #line(line: string): void {
    const block = this.#open;
    if (!block) {
      const fence = openFence(line);
      if (fence) {
        const hint = hintOf(this.#before);
        this.#open = { fence, hint, at: this.#at, text: '', lines: 0, looks: UNSEEN };
      } else if (line.replace(/[ \t]+/g, '')) {
        this.#before = line;
      }
    } else if (block.fence.closes(line)) {
      this.#end();
    } else {
      add(block, line, true);
    }
  }

  #end(cut = false): void {
    const block = this.#open;
    this.#open = null;
    this.#before = '';
    if (!block) return;
    const artifact = this.#artifact(block, true);
    if (!artifact) return;
    this.#ended.push(cut ? { ...artifact, unfinished: true } : artifact);
    const { kind } = artifact;
    if (!nameOf(block)) this.#unnamed.set(kind, (this.#unnamed.get(kind) ?? 0) + 1);
  }

  #artifact(block: Block, ended: boolean): Found | null {
    const { language, name, title } = block.fence.info;
    const kind = kindOf(language, block.looks, name !== '');
    if (!kind) return null;
    const earlier = this.#unnamed.get(kind) ?? 0;
    return {
      name: nameOf(block) || (earlier ? `${NAMES[kind]}-${String(earlier + 1)}` : NAMES[kind]),
      title: title || titleOf(kind, block.text),
      kind,
      language,
      text: block.text,
      ended,
      at: block.at,
    };
  }
}

/** The artifacts of a reply; `ended` says that no more of it will come. */
export function parse(text: string, ended = true): Found[] {
  const parser = new Parser();
  parser.feed(text);
  if (ended) parser.close();
  return parser.artifacts;
}

function add(block: Block, line: string, whole: boolean): void {
  const text = block.fence.content(line);
  // Not a list of lines to be joined for every word that comes: a page can have ten thousand.
  block.text = block.lines === 0 ? text : `${block.text}\n${text}`;
  block.lines += 1;
  block.looks = look(block.looks, block.fence.info.language, text, whole);
}

/** With the line that has only begun, unless it may come to close the fence. */
function growing(block: Block, rest: string): Block {
  const [mark = ''] = block.fence.mark;
  if (![...rest].some((sign) => sign !== ' ' && sign !== '\t' && sign !== mark)) return block;
  const grown = { ...block };
  add(grown, rest, false);
  return grown;
}

function nameOf(block: Block): string {
  return block.fence.info.name || block.hint;
}

function hintOf(line: string): string {
  const found = HINT.exec(line);
  return found ? safeName(found[1] ?? '') : '';
}

function titleOf(kind: Kind, text: string): string {
  const rule = TITLES.get(kind);
  if (!rule) return '';
  let end = -1;
  for (let line = 0; line < LOOKED_AT; line += 1) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) break;
  }
  const found = rule.exec(end < 0 ? text : text.slice(0, end));
  return found ? safeTitle(found[1] ?? '') : '';
}

function bare(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
