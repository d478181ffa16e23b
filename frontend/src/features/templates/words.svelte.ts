/** The sentences of the templates in the language on screen. */

import { speech } from '../../ui/language.svelte';
import { en } from './words.en';
import { ko } from './words.ko';

export type Words = typeof en;

const both = { en, ko };

class Spoken {
  get t(): Words {
    return both[speech.language];
  }
}

export const words = new Spoken();
