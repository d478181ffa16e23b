/** The leaderboard's sentences in the language on screen. */

import { Spoken } from '../../ui/language.svelte';
import { en } from './words.en';
import { ko } from './words.ko';

export const words = new Spoken({ en, ko });
