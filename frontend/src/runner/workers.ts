/**
 * Threads that an artifact may have. A loop in one stops nobody, but two dozen of them starve the
 * machine, and no browser bounds that. So there are few, and none starts others of its own. What is
 * called later is taken hold of first, and the browser's own constructor stands nowhere: whoever
 * had it would not be counted.
 */

const MOST = 2;

// The worker's first lines. They can't be reached around: a worker has no other realm to borrow from.
const FIRST = 'delete self.Worker;delete self.SharedWorker;';

export function boundWorkers(): void {
  Reflect.deleteProperty(window, 'SharedWorker');
  const Own = window.Worker;
  const { apply, construct } = Reflect;
  const { stringify } = JSON;
  const { has, add } = WeakSet.prototype;
  const textOf = String;
  const script = scripts();
  const end = Own.prototype.terminate;
  const ended = new WeakSet();
  let running = 0;

  function Worker(source: string | URL, options?: WorkerOptions): Worker {
    if (!new.target) throw new TypeError('A worker is made with “new”.');
    const type = options?.type === 'module' ? 'module' : 'classic';
    const name = textOf(options?.name ?? '');
    const given = stringify(textOf(source));
    if (running >= MOST) {
      throw new DOMException(`At most ${textOf(MOST)} workers run here.`, 'QuotaExceededError');
    }
    // Modules are loaded before the first line runs, but one after the other.
    const text =
      type === 'module'
        ? `import ${stringify(script(FIRST))};import ${given};`
        : `${FIRST}importScripts(${given});`;
    const own = { __proto__: null, type, name };
    running += 1;
    try {
      return construct(Own, [script(text), own], new.target) as Worker;
    } catch (error) {
      running -= 1;
      throw error;
    }
  }
  function terminate(this: Worker): void {
    apply(end, this, []);
    if (!apply(has, ended, [this])) running -= 1;
    apply(add, ended, [this]);
  }
  const fixed = { writable: false, configurable: false };
  Object.defineProperty(Worker, 'prototype', { value: Own.prototype, ...fixed });
  Object.defineProperty(Own.prototype, 'constructor', { value: Worker, ...fixed });
  Object.defineProperty(Own.prototype, 'terminate', { value: terminate, ...fixed });
  Object.defineProperty(window, 'Worker', { value: Worker, ...fixed });
}

/** An address for a text, made without any iterator that the artifact could bend. */
function scripts(): (text: string) => string {
  const OwnBlob = Blob;
  const address = URL.createObjectURL;
  const each = Symbol.iterator;
  return (text) => {
    let isRead = false;
    const next = () => {
      const step = { __proto__: null, done: isRead, value: text };
      isRead = true;
      return step;
    };
    const parts = { __proto__: null, [each]: () => ({ __proto__: null, next }) };
    return address(
      new OwnBlob(parts as never, { __proto__: null, type: 'text/javascript' } as never),
    );
  };
}
