// Runs in every page before its own scripts, and notes in the top one what the attacks say and how
// long the page, and the document beside the attack, stood still.
if (window === window.top) {
  const seen = { said: [], gap: 0, beside: 0 };
  let [last, heard] = [performance.now(), performance.now()];
  seen.restart = () => {
    last = heard = performance.now();
    seen.gap = seen.beside = 0;
  };
  Object.defineProperty(window, '__seen', { value: seen });
  addEventListener('message', (event) => {
    // A flood is not read: only what comes with one port is one of ours.
    if (event.ports.length !== 1 || seen.said.length > 5000) return;
    const { wall, id, detail } = event.data ?? {};
    if (wall === 'beat') {
      heard = performance.now();
      seen.beside = Math.max(seen.beside, detail);
    } else if (wall) {
      seen.said.push([wall, id, String(detail ?? '')]);
    }
  });
  const beat = () => {
    const now = performance.now();
    seen.gap = Math.max(seen.gap, Math.round(now - last));
    last = now;
    // The document beside tells its own gaps twice a second; silence is one as well.
    if (now - heard > 1500) seen.beside = Math.max(seen.beside, Math.round(now - heard));
    requestAnimationFrame(beat);
  };
  requestAnimationFrame(beat);
  setInterval(() => {
    if ({}.canary !== undefined) seen.said.push(['leak', 'forged-prototype', 'bent']);
  }, 100);
}
