/**
 * The foot of a page that grows: who is at it stays at it, who has scrolled up stays where they
 * are, and nothing moves for them.
 */

/** Pixels from the very end that still count as there. */
const NEAR = 24;
/** What a person scrolls with; a page that grows or shrinks scrolls by itself, too. */
const HANDS = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

export class Foot {
  /** Whether the end of the page is in view. */
  reached = $state(true);
  /** When the person last scrolled, in the time of `event.timeStamp`. */
  scrolledAt = -Infinity;
  #held = true;
  /** It was taken somewhere to stay: only the person's own hand leads on from there. */
  #rests = false;
  #jumped = false;
  #last = 0;

  /** Watch the window and the height of `content` until the returned function is called. */
  watch(content: HTMLElement): () => void {
    const scrolled = () => {
      const up = scrollY < this.#last - 1;
      const jumped = this.#jumped;
      this.#last = scrollY;
      this.#jumped = false;
      this.reached = distance() <= NEAR;
      if (jumped) return;
      this.scrolledAt = performance.now();
      // One notch upwards lets go, however near the end still is; growing away from it does not.
      this.#held = up ? distance() <= 1 : this.#held || (this.reached && !this.#rests);
    };
    const moved = () => {
      this.#rests = false;
    };
    const grown = new ResizeObserver(() => {
      if (this.#held) this.#jump();
      else this.reached = distance() <= NEAR;
    });
    addEventListener('scroll', scrolled, { passive: true });
    for (const hand of HANDS) addEventListener(hand, moved, { passive: true });
    grown.observe(content);
    return () => {
      removeEventListener('scroll', scrolled);
      for (const hand of HANDS) removeEventListener(hand, moved);
      grown.disconnect();
    };
  }

  /** Go to the end, and stay there while the page grows. */
  hold(): void {
    this.#held = true;
    this.#rests = false;
    requestAnimationFrame(() => {
      if (this.#held) this.#jump();
    });
  }

  /** Whoever follows the page's growth sees this whole instead, and stays there. */
  show(element: HTMLElement): void {
    if (!this.#held) return;
    this.#held = false;
    this.#rests = true;
    element.scrollIntoView({ block: 'start', behavior: 'instant' });
    this.#moved();
  }

  /** Stay where one is. */
  release(): void {
    this.#held = false;
    this.reached = distance() <= NEAR;
  }

  #jump(): void {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    this.#moved();
  }

  #moved(): void {
    this.#jumped = scrollY !== this.#last;
    this.#last = scrollY;
    this.reached = distance() <= NEAR;
  }
}

function distance(): number {
  return document.documentElement.scrollHeight - innerHeight - scrollY;
}
