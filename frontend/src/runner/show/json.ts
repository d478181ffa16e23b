/** JSON as a tree: what is closed is not drawn, so that a large one opens at once. */

import { say } from '../sentences';
import { make, present } from './page';

const STYLES = `
body{font:13px/1.7 ui-monospace,monospace}#root{padding:12px 16px}
details{padding-inline-start:1.2em}summary{margin-inline-start:-1.2em;cursor:pointer}
.leaf{padding-inline-start:0}.k{color:var(--a)}.s{color:#2b6f4a}.n{color:#a3322b}.w{color:#6d6759}
button{border:1px solid #8f8672;background:#fff;border-radius:6px;cursor:pointer;padding:0 8px}pre{margin:0;white-space:pre-wrap}
`;
const STEP = 200;
const OPEN = 40;

present(STYLES, (text, ended, { root }) => {
  if (!ended) {
    root.replaceChildren(make('pre', text));
    return;
  }
  root.replaceChildren(node(undefined, parse(text), true));
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // A value a line, as logs have it.
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as unknown);
    } catch {
      // Then it is the first error that counts.
    }
    const { message } = error as Error;
    throw Object.assign(new Error(message), {
      line: text.slice(0, endOfSense(text)).split('\n').length,
    });
  }
}

const TOKEN =
  /\s*(?:([[\]{},:])|("(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null))/y;

/** Where a text stops being JSON: browsers don't always say. */
function endOfSense(text: string): number {
  let before = '';
  let end = 0;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    end = TOKEN.lastIndex;
    const [, mark, value] = found;
    const wantsValue =
      before === '' || before === '[' || before === ':' || before === ',' || before === '{';
    const isEmpty = (mark === ']' && before === '[') || (mark === '}' && before === '{');
    const opens = value !== undefined || mark === '[' || mark === '{';
    if (wantsValue ? !opens && !isEmpty : opens) return end - 1;
    before = mark ?? 'value';
  }
  return end + (/^\s*/.exec(text.slice(end, end + 1000))?.[0].length ?? 0);
}

function node(name: string | undefined, value: unknown, open = false): HTMLElement {
  const label = name === undefined ? [] : [make('span', name, { class: 'k' }), ': '];
  if (typeof value !== 'object' || value === null) {
    const line = make('div', '', { class: 'leaf' });
    const kind = typeof value === 'string' ? 's' : typeof value === 'number' ? 'n' : 'w';
    line.append(...label, make('span', JSON.stringify(value), { class: kind }));
    return line;
  }
  const entries = Object.entries(value);
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  const marks = Array.isArray(value) ? '[ ]' : '{ }';
  summary.append(...label, make('span', `${marks} ${say.items(entries.length)}`, { class: 'w' }));
  details.append(summary);
  let drawn = 0;
  const grow = () => {
    const next = entries.slice(drawn, drawn + STEP);
    drawn += next.length;
    details.append(...next.map(([key, held]) => node(key, held)));
    if (drawn >= entries.length) return;
    const more = make('button', say.more(entries.length - drawn), { type: 'button' });
    more.onclick = () => {
      more.remove();
      grow();
    };
    details.append(more);
  };
  details.ontoggle = () => {
    if (details.open && drawn === 0) grow();
  };
  if (open) {
    grow();
    details.open = true;
    // Small things show what is in them at once.
    if (entries.length <= OPEN)
      for (const child of details.querySelectorAll<HTMLDetailsElement>(':scope > details'))
        child.open = true;
  }
  return details;
}
