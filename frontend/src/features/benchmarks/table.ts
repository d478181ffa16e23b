/** A score table as the server reads and writes it (`reading/documents.py`), and what is asked of it. */

import { ask } from '../../lib/api/client';
import type { components } from '../../lib/api/schema';

type Schemas = components['schemas'];
export type Report = Schemas['Report'];
export type Judged = Schemas['Judged'];
export type Rated = Schemas['Rated'];

export interface Table {
  title: string;
  models: { name: string }[];
  benchmarks: { label: string; items: number | null; items_source?: string }[];
  scores: { benchmark: string; model: string }[];
  remarks?: { en: string; ko: string }[];
}

/** What a table does not say and its reader must. */
export interface Assumed {
  confidence: number;
  correlation: number;
  within_groups: number;
  tries: number;
}

export interface Question extends Assumed {
  table: Table;
  against: string;
  board: Rated[] | null;
}

export async function fetchExample(): Promise<Table> {
  const { table } = await ask<{ table: Table }>('GET', '/api/benchmarks/example');
  return table;
}

export async function readTable(text: string, title: string): Promise<Table> {
  const { table } = await ask<{ table: Table }>('POST', '/api/benchmarks/tables', { text, title });
  return table;
}

export function judge(question: Question): Promise<Report> {
  return ask('POST', '/api/benchmarks/report', question);
}

/** The table with this number of questions for one benchmark. */
export function withItems(table: Table, label: string, items: number): Table {
  const benchmarks = table.benchmarks.map((row) =>
    row.label === label ? { ...row, items, items_source: '' } : row,
  );
  return { ...table, benchmarks };
}

/** The contestants of a board file that have a rating; null where the text is no board. */
export function readBoard(text: string): Rated[] | null {
  try {
    const { board } = JSON.parse(text) as { board: Rated[] };
    const numbers = (row: Rated) => [row.rating, row.lower, row.upper];
    const rated = board.filter((row) => numbers(row).every((value) => typeof value === 'number'));
    if (rated.some((row) => typeof row.contestant !== 'string') || rated.length === 0) return null;
    return rated.map(({ contestant, rating, lower, upper }) => ({
      contestant,
      rating,
      lower,
      upper,
      aliases: [],
    }));
  } catch {
    return null;
  }
}

/** Who `name` can be compared with: those that report a benchmark it reports, most in common first. */
export function rivals(table: Table, name: string): string[] {
  const reported = (model: string) =>
    new Set(table.scores.filter((s) => s.model === model).map((s) => s.benchmark));
  const own = reported(name);
  const shared = table.models
    .filter((model) => model.name !== name)
    .map((model) => ({
      name: model.name,
      common: [...reported(model.name)].filter((label) => own.has(label)).length,
    }));
  return shared
    .filter((model) => model.common > 0)
    .sort((one, other) => other.common - one.common)
    .map((model) => model.name);
}
