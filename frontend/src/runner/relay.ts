/** Keys and pointers of this frame told to the page, and another frame's played here. */

import type { RelayedInput } from '../lib/run/messages';
import type { Channel } from './channel';

const MOVES_EVERY = 40;
/** Games of the old kind read `keyCode`. */
const CODES: Record<string, number> = {
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  ' ': 32,
  Enter: 13,
  Escape: 27,
  Tab: 9,
  Backspace: 8,
  Shift: 16,
  Control: 17,
  Alt: 18,
};

export function prepareRelay(channel: Channel): void {
  let on = false;
  let moved = 0;
  channel.on('relay', (message) => {
    on = message.on;
  });
  channel.on('replay', ({ input }) => {
    play(input);
  });

  const key = (event: KeyboardEvent) => {
    if (!on || !event.isTrusted) return;
    const modifiers =
      Number(event.shiftKey) +
      2 * Number(event.ctrlKey) +
      4 * Number(event.altKey) +
      8 * Number(event.metaKey);
    const type = event.type as 'keydown' | 'keyup';
    channel.send({ t: 'input', input: { type, key: event.key, code: event.code, modifiers } });
  };
  window.addEventListener('keydown', key, true);
  window.addEventListener('keyup', key, true);

  const pointer = (event: PointerEvent) => {
    if (!event.isTrusted) return;
    if (event.type === 'pointerdown') channel.send({ t: 'pressed' });
    if (!on) return;
    if (event.type === 'pointermove') {
      if (event.timeStamp - moved < MOVES_EVERY) return;
      moved = event.timeStamp;
    }
    const type = event.type as 'pointerdown' | 'pointerup' | 'pointermove';
    const x = Math.min(1, Math.max(0, event.clientX / innerWidth));
    const y = Math.min(1, Math.max(0, event.clientY / innerHeight));
    channel.send({ t: 'input', input: { type, x, y, button: Math.max(0, event.button) } });
  };
  for (const type of ['pointerdown', 'pointerup', 'pointermove'] as const) {
    window.addEventListener(type, pointer, true);
  }
}

function play(input: RelayedInput): void {
  if ('key' in input) {
    const bit = (n: number) => (input.modifiers & n) !== 0;
    const event = new KeyboardEvent(input.type, {
      key: input.key,
      code: input.code,
      bubbles: true,
      cancelable: true,
      composed: true,
      shiftKey: bit(1),
      ctrlKey: bit(2),
      altKey: bit(4),
      metaKey: bit(8),
    });
    const code =
      CODES[input.key] ?? (input.key.length === 1 ? input.key.toUpperCase().charCodeAt(0) : 0);
    for (const name of ['keyCode', 'which']) Object.defineProperty(event, name, { value: code });
    (document.activeElement ?? document.body).dispatchEvent(event);
    return;
  }
  const [x, y] = [input.x * innerWidth, input.y * innerHeight];
  const target = document.elementFromPoint(x, y) ?? document.body;
  const place = {
    clientX: x,
    clientY: y,
    button: input.button,
    bubbles: true,
    cancelable: true,
    composed: true,
    view: window,
    pointerId: 1,
    isPrimary: true,
  };
  target.dispatchEvent(new PointerEvent(input.type, place));
  target.dispatchEvent(new MouseEvent(input.type.replace('pointer', 'mouse'), place));
  if (input.type === 'pointerup') target.dispatchEvent(new MouseEvent('click', place));
}
