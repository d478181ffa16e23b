/** The tables a person pasted, kept in this browser. */

import { keep, recall } from '../../lib/keep';
import type { Table } from './table';

const KEY = 'benchmarks.tables';
export const MOST = 12;

function begin(): Table[] {
  try {
    const kept: unknown = JSON.parse(recall('local', KEY) || '[]');
    return Array.isArray(kept) ? (kept as Table[]) : [];
  } catch {
    return [];
  }
}

/** Why a table was not kept. */
export type Unkept = 'full' | 'refused';

class Saved {
  tables = $state.raw<Table[]>([]);
  /** What became of the last one that was to be kept; null: it was. */
  unkept = $state<Unkept | null>(null);

  load(): void {
    this.tables = begin();
    this.unkept = null;
  }

  /** Keep it first in the list; one of the same name is replaced. */
  add(table: Table): void {
    const others = begin().filter((other) => other.title !== table.title);
    if (others.length < MOST) this.#set([table, ...others]);
    else this.unkept = 'full';
  }

  remove(table: Table): void {
    this.#set(begin().filter((other) => other.title !== table.title));
  }

  /** Made of what is kept by now, for another tab may have kept something too; only that is shown. */
  #set(tables: Table[]): void {
    const kept = keep('local', KEY, tables.length > 0 ? JSON.stringify(tables) : '');
    this.tables = begin();
    this.unkept = kept ? null : 'refused';
  }
}

export const saved = new Saved();
