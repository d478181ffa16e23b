/** The chat's sentences in the language on screen; loaded with it, not with the first page. */

import { chat as en } from '../../lib/i18n/chat.en';
import { chat as ko } from '../../lib/i18n/chat.ko';
import { speech } from '../../ui/language.svelte';

const both = { en, ko };

class Spoken {
  get t(): typeof en {
    return both[speech.language];
  }
}

export const words = new Spoken();
