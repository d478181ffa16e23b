/** The console and what goes wrong, told to the page: in batches, and never more than it can bear. */

import type { ConsoleLine, Level } from '../lib/run/messages';
import type { Channel } from './channel';
import { placeIn, placeOf, type Place } from './lines';
import { say } from './sentences';
import { show, showAll } from './show';
import type { Wrong } from './wrong';

const BATCH = 100;
const BATCH_CHARACTERS = 40_000;
const EVERY = 50;

export type Tell = (level: Level, text: string, place?: Place) => void;

/** `uncaught`: the first error that nobody caught. */
export function capture(channel: Channel): { tell: Tell; uncaught: () => Wrong | null } {
  const later = setTimeout;
  let lines: ConsoleLine[] = [];
  let characters = 0;
  let dropped = 0;
  let waiting = false;

  function flush(): void {
    if (lines.length === 0) {
      waiting = false;
      return;
    }
    channel.send({ t: 'lines', lines, dropped });
    lines = [];
    characters = dropped = 0;
    later(flush, EVERY);
  }

  const tell: Tell = (level, text, place = { line: null, column: null }) => {
    if (lines.length >= BATCH || characters > BATCH_CHARACTERS) {
      dropped += 1;
    } else {
      lines.push({ level, text, ...place, at: 0 });
      characters += text.length;
    }
    // What comes after a silence is told at once, and what follows it in batches.
    if (!waiting) {
      waiting = true;
      flush();
    }
  };
  wrapConsole(tell);
  let first: Wrong | null = null;
  listen(tell, (text, place) => {
    first ??= { text, ...place };
    tell('error', text, place);
  });
  return { tell, uncaught: () => first };
}

function wrapConsole(tell: Tell): void {
  const own = console as unknown as Record<string, (...values: unknown[]) => void>;
  const wrap = (name: string, level: Level, when: (values: unknown[]) => unknown[] | null) => {
    const before = own[name]?.bind(console);
    own[name] = (...values) => {
      before?.(...values);
      const said = when(values);
      if (said) tell(level, showAll(said), placeIn(new Error().stack));
    };
  };
  const all = (values: unknown[]) => values;
  for (const name of ['log', 'debug', 'dir', 'table', 'trace']) wrap(name, 'log', all);
  wrap('info', 'info', all);
  wrap('warn', 'warn', all);
  wrap('error', 'error', all);
  wrap('assert', 'error', ([holds, ...rest]) => (holds ? null : ['Assertion failed:', ...rest]));
  // There are no dialogs in a sandbox: what would be said in one is said here.
  const dialog = (name: 'alert' | 'confirm' | 'prompt', answer: unknown) => {
    window[name] = ((text?: unknown) => {
      tell('info', `${name}: ${text === undefined ? '' : show(text)}`, placeIn(new Error().stack));
      return answer;
    }) as never;
  };
  dialog('alert', undefined);
  dialog('confirm', true);
  dialog('prompt', null);
}

function listen(tell: Tell, complain: (text: string, place: Place) => void): void {
  window.addEventListener(
    'error',
    (event) => {
      if (event instanceof ErrorEvent) {
        const error: unknown = event.error;
        const stacked = placeIn(error instanceof Error ? error.stack : '');
        const place = placeOf(event.filename, event.lineno, event.colno);
        complain(event.message, place.line === null ? stacked : place);
      }
    },
    true,
  );
  window.addEventListener('unhandledrejection', (event) => {
    const reason: unknown = event.reason;
    complain(show(reason), placeIn(reason instanceof Error ? reason.stack : ''));
  });
  const blocked = new Set<string>();
  document.addEventListener('securitypolicyviolation', (event) => {
    const what = event.blockedURI;
    if (!/^(https?|wss?):/.test(what) || blocked.size > 50 || blocked.has(what)) return;
    blocked.add(what);
    tell(
      'warn',
      say.blocked(what),
      placeOf(event.sourceFile, event.lineNumber, event.columnNumber),
    );
  });
}
