/** What is being typed in one box; a reload of the tab does not lose it. */

import { keep, recall } from '../lib/keep';

export class Draft {
  readonly #key: string;
  #text = $state('');

  constructor(box: string) {
    this.#key = `draft.${box}`;
    this.#text = recall('session', this.#key);
  }

  get text(): string {
    return this.#text;
  }

  set text(value: string) {
    this.#text = value;
    keep('session', this.#key, value);
  }

  /** This much has gone where it was to go; what was typed meanwhile stays. */
  sent(text: string): void {
    if (this.#text === text) this.text = '';
  }
}
