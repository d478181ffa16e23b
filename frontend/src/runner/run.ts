/**
 * The runner: the first script of every document, and so before any of the artifact's. It opens the
 * port to the page, and watches what the artifact does.
 */

import { prepareAssets } from './assets';
import { openChannel } from './channel';
import { startClockWithText } from './clock';
import { closeDoors } from './closed';
import { takeConfig } from './config';
import { capture } from './console';
import { prepareFocus } from './focusing';
import { gauge } from './gauge';
import { lend } from './handle';
import { keepHistory } from './history';
import { addSource, placeIn } from './lines';
import { preparePointing } from './pointing';
import { prepareRelay } from './relay';
import { speak } from './sentences';
import { prepareSettling } from './shown';
import { lendStorage } from './storage';
import { boundWorkers } from './workers';
import { drawWrong } from './wrong';

/** Kinds whose own module says when they are ready. */
const SELF_STARTING = new Set(['html', 'svg']);

const config = takeConfig();
speak(config.language);
if (config.app !== null && window === window.top) {
  // Opened by itself, without the page around it that holds it.
  document.documentElement.remove();
  window.stop();
  throw new Error('a run has no page of its own');
}

const channel = openChannel(config.app, config.nonce);
const { tell, uncaught } = capture(channel);
const settle = prepareSettling(uncaught);
const fps = gauge();
if (config.begun) startClockWithText();
if (config.app !== null) {
  lendStorage();
  closeDoors();
  keepHistory(tell);
  if (config.kind !== 'python') boundWorkers();
}
preparePointing(channel);
prepareRelay(channel);
prepareAssets(channel);
channel.on('ping', ({ n }) => {
  channel.send({ t: 'pong', n, fps: fps() });
});
prepareFocus(channel);
for (const problem of config.problems) tell('error', problem);

if (SELF_STARTING.has(config.kind) && !config.growing) {
  document.addEventListener('DOMContentLoaded', () => {
    channel.send({ t: 'ready' });
    void settle().then((wrong) => {
      if (wrong) document.body.append(drawWrong(wrong));
      channel.send(wrong ? { t: 'failed', text: wrong.text } : { t: 'started' });
    });
  });
} else {
  let shown = '';
  let whole = true;
  let show: ((text: string, ended: boolean) => void) | undefined;
  channel.on('text', ({ at, text, ended }) => {
    shown = shown.slice(0, at) + text;
    whole = ended;
    show?.(shown, whole);
  });
  lend({
    config,
    send: channel.send,
    tell,
    addSource,
    placeIn,
    settle,
    started: new Promise((resolve) => {
      if (config.app === null) resolve();
      channel.on('start', () => {
        resolve();
      });
    }),
    onText(hear) {
      show = hear;
      if (shown) hear(shown, whole);
    },
  });
}
