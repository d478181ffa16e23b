/** The tables a person pasted, kept in this browser. */

import { keep, recall } from '../../lib/keep';
import type { Table } from './table';

const KEY = 'benchmarks.tables';
const MOST = 12;

function begin(): Table[] {
  try {
    const kept: unknown = JSON.parse(recall('local', KEY) || '[]');
    return Array.isArray(kept) ? (kept as Table[]) : [];
  } catch {
    return [];
  }
}

class Saved {
  tables = $state.raw<Table[]>([]);

  load(): void {
    this.tables = begin();
  }

  /** Keep it first in the list; one of the same name is replaced. */
  add(table: Table): void {
    const others = this.tables.filter((other) => other.title !== table.title);
    this.#set([table, ...others].slice(0, MOST));
  }

  remove(table: Table): void {
    this.#set(this.tables.filter((other) => other.title !== table.title));
  }

  #set(tables: Table[]): void {
    this.tables = tables;
    keep('local', KEY, tables.length > 0 ? JSON.stringify(tables) : '');
  }
}

export const saved = new Saved();
