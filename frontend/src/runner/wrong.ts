/** What keeps something from being shown, drawn in its place. */

import type { Place } from './lines';
import { say } from './sentences';

export interface Wrong extends Place {
  text: string;
}

/** So much of a line that is all in one. */
const AROUND = 160;

const STYLE =
  'margin:0;padding:12px 16px;background:#fff;color:#a3322b;font:13px/1.6 ui-monospace,monospace;' +
  'white-space:pre-wrap;overflow-wrap:anywhere';

/** The reason, and the line of `source` that it is about. */
export function drawWrong({ text, line, column }: Wrong, source = ''): HTMLElement {
  const said = document.createElement('p');
  said.style.cssText = STYLE;
  said.textContent = text;
  if (line !== null) {
    const whole = source.split('\n', line)[line - 1]?.trimEnd() ?? '';
    const from = whole.length > AROUND ? Math.max(0, (column ?? 0) - AROUND / 2) : 0;
    const cut = whole.slice(from, from + AROUND);
    said.textContent += `\n\n${[say.line(line), cut].filter(Boolean).join(' │ ')}`;
  }
  return said;
}
