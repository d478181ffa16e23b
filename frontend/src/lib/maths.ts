/** Formulas, set by KaTeX; loaded when the first one is on screen. */

import type Katex from 'katex';

let katex: typeof Katex | undefined;
let loading: Promise<void> | undefined;

/** Set every formula within `element`; what can't be set stays as it was written. */
export async function setFormulas(element: HTMLElement): Promise<void> {
  if (!element.querySelector('.maths')) return;
  if (!katex) {
    // Awaited only the first time: later formulas are set before the browser paints.
    loading ??= load();
    await loading;
  }
  for (const span of element.querySelectorAll<HTMLElement>('.maths:not([data-set])')) {
    katex?.render(span.textContent, span, {
      displayMode: span.dataset.display !== undefined,
      throwOnError: false,
      trust: false,
      strict: 'ignore',
      maxExpand: 200,
    });
    span.dataset.set = '';
  }
}

async function load(): Promise<void> {
  const [module] = await Promise.all([import('katex'), import('katex/dist/katex.min.css')]);
  katex = module.default;
}
