/** The run window's sentences in the language on screen; loaded with it, not with the page. */

import { artifact as en } from '../../lib/i18n/artifact.en';
import { artifact as ko } from '../../lib/i18n/artifact.ko';
import { speech } from '../../ui/language.svelte';

const both = { en, ko };

class Spoken {
  get t(): typeof en {
    return both[speech.language];
  }
}

export const words = new Spoken();
