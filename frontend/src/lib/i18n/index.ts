/** The two languages, equal: `Messages` is the shape of the English ones, and Korean must fit it. */

import { en } from './en';
import { ko } from './ko';

export type Messages = typeof en;
export type Language = 'en' | 'ko';

export const messages: Record<Language, Messages> = { en, ko };

/** The first of the browser's languages that Madang speaks; English otherwise. */
export function choose(tags: readonly string[]): Language {
  for (const tag of tags) {
    const name = tag.toLowerCase().split('-')[0];
    if (name === 'ko' || name === 'en') return name;
  }
  return 'en';
}
