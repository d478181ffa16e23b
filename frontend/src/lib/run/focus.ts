/**
 * A frame may take the keyboard only when it was clicked, tabbed into, or handed it by the page. One
 * that takes it otherwise is taken out of the page at once, and the keys stay where they were.
 * Hiding is not enough: in Chromium a hidden frame still calls the keys to itself.
 */

const TAB_GRACE = 500;
/** A click in a frame is told by its runner, a moment after the focus has moved; longer if busy. */
const CLICK_GRACE = 1000;
/** No event tells of every theft: in Firefox a frame that is not shown yet takes it silently. */
const LOOK_EVERY = 200;

export class FocusGuard {
  readonly #frames: () => readonly HTMLIFrameElement[];
  readonly #stolen: () => void;
  readonly #looking: ReturnType<typeof setInterval>;
  #before: Element | null = document.activeElement;
  /** The frame that has the keyboard rightly. */
  #permitted: Element | null = null;
  #tabbed = -Infinity;
  #givenUntil = -Infinity;
  #pressed = -Infinity;
  #keyed = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(frames: () => readonly HTMLIFrameElement[], stolen: () => void) {
    this.#frames = frames;
    this.#stolen = stolen;
    window.addEventListener('focusin', this.#remember);
    window.addEventListener('keydown', this.#key, true);
    window.addEventListener('blur', this.#look);
    this.#looking = setInterval(this.#look, LOOK_EVERY);
  }

  close(): void {
    window.removeEventListener('focusin', this.#remember);
    window.removeEventListener('keydown', this.#key, true);
    window.removeEventListener('blur', this.#look);
    clearInterval(this.#looking);
    clearTimeout(this.#timer);
  }

  /** The page itself hands over the keyboard. */
  give(milliseconds = TAB_GRACE): void {
    this.#givenUntil = performance.now() + milliseconds;
  }

  /** The runner says that it was pressed. */
  pressed(): void {
    this.#pressed = performance.now();
    this.#permitted = this.#holder() ?? this.#permitted;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #holder(): HTMLIFrameElement | undefined {
    return this.#frames().find((frame) => frame === document.activeElement);
  }

  readonly #remember = (event: FocusEvent): void => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || this.#frames().some((frame) => frame === target))
      return;
    this.#before = target;
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') this.#tabbed = performance.now();
    else this.#keyed = performance.now();
  };

  readonly #look = (): void => {
    const frame = this.#holder();
    if (!frame) {
      this.#permitted = null;
      return;
    }
    if (frame === this.#permitted) return;
    const now = performance.now();
    const isAllowed =
      now - this.#tabbed < TAB_GRACE || now < this.#givenUntil || now - this.#pressed < CLICK_GRACE;
    if (isAllowed) {
      this.#permitted = frame;
      return;
    }
    // Someone who was typing a moment ago has not clicked in between, and would lose the next key.
    // Otherwise it may be a click whose word is on its way, most of all where the pointer is.
    const typing = now - this.#keyed < 1000;
    if (typing) {
      this.#takeAway();
    } else if (this.#timer === undefined) {
      const grace = frame.matches(':hover') ? CLICK_GRACE : LOOK_EVERY;
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        const isPressed = performance.now() - this.#pressed < CLICK_GRACE * 2;
        if (!isPressed && this.#holder()) this.#takeAway();
      }, grace);
    }
  };

  #takeAway(): void {
    this.#stolen();
    window.focus();
    if (this.#before instanceof HTMLElement) this.#before.focus();
  }
}
