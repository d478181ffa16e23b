/** A form being filled in: kept for a reload and for a new tab, shown as it would be asked. */

import { ApiError } from '../../lib/api/client';
import { keep, recall } from '../../lib/keep';
import { emptyForm, faultOf, fitForm, isTouched, sameForm, type Values } from './form';
import { fetchPrompt, type Filling, type TemplateView } from './routes';

/** Milliseconds the typing rests before the prompt is made anew. */
const REST = 350;

export class FormFilling {
  readonly view: TemplateView;
  values = $state<Values>({});
  voice = $state(true);
  /** Say what is missing: someone has tried to send it. */
  strict = $state(false);
  /** What the server said of fields, by key. */
  refused = $state<Record<string, string>>({});
  prompt = $state('');
  /** What a person had typed before the form was filled or emptied for them. */
  aside = $state<Values | null>(null);
  readonly hasExample: boolean;

  readonly #key: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(view: TemplateView) {
    this.view = view;
    this.#key = `form.${view.template.slug}.${view.template.language}`;
    const kept = recall('session', this.#key) || recall('local', this.#key);
    this.values = fitForm(view.form, readValues(kept) ?? {});
    this.aside = readValues(recall('session', `${this.#key}.aside`));
    this.hasExample = isTouched(view.form, view.example);
  }

  lacking = $derived.by(
    () => this.view.form.filter((field) => faultOf(field, this.values[field.key] ?? '')).length,
  );
  touched = $derived.by(() => isTouched(this.view.form, this.values));

  get filling(): Filling {
    return {
      language: this.view.template.language,
      values: this.values,
      voice: this.voice && this.view.wants_voice,
    };
  }

  fillExample(): void {
    this.#lay(fitForm(this.view.form, this.view.example));
  }

  clear(): void {
    this.#lay(emptyForm(this.view.form));
  }

  /** What stood here meanwhile is put aside in turn. */
  bringBack(): void {
    const { aside } = this;
    this.aside = null;
    if (aside) this.#lay(aside);
  }

  /** After every change: keep what is there, and make the prompt anew when the typing rests. */
  changed(): void {
    // This tab's own comes first after a reload; a new tab goes on with what was typed last anywhere.
    const values = JSON.stringify(this.values);
    keep('session', this.#key, values);
    keep('local', this.#key, isTouched(this.view.form, this.values) ? values : '');
    keep('session', `${this.#key}.aside`, this.aside ? JSON.stringify(this.aside) : '');
    this.refused = {};
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#preview(), REST);
  }

  /** Whether it can be sent; what is missing is then said. */
  check(): boolean {
    this.strict = true;
    return this.lacking === 0;
  }

  /** Take up what the server said of single fields. */
  refuse(error: unknown, language: 'en' | 'ko'): void {
    if (!(error instanceof ApiError) || error.code !== 'unfit_form') return;
    const { fields, [language]: said } = error.details as Record<string, string[]>;
    this.refused = Object.fromEntries((fields ?? []).map((key, n) => [key, said?.[n] ?? '']));
  }

  #lay(values: Values): void {
    const typed = $state.snapshot(this.values);
    // The example comes back by its own button, and may not take the place of what was typed.
    const own = !sameForm(this.view.form, typed, fitForm(this.view.form, this.view.example));
    if (own && isTouched(this.view.form, typed)) this.aside = typed;
    this.values = values;
    this.strict = false;
  }

  async #preview(): Promise<void> {
    const asked = (this.#asked += 1);
    if (this.lacking > 0) {
      this.prompt = '';
      return;
    }
    try {
      const { prompt } = await fetchPrompt(this.view.template.slug, this.filling);
      if (asked === this.#asked) this.prompt = prompt;
    } catch {
      // The preview is a convenience; what is wrong is said when the form is sent.
      if (asked === this.#asked) this.prompt = '';
    }
  }
}

function readValues(kept: string): Values | null {
  try {
    return JSON.parse(kept || 'null') as Values | null;
  } catch {
    return null;
  }
}
