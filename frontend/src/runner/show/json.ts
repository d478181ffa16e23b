/** JSON as a tree: what is closed is not drawn, so that a large one opens at once. */

import { say } from '../sentences';
import { make, present } from './page';
import { readJson, type Written } from './written';

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
  root.replaceChildren(node(undefined, readJson(text), true));
});

function node(name: string | undefined, value: Written, open = false): HTMLElement {
  const label = name === undefined ? [] : [make('span', name, { class: 'k' }), ': '];
  if (typeof value === 'string') {
    const line = make('div', '', { class: 'leaf' });
    const kind = value.startsWith('"') ? 's' : /^[-\d]/.test(value) ? 'n' : 'w';
    line.append(...label, make('span', kind === 's' ? plain(value) : value, { class: kind }));
    return line;
  }
  const { marks, entries } = value;
  const details = document.createElement('details');
  const summary = document.createElement('summary');
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

/** Letters that are written as their numbers are shown as letters. */
const plain = (written: string): string => JSON.stringify(JSON.parse(written));
