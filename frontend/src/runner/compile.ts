/** JSX and TypeScript to modules, line for line, with every import looked after before it runs. */

import { init, parse } from 'es-module-lexer';
import { transform, type Transform } from 'sucrase';
import type { Handle } from './handle';
import { say } from './sentences';

/** What keeps an artifact from running, with its place in it; `all` where it is more than one thing. */
export class Unfit extends Error {
  readonly line: number | null;
  readonly column: number | null;
  all: Unfit[] = [];
  /** A library that is not there: its sentence names those that are, and is said once for all. */
  missing = '';

  constructor(message: string, line: number | null = null, column: number | null = null) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

interface Asset {
  name: string;
  kind: string;
  text: string;
}

const HOSTED =
  /^https?:\/\/(?:esm\.sh|unpkg\.com|cdn\.jsdelivr\.net\/npm|cdn\.skypack\.dev|esm\.run|ga\.jspm\.io\/npm:)\/?(?:v\d+\/)?((?:@[^/@]+\/)?[^/@?]+)/;

export class Compiler {
  readonly #assets: readonly Asset[];
  readonly #shipped: readonly string[];
  readonly #handle: Handle;
  readonly #made = new Map<string, string>();
  /** What is shipped and was asked for so far. */
  readonly libraries = new Set<string>();

  constructor(assets: readonly Asset[], shipped: readonly string[], handle: Handle) {
    this.#assets = assets;
    this.#shipped = shipped;
    this.#handle = handle;
  }

  /** The address of a module made of `text`. @throws {Unfit} */
  async module(
    name: string,
    text: string,
    language: string,
    within: string[] = [],
  ): Promise<string> {
    const code = withDefault(compile(text, language));
    await init;
    const [imports] = parse(code);
    const wrong: Unfit[] = [];
    let made = '';
    let at = 0;
    for (const { specifier: asked, start, end } of imports) {
      if (typeof asked !== 'string') continue;
      try {
        const found = await this.#resolve(asked, [...within, name]);
        if (found === asked) continue;
        // What is imported on the way is written with its quotes, the rest is between them.
        const quoted = /["'`]/.test(code[start] ?? '');
        made += code.slice(at, start) + (quoted ? JSON.stringify(found) : found);
        at = end;
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        const line = code.slice(0, start).split('\n').length;
        const { message, missing } = error;
        const said =
          error.line === null ? message : `${asked}, ${say.line(error.line)}: ${message}`;
        wrong.push(Object.assign(new Unfit(said, line), { missing }));
      }
    }
    const all = this.#joined(wrong);
    if (all[0]) throw Object.assign(all[0], { all });
    const url = address(made + code.slice(at), 'text/javascript');
    if (within.length === 0) this.#handle.addSource(url);
    return url;
  }

  async #resolve(asked: string, within: string[]): Promise<string> {
    const hosted = HOSTED.exec(asked)?.[1];
    const wanted = hosted ?? asked;
    if (this.#shipped.includes(wanted)) {
      this.libraries.add(wanted);
      return wanted;
    }
    const name =
      /^asset:(.+)$/.exec(wanted)?.[1] ?? /^(?:\.{1,2}|@)\/(?:.*\/)?([^/]+)$/.exec(wanted)?.[1];
    const asset = name === undefined ? undefined : this.#find(name);
    if (asset) return this.#asset(asset, within);
    // A style sheet that is not there makes it plainer, no more.
    if (wanted.endsWith('.css')) return address('', 'text/javascript');
    if (wanted.startsWith('asset:')) {
      throw new Unfit(
        say.missingAsset(name ?? '', this.#assets.map((each) => each.name).join(', ')),
      );
    }
    throw Object.assign(new Unfit(this.#missing([wanted])), { missing: wanted });
  }

  /** All libraries that are missing in one sentence, where the first of them is asked for. */
  #joined(wrong: readonly Unfit[]): Unfit[] {
    const missing = wrong.filter((each) => each.missing);
    const names = [...new Set(missing.map((each) => each.missing))];
    return wrong.flatMap((each) => {
      if (!each.missing) return each;
      return each === missing[0] ? new Unfit(this.#missing(names), each.line) : [];
    });
  }

  #missing(names: readonly string[]): string {
    // What people import by name: not the parts of these.
    const there = this.#shipped.filter((each) => !each.includes('/') && !each.startsWith('d3-'));
    return say.missing(names, there.sort());
  }

  #find(name: string): Asset | undefined {
    const plain = decodeURIComponent(name).normalize('NFC');
    const stem = plain.replace(/\.[^.]*$/, '');
    const is = (each: Asset, asked: string) => each.name === asked;
    return (
      this.#assets.findLast((each) => is(each, plain)) ??
      this.#assets.findLast((each) => each.name.replace(/\.[^.]*$/, '') === stem)
    );
  }

  async #asset(asset: Asset, within: string[]): Promise<string> {
    if (within.includes(asset.name))
      throw new Unfit(say.circular([...within, asset.name].join(' → ')));
    const before = this.#made.get(asset.name);
    if (before) return before;
    const url =
      asset.kind === 'react' || asset.kind === 'code'
        ? await this.module(asset.name, asset.text, '', within)
        : address(`export default ${asValue(asset)};`, 'text/javascript');
    this.#made.set(asset.name, url);
    return url;
  }
}

function asValue(asset: Asset): string {
  if (asset.kind === 'json' || asset.kind === 'vega')
    return `JSON.parse(${JSON.stringify(asset.text)})`;
  if (asset.kind !== 'svg') return JSON.stringify(asset.text);
  const packed = encodeURIComponent(asset.text);
  return JSON.stringify(
    `data:image/svg+xml;charset=utf-8,${packed}#asset-${encodeURIComponent(asset.name)}`,
  );
}

function address(code: string, type: string): string {
  return URL.createObjectURL(new Blob([code], { type }));
}

function compile(text: string, language: string): string {
  const transforms: Transform[] = /^(jsx|js|javascript)$/.test(language)
    ? ['jsx']
    : ['jsx', 'typescript'];
  try {
    return transform(text, { transforms, jsxRuntime: 'automatic', production: true }).code;
  } catch (error) {
    // TypeScript in a fence that says "jsx".
    if (transforms.length === 1) return compile(text, 'tsx');
    const { message, loc } = error as Error & { loc?: { line: number; column: number } };
    const said = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
    throw new Unfit(said, loc?.line ?? null, loc?.column ?? null);
  }
}

/** A component that is not exported is meant to be shown all the same: the last one. */
function withDefault(code: string): string {
  if (/\bexport\s+default\b|\bas\s+default\b|createRoot|\.render\s*\(/.test(code)) return code;
  const names = [
    ...code.matchAll(/^(?:export\s+)?(?:async\s+)?(?:function|const|let|class)\s+([A-Z]\w*)/gm),
  ];
  const named = names.map((found) => found[1] ?? '');
  const main = named.find((name) => name === 'App') ?? named.at(-1);
  return main ? `${code};export default ${main};` : code;
}
