/**
 * Whether a run got as far as showing something. An uncaught error before that has kept it from
 * running; one that comes later has not.
 */

import type { Wrong } from './wrong';

/** How long a run that shows nothing and complains of nothing is waited for. */
export const PATIENCE = 1000;
const STEP = 40;
const MOST = 2000;

/** What is seen though no words are in it. */
const THINGS = 'img,svg,video,audio,input,textarea,select,button,progress,meter,hr,math';

/** What kept it from running; null once it shows something. */
export type Settle = () => Promise<Wrong | null>;

export function prepareSettling(uncaught: () => Wrong | null): Settle {
  const later = setTimeout;
  const frame = requestAnimationFrame.bind(window);
  const now = performance.now.bind(performance);
  return async () => {
    const until = now() + PATIENCE;
    while (isEmpty(uncaught() !== null)) {
      if (now() > until) return uncaught();
      // In a frame, for a canvas of WebGL can be read only in the one it was drawn in.
      await new Promise<void>((resolve) => {
        later(resolve, STEP);
        frame(() => {
          resolve();
        });
      });
    }
    return null;
  };
}

/** `doubting`: a canvas is no sight until something was drawn on it. */
function isEmpty(doubting: boolean): boolean {
  const { body } = document;
  if (body.innerText.trim()) return false;
  const all = [...body.querySelectorAll('*')].slice(0, MOST);
  return !all.some((element) => isSeen(element, doubting));
}

function isSeen(element: Element, doubting: boolean): boolean {
  const { width, height } = element.getBoundingClientRect();
  if (width < 1 || height < 1) return false;
  if (element instanceof HTMLCanvasElement) return !doubting || isDrawnOn(element);
  if (element.matches(THINGS) || element.shadowRoot) return true;
  const { backgroundColor, backgroundImage, borderTopWidth } = getComputedStyle(element);
  const isClear = backgroundColor === 'transparent' || /^rgba.*, 0\)$/.test(backgroundColor);
  return !isClear || backgroundImage !== 'none' || borderTopWidth !== '0px';
}

function isDrawnOn(canvas: HTMLCanvasElement): boolean {
  const { width, height } = canvas;
  if (!width || !height) return false;
  const copy = new OffscreenCanvas(width, height).getContext('2d');
  try {
    copy?.drawImage(canvas, 0, 0);
    return copy?.getImageData(0, 0, width, height).data.some(Boolean) ?? true;
  } catch {
    // It can't be read, so something was drawn on it.
    return true;
  }
}
