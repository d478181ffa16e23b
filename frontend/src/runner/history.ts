/**
 * A run's own places are no steps of the page's history: else the person would have to walk back
 * through all of them. Where one is gone to, it takes the place of the one before.
 *
 * `location.hash = …` from script can't be caught where there is no origin; the page's Back then has
 * more steps.
 */

export function keepHistory(): void {
  const { replaceState } = History.prototype;
  History.prototype.pushState = function (this: History, ...step) {
    replaceState.apply(this, step);
  };
  const replace = location.replace.bind(location);
  // Last of all, so that whoever answers a click otherwise has done so.
  window.addEventListener('click', (event) => {
    const { target, button } = event;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || button !== 0 || !isPlain || !(target instanceof Element)) return;
    const link = target.closest('a[href^="#"]:not([target])');
    if (!link) return;
    event.preventDefault();
    replace(link.getAttribute('href') ?? '#');
  });
}
