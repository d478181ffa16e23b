/**
 * Threads that an artifact may have. A loop in one stops nobody, but two dozen of them starve the
 * machine, and no browser bounds that. So there are few, and none starts others of its own.
 */

const MOST = 2;

// The worker's first lines. They can't be reached around: a worker has no other realm to borrow from.
const FIRST = 'delete self.Worker;delete self.SharedWorker;';

export function boundWorkers(): void {
  Reflect.deleteProperty(window, 'SharedWorker');
  const Own = window.Worker;
  const address = URL.createObjectURL.bind(URL);
  const script = (text: string) => address(new Blob([text], { type: 'text/javascript' }));
  const end = Own.prototype.terminate;
  const { apply } = Reflect;
  let running = 0;

  class Bounded extends Own {
    #ended = false;

    constructor(source: string | URL, options?: WorkerOptions) {
      if (running >= MOST) {
        throw new DOMException(`At most ${String(MOST)} workers run here.`, 'QuotaExceededError');
      }
      const given = JSON.stringify(String(source));
      // Modules are loaded before the first line runs, but one after the other.
      const text =
        options?.type === 'module'
          ? `import ${JSON.stringify(script(FIRST))};import ${given};`
          : `${FIRST}importScripts(${given});`;
      super(script(text), options);
      running += 1;
    }

    override terminate(): void {
      apply(end, this, []);
      if (!this.#ended) running -= 1;
      this.#ended = true;
    }
  }
  Object.defineProperty(Bounded, 'name', { value: 'Worker' });
  Own.prototype.constructor = Bounded;
  Object.defineProperty(window, 'Worker', { value: Bounded, writable: false, configurable: false });
}
