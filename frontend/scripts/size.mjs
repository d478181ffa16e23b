// Weighs the JavaScript that the first visit to a battle loads, gzipped, and fails above the budget.
// What loads later (highlighting, maths, other pages) is listed and not counted.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 100 * 1024;
const PAGES = ['index.html', 'src/features/battle/Battle.svelte'];
const dist = new URL('../../src/madang/web/dist/', import.meta.url);

/** @type {Record<string, {file: string, imports?: string[]}>} */
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** @param {string} key @param {Set<string>} found */
function reach(key, found) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the build; was it renamed?`);
  if (found.has(key)) return;
  found.add(key);
  for (const needed of chunk.imports ?? []) reach(needed, found);
}

/**
 * A page's chunk that others share has no source of its own in the manifest, but still its name.
 * @param {string} page
 */
function keyOf(page) {
  if (manifest[page]) return page;
  const name = page.replace(/^.*\/|\.svelte$/g, '');
  return (
    Object.keys(manifest).find((key) => key.startsWith(`_${name}-`) && key.endsWith('.js')) ?? page
  );
}

/** @param {string} key */
function weigh(key) {
  const file = manifest[key]?.file ?? '';
  return file.endsWith('.js')
    ? gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
    : 0;
}

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

/** @type {Set<string>} */
const first = new Set();
for (const page of PAGES) reach(keyOf(page), first);

const rows = Object.keys(manifest)
  .map((key) => ({ key, bytes: weigh(key), now: first.has(key) }))
  .filter((row) => row.bytes > 0)
  .sort((one, other) => Number(other.now) - Number(one.now) || other.bytes - one.bytes);
for (const { key, bytes, now } of rows) {
  console.log(`${now ? 'first' : 'later'}  ${kilobytes(bytes).padStart(9)}  ${key}`);
}

const total = rows.filter((row) => row.now).reduce((sum, row) => sum + row.bytes, 0);
console.log(`battle page, first load: ${kilobytes(total)} of ${kilobytes(BUDGET)}`);
if (total > BUDGET) process.exit(1);
