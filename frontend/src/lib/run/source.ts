/** What a run is made of, and how one differs from the next. */

import { ask, reach } from '../api/client';
import type { Artifact, Kind, Source } from '../artifact/types';
import type { Ticket } from './frame';

/** Kinds that are shown while they grow; code that runs is only run when it is whole. */
const GROWING = new Set<Kind>([
  'html',
  'svg',
  'markdown',
  'mermaid',
  'csv',
  'json',
  'code',
  'vega',
]);
/** Kinds whose frame takes a changed text without being made anew: none of their code runs. */
const SHOWN = new Set<Kind>(['markdown', 'mermaid', 'csv', 'json', 'code', 'vega']);
/** Python gets a new worker in the frame it has: making the interpreter anew would take seconds. */
const TAKES_TEXT = new Set<Kind>([...SHOWN, 'python']);

/** Kinds whose document is opened while their text is still written: only that travels at the end. */
const BEGUN_EARLY = new Set<Kind>(['html', 'svg', 'react']);

/** Its interpreter takes seconds to be there, and then takes any program. */
export const isBooted = (kind: Kind): boolean => kind === 'python';
export const isBegunEarly = (kind: Kind): boolean => BEGUN_EARLY.has(kind);
export const growsOnScreen = (kind: Kind): boolean => GROWING.has(kind);
export const isShown = (kind: Kind): boolean => SHOWN.has(kind);

/** `label`: where the run before it stands, to be put there, too. */
export function openRun(source: Source, growing: boolean, label?: string): Promise<Ticket> {
  // What grows gets its text over the port.
  const whole = growing ? withoutText(source) : wholeOf(source);
  return ask('POST', '/api/runs', { ...whole, growing, ...(label && { label }) });
}

/** Opens a run whose text is still being written; `finishRun` brings that. */
export function beginRun(source: Source, label?: string): Promise<Ticket> {
  return ask('POST', '/api/runs', { ...withoutText(source), begun: true, ...(label && { label }) });
}

/** Opens a run whose text is sent over the port: the frame is made ready for it meanwhile. */
export function bootRun(source: Source, label?: string): Promise<Ticket> {
  return ask('POST', '/api/runs', { ...withoutText(source), ...(label && { label }) });
}

export function finishRun(ticket: Ticket, source: Source): Promise<{ problems: string[] }> {
  const token = ticket.url.slice(ticket.url.lastIndexOf('/') + 1);
  return ask('PUT', `/api/runs/${token}`, wholeOf(source));
}

const sent = ({ name, title, kind, language, text }: Artifact) => ({
  name,
  title,
  kind,
  language,
  text,
});
const wholeOf = (source: Source) => ({
  artifact: sent(source.artifact),
  assets: used(source).map(sent),
});
const withoutText = (source: Source) => ({ artifact: { ...sent(source.artifact), text: '' } });

/** The artifact as one HTML file that runs anywhere, offline. */
export async function fetchFile(source: Source): Promise<string> {
  const assets = used(source);
  const response = await reach('POST', '/api/runs/file', { artifact: source.artifact, assets });
  return response.text();
}

/** Whether it runs by its text alone. */
export const isAlone = (source: Source): boolean => used(source).length === 0;

/** Of all assets those that are named, and those that these name: the rest needn't travel. */
function used({ artifact, assets }: Source): Artifact[] {
  const kept = new Set<Artifact>();
  const queue = [artifact.text];
  for (let text = queue.pop(); text !== undefined; text = queue.pop()) {
    if (!text.includes('asset:')) continue;
    for (const asset of assets) {
      if (kept.has(asset)) continue;
      const stem = asset.name.replace(/\.[^.]*$/, '');
      if (text.includes(`asset:${asset.name}`) || text.includes(`asset:${stem}`)) {
        kept.add(asset);
        queue.push(asset.text);
      }
    }
  }
  return assets.filter((asset) => kept.has(asset));
}

const PICTURES = new Set<Kind>(['svg']);

/**
 * How to get from one source to the next: nothing to do, a new text for what is only shown, pictures
 * to swap in place, or all anew.
 */
export type Step =
  { by: 'nothing' } | { by: 'text' } | { by: 'assets'; changed: Artifact[] } | { by: 'run' };

export function stepBetween(before: Source, after: Source): Step {
  const [old, now] = [before.artifact, after.artifact];
  if (old.kind !== now.kind || old.name !== now.name) return { by: 'run' };
  if (old.text !== now.text)
    return { by: TAKES_TEXT.has(now.kind) && !now.text.includes('asset:') ? 'text' : 'run' };
  const [had, has] = [used(before), used(after)];
  const known = new Map(had.map((asset) => [asset.name, asset]));
  const changed = has.filter((asset) => known.get(asset.name)?.text !== asset.text);
  if (had.length !== has.length) return { by: 'run' };
  if (changed.length === 0) return { by: 'nothing' };
  const simple = changed.every(
    (asset) =>
      PICTURES.has(asset.kind) &&
      known.get(asset.name)?.kind === asset.kind &&
      !asset.text.includes('asset:') &&
      now.text.includes(`asset:${asset.name}`),
  );
  return simple && now.kind !== 'react' && now.kind !== 'python'
    ? { by: 'assets', changed }
    : { by: 'run' };
}

/** The address of a picture, as the server's `runwindow/assets.py` makes it. */
export function addressOf(asset: Artifact): string {
  const bytes = new TextEncoder().encode(asset.text);
  let letters = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  const type = asset.kind === 'svg' ? 'image/svg+xml' : 'text/plain';
  const name = encodeURIComponent(asset.name);
  return `data:${type};charset=utf-8;base64,${btoa(letters)}#asset-${name}`;
}
