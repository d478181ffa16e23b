/**
 * What passes over the port between the page and a frame. What comes from the frame is written by
 * nobody we trust: `read` takes only what has the right shape and a bearable size.
 */

export type Level = 'log' | 'info' | 'warn' | 'error';

export interface ConsoleLine {
  level: Level;
  text: string;
  line: number | null;
  column: number | null;
  at: number;
}

export interface Pointed {
  selector: string;
  text: string;
  html: string;
}

/** A key or a pointer's act; places are fractions of the frame's size. */
export type RelayedInput =
  | { type: 'keydown' | 'keyup'; key: string; code: string; modifiers: number }
  | { type: 'pointerdown' | 'pointerup' | 'pointermove'; x: number; y: number; button: number };

/** `loaded`: all is there, and it begins when it is told to. */
export type FromFrame =
  | { t: 'loaded' }
  | { t: 'ready' }
  | { t: 'started' }
  | { t: 'pressed' }
  | { t: 'failed'; text: string }
  | { t: 'progress'; text: string }
  | { t: 'pong'; n: number; fps: number | null }
  | { t: 'lines'; lines: ConsoleLine[]; dropped: number }
  | { t: 'point'; pointed: Pointed }
  | { t: 'input'; input: RelayedInput };

export type ToFrame =
  | { t: 'start' }
  | { t: 'ping'; n: number }
  | { t: 'point'; on: boolean }
  | { t: 'relay'; on: boolean }
  | { t: 'replay'; input: RelayedInput }
  | { t: 'text'; at: number; text: string; ended: boolean }
  | { t: 'asset'; name: string; url: string }
  | { t: 'focus' };

const LONGEST_LINE = 10_000;
const MOST_LINES = 120;
const LEVELS: readonly Level[] = ['log', 'info', 'warn', 'error'];

type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

function text(value: unknown, most = LONGEST_LINE): string {
  return typeof value === 'string' ? value.slice(0, most) : '';
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function line(value: unknown): ConsoleLine | null {
  if (!isObject(value)) return null;
  const level = LEVELS.find((each) => each === value.level);
  if (!level) return null;
  return {
    level,
    text: text(value.text),
    line: count(value.line),
    column: count(value.column),
    at: Date.now(),
  };
}

function input(value: unknown): RelayedInput | null {
  if (!isObject(value)) return null;
  const { type } = value;
  if (type === 'keydown' || type === 'keyup') {
    const modifiers = (count(value.modifiers) ?? 0) & 15;
    return { type, key: text(value.key, 32), code: text(value.code, 32), modifiers };
  }
  if (type === 'pointerdown' || type === 'pointerup' || type === 'pointermove') {
    const [x, y] = [count(value.x), count(value.y)];
    if (x === null || y === null || x > 1 || y > 1) return null;
    return { type, x, y, button: (count(value.button) ?? 0) & 7 };
  }
  return null;
}

/** The message, rebuilt from what may be in it; null for anything else. */
export function read(data: unknown): FromFrame | null {
  if (!isObject(data)) return null;
  switch (data.t) {
    case 'loaded':
    case 'ready':
    case 'started':
    case 'pressed':
      return { t: data.t };
    case 'failed':
    case 'progress':
      return { t: data.t, text: text(data.text, 2000) };
    case 'pong': {
      const n = count(data.n);
      const fps = count(data.fps);
      return n === null ? null : { t: 'pong', n, fps: fps === null ? null : Math.min(fps, 1000) };
    }
    case 'lines': {
      if (!Array.isArray(data.lines)) return null;
      const lines = data.lines.slice(0, MOST_LINES).map(line);
      const dropped = count(data.dropped) ?? 0;
      return { t: 'lines', lines: lines.filter((each) => each !== null), dropped };
    }
    case 'point': {
      if (!isObject(data.pointed)) return null;
      const { selector, html, text: said } = data.pointed;
      const pointed = {
        selector: text(selector, 500),
        text: text(said, 500),
        html: text(html, 4000),
      };
      return { t: 'point', pointed };
    }
    case 'input': {
      const relayed = input(data.input);
      return relayed && { t: 'input', input: relayed };
    }
    default:
      return null;
  }
}
