/** The server's routes for templates, and the values they speak of; those of a document's chat are the chat's. */

import { ask } from '../../lib/api/client';
import type { components } from '../../lib/api/schema';

type Schemas = components['schemas'];

export type Gallery = Schemas['Gallery'];
export type Card = Schemas['Card'];
export type TemplateView = Schemas['TemplateView'];
export type Template = Schemas['Template'];
export type Field = Schemas['Field'];
export type Looked = Schemas['Looked'];
export type Problem = Schemas['ProblemView'];

export interface Filling {
  language: 'en' | 'ko';
  values: Record<string, string>;
  voice: boolean;
}

const at = (slug: string) => `/api/templates/${encodeURIComponent(slug)}`;
const documentAt = (id: string) => `/api/documents/${encodeURIComponent(id)}`;

export function fetchGallery(): Promise<Gallery> {
  return ask('GET', '/api/templates');
}

export function fetchTemplate(slug: string): Promise<TemplateView> {
  return ask('GET', at(slug));
}

export function fetchPrompt(slug: string, filling: Filling): Promise<{ prompt: string }> {
  return ask('POST', `${at(slug)}/prompt`, filling);
}

/** Let two answer the form blindly: the battle's id. */
export function startBattle(slug: string, filling: Filling): Promise<{ id: string }> {
  return ask('POST', `${at(slug)}/battles`, filling);
}

/** Let one contestant answer it, `count` times: the id of the chat that the document is in. */
export function startDocument(
  slug: string,
  filling: Filling,
  count: number,
  contestant: string | null,
): Promise<{ id: string }> {
  return ask('POST', `${at(slug)}/documents`, { ...filling, count, contestant });
}

export function fetchVoice(): Promise<{ text: string }> {
  return ask('GET', '/api/voice');
}

export function keepVoice(text: string): Promise<{ text: string }> {
  return ask('PUT', '/api/voice', { text });
}

export function checkSource(source: string): Promise<Looked> {
  return ask('POST', '/api/templates/check', { source });
}

export function checkDraft(draft: Template): Promise<Looked> {
  return ask('POST', '/api/templates/check', { draft });
}

export function fetchFile(file: string): Promise<Looked> {
  return ask('GET', `/api/templates/files/${encodeURIComponent(file)}`);
}

export function saveTemplate(
  source: string,
  before: string | null,
  file: string,
): Promise<TemplateView> {
  return ask('POST', '/api/templates', { source, before, file });
}

export function deleteFile(file: string): Promise<unknown> {
  return ask('DELETE', `/api/templates/files/${encodeURIComponent(file)}`);
}

/** What the person made of replies, by the reply's id. */
export function fetchEdits(id: string): Promise<Schemas['Texts']> {
  return ask('GET', documentAt(id));
}

/**
 * Keep a reply as it was changed; null lets it be as it was written. `before` is the digest of the
 * text it was made of: where another window has written since, it is `document_moved`.
 */
export function keepEdit(
  id: string,
  message: string,
  text: string | null,
  before: string | null,
): Promise<Schemas['KeptText']> {
  return ask('PUT', `${documentAt(id)}/${encodeURIComponent(message)}`, { text, before });
}
