/** The person's own battles, as many as the top bar and their page need to know. */

import { fetchBattles } from '../../lib/api/routes';
import type { Listed } from '../../lib/api/types';

class Mine {
  battles = $state.raw<Listed[]>([]);

  get count(): number {
    return this.battles.length;
  }

  /** Ask anew; the top bar does without when the server does not answer. */
  async refresh(): Promise<void> {
    try {
      await this.load();
    } catch {
      // The page that is open asks the server too, and says what is wrong.
    }
  }

  /** @throws {ApiError} as `fetchBattles` */
  async load(): Promise<void> {
    this.battles = (await fetchBattles()).battles;
  }
}

export const mine = new Mine();
