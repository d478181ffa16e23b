/** CSV as a table that can be sorted and searched; long ones are drawn as far as one has scrolled. */

import { say } from '../sentences';
import { make, present } from './page';
import { isNumber, numberOf, readTable } from './table';

const STYLES = `
body{font-size:14px}
.bar{position:sticky;inset:0 0 auto;z-index:2;display:flex;gap:12px;align-items:center;padding:8px 12px;background:#fff;border-bottom:1px solid var(--rule)}
.bar input{flex:1;max-width:20em;padding:4px 8px;border:1px solid #8f8672;border-radius:6px}.bar span{color:var(--ink-2)}
table{border-collapse:collapse;min-width:100%;font-variant-numeric:tabular-nums}
th{position:sticky;top:47px;background:var(--sunk);padding:0;text-align:start;white-space:nowrap}
th button{all:unset;cursor:pointer;display:block;padding:6px 12px;font-weight:600}th button:focus-visible{outline:2px solid var(--a);outline-offset:-2px}
th[aria-sort=ascending] button::after{content:' ↑'}th[aria-sort=descending] button::after{content:' ↓'}
td{padding:4px 12px;border-bottom:1px solid var(--rule);max-width:40em}.n{text-align:end;white-space:nowrap}
`;
const STEP = 300;

let sorted = -1;
let down = false;
let search = '';

present(STYLES, (text, _ended, { root }) => {
  const [head = [], ...rows] = readTable(text);
  const numeric = head.map((_, at) => {
    const cells = rows.map((row) => row[at] ?? '').filter((cell) => cell !== '');
    return cells.length > 0 && cells.every(isNumber);
  });
  const bar = make('div', '', { class: 'bar' });
  const box = make('input', '', {
    type: 'search',
    'aria-label': say.filter,
    placeholder: say.filter,
  });
  box.value = search;
  const count = make('span', '', { role: 'status' });
  bar.append(box, count);
  const table = make('table');
  const header = table.createTHead().insertRow();
  const body = table.createTBody();
  const end = make('div');
  root.replaceChildren(bar, table, end);

  let kept: string[][] = [];
  let drawn = 0;
  const grow = () => {
    for (const row of kept.slice(drawn, drawn + STEP)) {
      const line = body.insertRow();
      for (const [at, isRight] of numeric.entries()) {
        const cell = line.insertCell();
        cell.textContent = row[at] ?? '';
        if (isRight) cell.className = 'n';
      }
    }
    drawn = Math.min(kept.length, drawn + STEP);
  };
  const watch = new IntersectionObserver(
    (seen) => {
      if (seen.some((each) => each.isIntersecting) && drawn < kept.length) {
        grow();
        // Observed anew: it may still be in sight.
        watch.unobserve(end);
        watch.observe(end);
      }
    },
    { rootMargin: '600px' },
  );
  const draw = () => {
    const wanted = search.toLowerCase();
    kept = wanted ? rows.filter((row) => row.join('\t').toLowerCase().includes(wanted)) : [...rows];
    if (sorted >= 0)
      kept.sort((one, other) => (down ? -1 : 1) * compare(one, other, sorted, numeric[sorted]));
    count.textContent = wanted ? say.rows(kept.length, rows.length) : say.allRows(rows.length);
    for (const [at, cell] of [...header.cells].entries()) {
      cell.setAttribute('aria-sort', at !== sorted ? 'none' : down ? 'descending' : 'ascending');
    }
    body.replaceChildren();
    drawn = 0;
    grow();
  };
  for (const [at, name] of head.entries()) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    if (numeric[at]) cell.className = 'n';
    const button = make('button', name, { type: 'button', 'aria-label': say.sortBy(name) });
    button.onclick = () => {
      down = sorted === at && !down;
      sorted = at;
      draw();
    };
    cell.append(button);
    header.append(cell);
  }
  box.oninput = () => {
    search = box.value;
    draw();
  };
  draw();
  watch.observe(end);
});

const collator = new Intl.Collator(undefined, { numeric: true });

function compare(one: string[], other: string[], at: number, numeric = false): number {
  const [a, b] = [one[at] ?? '', other[at] ?? ''];
  // What is empty stands last, whichever way.
  if (a === '' || b === '') return (a === '' ? 1 : 0) - (b === '' ? 1 : 0) * (down ? -1 : 1);
  return numeric ? numberOf(a) - numberOf(b) : collator.compare(a, b);
}
