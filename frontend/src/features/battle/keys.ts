/** Which vote a key casts. Whether one may be cast at all is for the battle to say. */

import type { Outcome } from '../../lib/api/types';

const KEYS: Record<string, Outcome> = {
  ArrowLeft: 'a',
  ArrowUp: 'tie',
  ArrowDown: 'both_bad',
  ArrowRight: 'b',
};

export const HINTS: Record<Outcome, string> = { a: '←', tie: '↑', both_bad: '↓', b: '→' };

/** Milliseconds after scrolling in which ↑ and ↓ are taken for more of it. */
const STILL_SCROLLING = 600;

interface Scrolling {
  /** Whether the end of the page is in view. */
  reached: boolean;
  scrolledAt: number;
}

/**
 * The vote that `event` casts, or null. Never while typing, never by a key held down; and ↑ ↓
 * belong to scrolling until the end of the replies is in view and the page has come to rest, since
 * a vote cast by accident can't be made blind again.
 */
export function voteOf(event: KeyboardEvent, { reached, scrolledAt }: Scrolling): Outcome | null {
  const outcome = KEYS[event.key];
  if (!outcome || event.defaultPrevented || event.repeat || isTaken(event.target)) return null;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  if (outcome === 'tie' || outcome === 'both_bad') {
    if (!reached || event.timeStamp - scrolledAt < STILL_SCROLLING) return null;
  }
  return outcome;
}

/** Whether what has the focus needs the arrows itself: to type, or to scroll sideways. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[data-own-keys]')) return true;
  if (target.isContentEditable || target.matches('input, textarea, select')) return true;
  return target.matches('pre, .wide, .sides') && target.scrollWidth > target.clientWidth;
}
