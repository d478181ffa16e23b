/** What the runner hands to the module that shows or starts a kind; gone before any other code runs. */

import type { FromFrame, Level } from '../lib/run/messages';
import type { Config } from './config';
import type { Place } from './lines';
import type { Settle } from './shown';

export interface Source {
  name: string;
  title: string;
  kind: string;
  language: string;
  text: string;
  used: { name: string; kind: string; text: string }[];
  /** Addresses of what its kind loads besides modules. */
  files: { tailwind?: string; katex?: string; python?: string };
}

export interface Handle {
  config: Config;
  send(message: FromFrame): void;
  tell(level: Level, text: string, place?: Place): void;
  addSource(url: string): void;
  placeIn(stack: unknown): Place;
  /** To be asked once all that can show something has begun. */
  settle: Settle;
  /** Settles when the page says that it may start. */
  started: Promise<void>;
  /** The text as it is now, and whether it is whole; called again when it grows or is edited. */
  onText(show: (text: string, ended: boolean) => void): void;
}

const NAME = '__madang';

export function lend(handle: Handle): void {
  Object.defineProperty(window, NAME, { value: handle, configurable: true });
}

export function take(): Handle {
  const holder = window as unknown as Record<string, Handle>;
  const handle = holder[NAME];
  if (!handle) throw new Error('no runner');
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- it is taken away for good
  delete holder[NAME];
  return handle;
}

export function readSource(): Source {
  const element = document.getElementById('madang-source');
  const source = JSON.parse(element?.textContent ?? '{}') as Source;
  element?.remove();
  return source;
}
