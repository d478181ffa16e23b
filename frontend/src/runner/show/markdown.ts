/** A Markdown document, with formulas and Mermaid charts. Nothing in it runs. */

import DOMPurify from 'dompurify';
import type Katex from 'katex';
import { Marked } from 'marked';
import { extensions } from '../../lib/markdown';
import { drawDiagram } from './diagram';
import { present } from './page';

const STYLES = `
#root{max-width:46rem;margin:0 auto;padding:32px 24px 64px}
h1,h2,h3,h4{line-height:1.3;margin:1.6em 0 .6em}h1{font-size:1.9em;margin-top:0}h2{font-size:1.4em;border-bottom:1px solid var(--rule);padding-bottom:.2em}
pre{background:var(--sunk);padding:12px 16px;border-radius:8px;overflow:auto;font-size:13px;line-height:1.6}
code{font-family:ui-monospace,monospace;font-size:.9em}:not(pre)>code{background:var(--sunk);padding:.1em .35em;border-radius:4px}
table{border-collapse:collapse;display:block;overflow:auto}th,td{border:1px solid var(--rule);padding:6px 12px;text-align:start}th{background:var(--sunk)}
blockquote{margin:1em 0;padding:0 16px;border-inline-start:4px solid var(--rule);color:var(--ink-2)}
img,svg{max-width:100%}a{color:var(--a)}hr{border:0;border-top:1px solid var(--rule);margin:2em 0}
.maths[data-display]{display:block;overflow:auto}
`;
const marked = new Marked({ gfm: true, extensions });
const charts = new Map<string, string>();
let setting: Promise<typeof Katex> | undefined;

present(STYLES, async (text, ended, { root, source }) => {
  const html = marked.parse(text.replace(/^---\n[\s\S]*?\n---\n/, ''), { async: false });
  const fragment = DOMPurify.sanitize(html, { RETURN_DOM_FRAGMENT: true, ADD_ATTR: ['target'] });
  const formulas = fragment.querySelectorAll<HTMLElement>('.maths');
  if (formulas.length > 0) setting ??= prepareSetting(source.files.katex ?? '');
  const katex = await setting;
  for (const span of formulas) {
    const displayMode = span.dataset.display !== undefined;
    katex?.render(span.textContent, span, { displayMode, throwOnError: false, maxExpand: 200 });
  }
  for (const link of fragment.querySelectorAll('a')) link.title = link.getAttribute('href') ?? '';
  await Promise.all(
    [...fragment.querySelectorAll('pre > code.language-mermaid')].map(async (code) => {
      const chart = code.textContent;
      try {
        if (ended && !charts.has(chart)) charts.set(chart, await drawDiagram(chart));
      } catch {
        return; // It stays as it was written.
      }
      const drawn = charts.get(chart);
      if (!drawn) return;
      const figure = document.createElement('figure');
      figure.innerHTML = drawn;
      code.parentElement?.replaceWith(figure);
    }),
  );
  root.replaceChildren(fragment);
});

async function prepareSetting(styles: string): Promise<typeof Katex> {
  const sheet = document.createElement('link');
  Object.assign(sheet, { rel: 'stylesheet', href: styles });
  document.head.append(sheet);
  return (await import('katex')).default;
}
