/** The language on screen: switched in place, remembered, and told to the server. */

import { speak } from '../lib/api/client';
import { choose, type Language, messages } from '../lib/i18n';
import { keep, recall } from '../lib/keep';

const KEY = 'language';

class Speech {
  language = $state<Language>('en');

  /** The sentences, in the language on screen. */
  get t() {
    return messages[this.language];
  }

  /** Take up the language chosen before, or else the browser's. */
  begin(): void {
    const before = recall('local', KEY);
    this.#use(choose(before ? [before] : navigator.languages));
  }

  toggle(): void {
    this.#use(this.language === 'en' ? 'ko' : 'en');
    keep('local', KEY, this.language);
  }

  #use(language: Language): void {
    this.language = language;
    document.documentElement.lang = language;
    speak(language);
  }
}

export const speech = new Speech();

/** Sentences that come with their feature, and not with the first page. */
export class Spoken<Sentences> {
  readonly #both: Record<Language, Sentences>;

  constructor(both: Record<Language, Sentences>) {
    this.#both = both;
  }

  get t(): Sentences {
    return this.#both[speech.language];
  }
}
