/** From the replies of a conversation, and what a person changed, to its shelf of artifacts. */

import { type Found, Parser } from './parse';
import type { Artifact, Author, Version, Versioned } from './types';

/** One reply of a conversation, in order; `after` is the number of its turn, from 1. */
export interface Said {
  after: number;
  text: string;
  ended: boolean;
  /** Whether it ended before it was whole. */
  cut?: boolean;
  /** Whether it was asked to mend what failed. */
  fix?: boolean;
}

/** A version that a person made. */
export interface Edit extends Omit<Artifact, 'ended'> {
  id: string;
  author: Extract<Author, 'person' | 'remix'>;
  after: number;
}

interface Read {
  text: string;
  ended: boolean;
  parser: Parser;
  found: Found[];
  at: ReadonlyMap<number, Artifact>;
}

const NOTHING: ReadonlyMap<number, Artifact> = new Map();

/** Reads the replies of a conversation, again and again while they grow. */
export class Gatherer {
  #read: Read[] = [];

  /**
   * The artifacts of the reply at `index`, by where each block starts: the same map as long as the
   * reply is, so that a thousand messages are not looked at again for every word of the last.
   */
  found(index: number): ReadonlyMap<number, Artifact> {
    return this.#read[index]?.at ?? NOTHING;
  }

  read(replies: readonly Said[]): Versioned[] {
    const shelf: Versioned[] = [];
    this.#read = replies.map((reply, index) => advance(this.#read[index], reply));
    for (const [index, { after, fix }] of replies.entries()) {
      for (const artifact of this.#read[index]?.found ?? []) {
        place(shelf, { ...artifact, author: fix ? 'fix' : 'model', after, edit: null });
      }
    }
    return shelf;
  }
}

export function gather(replies: readonly Said[]): Versioned[] {
  return new Gatherer().read(replies);
}

/** The shelf with a person's versions on it, each after the turn it followed. */
export function merge(shelf: readonly Versioned[], edits: readonly Edit[]): Versioned[] {
  if (edits.length === 0) return [...shelf];
  const merged = shelf.map(({ name, versions }) => ({ name, versions: [...versions] }));
  for (const edit of edits) {
    const { id, ...artifact } = edit;
    place(merged, { ...artifact, ended: true, edit: id });
  }
  return merged;
}

/** The name of the artifact that came last. */
export function newest(shelf: readonly Versioned[]): string | null {
  let found: Versioned | null = null;
  for (const held of shelf) {
    if (!found || last(held).after >= last(found).after) found = held;
  }
  return found?.name ?? null;
}

export function last({ versions }: Versioned): Version {
  const version = versions.at(-1);
  if (!version) throw new Error('an artifact without a version');
  return version;
}

function place(shelf: Versioned[], version: Version): void {
  const held = shelf.find(({ name }) => name === version.name);
  if (!held) {
    shelf.push({ name: version.name, versions: [version] });
    return;
  }
  const before = held.versions.findLastIndex(({ after }) => after <= version.after);
  held.versions.splice(before + 1, 0, version);
}

function advance(read: Read | undefined, { text, ended, cut }: Said): Read {
  if (read?.text === text && read.ended === ended) return read;
  // A reply that was retried starts over; one that has ended can't be fed any more.
  const goesOn = read && !read.ended && text.startsWith(read.text);
  const parser = goesOn ? read.parser : new Parser();
  parser.feed(goesOn ? text.slice(read.text.length) : text);
  if (ended) parser.close(cut);
  const found = parser.artifacts;
  const at = new Map(found.map((artifact) => [artifact.at, artifact]));
  return { text, ended, parser, found, at };
}
