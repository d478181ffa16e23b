/**
 * A run's own places are no steps of the page's history: else the person would have to walk back
 * through all of them. Where one is gone to, it takes the place of the one before. A link to any other
 * place leads nowhere, nor does a form: a page with a menu is none the worse for a click on it.
 *
 * `location.hash = …` from script can't be caught where there is no origin; the page's Back then has
 * more steps.
 */

import type { Tell } from './console';
import { say } from './sentences';

const XLINK = 'http://www.w3.org/1999/xlink';

export function keepHistory(tell: Tell): void {
  const { replaceState } = History.prototype;
  History.prototype.pushState = function (this: History, ...step) {
    replaceState.apply(this, step);
  };
  const replace = location.replace.bind(location);
  let isSaid = false;
  const leadNowhere = (): void => {
    if (!isSaid) tell('info', say.nowhere);
    isSaid = true;
  };
  const later = setTimeout;
  // First of all, as the artifact may keep the click to itself, and decided when all have answered.
  window.addEventListener(
    'click',
    (event) => {
      const link = linkOf(event);
      if (!link || !leadsOut(link)) return;
      // No window opens from a run: so the browser goes nowhere, unless the artifact prevents it.
      const target = link.getAttribute('target');
      link.setAttribute('target', '_blank');
      later(() => {
        if (target === null) link.removeAttribute('target');
        else link.setAttribute('target', target);
        if (!event.defaultPrevented) leadNowhere();
      });
    },
    true,
  );
  // Last of all, so that whoever answers otherwise has done so.
  window.addEventListener('submit', (event) => {
    const { target: form, submitter } = event;
    const method =
      submitter?.getAttribute('formmethod') ?? (form as Element).getAttribute('method');
    if (event.defaultPrevented || method?.toLowerCase() === 'dialog') return;
    event.preventDefault();
    leadNowhere();
  });
  window.addEventListener('click', (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || event.button !== 0 || !isPlain) return;
    const link = linkOf(event);
    if (!link?.matches('[href^="#"]:not([target])')) return;
    event.preventDefault();
    replace(link.getAttribute('href') ?? '#');
  });
}

/** In shadow trees as well, and in drawings. */
function linkOf(event: Event): Element | undefined {
  return event
    .composedPath()
    .find((each): each is Element => each instanceof Element && each.matches(':any-link'));
}

function leadsOut(link: Element): boolean {
  const given = link.getAttribute('href') ?? link.getAttributeNS(XLINK, 'href') ?? '';
  const { href, protocol } = Object.assign(document.createElement('a'), { href: given });
  const isHere = given.includes('#') && withoutHash(href) === withoutHash(location.href);
  return !isHere && protocol !== 'javascript:';
}

function withoutHash(address: string): string {
  return address.replace(/#.*/s, '');
}
