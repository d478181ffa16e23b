/** What is on the bench: columns, prompt, cases, results; kept by the browser for a reload. */

import { fetchEntrants } from '../../lib/api/routes';
import type { Entrant } from '../../lib/api/types';
import { keep, recall } from '../../lib/keep';
import type { Values } from '../../lib/playground/cases';
import { fetchOffer, type Offer } from '../../lib/playground/routes';
import {
  bodyOf,
  type Case,
  type Column,
  columnOf,
  emptyColumn,
  headsOf,
  missing,
  newId,
  type Left,
  readResults,
  readSetup,
  type Result,
  type Setup,
  wanted,
} from '../../lib/playground/sheet';
import type { RunBody } from '../../lib/playground/run';

const KEPT = 'playground.bench';
/** What this tab has: its setup again, since another tab may have laid another one, and results. */
const MINE = 'playground.tab';
const MOST_KEPT = 2_000_000;
const KEEP_AFTER = 300;
const FIRST = 2;

/** The results of the prompt that has no cases stand under this one. */
export const PLAIN: Case = { id: 'plain', values: {} };

export class Bench {
  offer = $state.raw<Offer | null>(null);
  entrants = $state.raw<Entrant[]>([]);
  columns = $state<Column[]>([]);
  prompt = $state('');
  cases = $state<Case[]>([]);
  chosen = $state('');
  results = $state<Record<string, Result>>({});
  /** A column's id, 'all' for what only one says, or '' for no marks. */
  marks = $state('');
  /** What a file took the place of: its cases, or all of it; with the results, as they are kept. */
  aside = $state.raw<{ of: 'cases' | 'setup'; text: string } | null>(null);
  /** The results are more than a browser keeps. */
  unkept = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The variables the prompts want filled. */
  readonly names = $derived(wanted({ prompt: this.prompt, columns: this.columns }));
  /** Every name a case has a value under, those of the prompts first. */
  readonly heads = $derived(
    headsOf(
      this.names,
      this.cases.map(({ values }) => values),
    ),
  );
  readonly tabled = $derived(this.names.length > 0);
  readonly rows = $derived(this.tabled ? this.cases : [PLAIN]);
  /** The case that stands in the columns. */
  readonly current = $derived(this.rows.find(({ id }) => id === this.chosen) ?? this.rows[0]);
  readonly currentAt = $derived(this.current ? this.rows.indexOf(this.current) : -1);
  readonly missing = $derived(
    missing(
      this.names,
      this.rows.map(({ values }) => values),
    ),
  );
  readonly limit = $derived(this.offer?.question_characters ?? Infinity);
  readonly tooLong = $derived([...this.prompt].length > this.limit);

  /** Learn what there is to try, and take up what was left here. */
  async begin(): Promise<void> {
    const [offer, entrants] = await Promise.all([fetchOffer(), fetchEntrants()]);
    this.entrants = entrants;
    const mine = recall('session', MINE);
    const left = readSetup(mine) ?? readSetup(recall('local', KEPT));
    if (left) this.lay(left);
    else this.columns = this.#first(offer, entrants);
    this.#putBack(readResults(mine));
    this.offer = offer;
  }

  async meet(): Promise<void> {
    this.entrants = await fetchEntrants();
  }

  get setup(): Setup {
    return {
      columns: $state.snapshot(this.columns),
      prompt: this.prompt,
      cases: this.cases.map(({ values }) => $state.snapshot(values)),
    };
  }

  /** Put a whole setup on the bench, in place of what is on it. */
  lay(setup: Setup): void {
    this.results = {};
    this.marks = '';
    this.columns = setup.columns;
    this.prompt = setup.prompt;
    this.cases = setup.cases.map((values) => ({ id: newId('s'), values }));
    this.chosen = this.cases[0]?.id ?? '';
  }

  /** Keep what stands here at hand, before something else takes its place. */
  putAside(of: 'cases' | 'setup'): void {
    const begun = this.cases.some(({ values }) => Object.values(values).some(Boolean));
    const worth = begun || (of === 'setup' && this.prompt.trim() !== '');
    this.aside = worth ? { of, text: this.#whole() } : null;
  }

  bringBack(): void {
    const { aside } = this;
    const setup = aside && readSetup(aside.text);
    this.aside = null;
    if (!setup) return;
    this.lay(aside.of === 'cases' ? { ...this.setup, cases: setup.cases } : setup);
    this.#putBack(readResults(aside.text));
  }

  /** A moment later, so that typing does not wait for the browser's storage. */
  keepSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.keep();
    }, KEEP_AFTER);
  }

  keep(): void {
    clearTimeout(this.#timer);
    if (!this.offer) return;
    keep('local', KEPT, JSON.stringify(this.setup));
    const whole = this.#whole();
    this.unkept = whole.length > MOST_KEPT || !keep('session', MINE, whole);
    if (this.unkept) keep('session', MINE, '');
  }

  addColumn(like?: Entrant): void {
    const last = this.columns.at(-1);
    if (like) this.columns.push(columnOf(like));
    else if (last) this.columns.push({ ...$state.snapshot(last), id: newId('k') });
  }

  removeColumn(id: string): void {
    this.columns = this.columns.filter((column) => column.id !== id);
    if (this.marks === id) this.marks = '';
  }

  /** Let another contestant, or any model of a provider, stand in a column. */
  turnTo(column: Column, { slug, provider }: { slug?: string; provider?: string }): void {
    const entrant = this.entrants.find((one) => one.slug === slug);
    if (entrant) Object.assign(column, columnOf(entrant, column.id));
    else if (provider !== undefined) {
      const same = column.provider === provider;
      Object.assign(column, { like: '', provider, model: same ? column.model : '', name: '' });
    }
  }

  addCase(values: Values = {}): Case {
    const added = { id: newId('s'), values };
    this.cases.push(added);
    this.chosen ||= added.id;
    return added;
  }

  removeCase(id: string): void {
    this.cases = this.cases.filter((one) => one.id !== id);
  }

  nameOf(column: Column): string {
    return column.like ? column.name : column.model || column.provider;
  }

  /** What would be sent for these cases to these columns. */
  body(cases: Case[], columns: Column[]): RunBody {
    return {
      columns: columns.map((column) => bodyOf($state.snapshot(column))),
      prompt: this.prompt,
      cases: this.tabled ? cases.map(({ values }) => $state.snapshot(values)) : [],
    };
  }

  /** All that a cell's reply depends on, to be compared with what it was. */
  signature(row: Case, column: Column): string {
    const body = { ...bodyOf(column), like: null };
    const values = this.names.map((name) => row.values[name] ?? '');
    return JSON.stringify([body, this.prompt, values]);
  }

  result(row: Case, column: Column): Result | undefined {
    return this.results[key(row.id, column.id)];
  }

  #whole(): string {
    const results = this.rows.map((row) => this.columns.map((column) => this.result(row, column)));
    return JSON.stringify({ ...this.setup, chosen: this.currentAt, results });
  }

  #putBack({ results, chosen }: Left): void {
    for (const [at, row] of this.rows.entries())
      for (const [place, column] of this.columns.entries()) {
        const result = results[at]?.[place];
        if (result) this.results[key(row.id, column.id)] = result;
      }
    this.chosen = this.rows[chosen]?.id ?? this.chosen;
  }

  #first(offer: Offer, entrants: Entrant[]): Column[] {
    const columns = entrants.slice(0, FIRST).map((one) => columnOf(one));
    return columns.length > 0 ? columns : [emptyColumn(offer.providers[0] ?? '')];
  }
}

export function key(row: string, column: string): string {
  return `${row} ${column}`;
}
