/** Vega-Lite charts: compiled here, and interpreted, so that no text becomes code. */

import type { TopLevelSpec } from 'vega-lite';
import { say } from '../sentences';
import { present } from './page';
import { isNumber, numberOf, readTable } from './table';

const STYLES = `#root{padding:16px;display:grid;place-items:center;min-height:100vh}#root canvas,#root svg{max-width:100%}`;

present(STYLES, async (text, ended, { root, handle }) => {
  if (!ended) return;
  const [vega, lite, { expressionInterpreter }] = await Promise.all([
    import('vega'),
    import('vega-lite'),
    import('vega-interpreter'),
  ]);
  const spec = JSON.parse(text) as Record<string, unknown>;
  takeIn(spec);
  const known = /\/schema\/vega\//.test(String(spec.$schema));
  spec.width ??=
    known || spec.facet || spec.hconcat || spec.vconcat || spec.concat || spec.repeat
      ? undefined
      : Math.max(240, innerWidth - 140);
  if (spec.width === undefined) delete spec.width;
  const warn = (said: unknown) => {
    handle.tell('warn', String(said));
  };
  const logger = vega.logger(vega.Warn);
  Object.assign(logger, { warn: (...said: unknown[]) => (said.forEach(warn), logger) });
  const chart = known
    ? spec
    : lite.compile(spec as unknown as TopLevelSpec, { logger: logger as never }).spec;
  let missed: Error | undefined;
  const nothing = (what: unknown) => Promise.reject(new Error(say.blocked(String(what))));
  const load = (url: string) => {
    missed ??= new Error(say.noData(url));
    return Promise.reject(missed);
  };
  const view = new vega.View(vega.parse(chart as never, undefined, { ast: true }), {
    renderer: 'svg',
    logger,
    expr: expressionInterpreter as never,
    loader: { load, sanitize: nothing, http: nothing, file: nothing } as never,
  });
  root.replaceChildren();
  await view.initialize(root).hover().runAsync();
  // It would be a frame with no marks in it.
  if (missed) throw missed;
});

/**
 * Data at an asset's address is put in its place, since nothing is fetched; and CSV is read here, since
 * the usual reader makes code of the first line.
 */
function takeIn(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const data = value as { url?: unknown; values?: unknown; format?: { type?: string } };
  const found = typeof data.url === 'string' && /^data:([^;,]+)[^,]*;base64,([^#]*)/.exec(data.url);
  if (found) {
    const bytes = Uint8Array.from(atob(found[2] ?? ''), (letter) => letter.charCodeAt(0));
    data.values = new TextDecoder().decode(bytes);
    data.format ??= { type: found[1]?.includes('csv') ? 'csv' : 'json' };
    delete data.url;
  }
  if (typeof data.values === 'string' && /^[ct]sv$/.test(data.format?.type ?? '')) {
    data.values = records(data.values);
    delete data.format;
  }
  for (const inner of Object.values(value)) takeIn(inner);
}

function records(text: string): Record<string, unknown>[] {
  const [head = [], ...rows] = readTable(text);
  const typed = (cell: string) => (isNumber(cell) ? numberOf(cell) : cell === '' ? null : cell);
  return rows.map((row) =>
    Object.fromEntries(head.map((name, at) => [name, typed(row[at] ?? '')])),
  );
}
