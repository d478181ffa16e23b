/**
 * Builds what the run window's frames load into the package's `web/sandbox`: the runner, what shows
 * each kind, and the libraries that artifacts may use, all modules in one build with shared chunks
 * (two copies of React would not know each other). `manifest.json` says which file is which, for
 * `engine/kit.py`; `NOTICE.txt` says whose work it is. Everything but the runner is stored gzipped
 * and served so.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { ALIASES, COMMON, GLOBALS, HIDDEN, MODULES, SHOWS } from './list.mjs';
import { notice } from './notice.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = fileURLToPath(new URL('../../../src/madang/web/sandbox/', import.meta.url));
const require = createRequire(import.meta.url);
const runner = (/** @type {string} */ file) => `${root}src/runner/${file}`;
/** @type {Set<string>} */
const packages = new Set();

const PLAIN = { 'process.env.NODE_ENV': '"production"', 'process.env': '{}' };

/** @returns {import('vite').Plugin} Entries of libraries, and note of which packages went in. */
function libraries() {
  return {
    name: 'libraries',
    resolveId: (id) => (id.startsWith('library:') ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith('\0library:')) return null;
      const name = id.slice('\0library:'.length);
      if (!COMMON.includes(name)) {
        return `export * from '${name}'; import * as all from '${name}'; export default all.default ?? all;`;
      }
      const names = Object.keys(await import(name)).filter((each) => /^[A-Za-z]\w*$/.test(each));
      const own = names.filter((each) => each !== 'default');
      return `import all from '${name}'; export default all; export const { ${own.join(', ')} } = all;`;
    },
    moduleParsed({ id }) {
      const found = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id);
      if (found?.[1]) packages.add(found[1]);
    },
  };
}

/** @param {string} name @param {string | Buffer} content @param {string} extension */
function keep(name, content, extension = 'js') {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const file = `${name.replace(/[@/.]+/g, '-').replace(/^-/, '')}-${hash}.${extension}`;
  write(file, content);
  return file;
}

/** @param {string} file @param {string | Buffer} content */
function write(file, content) {
  writeFileSync(`${out}${file}.gz`, gzipSync(content, { level: 9 }));
}

/** @param {string} input @param {string} format @returns {Promise<string>} One script. */
async function script(input, format = 'iife') {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'error',
    define: PLAIN,
    plugins: [libraries()],
    // A template literal would carry line breaks as they are.
    esbuild: { supported: { 'template-literal': false } },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: { input, output: { format: /** @type {'iife'} */ (format) } },
    },
  });
  const [bundle] = /** @type {import('vite').Rollup.RollupOutput[]} */ (
    Array.isArray(result) ? result : [result]
  );
  return bundle?.output[0].code.trim() ?? '';
}

/**
 * Modules in one build. What is `shipped` already is not built in but named by its address.
 * @param {Record<string, string>} input @param {Record<string, string>} shipped
 * @returns {Promise<{ files: Record<string, string>, needs: Record<string, string[]> }>} The file of
 *   each entry, and of each file those that it imports.
 */
async function modules(input, shipped = {}) {
  // Files of our own are taken away before each build; libraries stay.
  const own = Object.keys(shipped).length > 0 ? 'own-' : '';
  const result = await build({
    configFile: false,
    root,
    base: '/v/',
    logLevel: 'error',
    define: PLAIN,
    plugins: [libraries()],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 100_000,
      rollupOptions: {
        input,
        external: Object.keys(shipped),
        preserveEntrySignatures: 'strict',
        output: {
          paths: (id) => (shipped[id] ? `/v/${shipped[id]}` : id),
          entryFileNames: ({ name }) => `${tidy(name)}-[hash].js`,
          chunkFileNames: ({ name }) => `${own}c-${tidy(name)}-[hash].js`,
          assetFileNames: ({ names }) => `${own}a-${tidy(names[0] ?? '')}-[hash][extname]`,
        },
      },
    },
  });
  /** @type {Record<string, string>} */
  const files = {};
  /** @type {Record<string, string[]>} */
  const needs = {};
  const entries = new Map(
    Object.entries(input).map(([name, id]) => [id.replace(/^library:/, '\0library:'), name]),
  );
  for (const bundle of /** @type {import('vite').Rollup.RollupOutput[]} */ (
    Array.isArray(result) ? result : [result]
  )) {
    for (const item of bundle.output) {
      write(item.fileName, item.type === 'chunk' ? item.code : Buffer.from(item.source));
      const entry = item.type === 'chunk' && entries.get(item.facadeModuleId ?? '');
      if (entry) files[entry] = item.fileName;
      if (item.type === 'chunk' && item.imports.length > 0)
        needs[item.fileName] = item.imports.map((name) => name.replace(/^\/v\//, ''));
    }
  }
  return { files, needs };
}

/** @param {string} name */
function tidy(name) {
  return name
    .replace(/\.(m?js|css)$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

async function globals() {
  /** @type {Record<string, string>} */
  const files = {};
  for (const [name, how] of Object.entries(GLOBALS)) {
    if ('same' in how) continue;
    packages.add(name.startsWith('@babel') ? 'sucrase' : name);
    const code =
      'file' in how
        ? readFileSync(`${root}node_modules/${how.file}`, 'utf8')
        : await script(runner(`global/${how.entry}.ts`));
    files[name] = keep(`g-${name}`, code);
  }
  for (const [name, how] of Object.entries(GLOBALS)) {
    if ('same' in how && how.same) files[name] = files[how.same] ?? '';
  }
  return files;
}

/** Pyodide's files keep their names, in a folder of their own. */
function python() {
  const from = `${root}node_modules/pyodide/`;
  const folder = `pyodide-${version('pyodide')}/`;
  mkdirSync(`${out}${folder}`, { recursive: true });
  for (const file of [
    'pyodide.mjs',
    'pyodide.asm.mjs',
    'pyodide.asm.wasm',
    'python_stdlib.zip',
    'pyodide-lock.json',
  ]) {
    write(folder + file, readFileSync(from + file));
  }
  packages.add('pyodide');
  return folder;
}

/** The fonts of formulas, under the names that the style sheet has for them. */
function fonts() {
  const from = `${root}node_modules/katex/dist/fonts/`;
  mkdirSync(`${out}fonts`, { recursive: true });
  const files = readdirSync(from).filter((file) => file.endsWith('.woff2'));
  for (const file of files) write(`fonts/${file}`, readFileSync(from + file));
  return files.length;
}

/** @param {string} name @returns {string} Of what is installed. */
function version(name) {
  return JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8')).version;
}

/** The libraries change only with their versions, and take a minute. */
async function shipLibraries() {
  const inputs = ['scripts/sandbox/list.mjs', 'scripts/sandbox/build.mjs'];
  const globs = readdirSync(`${root}src/runner/global`).map((file) => `src/runner/global/${file}`);
  const made = createHash('sha256');
  for (const file of [...inputs, ...globs]) made.update(readFileSync(root + file));
  const key = made.digest('hex');
  const record = `${out}libraries.json`;
  try {
    const before = JSON.parse(readFileSync(record, 'utf8'));
    const same = Object.entries(before.versions).every(([name, was]) => version(name) === was);
    if (before.key === key && same) return before;
  } catch {
    // Never built.
  }
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const names = [...MODULES, ...HIDDEN];
  const { files: libraries, needs } = await modules(
    Object.fromEntries(names.map((name) => [name, `library:${name}`])),
  );
  const shipped = {
    key,
    libraries,
    needs,
    globals: await globals(),
    styles: {
      katex: keep('katex', readFileSync(require.resolve('katex/dist/katex.min.css')), 'css'),
    },
    python: python(),
    fonts: fonts(),
    versions: Object.fromEntries([...packages].sort().map((name) => [name, version(name)])),
  };
  writeFileSync(`${out}NOTICE.txt`, notice([...packages].sort(), `${root}node_modules/`));
  writeFileSync(record, JSON.stringify(shipped));
  return shipped;
}

const shipped = await shipLibraries();
for (const file of readdirSync(out)) if (file.startsWith('own-')) rmSync(out + file);
const first = await script(runner('run.ts'));
if (first.includes('\n') || first.includes('\r') || /<\/script|<!--/i.test(first)) {
  throw new Error('the runner must be one line that can stand in a script element');
}
// In stacks it has a name of its own: all other places in the document are the artifact's.
writeFileSync(`${out}runner.js`, `${first} //# sourceURL=madang-runner`);
const own = Object.fromEntries(SHOWS.map((kind) => [`own-${kind}`, runner(`show/${kind}.ts`)]));
const { files: shows, needs } = await modules(own, shipped.libraries);
const named = MODULES.map((name) => [name, shipped.libraries[name]]);
const alias = Object.entries(ALIASES).map(([name, as]) => [name, shipped.libraries[as]]);
const manifest = {
  runner: 'runner.js',
  shows: Object.fromEntries(SHOWS.map((kind) => [kind, shows[`own-${kind}`]])),
  modules: Object.fromEntries([...named, ...alias]),
  needs: { ...shipped.needs, ...needs },
  globals: shipped.globals,
  styles: shipped.styles,
  python: shipped.python,
};
writeFileSync(`${out}manifest.json`, `${JSON.stringify(manifest, null, 1)}\n`);
