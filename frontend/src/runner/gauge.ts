/** Frames a second that the artifact draws; null while it draws none. */

export function gauge(): () => number | null {
  const frame = requestAnimationFrame.bind(window);
  const now = performance.now.bind(performance);
  let frames = 0;
  let last = -1;
  let since = now();
  window.requestAnimationFrame = (draw) =>
    frame((time) => {
      if (time !== last) frames += 1;
      last = time;
      draw(time);
    });
  return () => {
    const passed = now() - since;
    const fps = frames === 0 ? null : Math.round((frames / passed) * 10_000) / 10;
    frames = 0;
    since = now();
    return fps;
  };
}
