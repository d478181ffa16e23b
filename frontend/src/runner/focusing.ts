/**
 * Many an honest page calls `focus()` when it starts, and would be hidden for taking the keyboard.
 * So that does nothing until someone has clicked or typed in it. A dishonest one finds other ways,
 * and the page's side is prepared for it (`lib/run/focus.ts`).
 */

import type { Channel } from './channel';

export function prepareFocus(channel: Channel): void {
  const own = window.focus.bind(window);
  channel.on('focus', own);
  const { userActivation } = navigator;
  const isTouched = () => userActivation.hasBeenActive;
  window.focus = () => {
    if (isTouched()) own();
  };
  const { apply } = Reflect;
  for (const owner of [HTMLElement.prototype, SVGElement.prototype]) {
    const focus: unknown = Reflect.get(owner, 'focus');
    if (typeof focus !== 'function') continue;
    owner.focus = function (this: HTMLElement | SVGElement, ...given: [FocusOptions?]) {
      if (isTouched()) apply(focus, this, given);
    };
  }
}
