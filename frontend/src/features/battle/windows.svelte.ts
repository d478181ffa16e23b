/**
 * The run windows of a battle: what each side has made, in which turn the two windows stand, and
 * when both may begin. The windows themselves are in `artifact/`, loaded when there is something.
 */

import type { Battle, Side, Turn } from '../../lib/api/types';
import type { Gatherer, Said } from '../../lib/artifact/gather';
import type { Artifact, Versioned } from '../../lib/artifact/types';
import { SIDES } from '../../lib/battle';
import { readFencesWith } from '../../lib/markdown';

const FENCE = /^[ \t]*(?:```|~~~)/m;

interface Shelf {
  held: Versioned[];
  /** The artifacts of each turn's reply, by where each block starts. */
  found: Record<number, ReadonlyMap<number, Artifact>>;
}

export class Windows {
  readonly #battle: () => Battle | null;
  /** Loaded with the first fence that a reply opens: most replies have none. */
  #gatherers = $state.raw<Record<Side, Gatherer> | null>(null);
  readonly #a: Shelf = $derived.by(() => this.#gather('a'));
  readonly #b: Shelf = $derived.by(() => this.#gather('b'));
  /** A turn that the person went back to; good until a newer one has something. */
  #asked = $state.raw<{ turn: number; latest: number } | null>(null);
  readonly #latest = $derived.by(() => this.#find());
  wanted = $state.raw<Record<Side, Artifact | null>>({ a: null, b: null });
  ready = $state<Record<Side, boolean>>({ a: false, b: false });
  /** Whether keys pressed in one go to both. */
  both = $state(false);

  /** The turn in which the windows stand; 0: nothing can be run yet. */
  readonly live = $derived(this.#asked?.latest === this.#latest ? this.#asked.turn : this.#latest);

  constructor(battle: () => Battle | null) {
    this.#battle = battle;
    const fenced = $derived(
      this.#battle()?.turns.some((turn) => SIDES.some((side) => FENCE.test(turn[side].text))),
    );
    $effect(() => {
      if (fenced) void this.#load();
    });
  }

  shelf(side: Side): Versioned[] {
    return (side === 'a' ? this.#a : this.#b).held;
  }

  found(side: Side, turn: number): ReadonlyMap<number, Artifact> | undefined {
    return (side === 'a' ? this.#a : this.#b).found[turn];
  }

  /** Show what a reply of this turn made, in the version it made. */
  open(side: Side, turn: number, artifact: Artifact): void {
    this.#asked = { turn, latest: this.#latest };
    this.wanted = { ...this.wanted, [side]: { ...artifact } };
  }

  take(side: Side): void {
    this.wanted = { ...this.wanted, [side]: null };
  }

  /** Whether the sides have to wait for each other: both begin when both are whole. */
  held(turn: Turn): boolean {
    if (turn.side) return false;
    const waits = (side: Side): boolean => {
      const last = [...(this.found(side, turn.turn)?.values() ?? [])].at(-1);
      if (!last) return turn[side].state === 'streaming';
      return !last.ended;
    };
    return SIDES.some(waits);
  }

  async #load(): Promise<void> {
    const [{ Gatherer }, { openFence }] = await Promise.all([
      import('../../lib/artifact/gather'),
      import('../../lib/artifact/fences'),
    ]);
    readFencesWith(openFence);
    this.#gatherers ??= { a: new Gatherer(), b: new Gatherer() };
  }

  #find(): number {
    const turns = this.#battle()?.turns ?? [];
    const has = ({ turn }: Turn) => SIDES.some((side) => this.found(side, turn)?.size);
    return turns.findLast(has)?.turn ?? 0;
  }

  #gather(side: Side): Shelf {
    const gatherer = this.#gatherers?.[side];
    if (!gatherer) return { held: [], found: {} };
    const turns = (this.#battle()?.turns ?? []).filter((turn) => (turn.side ?? side) === side);
    const said: Said[] = turns.map((turn) => ({
      after: turn.turn,
      text: turn[side].text,
      ended: turn[side].state !== 'streaming',
      fix: turn.side === side,
    }));
    const held = gatherer.read(said);
    const found = turns.map(({ turn }, index) => [turn, gatherer.found(index)]);
    return { held, found: Object.fromEntries(found) as Shelf['found'] };
  }
}
