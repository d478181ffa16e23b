/** What a playground holds, as plain values: columns, cases, results; and what is asked of them. */

import type { Entrant } from '../api/types';
import { writeCsv, type Values } from './cases';
import type { ColumnBody } from './run';
import { findVariables } from './variables';

/** A column as it stands in its form: numbers are still text, and stop words stand a line each. */
export interface Column {
  id: string;
  /** The contestant it was begun from, or '' for a free model. */
  like: string;
  name: string;
  provider: string;
  model: string;
  system: string;
  temperature: string;
  topP: string;
  maxTokens: string;
  seed: string;
  stop: string;
  schema: string;
}

export interface Case {
  id: string;
  values: Values;
}

/** What is kept: by the browser for a reload, by a name, and in a file. */
export interface Setup {
  columns: Column[];
  prompt: string;
  cases: Values[];
}

export interface Result {
  state: 'waiting' | 'streaming' | 'done' | 'failed' | 'stopped';
  text: string;
  /** What was asked, whole: a result is of the past once that has changed. */
  asked: string;
  /** Milliseconds of the page's clock: when it was asked, and when its first word came. */
  began: number;
  first: number;
  code: string | null;
  reason: string | null;
  stopReason: string | null;
  firstWord: number | null;
  total: number | null;
  tokensIn: number | null;
  tokensOut: number | null;
  speed: number | null;
  cost: number | null;
}

export const MOST_COLUMNS = 4;

export const WAITING: Result = {
  state: 'waiting',
  text: '',
  asked: '',
  began: 0,
  first: 0,
  code: null,
  reason: null,
  stopReason: null,
  firstWord: null,
  total: null,
  tokensIn: null,
  tokensOut: null,
  speed: null,
  cost: null,
};

let made = 0;

export function newId(kind: string): string {
  made += 1;
  return `${kind}${String(Date.now())}-${String(made)}`;
}

export function emptyColumn(provider: string, model = ''): Column {
  return {
    id: newId('k'),
    like: '',
    name: model,
    provider,
    model,
    system: '',
    temperature: '',
    topP: '',
    maxTokens: '',
    seed: '',
    stop: '',
    schema: '',
  };
}

const shown = (value: number | null | undefined) =>
  typeof value === 'number' ? String(value) : '';

/** A column that asks just as this contestant is asked. */
export function columnOf(contestant: Entrant, id = newId('k')): Column {
  const { parameters } = contestant;
  return {
    id,
    like: contestant.slug,
    name: contestant.name,
    provider: contestant.provider,
    model: contestant.model,
    system: contestant.system,
    temperature: shown(parameters.temperature),
    topP: shown(parameters.top_p),
    maxTokens: shown(parameters.max_tokens),
    seed: shown(parameters.seed),
    stop: (parameters.stop ?? []).join('\n'),
    schema: pretty(parameters.json_schema ?? ''),
  };
}

/** JSON laid out over lines; what is not JSON stays as it is. */
export function pretty(text: string): string {
  try {
    return text.trim() === '' ? '' : JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

export function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

export function bodyOf(column: Column): ColumnBody {
  const number = (text: string) => (text.trim() === '' ? null : Number(text));
  return {
    provider: column.provider,
    model: column.model,
    system: column.system,
    like: column.like || null,
    parameters: {
      temperature: number(column.temperature),
      top_p: number(column.topP),
      max_tokens: number(column.maxTokens),
      seed: number(column.seed),
      stop: column.stop.split('\n').filter((word) => word !== ''),
      json_schema: column.schema.trimEnd() || null,
    },
  };
}

/** Whether a column asks just as this contestant is asked. */
export function isAsIs(column: Column, contestant: Entrant): boolean {
  return JSON.stringify(bodyOf(column)) === JSON.stringify(bodyOf(columnOf(contestant)));
}

/** A short name out of a name; '' where no letter of it can stand in one. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFD').toLowerCase();
  return plain
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[-._]+|[-._]+$/g, '')
    .slice(0, 64);
}

/** The variables that a setup's prompt and system prompts want filled. */
export function wanted({ prompt, columns }: Pick<Setup, 'prompt' | 'columns'>): string[] {
  return findVariables(prompt, ...columns.map((column) => column.system));
}

/** Every name that a case has a value under, those that are wanted first. */
export function headsOf(names: string[], cases: Values[]): string[] {
  const used = cases.flatMap((values) => Object.keys(values).filter((name) => values[name]));
  return [...new Set([...names, ...used])];
}

/** The names without a value, by the number of the case (from 1). */
export function missing(names: string[], cases: Values[]): { number: number; names: string[] }[] {
  return cases
    .map((values, at) => ({
      number: at + 1,
      names: names.filter((name) => (values[name] ?? '').trim() === ''),
    }))
    .filter((row) => row.names.length > 0);
}

export interface Heads {
  answer: (name: string) => string;
  firstWord: string;
  speed: string;
  tokensIn: string;
  tokensOut: string;
  cost: string;
  state: string;
}

/** All results with their cases as CSV: a line a case, and for every column its answer and figures. */
export function resultsAsCsv(
  names: string[],
  rows: { values: Values; results: (Result | undefined)[] }[],
  columns: string[],
  heads: Heads,
): string {
  const figures = [
    heads.firstWord,
    heads.speed,
    heads.tokensIn,
    heads.tokensOut,
    heads.cost,
    heads.state,
  ];
  const head = columns.flatMap((name) => [
    heads.answer(name),
    ...figures.map((figure) => `${name} · ${figure}`),
  ]);
  const lines = rows.map(({ values, results }) => [
    ...names.map((name) => values[name] ?? ''),
    ...results.flatMap((result) =>
      result
        ? [
            result.text,
            result.firstWord ?? '',
            result.speed ?? '',
            result.tokensIn ?? '',
            result.tokensOut ?? '',
            result.cost ?? '',
            result.code ?? result.state,
          ]
        : ['', '', '', '', '', '', ''],
    ),
  ]);
  return writeCsv([[...names, ...head], ...lines]);
}

/** A setup out of whatever was kept or opened; null where it is none. */
export function readSetup(text: string): Setup | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  const { columns, prompt, cases } = (found ?? {}) as Partial<Setup>;
  if (!Array.isArray(columns) || typeof prompt !== 'string' || !Array.isArray(cases)) return null;
  const whole = columns
    .slice(0, MOST_COLUMNS)
    .map((column) => ({ ...textual(emptyColumn(''), column), id: newId('k') }));
  return whole.length === 0 ? null : { columns: whole, prompt, cases: cases.map(texts) };
}

/** Results by the number of their case and of their column; `chosen` is the case in the columns. */
export interface Left {
  results: (Result | null)[][];
  chosen: number;
}

/** Results out of whatever was kept. One that was being written then has stopped since. */
export function readResults(text: string): Left {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return { results: [], chosen: 0 };
  }
  const { results, chosen } = (found ?? {}) as { results?: unknown; chosen?: unknown };
  const rows = Array.isArray(results) ? results : [];
  return {
    results: rows.map((row) => (Array.isArray(row) ? row.map(readResult) : [])),
    chosen: typeof chosen === 'number' ? chosen : 0,
  };
}

function readResult(given: unknown): Result | null {
  const result = given as Partial<Result> | null;
  if (!result || typeof result.text !== 'string' || typeof result.asked !== 'string') return null;
  if (result.state === 'waiting' || result.state === undefined) return null;
  const state = result.state === 'streaming' ? 'stopped' : result.state;
  return { ...WAITING, ...result, state };
}

/** `wanted` with those of its fields that `given` has as text. */
function textual(wantedFields: Column, given: unknown): Column {
  const pairs = Object.entries(texts(given)).filter(([name]) => name in wantedFields);
  return { ...wantedFields, ...Object.fromEntries(pairs) };
}

function texts(given: unknown): Values {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(
    Object.entries(given).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
