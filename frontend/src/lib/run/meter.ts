/** How much may come in how short a time; what goes beyond ends the run. */

export class Meter {
  readonly #burst: number;
  readonly #rate: number;
  readonly #now: () => number;
  #left: number;
  #at: number;

  /** `burst` at once, and `rate` a second after that. */
  constructor(burst: number, rate: number, now: () => number = () => performance.now()) {
    this.#burst = burst;
    this.#rate = rate;
    this.#now = now;
    this.#left = burst;
    this.#at = now();
  }

  /** Take `amount`; false where there is not that much left. */
  take(amount = 1): boolean {
    const now = this.#now();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) / 1000) * this.#rate);
    this.#at = now;
    this.#left -= amount;
    return this.#left >= 0;
  }
}
