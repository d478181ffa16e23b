/** What everything that is only shown has in common. */

import { type Handle, readSource, type Source, take } from '../handle';
import { speak } from '../sentences';
import { drawWrong } from '../wrong';

const LOOK = `
:root{color-scheme:light;--ink:#1d1b16;--ink-2:#5d574b;--rule:#e4ddcf;--sunk:#f2ede3;--a:#2f4b9e}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);font:15px/1.7 system-ui,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR','Noto Sans CJK KR',sans-serif;word-break:keep-all;overflow-wrap:anywhere}
button,input{font:inherit;color:inherit}
:focus-visible{outline:2px solid var(--a);outline-offset:2px}
`;

export interface Shown {
  handle: Handle;
  source: Source;
  root: HTMLElement;
}

/**
 * Draw the text now and whenever it changes; `draw` may take its time, and the last text wins. What it
 * throws is told to the page, but not while the text still grows.
 */
export function present(
  styles: string,
  draw: (text: string, ended: boolean, shown: Shown) => void | Promise<void>,
): void {
  const handle = take();
  speak(handle.config.language);
  const source = readSource();
  const root = document.getElementById('root') as HTMLElement;
  const style = document.createElement('style');
  style.textContent = LOOK + styles;
  document.head.append(style);
  const shown = { handle, source, root };
  let next: { text: string; ended: boolean } | undefined;
  let busy = false;

  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    for (let now = next; now; now = next) {
      next = undefined;
      try {
        await draw(now.text, now.ended, shown);
        if (now.text || now.ended) handle.send({ t: 'ready' });
        if (now.ended) handle.send({ t: 'started' });
      } catch (error) {
        if (now.ended && !next) complain(error, now.text, shown);
      }
    }
    busy = false;
  }
  const put = (text: string, ended: boolean) => {
    next = { text, ended };
    void work();
  };
  handle.onText(put);
  if (!handle.config.growing) put(source.text, true);
}

function complain(error: unknown, source: string, { handle, root }: Shown): void {
  const text = error instanceof Error ? error.message : String(error);
  const { line, column } = error as { line?: unknown; column?: unknown };
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  const wrong = { text, line: number(line), column: number(column) };
  handle.tell('error', text, wrong);
  root.replaceChildren(drawWrong(wrong, source));
  handle.send({ t: 'failed', text });
}

/** An element with text in it: what is shown is never read as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = '',
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
