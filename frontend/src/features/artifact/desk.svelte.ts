/**
 * What a run window works on: the shelf with the person's versions on it, which one is shown, and
 * the change that is being made. Nothing here draws.
 */

import { SvelteMap } from 'svelte/reactivity';
import * as places from '../../lib/api/places';
import { type Edit, last, merge, newest } from '../../lib/artifact/gather';
import type { ConsoleLine } from '../../lib/run/messages';
import type { RunState } from '../../lib/run/stage';
import type { Artifact, Source, Version, Versioned } from '../../lib/artifact/types';
import { keep, recall } from '../../lib/keep';

/** Milliseconds without a change after which it is kept as a version. */
const RESTED = 1500;
const MOST_LINES = 500;
const UNBEGUN: RunState = { phase: 'empty', fps: null, errors: 0, ran: false };

export type View = 'run' | 'code' | 'both';

/** A change that is not a version yet; `before` are the texts that Undo goes back through. */
interface Draft {
  text: string;
  base: Version;
}

export class Desk {
  readonly place: string;
  readonly #given: () => readonly Versioned[];
  #edits = $state.raw<Edit[]>([]);
  readonly #drafts = new SvelteMap<string, Draft>();
  /** Chosen versions by name, good for as long as no newer one has come. */
  readonly #picks = new SvelteMap<string, { index: number; of: number }>();
  #chosen = $state<string | null>(null);
  #chosenOf = 0;
  readonly #undo = new SvelteMap<string, readonly string[]>();
  readonly #timers: Record<string, ReturnType<typeof setTimeout> | undefined> = {};

  view = $state<View>('run');
  lines = $state.raw<readonly ConsoleLine[]>([]);
  run = $state.raw<RunState>(UNBEGUN);
  saving = $state(0);
  /** Why the last change was not kept. */
  mistake = $state.raw<unknown>(null);

  shelf: Versioned[] = $derived.by(() => merge(this.#given(), this.#edits));
  #latest = $derived.by(() => newest(this.#given()) ?? newest(this.shelf));
  name: string | null = $derived.by(() => {
    const chosen = this.shelf.some(({ name }) => name === this.#chosen) ? this.#chosen : null;
    return chosen ?? this.#latest;
  });
  held: Versioned | null = $derived(this.shelf.find(({ name }) => name === this.name) ?? null);
  index = $derived(this.held ? this.#indexOf(this.held) : -1);
  version: Version | null = $derived(this.held?.versions[this.index] ?? null);
  changing = $derived(this.name !== null && this.#drafts.has(this.name));
  undoable = $derived((this.#undo.get(this.name ?? '')?.length ?? 0) > 0);
  source: Source | null = $derived.by(() => {
    if (!this.held) return null;
    const shown = this.held;
    const others = this.shelf.filter((other) => other !== shown);
    return {
      artifact: this.#current(shown),
      assets: others.map((other) => this.#current(other)),
    };
  });

  constructor(place: string, given: () => readonly Versioned[]) {
    this.place = place;
    this.#given = given;
  }

  async load(): Promise<void> {
    if (!this.place) return;
    try {
      const kept = await places.fetchEdits(this.place);
      const since = this.#edits.filter(({ id }) => kept.every((edit) => edit.id !== id));
      this.#edits = [...kept, ...since];
    } catch (error) {
      this.mistake = error;
    }
    this.#recall();
  }

  /** Show the artifact of this name, and of it the version with this text. */
  choose(name: string, text?: string): void {
    this.#chosen = name;
    const index = this.held?.versions.findLastIndex((version) => version.text === text) ?? -1;
    if (index >= 0) this.pick(index);
  }

  /** Follow what comes: a new artifact shows itself. */
  follow(): void {
    if (this.#latest === null) return;
    const count = this.#given().reduce((sum, { versions }) => sum + versions.length, 0);
    if (count === this.#chosenOf) return;
    this.#chosenOf = count;
    this.#chosen = null;
  }

  pick(index: number): void {
    if (!this.held) return;
    this.flush();
    this.#picks.set(this.held.name, {
      index,
      of: this.held.versions.length,
    });
  }

  /** Change the text that is shown; kept as a version when the person rests. */
  write(text: string, { undoable = true } = {}): void {
    const held = this.held;
    const base = this.version;
    if (!held || !base) return;
    const before = this.#drafts.get(held.name);
    const shown = before?.text ?? base.text;
    if (text === shown) return;
    if (undoable && this.#timers[held.name] === undefined) this.#remember(held.name, shown);
    this.#drafts.set(held.name, { text, base: before?.base ?? base });
    this.#stow(held.name, text);
    clearTimeout(this.#timers[held.name]);
    this.#timers[held.name] = setTimeout(() => void this.#keep(held.name), RESTED);
  }

  /** Back to how it was before the last change. */
  undo(): void {
    const name = this.name ?? '';
    const past = this.#undo.get(name) ?? [];
    const text = past.at(-1);
    if (text === undefined) return;
    this.#undo.set(name, past.slice(0, -1));
    this.write(text, { undoable: false });
  }

  /** Keep what is being changed now. */
  flush(): void {
    for (const [name, timer] of Object.entries(this.#timers)) if (timer) void this.#keep(name);
  }

  /** Try once more what could not be kept. */
  retry(): void {
    this.mistake = null;
    if (this.#drafts.size === 0) void this.load();
    for (const name of this.#drafts.keys()) void this.#keep(name);
  }

  say(line: ConsoleLine): void {
    this.lines = [...this.lines.slice(1 - MOST_LINES), line];
  }

  clear(): void {
    this.lines = [];
  }

  get #drawer(): string {
    return `edit.${this.place || 'nowhere'}`;
  }

  #remember(name: string, text: string): void {
    const past = this.#undo.get(name) ?? [];
    this.#undo.set(name, [...past.slice(-99), text]);
  }

  #indexOf(held: Versioned): number {
    const pick = this.#picks.get(held.name);
    const count = held.versions.length;
    return pick?.of === count ? Math.min(pick.index, count - 1) : count - 1;
  }

  #current(held: Versioned): Artifact {
    const { name, title, kind, language, ended, unfinished, ...written } =
      held.versions[this.#indexOf(held)] ?? last(held);
    const changed = this.#drafts.get(held.name)?.text;
    const text = changed ?? written.text;
    // What a person changes is as whole as they want it.
    const part = unfinished && changed === undefined ? { unfinished } : {};
    return { name, title, kind, language, ended, text, ...part };
  }

  async #keep(name: string): Promise<void> {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = undefined;
    const draft = this.#drafts.get(name);
    if (!draft) return;
    const { title, kind, language } = draft.base;
    const after = Math.max(0, ...this.shelf.flatMap((held) => held.versions.map((v) => v.after)));
    this.saving += 1;
    try {
      const edit = await this.#save({
        name,
        title,
        kind,
        language,
        text: draft.text,
        author: 'person',
        after,
      });
      this.mistake = null;
      this.#edits = [...this.#edits, edit];
      this.#settle(name, draft.text);
    } catch (error) {
      this.mistake = error;
    } finally {
      this.saving -= 1;
    }
  }

  /** A window without a place (the examples) keeps changes for as long as it is open. */
  async #save(edit: Omit<Edit, 'id'>): Promise<Edit> {
    if (this.place) return places.saveEdit(this.place, edit);
    return { ...edit, id: `e_${String(this.#edits.length)}` };
  }

  /** The draft is a version now, unless it has been changed meanwhile. */
  #settle(name: string, text: string): void {
    this.#picks.delete(name);
    if (this.#drafts.get(name)?.text !== text) return;
    this.#drafts.delete(name);
    this.#stow(name, null);
  }

  /** Changes that a reload came before: the tab still has them, the newest last. */
  #recall(): void {
    for (const [name, text] of this.#stowed) {
      if (!this.shelf.some((held) => held.name === name)) continue;
      this.choose(name);
      this.write(text);
    }
  }

  get #stowed(): [string, string][] {
    try {
      return Object.entries(JSON.parse(recall('session', this.#drawer)) as Record<string, string>);
    } catch {
      return [];
    }
  }

  /** In the tab too, until it is a version. */
  #stow(name: string, text: string | null): void {
    const others = this.#stowed.filter(([other]) => other !== name);
    const all = text === null ? others : [...others, [name, text]];
    const drafts = all.length > 0 ? JSON.stringify(Object.fromEntries(all)) : '';
    keep('session', this.#drawer, drafts);
  }
}
