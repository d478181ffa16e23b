/** Tells the server how runs went: whether each ran, its errors, its pace, what was pressed. */

import { type RunRecord, saveRun } from '../../lib/api/places';
import type { RunState } from '../../lib/run/stage';
import type { Version } from '../../lib/artifact/types';

/** Milliseconds between two tellings of one run. */
const EVERY = 4000;

interface Current {
  id: string;
  record: RunRecord;
  since: number;
  told: string;
}

export class Recorder {
  readonly #place: string;
  #current: Current | null = null;
  #timer: ReturnType<typeof setInterval>;

  constructor(place: string) {
    this.#place = place;
    this.#timer = setInterval(() => {
      this.#tell(false);
    }, EVERY);
  }

  /** A run of this version begins; `changed` says that the person is changing it. */
  begin(version: Version, changed: boolean): void {
    this.#tell(false);
    const { name, kind, author, after } = version;
    this.#current = {
      id: `u_${crypto.randomUUID?.() ?? String(Math.random()).slice(2)}`,
      since: performance.now(),
      told: '',
      record: {
        name,
        kind,
        author: changed ? 'person' : author,
        after,
        ran: false,
        errors: 0,
        fps: null,
        keys: 0,
        pointers: 0,
        seconds: 0,
      },
    };
  }

  /** What the run says of itself. The first word of whether it ran is told at once. */
  note({ ran, errors, fps, phase }: RunState): void {
    const record = this.#current?.record;
    if (!record) return;
    const settled = record.ran !== ran || (phase === 'failed' && record.errors === 0);
    record.ran = record.ran || ran;
    record.errors = Math.max(record.errors, errors, phase === 'failed' ? 1 : 0);
    record.fps = fps ?? record.fps;
    if (settled) this.#tell(false);
  }

  pressed(kind: 'keys' | 'pointers'): void {
    if (this.#current) this.#current.record[kind] += 1;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#tell(true);
  }

  leave(): void {
    this.#tell(true);
  }

  #tell(last: boolean): void {
    const current = this.#current;
    if (!current || !this.#place) return;
    const { record } = current;
    if (!record.ran && record.errors === 0) return;
    const seconds = Math.round((performance.now() - current.since) / 100) / 10;
    const said = JSON.stringify({ ...record, seconds: 0 });
    if (said === current.told && !last) return;
    current.told = said;
    // A run that could not be recorded is no reason to disturb who plays it.
    saveRun(this.#place, current.id, { ...record, seconds }, last).catch(() => undefined);
  }
}
