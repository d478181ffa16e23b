/** What Babel's browser build does for `<script type="text/babel">`, done by sucrase. */

import { transform } from 'sucrase';

function compile(code: string): string {
  return transform(code, {
    transforms: ['jsx', 'typescript'],
    jsxRuntime: 'classic',
    production: true,
  }).code;
}

function runAll(): void {
  for (const script of document.querySelectorAll<HTMLScriptElement>('script[type="text/babel"]')) {
    const ready = document.createElement('script');
    if (script.dataset.type === 'module') ready.type = 'module';
    ready.textContent = compile(script.textContent);
    script.replaceWith(ready);
  }
}

Object.assign(window, {
  Babel: { transform: (code: string) => ({ code: compile(code) }), transformScriptTags: runAll },
});
document.addEventListener('DOMContentLoaded', runAll);
