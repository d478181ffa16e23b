/** The table on the desk: which, compared how, and the server's newest report of it. */

import { type Assumed, judge, type Rated, type Report, rivals, type Table } from './table';

/** Milliseconds a slider rests before the server is asked. */
const REST = 120;

export const EVERYONE = '';

export class Desk {
  table = $state.raw<Table | null>(null);
  against = $state('');
  /** The one it is compared with, or EVERYONE. */
  rival = $state(EVERYONE);
  assumed = $state<Assumed>({ confidence: 0.95, correlation: 0, within_groups: 0, tries: 10 });
  board = $state.raw<{ name: string; rows: Rated[] } | null>(null);
  report = $state.raw<Report | null>(null);
  trouble = $state.raw<unknown>(null);
  busy = $state(false);

  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  rivals = $derived(this.table ? rivals(this.table, this.against) : []);

  /** Lay a table on the desk: its first model against `rival`, or the one it shares most with. */
  lay(table: Table, rival = EVERYONE): void {
    this.report = null;
    this.trouble = null;
    this.table = table;
    this.rival = rival;
    this.turnTo(table.models[0]?.name ?? '');
  }

  turnTo(name: string): void {
    this.against = name;
    if (!this.rivals.includes(this.rival)) this.rival = this.rivals[0] ?? EVERYONE;
    this.ask();
  }

  /** Ask for a new report; of answers that overtake each other only the newest is shown. */
  ask(): void {
    clearTimeout(this.#timer);
    this.busy = true;
    this.#timer = setTimeout(() => void this.#fetch(), REST);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  async #fetch(): Promise<void> {
    const { table, against, board } = this;
    if (!table) return;
    const asked = (this.#asked += 1);
    try {
      const report = await judge({
        ...this.assumed,
        table,
        against,
        board: board?.rows ?? null,
      });
      if (asked !== this.#asked) return;
      this.report = report;
      this.trouble = null;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.trouble = error;
    }
    this.busy = false;
  }
}
