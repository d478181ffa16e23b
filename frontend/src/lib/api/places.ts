/** What people make of artifacts, by place: edits, runs, shares. Thin wrappers, as `routes.ts`. */

import type { Edit } from '../artifact/gather';
import type { Artifact } from '../artifact/types';
import { ask, headers } from './client';

export type Kept = Omit<Artifact, 'ended'>;

export interface Shared {
  key: string;
  artifact: Kept;
  assets: Kept[];
  made_at: string;
}

export interface RunRecord {
  name: string;
  kind: Kept['kind'];
  author: Edit['author'] | 'model' | 'fix';
  after: number;
  ran: boolean;
  errors: number;
  fps: number | null;
  keys: number;
  pointers: number;
  seconds: number;
}

/** Edits on their way, by place: a window that was just closed may still be keeping its last. */
const keeping = new Map<string, Promise<unknown>>();

export async function fetchEdits(place: string): Promise<Edit[]> {
  await keeping.get(place);
  const { edits } = await ask<{ edits: Edit[] }>('GET', `${at(place)}/edits`);
  return edits;
}

export function saveEdit(place: string, edit: Omit<Edit, 'id'>): Promise<Edit> {
  const saving = ask<Edit>('POST', `${at(place)}/edits`, edit);
  keeping.set(place, Promise.allSettled([keeping.get(place), saving]));
  return saving;
}

/** Keep how a run went; `last` lets it go out while the page is being left. */
export async function saveRun(
  place: string,
  id: string,
  run: RunRecord,
  last: boolean,
): Promise<void> {
  await fetch(`${at(place)}/runs/${encodeURIComponent(id)}`, {
    method: 'PUT',
    headers: headers({ 'Content-Type': 'application/json' }),
    body: JSON.stringify(run),
    keepalive: last,
  });
}

export async function fetchShares(place: string): Promise<Shared[]> {
  const { shares } = await ask<{ shares: Shared[] }>('GET', `${at(place)}/shares`);
  return shares;
}

export function share(place: string, artifact: Kept, assets: Kept[]): Promise<Shared> {
  return ask('POST', `${at(place)}/shares`, { artifact, assets });
}

export function revoke(key: string): Promise<unknown> {
  return ask('DELETE', `/api/shares/${encodeURIComponent(key)}`);
}

export function fetchShared(key: string): Promise<Shared> {
  return ask('GET', `/api/shares/${encodeURIComponent(key)}`);
}

export function keptOf({ name, title, kind, language, text }: Artifact): Kept {
  return { name, title, kind, language, text };
}

function at(place: string): string {
  return `/api/places/${encodeURIComponent(place)}`;
}
