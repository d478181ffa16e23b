/** Mermaid's own drawing, with its strictest settings. */

import type { Mermaid } from 'mermaid';

let loading: Promise<Mermaid> | undefined;
let count = 0;

async function load(): Promise<Mermaid> {
  const { default: mermaid } = (await import('mermaid')) as { default: Mermaid };
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: 'neutral',
    fontFamily: 'system-ui, "Noto Sans KR", "Noto Sans CJK KR", sans-serif',
    maxTextSize: 200_000,
    maxEdges: 2000,
  });
  return mermaid;
}

/** An SVG of the diagram. Errors have a `line` where one is known. */
export async function drawDiagram(text: string): Promise<string> {
  loading ??= load();
  const mermaid = await loading;
  try {
    const { svg } = await mermaid.render(`diagram-${String(++count)}`, text);
    return svg;
  } catch (error) {
    const { message, hash } = error as Error & {
      hash?: { line?: number; loc?: { first_line?: number } };
    };
    const said = /on line (\d+)/.exec(message)?.[1];
    const line = said ? Number(said) : hash?.loc?.first_line;
    throw Object.assign(new Error(message), { line });
  }
}
