/** Reading aloud, and writing down what is said, where the browser offers them. */

import type { Language } from '../../lib/i18n';

const TAGS: Record<Language, string> = { en: 'en-US', ko: 'ko-KR' };

export const canRead = 'speechSynthesis' in globalThis;

class Reader {
  /** The id of the message being read. */
  reading = $state<string | null>(null);

  toggle(id: string, text: string, language: Language): void {
    const again = this.reading === id;
    speechSynthesis.cancel();
    this.reading = null;
    if (again) return;
    const said = new SpeechSynthesisUtterance(plain(text));
    said.lang = TAGS[languageOf(said.text, language)];
    said.onend = said.onerror = () => {
      if (this.reading === id) this.reading = null;
    };
    this.reading = id;
    speechSynthesis.speak(said);
  }

  /** Nobody looks at what is being read any more. */
  stop(): void {
    if (this.reading === null) return;
    speechSynthesis.cancel();
    this.reading = null;
  }
}

export const reader = new Reader();

/**
 * Whose voice reads a text, whatever the page speaks. One Hangul syllable says what two or three
 * letters do, so a quarter of them is a Korean text with foreign names; a text in neither script
 * is left to the page's own voice.
 */
export function languageOf(text: string, page: Language): Language {
  const hangul = text.match(/[가-힣]/g)?.length ?? 0;
  const latin = text.match(/[a-z]/gi)?.length ?? 0;
  if (hangul + latin === 0) return page;
  return hangul * 3 >= latin ? 'ko' : 'en';
}

/** Text without what only eyes make sense of: code, addresses, marks, the lines of a table. */
export function plain(markdown: string): string {
  return markdown
    .replace(/```[\s\S]*?(```|$)/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[ \t]*\|?[-:| \t]{3,}$/gm, ' ')
    .replace(/^[ \t]*([-+*]|\d+\.)[ \t]+/gm, '')
    .replace(/(?<=\w)_(?=\w)/g, ' ')
    .replace(/[*_`#>|~]+/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

interface Recognition {
  lang: string;
  interimResults: boolean;
  continuous: boolean;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
}

const found = globalThis as unknown as Record<string, (new () => Recognition) | undefined>;
const Recogniser = found.SpeechRecognition ?? found.webkitSpeechRecognition;

export const canDictate = Recogniser !== undefined;

export class Dictation {
  going = $state(false);
  #recognition: Recognition | null = null;

  /** Begin, or end; what is heard comes whole each time. */
  toggle(language: Language, hear: (text: string) => void): void {
    if (this.going || !Recogniser) {
      this.#recognition?.stop();
      return;
    }
    const recognition = new Recogniser();
    recognition.lang = TAGS[language];
    recognition.interimResults = true;
    recognition.continuous = true;
    recognition.onresult = ({ results }) => {
      hear(Array.from(results, (result) => result[0]?.transcript ?? '').join(''));
    };
    recognition.onend = () => (this.going = false);
    this.#recognition = recognition;
    this.going = true;
    recognition.start();
  }

  stop(): void {
    this.#recognition?.stop();
  }
}
