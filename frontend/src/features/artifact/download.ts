/** An artifact as files: one that runs anywhere, and its source as it is. */

import type { Artifact, Source } from '../../lib/artifact/types';
import { fetchFile } from '../../lib/run/source';
import { save } from '../../lib/save';

const EXTENSIONS = {
  html: 'html',
  svg: 'svg',
  react: 'tsx',
  mermaid: 'mmd',
  markdown: 'md',
  python: 'py',
  csv: 'csv',
  json: 'json',
  vega: 'vl.json',
  code: 'txt',
};
const WHOLE = new Set(['svg', 'csv', 'json', 'code']);

/** Its source needs nothing of ours to be seen; anything else is saved with what runs it. */
export const isWhole = ({ kind, text }: Artifact): boolean =>
  WHOLE.has(kind) && !(kind === 'svg' && text.includes('asset:'));

export async function download(source: Source): Promise<void> {
  if (isWhole(source.artifact)) downloadSource(source.artifact);
  else saveText(await fetchFile(source), `${source.artifact.name.replace(/\.[^.]*$/, '')}.html`);
}

export function downloadSource(artifact: Artifact): void {
  saveText(textOf(artifact), nameOf(artifact));
}

export function nameOf({ name, kind, language }: Artifact): string {
  if (name.includes('.')) return name;
  return `${name}.${kind === 'react' && language === 'jsx' ? 'jsx' : EXTENSIONS[kind]}`;
}

/** Spreadsheets take a table without a mark for one in the code page of their country. */
export const textOf = ({ kind, text }: Artifact): string =>
  kind === 'csv' ? text.replace(/^\ufeff?/, '\ufeff') : text;

function saveText(text: string, name: string): void {
  save(new Blob([text], { type: 'application/octet-stream' }), name);
}
