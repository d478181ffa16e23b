/**
 * Python: what it prints, what it asks, and what it draws. Each run has a worker with an interpreter
 * of its own; the next one is made ready beforehand, so that an edit runs at once.
 */

import type { Handle, Source } from '../handle';
import { readSource, take } from '../handle';
import canvasModule from '../python/canvas.py?raw';
import readyModule from '../python/_ready.py?raw';
import turtleModule from '../python/turtle.py?raw';
import workerCode from '../python/worker.js?raw';
import { say, speak } from '../sentences';
import { PATIENCE } from '../shown';
import { make } from './page';

const LOOK = `
body{margin:0;background:#faf7f1;color:#1d1b16;font:13px/1.6 ui-monospace,'Noto Sans Mono CJK KR',monospace}
#root{display:flex;flex-direction:column;gap:12px;padding:12px 16px}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}.error{color:#a3322b}
canvas[hidden]{display:none}canvas:not([hidden]){display:block}canvas{max-width:100%;height:auto;background:#fff;border:1px solid #e4ddcf;border-radius:6px;align-self:start}
form{display:flex;gap:8px}input{flex:1;max-width:30em;font:inherit;padding:4px 8px;border:1px solid #8f8672;border-radius:6px}
`;
const LONGEST = 400_000;
const REST = 1500;

type Heard =
  | { t: 'ready' }
  | { t: 'out'; level: 'log' | 'error'; text: string }
  | { t: 'ask'; prompt: string }
  | { t: 'canvas' }
  | { t: 'done' }
  | { t: 'wrong'; text: string; filename: string }
  | { t: 'broken'; text: string };

/** Pyodide, fetched and compiled once for all workers of this run window. */
interface Parts {
  wasm: WebAssembly.Module;
  library: ArrayBuffer;
  lock: string;
  loader: string;
  interpreter: string;
}

/** Bytes of what is fetched, unpacked; only for how much is there already. */
const SIZE = 13_400_000;

async function fetchParts(folder: string, tell: (fraction: number) => void): Promise<Parts> {
  let got = 0;
  const get = async (file: string, type = ''): Promise<Response> => {
    const { body, headers } = packed(file) ?? (await fetch(folder + file));
    const counted = body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, out) {
          got += piece.length;
          tell(Math.min(1, got / SIZE));
          out.enqueue(piece);
        },
      }),
    );
    return new Response(counted, {
      headers: { 'Content-Type': type || (headers.get('Content-Type') ?? '') },
    });
  };
  const code = (file: string) => get(file).then((answer) => answer.text());
  const [wasm, library, lock, loader, interpreter] = await Promise.all([
    WebAssembly.compileStreaming(get('pyodide.asm.wasm', 'application/wasm')),
    get('python_stdlib.zip').then((answer) => answer.arrayBuffer()),
    code('pyodide-lock.json'),
    code('pyodide.mjs'),
    code('pyodide.asm.mjs'),
  ]);
  return { wasm, library, lock, loader, interpreter };
}

/** A part that lies in the document itself: in a file that runs anywhere. */
function packed(file: string): Response | undefined {
  const text = document.querySelector(`script[data-part="${file}"]`)?.textContent;
  if (!text) return undefined;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
}

/** A worker, and whether its interpreter is there. */
class Interpreter {
  readonly ready: Promise<void>;
  #worker: Worker;
  #fail: (error: unknown) => void = () => undefined;
  hear: (message: Heard) => void = () => undefined;

  constructor(parts: Promise<Parts>) {
    const url = URL.createObjectURL(new Blob([workerCode], { type: 'text/javascript' }));
    this.#worker = new Worker(url);
    URL.revokeObjectURL(url);
    this.ready = new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#worker.onmessage = ({ data }: MessageEvent<Heard>) => {
        if (data.t === 'ready') resolve();
        else if (data.t === 'broken') reject(new Error(data.text));
        this.hear(data);
      };
      this.#worker.onerror = (event) => {
        reject(new Error(event.message));
      };
    });
    const modules = { _ready: readyModule, canvas: canvasModule, turtle: turtleModule };
    parts.then(
      (got) => {
        this.#worker.postMessage({ t: 'prepare', parts: got, modules });
      },
      (error: unknown) => {
        this.#fail(error);
      },
    );
  }

  send(message: unknown, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  end(): void {
    this.#worker.terminate();
  }
}

class Python {
  readonly #handle: Handle;
  readonly #source: Source;
  readonly #root: HTMLElement;
  readonly #parts: Promise<Parts>;
  #now: Interpreter | undefined;
  #spare: Interpreter | undefined;
  #run = 0;
  #said = '';

  constructor(handle: Handle, source: Source, root: HTMLElement) {
    this.#handle = handle;
    this.#source = source;
    this.#root = root;
    const folder = new URL(source.files.python ?? '', location.href).href;
    this.#parts = fetchParts(folder, (fraction) => {
      const text =
        fraction < 1 ? say.pythonLoading(Math.floor(fraction * 100)) : say.pythonStarting;
      if (text !== this.#said) handle.send({ t: 'progress', text });
      this.#said = text;
    });
    this.#spare = new Interpreter(this.#parts);
  }

  async run(text: string): Promise<void> {
    const run = ++this.#run;
    this.#now?.end();
    const now = this.#spare ?? new Interpreter(this.#parts);
    this.#now = now;
    this.#spare = undefined;
    try {
      await now.ready;
      this.#handle.send({ t: 'loaded' });
      await this.#handle.started;
    } catch (error) {
      this.#handle.tell('error', (error as Error).message);
      this.#handle.send({ t: 'failed', text: (error as Error).message });
      return;
    }
    if (run !== this.#run) return;
    this.#begin(now, text);
  }

  #begin(now: Interpreter, text: string): void {
    const output = make('pre', '', { 'aria-live': 'polite' });
    const canvas = document.createElement('canvas');
    canvas.hidden = true;
    this.#root.replaceChildren(canvas, output);
    let begun = false;
    const begin = () => {
      if (!begun && now === this.#now) this.#handle.send({ t: 'started' });
      begun = true;
    };
    let length = 0;
    const print = (level: string, said: string) => {
      length += said.length;
      // A program can print for ever; a page can't hold it.
      if (length > LONGEST) return;
      output.append(make('span', length > LONGEST - 1000 ? `${said}…` : said, { class: level }));
      scrollTo(0, document.body.scrollHeight);
    };
    now.hear = (message) => {
      switch (message.t) {
        case 'out':
          begin();
          print(message.level, message.text);
          this.#handle.tell(message.level, message.text.replace(/\n$/, ''));
          break;
        case 'canvas':
          begin();
          canvas.hidden = false;
          break;
        case 'ask':
          begin();
          this.#ask(now, message.prompt);
          break;
        case 'wrong': {
          const text = this.#explain(message, print);
          if (!begun) this.#handle.send({ t: 'failed', text });
          begun = true;
          this.#rest();
          break;
        }
        case 'done':
          begin();
          this.#rest();
          break;
        default:
      }
    };
    const surface = canvas.transferControlToOffscreen();
    const files = this.#source.used.map(({ name, text: held }) => [name, held]);
    now.send({ t: 'run', text, name: this.#source.name, files, canvas: surface }, [surface]);
    this.#handle.send({ t: 'ready' });
    setTimeout(begin, PATIENCE);
    // A program that goes on (a game, a loop) leaves time for the next interpreter, too.
    setTimeout(() => {
      this.#prepareNext();
    }, 4 * REST);
  }

  #rest(): void {
    setTimeout(() => {
      this.#prepareNext();
    }, REST);
  }

  #prepareNext(): void {
    this.#spare ??= new Interpreter(this.#parts);
    this.#spare.ready.catch(() => {
      this.#spare = undefined;
    });
  }

  #ask(now: Interpreter, prompt: string): void {
    const form = document.createElement('form');
    const box = make('input', '', { 'aria-label': prompt || say.answer, placeholder: say.answer });
    form.append(make('label', prompt), box);
    form.onsubmit = (event) => {
      event.preventDefault();
      form.remove();
      now.send({ t: 'answer', text: box.value });
    };
    // A sandbox sends no forms; Enter is heard all the same.
    box.onkeydown = (event) => {
      if (event.key === 'Enter' && !event.isComposing)
        form.dispatchEvent(new Event('submit', { cancelable: true }));
    };
    this.#root.append(form);
    // Only where the keyboard is here already: taking it from elsewhere would be theft.
    if (document.hasFocus()) box.focus();
  }

  /** Why it ended, told and printed; what is returned says it in a line. */
  #explain(
    { text, filename }: { text: string; filename: string },
    print: (level: string, text: string) => void,
  ): string {
    const rows = text.trimEnd().split('\n');
    const own = rows.findIndex((row) => row.includes(`File "${filename}"`));
    const shown = own < 0 ? rows : [rows[0] ?? '', ...rows.slice(own)];
    const lines = [...text.matchAll(/File "([^"]*)", line (\d+)/g)].filter(
      ([, file]) => file === filename,
    );
    const line = Number(lines.at(-1)?.[2]) || null;
    let last =
      rows.findLast((row) => /^[\w.]+(?:Error|Exception|Exit|Interrupt)\b/.test(row)) ??
      rows.at(-1) ??
      text;
    if (/^EOFError.*browser/.test(last)) last = say.noInput;
    if (/^ModuleNotFoundError/.test(last) && !text.includes('Python standard library')) {
      print('error', `${say.onlyShipped}\n\n`);
      last = `${say.onlyShipped} · ${last}`;
    }
    print('error', `${shown.join('\n')}\n`);
    this.#handle.tell('error', last, { line, column: null });
    return last;
  }
}

const handle = take();
speak(handle.config.language);
const source = readSource();
const style = document.createElement('style');
style.textContent = LOOK;
document.head.append(style);
handle.send({ t: 'progress', text: say.pythonLoading(0) });
const python = new Python(handle, source, document.getElementById('root') as HTMLElement);
handle.onText((text) => void python.run(text));
// One that is made ready while its program is written gets that over the port.
if (source.text) void python.run(source.text);
