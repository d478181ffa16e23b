/**
 * The run windows of a battle: what each side has made, in which turn the two windows stand, and
 * when both may begin. The windows themselves are in `artifact/`, loaded when there is something.
 */

import type { Battle, Side, Turn } from '../../lib/api/types';
import type { Gatherer, Said } from '../../lib/artifact/gather';
import type { Artifact, Versioned } from '../../lib/artifact/types';
import { SIDES } from '../../lib/battle';
import { readFencesWith } from '../../lib/markdown';

/** Milliseconds that one side's run waits for the other's; the server holds a reply no longer. */
const LONGEST_WAIT = 30_000;

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
  /** Whether a side's run waits for nothing any more but to be let go. */
  ready = $state<Record<Side, boolean>>({ a: false, b: false });
  /** The turn whose runs were let go; from then on each starts again as it likes. */
  #begun = $state(0);
  /** Those that were not ready when the other had waited long enough. */
  #late = $state<Record<Side, boolean>>({ a: false, b: false });
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
    const waiting = $derived(this.#waiting());
    const together = $derived(SIDES.every((side) => this.#isReady(side)));
    // After all that this change leads to: what is whole only now is not loaded yet.
    $effect(() => (waiting && together ? this.#letGo(waiting, 0) : undefined));
    $effect(() => (waiting ? this.#letGo(waiting, LONGEST_WAIT) : undefined));
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

  /** Whether the sides have to wait for each other: both begin when both are whole and loaded. */
  held(turn: Turn): boolean {
    return turn.side === null && turn.turn !== this.#begun;
  }

  /** Whether this side's run was not ready when the other's began. */
  isLate(turn: Turn, side: Side): boolean {
    return turn.turn === this.#begun && this.#late[side];
  }

  /** The turn whose runs wait for each other, once both their texts are whole; 0: none. */
  #waiting(): number {
    const turn = this.#battle()?.turns.find(({ turn: number }) => number === this.live);
    return turn && this.held(turn) && SIDES.every((side) => this.#isWhole(turn, side))
      ? turn.turn
      : 0;
  }

  #isWhole(turn: Turn, side: Side): boolean {
    const last = [...(this.found(side, turn.turn)?.values() ?? [])].at(-1);
    return last ? last.ended : turn[side].state !== 'streaming';
  }

  /** A side that has nothing to run keeps none waiting. */
  #isReady(side: Side): boolean {
    return this.ready[side] || this.shelf(side).length === 0;
  }

  #letGo(turn: number, after: number): () => void {
    const timer = setTimeout(() => {
      this.#late = { a: !this.#isReady('a'), b: !this.#isReady('b') };
      this.#begun = turn;
    }, after);
    return () => {
      clearTimeout(timer);
    };
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
      cut: turn[side].state !== 'done',
      fix: turn.side === side,
    }));
    const held = gatherer.read(said);
    const found = turns.map(({ turn }, index) => [turn, gatherer.found(index)]);
    return { held, found: Object.fromEntries(found) as Shelf['found'] };
  }
}
