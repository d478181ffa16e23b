/**
 * One frame with one run in it: the handshake, the heartbeat, and the caps. Whatever goes beyond a
 * cap, the frame is taken out of the page at once; its process goes with it.
 */

import { innermost, nested } from './depth';
import { Meter } from './meter';
import { type FromFrame, read, type ToFrame } from './messages';

/** The same as `FRAME_SANDBOX` in the server's `runwindow/policy.py`. */
const SANDBOX = 'allow-scripts allow-forms allow-pointer-lock';
const HEARTBEAT = 1000;
const MISSES = 3;
/** Until a run has said its first word; one that loops from the start never does. */
const FIRST_WORD = 6000;
const AFTER_LOAD = 1500;

export interface Ticket {
  url: string;
  nonce: string;
  label: string;
  isolated: boolean;
  /** What it asks for and does not get. */
  problems: string[];
}

/** `left`: it went to another address, which is shut. `silent`: nothing of ours was there. */
export type Fate = 'flooded' | 'silent' | 'left';

export interface Watch {
  /** The handshake is done. */
  opened(): void;
  heard(message: FromFrame): void;
  /** `true`: three heartbeats were missed; `false`: it answers again. */
  hung(is: boolean): void;
  /** It was taken out of the page, for good. */
  removed(fate: Fate): void;
}

function nonceOf(event: MessageEvent): unknown {
  return ((event.data ?? {}) as { madang?: unknown }).madang;
}

export class RunFrame {
  /** What stands in the page: the run's own frame, or the outermost around it. */
  readonly element: HTMLIFrameElement;
  readonly label: string;
  readonly #nonce: string;
  readonly #watch: Watch;
  /** Heartbeats, console, input: far below what starves a page. */
  readonly #messages = new Meter(300, 150);
  readonly #strays = new Meter(30, 5);
  #port: MessagePort | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #sent = 0;
  #answered = 0;
  #hung = false;
  #began = false;
  /** When it was last heard of. */
  #heardAt = -Infinity;

  constructor(ticket: Ticket, label: string, watch: Watch) {
    this.label = ticket.label;
    this.#nonce = ticket.nonce;
    this.#watch = watch;
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', SANDBOX);
    frame.referrerPolicy = 'no-referrer';
    frame.title = label;
    frame.src = ticket.url;
    this.element = nested(frame);
  }

  /** Put it into the page; from here on it runs. */
  open(place: HTMLElement): void {
    window.addEventListener('message', this.#meet);
    this.element.addEventListener('load', this.#loaded);
    this.#expectWord();
    place.append(this.element);
  }

  focus(): void {
    innermost(this.element).focus();
  }

  send(message: ToFrame): void {
    this.#port?.postMessage(message);
  }

  close(): void {
    window.removeEventListener('message', this.#meet);
    clearInterval(this.#beat);
    clearTimeout(this.#patience);
    this.#port?.close();
    this.#port = undefined;
    this.element.remove();
  }

  /** Whether it answered the last heartbeat, or was asked only now. */
  get isAnswering(): boolean {
    return this.#port !== undefined && performance.now() - this.#heardAt < 1.5 * HEARTBEAT;
  }

  /** Give it three more heartbeats. */
  wait(): void {
    this.#answered = this.#sent;
    this.#setHung(false);
    if (!this.#port) this.#expectWord();
  }

  #expectWord(): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => {
      this.#setHung(true);
    }, FIRST_WORD);
  }

  readonly #meet = (event: MessageEvent): void => {
    const frame = innermost(this.element);
    if (event.source !== frame.contentWindow || event.source === null) return;
    const [port] = event.ports;
    // Reading what was sent can take seconds, so that is only done where it may be the handshake.
    const isMeeting = !this.#port && event.origin === 'null' && event.ports.length === 1;
    if (isMeeting && port && nonceOf(event) === this.#nonce) {
      this.#port = port;
      port.onmessage = this.#hear;
      this.#watchWithin(frame);
      clearTimeout(this.#patience);
      this.#setHung(false);
      this.#heardAt = performance.now();
      this.#beat = setInterval(this.#ping, HEARTBEAT);
      this.#watch.opened();
    } else if (event.ports.length > 1 || !this.#strays.take()) {
      // Nothing of ours talks this way twice, or with a bundle of ports, which take long to unpack.
      this.#remove('flooded');
    }
  };

  /** The frames in between are heard as well, and it is the run's own that says when a page arrives. */
  #watchWithin(frame: HTMLIFrameElement): void {
    this.element.removeEventListener('load', this.#loaded);
    frame.addEventListener('load', this.#loaded);
    let view = frame.ownerDocument.defaultView;
    for (; view && view !== window; view = view.parent as typeof view)
      view.addEventListener('message', this.#meet);
  }

  readonly #hear = (event: MessageEvent): void => {
    if (!this.#messages.take()) {
      this.#remove('flooded');
      return;
    }
    const message = read(event.data);
    if (!message) return;
    this.#heardAt = performance.now();
    if (message.t === 'pong') {
      this.#answered = Math.max(this.#answered, Math.min(message.n, this.#sent));
      this.#setHung(false);
    }
    this.#watch.heard(message);
  };

  readonly #ping = (): void => {
    if (this.#sent - this.#answered >= MISSES) this.#setHung(true);
    else this.send({ t: 'ping', n: ++this.#sent });
  };

  /** A page has arrived. The first is the run; where it is, it answers. */
  readonly #loaded = (): void => {
    const asked = this.#port ? ++this.#sent : 0;
    if (asked) this.send({ t: 'ping', n: asked });
    if (asked && !this.#began) {
      this.#began = true;
      return;
    }
    setTimeout(() => {
      if (!this.element.isConnected) return;
      if (!this.#port) this.#remove('silent');
      else if (asked && this.#answered < asked && !this.#hung) this.#remove('left');
    }, AFTER_LOAD);
  };

  #setHung(is: boolean): void {
    if (is === this.#hung) return;
    this.#hung = is;
    this.#watch.hung(is);
  }

  #remove(fate: Fate): void {
    this.close();
    this.#watch.removed(fate);
  }
}
