/**
 * Reading an event stream with `fetch`, for as long as it is wanted: resumed with the last event's
 * id, with growing pauses after a failure, and given up for lost when it falls silent. What the
 * events mean is in `battle.ts`.
 */

import { ApiError, failure, headers, UNREACHABLE } from './api/client';

export interface StreamEvent {
  name: string;
  data: unknown;
}

export interface Following {
  /** The id of the last event seen; the stream goes on after it. */
  after: string;
  signal: AbortSignal;
  onEvent: (event: StreamEvent, id: string) => void;
  /** Told on every change: true while the stream is there. */
  onLink: (open: boolean) => void;
  /** Milliseconds without a byte after which the connection counts as dead. */
  silence?: number;
  /** Milliseconds of the first pause before another try; each later one is twice as long. */
  pause?: number;
}

/** The server says something every 15 seconds, so two misses and a bit mean that it is gone. */
const SILENCE = 35_000;
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 15_000;

/**
 * Follow the stream at `path` until `signal` aborts; lost connections are taken up again.
 * @throws {ApiError} the server refused in a way that asking again will not change
 */
export async function follow(path: string, following: Following): Promise<void> {
  const { signal, onEvent, onLink, pause = FIRST_PAUSE, silence = SILENCE } = following;
  let after = following.after;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await read(path, after, signal, silence, {
        onOpen: () => {
          failures = 0;
          onLink(true);
        },
        onEvent: (event, id) => {
          after = id || after;
          onEvent(event, after);
        },
      });
    } catch (error) {
      if (isFinal(error)) throw error;
    }
    if (signal.aborted) return;
    onLink(false);
    await rest(backOff(failures, pause), signal);
    failures += 1;
  }
}

/** What a page hears of the stream it follows. */
export interface Hearing {
  onEvent: (event: StreamEvent) => void;
  onLink: (open: boolean) => void;
  /** The server refused in a way that asking again will not change. */
  onEnd: (error: ApiError) => void;
}

/** A stream that a page follows while it is looked at. */
export class Feed {
  readonly #path: string;
  readonly #hearing: Hearing;
  #after: string | null = null;
  #stream: AbortController | null = null;
  #open = false;

  constructor(path: string, hearing: Hearing) {
    this.#path = path;
    this.#hearing = hearing;
  }

  /** Follow, from the first `from` on, until the returned function is called. */
  open(): () => void {
    // A browser gives a site few connections, shared by all its tabs: one in the background lets
    // go of its own and catches up when it is looked at again.
    const look = () => {
      if (document.hidden) this.#pause();
      else void this.#enter();
    };
    document.addEventListener('visibilitychange', look);
    this.#open = true;
    return () => {
      document.removeEventListener('visibilitychange', look);
      this.#open = false;
      this.leave();
    };
  }

  /** What happened up to this event is known: the stream goes on after it. */
  from(cursor: string): void {
    this.leave();
    this.#after = cursor;
    if (!document.hidden) void this.#enter();
  }

  /** Hear nothing until the next `from`. */
  leave(): void {
    this.#pause();
    this.#after = null;
  }

  #pause(): void {
    this.#stream?.abort();
    this.#stream = null;
    this.#hearing.onLink(true);
  }

  async #enter(): Promise<void> {
    if (!this.#open || this.#after === null || this.#stream) return;
    const stream = new AbortController();
    this.#stream = stream;
    try {
      await follow(this.#path, {
        after: this.#after,
        signal: stream.signal,
        onEvent: (event, id) => {
          // What came in one piece with the event at which it was left.
          if (stream.signal.aborted) return;
          this.#after = id;
          this.#hearing.onEvent(event);
        },
        onLink: this.#hearing.onLink,
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.#stream === stream) this.#stream = null;
      this.#hearing.onEnd(error);
    }
  }
}

/** The pause after so many failures in a row, in milliseconds, spread so that tabs don't march in step. */
export function backOff(failures: number, first = FIRST_PAUSE, luck = Math.random()): number {
  return Math.min(LONGEST_PAUSE, first * 2 ** failures) * (0.5 + luck / 2);
}

/**
 * A reader of `text/event-stream`: feed it text as it comes, cut anywhere.
 * Calls back with each whole event and the id it carried (empty where it had none).
 */
export function parser(onEvent: (event: StreamEvent, id: string) => void): (chunk: string) => void {
  let rest = '';
  let name = '';
  let id = '';
  let data: string[] = [];

  function line(text: string): void {
    if (text === '') {
      if (data.length) onEvent({ name: name || 'message', data: JSON.parse(data.join('\n')) }, id);
      name = id = '';
      data = [];
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') name = value;
    else if (field === 'id') id = value;
    else if (field === 'data') data.push(value);
  }

  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) line(text.replace(/\r$/, ''));
  };
}

interface Reading {
  onOpen: () => void;
  onEvent: (event: StreamEvent, id: string) => void;
}

/** One connection, from its opening to its end. */
async function read(
  path: string,
  after: string,
  signal: AbortSignal,
  silence: number,
  { onOpen, onEvent }: Reading,
): Promise<void> {
  const connection = new AbortController();
  const cut = () => {
    connection.abort();
  };
  signal.addEventListener('abort', cut, { once: true });
  let watchdog = setTimeout(cut, silence);
  try {
    const response = await fetch(path, {
      headers: headers({ Accept: 'text/event-stream', ...(after && { 'Last-Event-ID': after }) }),
      signal: connection.signal,
      cache: 'no-store',
    });
    if (!response.ok || !response.body) throw await failure(response);
    onOpen();
    const feed = parser(onEvent);
    const decoder = new TextDecoder();
    const body = response.body.getReader();
    for (;;) {
      const { done, value } = await body.read();
      if (done) return;
      clearTimeout(watchdog);
      watchdog = setTimeout(cut, silence);
      feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', cut);
    connection.abort();
  }
}

/** A refusal that stays one: not yours, not there. A server that is ill may get well. */
function isFinal(error: unknown): error is ApiError {
  const status = (error as Partial<ApiError>).status ?? 0;
  return (error as Partial<ApiError>).code !== UNREACHABLE && status >= 400 && status < 500;
}

/** Wait, but no longer than until the network is back or nobody waits any more. */
async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  const woken = new AbortController();
  await new Promise<void>((resolve) => {
    const wake = () => {
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    const options = { once: true, signal: woken.signal };
    signal.addEventListener('abort', wake, options);
    globalThis.addEventListener?.('online', wake, options);
    woken.signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });
  woken.abort();
}
