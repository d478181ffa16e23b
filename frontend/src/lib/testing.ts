/** What a browser has and the tests' own world has not. */

/** A place for small things; one that is full takes nothing more. */
export class Drawer {
  full = false;
  readonly #held = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#held.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.#held.set(key, value);
  }

  removeItem(key: string): void {
    this.#held.delete(key);
  }
}

/** Wait, for no more than a second, until something is so. */
export async function until(so: () => boolean): Promise<void> {
  for (let tries = 0; !so() && tries < 200; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  if (!so()) throw new Error('It never came to be so.');
}
