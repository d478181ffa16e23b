/**
 * The frame of a run can be there long before its text (`begin` in the server's `engine/running/runs.py`).
 * Its clock starts when that comes: code that runs finds a page that was opened just now, and a game
 * no first step of half a minute.
 */

/** As in the server's `runwindow/document.py`. */
const TEXT_COMES = 'madang-text';

export function startClockWithText(): void {
  const now = performance.now.bind(performance);
  let zero = 0;
  const start = (event: Event) => {
    event.stopImmediatePropagation();
    zero = now();
  };
  window.addEventListener(TEXT_COMES, start, { capture: true, once: true });

  const later = (proto: object, name: string, sign: 1 | -1) => {
    const read = Object.getOwnPropertyDescriptor(proto, name)?.get;
    Object.defineProperty(proto, name, {
      configurable: true,
      enumerable: true,
      get(this: unknown) {
        return (read?.call(this) as number) + sign * zero;
      },
    });
  };
  Performance.prototype.now = () => now() - zero;
  later(Performance.prototype, 'timeOrigin', 1);
  later(Event.prototype, 'timeStamp', -1);
  const frame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) =>
    frame((time) => {
      draw(time - zero);
    });
}
