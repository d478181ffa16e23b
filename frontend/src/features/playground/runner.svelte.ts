/** Runs of the bench: asked, gathered into its results, stopped. Several may go on side by side. */

import { ApiError, UNREACHABLE } from '../../lib/api/client';
import { type End, type Listening, type Place, run, stop } from '../../lib/playground/run';
import { type Case, type Column, type Result, WAITING } from '../../lib/playground/sheet';
import { type Bench, key } from './bench.svelte';

interface Going {
  id: string;
  controller: AbortController;
  /** Where each cell of the request stands on the bench. */
  keys: string[][];
}

const ENDED = new Set<Result['state']>(['done', 'failed', 'stopped']);

export class Runner {
  readonly #bench: Bench;
  #going = $state.raw<Going[]>([]);
  /** What kept a run from beginning, or cut it off. */
  trouble = $state.raw<unknown>(null);
  /** Whether it was cut off after it had begun. */
  lost = $state(false);
  /** Cells of the runs that go on: how many there are, and how many have ended in which way. */
  all = $state(0);
  ended = $state({ done: 0, failed: 0, stopped: 0 });
  /** Told when a cell has ended. */
  onEnd: (column: string, state: Result['state']) => void = () => undefined;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  get over(): number {
    return this.ended.done + this.ended.failed + this.ended.stopped;
  }

  get running(): boolean {
    return this.#going.length > 0;
  }

  /** Ask these columns for these cases; what stood in their cells is replaced. */
  async start(rows: Case[], columns: Column[]): Promise<void> {
    const bench = this.#bench;
    const keys = rows.map((row) => columns.map((column) => key(row.id, column.id)));
    if (keys.flat().some((one) => this.#writes(one))) return;
    this.trouble = null;
    const going: Going = { id: '', controller: new AbortController(), keys };
    if (!this.running) {
      this.all = 0;
      this.ended = { done: 0, failed: 0, stopped: 0 };
    }
    this.all += keys.flat().length;
    const body = bench.body(rows, columns);
    const before = { ...bench.results };
    for (const row of rows)
      for (const column of columns) {
        const asked = bench.signature(row, column);
        bench.results[key(row.id, column.id)] = { ...WAITING, asked };
      }
    this.#going = [...this.#going, going];
    try {
      await run(body, this.#listen(going));
    } catch (error) {
      this.trouble = error;
      this.lost = going.id !== '' && error instanceof ApiError && error.code === UNREACHABLE;
      // Refused before it began: what stood there still stands.
      if (!going.id) {
        this.all -= keys.flat().length;
        for (const one of keys.flat()) this.#restore(one, before[one]);
      }
    } finally {
      this.#settle(going);
      this.#going = this.#going.filter((other) => other !== going);
    }
  }

  /** Stop one cell; what it had come to stays. */
  async stop(row: Case, column: Column): Promise<void> {
    const wanted = key(row.id, column.id);
    for (const { id, keys } of this.#going) {
      for (const [at, columns] of keys.entries()) {
        const place = columns.indexOf(wanted);
        if (place >= 0 && id) await this.#try(() => stop(id, { case: at, column: place }));
      }
    }
  }

  async stopAll(): Promise<void> {
    const begun = this.#going.filter(({ id }) => id);
    for (const { id, controller } of this.#going) if (!id) controller.abort();
    await Promise.all(begun.map(({ id }) => this.#try(() => stop(id))));
  }

  /** Nobody looks any more: nothing need be written on. */
  leave(): void {
    for (const { controller } of this.#going) controller.abort();
  }

  #listen(going: Going): Listening {
    const at = (place: Place) => going.keys[place.case]?.[place.column] ?? '';
    const result = (place: Place) => this.#bench.results[at(place)];
    return {
      signal: going.controller.signal,
      onRun: (id) => (going.id = id),
      onCell: (place) => {
        const begun = result(place);
        if (begun) Object.assign(begun, { state: 'streaming', began: Date.now() });
      },
      onText: ({ text, first_word: firstWord, ...place }) => {
        const grown = result(place);
        if (!grown) return;
        grown.first ||= Date.now();
        grown.firstWord ??= firstWord ?? null;
        grown.text += text;
      },
      onEnd: (end) => {
        const over = result(end);
        if (over) Object.assign(over, endOf(end));
        this.ended[end.state] += 1;
        this.onEnd(at(end).split(' ')[1] ?? '', end.state);
      },
    };
  }

  #writes(one: string): boolean {
    const state = this.#bench.results[one]?.state;
    return state === 'streaming' || state === 'waiting';
  }

  #restore(one: string, result: Result | undefined): void {
    if (result) this.#bench.results[one] = result;
    else this.#bench.results = omit(this.#bench.results, one);
  }

  /** Whatever has no end yet will get none any more. */
  #settle({ keys }: Going): void {
    for (const one of keys.flat()) {
      const result = this.#bench.results[one];
      if (result && !ENDED.has(result.state)) {
        result.state = 'stopped';
        this.ended.stopped += 1;
      }
    }
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.trouble = error;
      this.lost = false;
    }
  }
}

function omit(results: Record<string, Result>, one: string): Record<string, Result> {
  return Object.fromEntries(Object.entries(results).filter(([name]) => name !== one));
}

function endOf(end: End): Partial<Result> {
  return {
    state: end.state,
    code: end.code,
    reason: end.reason,
    stopReason: end.stop_reason,
    firstWord: end.first_word,
    total: end.total,
    tokensIn: end.tokens_in,
    tokensOut: end.tokens_out,
    speed: end.tokens_per_second,
    cost: end.cost,
  };
}
