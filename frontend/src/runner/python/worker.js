// Runs one Python program, in a worker of its own: what loops here is ended from outside.
// Plain JavaScript: it is put into a blob as it stands. The first message is Pyodide in parts and the
// Python of our own modules; the second, the program.
const say = (message, transfer) => self.postMessage(message, transfer);

/** Everything is there already: the loader's requests are answered from what came with the message. */
function answerRequests({ wasm, library }) {
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module: wasm,
    instance: await WebAssembly.instantiate(wasm, imports),
  });
  self.fetch = async (what) => {
    const isLibrary = String(what).endsWith('.zip');
    return new Response(isLibrary ? library : new Uint8Array(), { status: 200 });
  };
}

/** A module of this text; its address is made here, for only here is it sure to be known. */
async function load(code) {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Text is sent on as it comes, but not letter by letter. */
function printer(level) {
  const decoder = new TextDecoder();
  let text = '';
  const flush = () => {
    if (text) say({ t: 'out', level, text });
    text = '';
  };
  return {
    flush,
    write(bytes) {
      text += decoder.decode(bytes, { stream: true });
      if (text.length > 2000 || text.includes('\n')) flush();
      return bytes.length;
    },
  };
}

let pyodide;
let answer;
const out = printer('log');
const err = printer('error');

async function prepare({ parts, modules }) {
  answerRequests(parts);
  // Pyodide wants none but module workers, which a file on a disk can't start; it works in this one.
  self.importScripts = () => {
    throw new TypeError('not here');
  };
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([
    load(parts.loader),
    load(parts.interpreter),
  ]);
  pyodide = await loadPyodide({
    indexURL: 'https://python.invalid/',
    createPyodideModule,
    lockFileContents: parts.lock,
  });
  pyodide.setStdout({ write: out.write, isatty: true });
  pyodide.setStderr({ write: err.write, isatty: true });
  pyodide.registerJsModule('_madang', {
    ask: (prompt) => {
      out.flush();
      say({ t: 'ask', prompt });
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    sleep: (seconds) => {
      out.flush();
      return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    },
    canvas: (width, height) => {
      self.surface.width = width;
      self.surface.height = height;
      say({ t: 'canvas' });
      return self.surface;
    },
  });
  for (const [name, text] of Object.entries(modules)) {
    pyodide.FS.writeFile(`/home/pyodide/${name}.py`, text);
  }
  pyodide.runPython('import _ready; del _ready');
  say({ t: 'ready' });
}

// The program has this worker, and no more.
self.Worker = undefined;

/** It may have been made ready long before: the clock that the program reads starts with it. */
function startClock() {
  const now = performance.now.bind(performance);
  const zero = now();
  const origin = performance.timeOrigin + zero;
  Performance.prototype.now = () => now() - zero;
  Object.defineProperty(Performance.prototype, 'timeOrigin', { get: () => origin });
}

async function run({ text, name, files }) {
  startClock();
  for (const [file, held] of files) pyodide.FS.writeFile(`/home/pyodide/${file}`, held);
  try {
    const globals = pyodide.toPy({ __name__: '__main__' });
    await pyodide.runPythonAsync(text, { globals, filename: name });
    out.flush();
    err.flush();
    say({ t: 'done' });
  } catch (error) {
    out.flush();
    err.flush();
    say({ t: 'wrong', text: String(error.message ?? error), filename: name });
  }
}

self.onmessage = async ({ data }) => {
  try {
    if (data.t === 'prepare') await prepare(data);
    else if (data.t === 'run') {
      self.surface = data.canvas;
      await run(data);
    } else if (data.t === 'answer') answer?.(data.text);
    else if (data.t === 'event') self.heard?.(data);
  } catch (error) {
    say({ t: 'broken', text: String(error.message ?? error) });
  }
};
