/** HTML and SVG while they grow: written into the page as they come. No script of theirs runs. */

import { take } from '../handle';

const { onText, send, config } = take();
const DRAWING =
  '<!doctype html><style>html,body{margin:0;height:100%}body{display:grid;place-items:center;' +
  'background:#fff}body>svg{max-width:100%;max-height:100vh}</style><body>';

let written = '';
let open = false;

onText((text, ended) => {
  if (!open || !text.startsWith(written)) {
    document.open();
    document.write(config.kind === 'svg' ? DRAWING : '');
    written = '';
    open = true;
  }
  document.write(text.slice(written.length));
  if (!written) send({ t: 'ready' });
  written = text;
  if (ended) {
    document.close();
    open = false;
  }
});
