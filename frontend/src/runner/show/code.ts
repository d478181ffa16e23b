/** Plain code: shown, never run. */

import { make, present } from './page';

const STYLES = `body{background:#faf7f1}pre{margin:0;padding:16px;font:13px/1.6 ui-monospace,monospace;tab-size:4}`;

present(STYLES, (text, _ended, { root }) => {
  root.replaceChildren(make('pre', text));
});
