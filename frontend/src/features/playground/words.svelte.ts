/** The playground's sentences in the language on screen; they come with the page, not before. */

import { playground as en } from '../../lib/i18n/playground.en';
import { playground as ko } from '../../lib/i18n/playground.ko';
import { speech } from '../../ui/language.svelte';

const both = { en, ko };

class Spoken {
  get t(): typeof en {
    return both[speech.language];
  }
}

export const words = new Spoken();
