/** An artifact as a file of its own. */

import type { Source } from '../../lib/artifact/types';
import { fetchFile } from '../../lib/run/source';

const EXTENSIONS: Record<string, string> = {
  html: 'html',
  svg: 'svg',
  react: 'tsx',
  mermaid: 'mmd',
  markdown: 'md',
  csv: 'csv',
  json: 'json',
  vega: 'vl.json',
  code: 'txt',
};

/** Kinds whose own file runs nowhere by itself: they are saved with what runs them. */
const NEEDS_COMPANY = new Set(['html', 'react', 'mermaid', 'markdown', 'vega', 'python']);

export async function download(source: Source): Promise<void> {
  const { name, text, kind } = source.artifact;
  if (NEEDS_COMPANY.has(kind)) {
    save(await fetchFile(source), `${name.replace(/\.[^.]*$/, '')}.html`);
    return;
  }
  save(text, name.includes('.') ? name : `${name}.${EXTENSIONS[kind] ?? 'txt'}`);
}

export function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
