/** Setups under a name, kept in this browser for all its tabs. */

import { keep, recall } from '../../lib/keep';
import type { Setup } from '../../lib/playground/sheet';

const KEY = 'playground.setups';

type All = Record<string, Setup>;

function begin(): All {
  try {
    return (JSON.parse(recall('local', KEY) || '{}') as All | null) ?? {};
  } catch {
    return {};
  }
}

export class Setups {
  all = $state.raw<All>(begin());

  /** Says whether the browser took it. */
  put(name: string, setup: Setup): boolean {
    return this.#set({ ...begin(), [name]: setup });
  }

  remove(name: string): boolean {
    return this.#set(Object.fromEntries(Object.entries(begin()).filter(([one]) => one !== name)));
  }

  /** Made of what is kept by now, for another tab may have kept something too; only that is shown. */
  #set(next: All): boolean {
    const kept = keep('local', KEY, Object.keys(next).length > 0 ? JSON.stringify(next) : '');
    this.all = begin();
    return kept;
  }
}
