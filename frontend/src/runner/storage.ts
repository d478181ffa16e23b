/** A sandboxed document may not keep anything; games want to. This forgets when the run ends. */

class Forgetful {
  #held = new Map<string, string>();

  get length(): number {
    return this.#held.size;
  }
  key(index: number): string | null {
    return [...this.#held.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.#held.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#held.set(key, value);
  }
  removeItem(key: string): void {
    this.#held.delete(key);
  }
  clear(): void {
    this.#held.clear();
  }
}

function storage(): Storage {
  const store = new Forgetful();
  // `localStorage.best = 3` is as good as `setItem`.
  return new Proxy(store, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own === 'function') return (own as () => void).bind(target);
      return own ?? (typeof name === 'string' ? (target.getItem(name) ?? undefined) : undefined);
    },
    set(target, name, value) {
      target.setItem(String(name), String(value));
      return true;
    },
    deleteProperty(target, name) {
      target.removeItem(String(name));
      return true;
    },
    has: (target, name) => target.getItem(String(name)) !== null,
  }) as unknown as Storage;
}

export function lendStorage(): void {
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    Object.defineProperty(window, name, { value: storage(), configurable: true });
  }
}
