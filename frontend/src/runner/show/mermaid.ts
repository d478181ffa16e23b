/** A Mermaid chart; while it grows, as far as it can be read. */

import { drawDiagram } from './diagram';
import { present } from './page';

const STYLES = `#root{display:grid;place-items:center;min-height:100vh;padding:16px}#root svg{max-width:100%;height:auto}`;

present(STYLES, async (text, _ended, { root }) => {
  if (text.trim()) root.innerHTML = await drawDiagram(text);
});
