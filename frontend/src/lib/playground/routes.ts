/** The playground's and the workshop's routes; a run is in `run.ts`. */

import { ask } from '../api/client';
import type { components } from '../api/schema';
import type { ColumnBody } from './run';

type Schemas = components['schemas'];
export type Offer = Schemas['Offer'];
export type Preview = Schemas['Preview'];
export type Work = Schemas['Work'];
export type Presence = Schemas['Presence'];

export function fetchOffer(): Promise<Offer> {
  return ask('GET', '/api/playground');
}

export function fetchModels(provider: string): Promise<Schemas['Models']> {
  return ask('GET', `/api/playground/models/${encodeURIComponent(provider)}`);
}

export function preview(
  column: ColumnBody,
  prompt: string,
  values: Record<string, string>,
): Promise<Preview> {
  return ask('POST', '/api/playground/preview', { column, prompt, values });
}

export async function fetchMade(): Promise<Work[]> {
  const { made } = await ask<{ made: Work[] }>('GET', '/api/workshop');
  return made;
}

export function make(
  slug: string,
  name: string,
  column: ColumnBody,
  presence: Presence = 'drawn',
): Promise<Work> {
  return ask('POST', '/api/workshop', { slug, name, column, presence });
}

/** Let two contestants meet blindly over a question; the battle's id. */
export async function meet(pair: [string, string], text: string): Promise<string> {
  const { id } = await ask<Schemas['Started']>('POST', '/api/battles/chosen', { pair, text });
  return id;
}

export function revise(slug: string, column: ColumnBody): Promise<Work> {
  return ask('PUT', `/api/workshop/${encodeURIComponent(slug)}`, { column });
}

export function change(
  slug: string,
  wanted: { name?: string; presence?: Presence },
): Promise<Work> {
  return ask('PATCH', `/api/workshop/${encodeURIComponent(slug)}`, wanted);
}
