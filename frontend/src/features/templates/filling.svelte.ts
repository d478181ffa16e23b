/** A form being filled in: kept for a reload and for a new tab, shown as it would be asked. */

import { ApiError } from '../../lib/api/client';
import { keep, recall } from '../../lib/keep';
import { emptyForm, faultOf, fitForm, isTouched, type Values } from './form';
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

  readonly #key: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(view: TemplateView) {
    this.view = view;
    this.#key = `form.${view.template.slug}.${view.template.language}`;
    this.values = fitForm(view.form, recallValues(this.#key));
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
    this.values = fitForm(this.view.form, this.view.example);
    this.strict = false;
  }

  clear(): void {
    this.values = emptyForm(this.view.form);
    this.strict = false;
  }

  /** After every change: keep what is there, and make the prompt anew when the typing rests. */
  changed(): void {
    // This tab's own comes first after a reload; a new tab goes on with what was typed last anywhere.
    const values = JSON.stringify(this.values);
    keep('session', this.#key, values);
    keep('local', this.#key, isTouched(this.view.form, this.values) ? values : '');
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

function recallValues(key: string): Values {
  try {
    return JSON.parse(recall('session', key) || recall('local', key) || '{}') as Values;
  } catch {
    return {};
  }
}
