/** Pointing: what is under the pointer gets an outline, and a click tells the page what it is. */

import type { Pointed } from '../lib/run/messages';
import type { Channel } from './channel';

const STYLE =
  'position:fixed;z-index:2147483647;pointer-events:none;box-sizing:border-box;' +
  'border:2px solid #c8553d;background:#c8553d22;border-radius:3px;margin:0;padding:0;';

export function preparePointing(channel: Channel): void {
  let on = false;
  let box: HTMLElement | undefined;

  channel.on('point', (message) => {
    on = message.on;
    if (!on) box?.remove();
    document.documentElement.style.cursor = on ? 'crosshair' : '';
  });

  function outline(element: Element): void {
    box ??= document.createElement('div');
    const { left, top, width, height } = element.getBoundingClientRect();
    box.style.cssText = `${STYLE}left:${String(left)}px;top:${String(top)}px;width:${String(width)}px;height:${String(height)}px`;
    if (!box.isConnected) document.documentElement.append(box);
  }

  const hold = (event: Event) => {
    if (!on || !event.isTrusted) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target } = event;
    if (!(target instanceof Element)) return;
    if (event.type === 'pointermove') outline(target);
    if (event.type === 'click') channel.send({ t: 'point', pointed: describe(target) });
  };
  for (const type of ['pointermove', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click']) {
    window.addEventListener(type, hold, true);
  }
}

function describe(element: Element): Pointed {
  return {
    selector: selectorOf(element),
    text: (element.textContent || '').replace(/\s+/g, ' ').trim().slice(0, 300),
    html: element.outerHTML.slice(0, 2000),
  };
}

function selectorOf(element: Element): string {
  const parts: string[] = [];
  for (
    let at: Element | null = element;
    at && at !== document.documentElement;
    at = at.parentElement
  ) {
    const tag = at.localName;
    if (at.id) {
      parts.unshift(`${tag}#${CSS.escape(at.id)}`);
      break;
    }
    const alike = [...(at.parentElement?.children ?? [])].filter((each) => each.localName === tag);
    const nth = alike.length > 1 ? `:nth-of-type(${String(alike.indexOf(at) + 1)})` : '';
    parts.unshift(tag + nth);
  }
  return parts.join(' > ').slice(0, 400);
}
