/**
 * What stands in the window: the run that is seen, and behind it the one that is being made ready.
 * The new one is shown when it has something to show, so nothing flickers.
 */

import { ApiError } from '../api/client';
import { FocusGuard } from './focus';
import { type Fate, RunFrame, type Ticket } from './frame';
import type { ConsoleLine, FromFrame, Pointed, RelayedInput } from './messages';
import type { Source } from '../artifact/types';
import {
  addressOf,
  beginRun,
  bootRun,
  finishRun,
  growsOnScreen,
  isAlone,
  isBegunEarly,
  isBooted,
  isShown,
  openRun,
  stepBetween,
} from './source';
import { missingFeatures } from './support';

export type Phase =
  | 'empty'
  | 'growing'
  | 'unfinished'
  | 'loading'
  | 'ready'
  | 'running'
  | 'hung'
  | 'stopped'
  | 'failed'
  | 'hidden'
  | 'unsupported';

export interface RunState {
  phase: Phase;
  /** What it still waits for. */
  progress?: string | undefined;
  fps: number | null;
  errors: number;
  ran: boolean;
}

/** Why there is nothing to see: a code to say it by, or the server's own sentence. */
export interface Trouble {
  code: Fate | 'unreachable' | 'stolen' | 'refused';
  message: string;
}

export interface Hearers {
  state(state: RunState, trouble: Trouble | null, isolated: boolean): void;
  console(line: ConsoleLine): void;
  point(pointed: Pointed): void;
  input(input: RelayedInput): void;
}

/** How long a frame that says nothing is kept behind the one before it. */
const SHOW_AFTER = 700;

/**
 * A run stands where the one before it stood, for the browser has the libraries there; but should
 * that one have begun to loop, it would wait in the same dead process.
 */
const STAND_ALONE_AFTER = 1500;

/** How long a run that was asked for may take the keyboard without a click. */
const START_GRACE = 3000;

interface Standing {
  frame: RunFrame;
  /** Which of the stage's turns it belongs to; 0 until it has its text. */
  turn: number;
  source: Source;
  growing: boolean;
  open: boolean;
  /** Whether all of it is there, so that a part can be swapped. */
  ready: boolean;
  /** What was sent of the text; what came with the document was not. */
  sent: string;
}

/** A run whose frame is there before its text is. */
interface Begun {
  source: Source;
  ticket?: Ticket;
  standing?: Standing;
}

/** Its scripts run as it is parsed, so that its text has to be held back. */
const isParsed = ({ artifact }: Source): boolean =>
  artifact.kind === 'html' || artifact.kind === 'svg';

const isSameRun = ({ artifact: one }: Source, { artifact: two }: Source): boolean =>
  one.kind === two.kind &&
  one.name === two.name &&
  one.title === two.title &&
  one.language === two.language;

export class Stage {
  readonly #place: HTMLElement;
  readonly #label: string;
  readonly #hear: Hearers;
  readonly #focus: FocusGuard;
  #seen: Standing | undefined;
  #next: Standing | undefined;
  #begun: Begun | undefined;
  #wanted: { source: Source; growing: boolean } | undefined;
  /** What the newest run was made of, with what it was given since. */
  #given: Source | undefined;
  #held = false;
  /** Whether the newest run only waits to be let go. */
  #parked = false;
  #turn = 0;
  #relaying = false;
  #pointing = false;
  #isolated = true;
  #trouble: Trouble | null = null;
  #state: RunState = { phase: 'empty', fps: null, errors: 0, ran: false };

  constructor(place: HTMLElement, label: string, hear: Hearers) {
    this.#place = place;
    this.#label = label;
    this.#hear = hear;
    this.#focus = new FocusGuard(
      () => [this.#seen, this.#next].flatMap((each) => each?.frame.element ?? []),
      () => {
        this.#turn += 1;
        this.#clear();
        this.#trouble = { code: 'stolen', message: '' };
        this.#set({ phase: 'hidden', fps: null });
      },
    );
    if (missingFeatures().length > 0) {
      this.#trouble = { code: 'refused', message: missingFeatures().join(', ') };
      this.#set({ phase: 'unsupported' });
    }
  }

  /** Show this source: as it grows, or run, whichever way there is from what is there now. */
  show(source: Source, growing: boolean): void {
    if (this.#state.phase === 'unsupported') return;
    const before = this.#wanted;
    this.#wanted = { source, growing };
    const standing = this.#next ?? this.#seen;
    if (growing) {
      this.#grow(source, standing);
    } else if (source.artifact.unfinished) {
      this.#rest(source, standing);
    } else if (before && !before.growing && this.#given) {
      this.#change(this.#given, source);
    } else if (
      standing &&
      isShown(source.artifact.kind) &&
      standing.source.artifact.kind === source.artifact.kind
    ) {
      standing.growing = false;
      this.#write(standing, source, true);
      if (this.#state.phase === 'growing') this.#set({ phase: 'running', ran: true });
    } else {
      void this.#run(source);
    }
  }

  hold(held: boolean): void {
    this.#held = held;
    if (held) return;
    for (const each of [this.#seen, this.#next]) each?.frame.send({ t: 'start' });
    if (this.#parked && this.#wanted) void this.#run(this.#wanted.source);
  }

  restart(): void {
    if (!this.#wanted || this.#state.phase === 'unsupported') return;
    const { source } = this.#wanted;
    const seen = this.#next ? undefined : this.#seen;
    // The next interpreter is there already.
    if (seen?.frame.isAnswering && isBooted(source.artifact.kind) && seen.turn === this.#turn) {
      this.#set({ phase: 'loading', errors: 0, ran: false });
      seen.sent = '';
      this.#write(seen, source, true);
    } else {
      void this.#run(source);
    }
  }

  stop(): void {
    this.#turn += 1;
    this.#clear();
    this.#set({ phase: 'stopped', fps: null });
  }

  /** Leave a run that does not answer alone for three more heartbeats. */
  wait(): void {
    this.#seen?.frame.wait();
  }

  /** Run again what was hidden; someone who asks for it lets it have the keys while it starts. */
  reveal(): void {
    if (this.#state.phase !== 'hidden') return;
    this.#focus.give(START_GRACE);
    this.restart();
  }

  focus(): void {
    this.#focus.give();
    this.#seen?.frame.focus();
    this.#seen?.frame.send({ t: 'focus' });
  }

  point(on: boolean): void {
    this.#pointing = on;
    this.#seen?.frame.send({ t: 'point', on });
  }

  relay(on: boolean): void {
    this.#relaying = on;
    this.#seen?.frame.send({ t: 'relay', on });
  }

  replay(input: RelayedInput): void {
    this.#seen?.frame.send({ t: 'replay', input });
  }

  close(): void {
    this.#turn += 1;
    this.#focus.close();
    this.#clear();
  }

  #grow(source: Source, standing: Standing | undefined): void {
    this.#parked = false;
    if (!growsOnScreen(source.artifact.kind)) {
      if (source.artifact.unfinished) return;
      if (this.#state.phase !== 'growing') this.#set({ phase: 'growing' });
      this.#beginEarly(source);
      return;
    }
    const same = standing?.growing && standing.source.artifact.name === source.artifact.name;
    if (same) this.#write(standing, source, false);
    else if (!this.#opening) void this.#run(source, true);
  }

  /** No more will come, and it is not whole: it stays as it grew, and runs only if that is asked. */
  #rest(source: Source, standing: Standing | undefined): void {
    const given = this.#given;
    if (given?.artifact.unfinished && stepBetween(given, source).by === 'nothing') return;
    this.#begun?.standing?.frame.close();
    this.#begun = undefined;
    this.#grow(source, standing);
    this.#given = source;
    this.#set({ phase: 'unfinished' });
  }

  /**
   * Not while both sides of a battle write: neither may learn how long its text took. An interpreter
   * may be made ready all the same, for its clock starts with the program.
   */
  #beginEarly(source: Source): void {
    const { kind } = source.artifact;
    if (isBooted(kind) || (!this.#held && isBegunEarly(kind))) this.#begin(source);
  }

  /** Open the frame of a run without its text, behind what is seen. */
  #begin(source: Source): void {
    if (this.#begun && isSameRun(this.#begun.source, source)) {
      if (this.#begun.standing?.open) this.#settle();
      return;
    }
    this.#begun?.standing?.frame.close();
    const begun: Begun = { source };
    this.#begun = begun;
    const open = (ticket: Ticket) => {
      if (this.#begun !== begun) return;
      begun.ticket = ticket;
      begun.standing = this.#stand(ticket, source, false, 0);
    };
    // Should it fail, the run is asked for as any other is, and that tells why.
    const ask = isBooted(source.artifact.kind) ? bootRun : beginRun;
    void ask(source, this.#neighbour()).then(open, () => {
      this.#settle();
    });
  }

  /** What waits to be let go could be now. */
  #settle(): void {
    if (this.#parked) this.#set({ phase: 'ready' });
  }

  /** Give a run that was begun its text. False: it can't be had any more. */
  async #finish(source: Source, turn: number): Promise<boolean> {
    const { ticket, standing, source: meant } = this.#begun ?? {};
    this.#begun = undefined;
    if (!ticket || !standing || !meant) return false;
    const boots = isBooted(meant.artifact.kind);
    const fits = isSameRun(meant, source) && (boots ? isAlone(source) : !this.#held);
    if (!fits || !standing.open || !standing.frame.isAnswering) {
      standing.frame.close();
      return false;
    }
    this.#next?.frame.close();
    this.#next = Object.assign(standing, { source, turn });
    if (boots) {
      this.#opened(standing);
      this.#write(standing, source, true);
      return true;
    }
    try {
      const { problems } = await finishRun(ticket, source);
      if (turn !== this.#turn) return true;
      this.#opened(standing);
      this.#say(problems);
      return true;
    } catch {
      if (turn !== this.#turn) return true;
      standing.frame.close();
      this.#next = undefined;
      return false;
    }
  }

  /** Where a run answers now: the next one may stand there, too. */
  #neighbour(): string | undefined {
    return [this.#next, this.#seen].find((each) => each?.frame.isAnswering)?.frame.label;
  }

  #opening = false;

  /**
   * From what the newest run was given to what is wanted now: in place, as far as it stands there
   * already, for what is sent to a frame that still opens is lost.
   */
  #change(given: Source, source: Source): void {
    const step = stepBetween(given, source);
    if (step.by === 'nothing') return;
    this.#given = source;
    const standing = [this.#next, this.#seen].find((each) => each?.turn === this.#turn);
    if (step.by === 'text' && standing?.open) {
      this.#set({ errors: 0, ran: false });
      this.#write(standing, source, true);
    } else if (step.by === 'assets' && standing?.ready) {
      for (const asset of step.changed) {
        standing.frame.send({ t: 'asset', name: asset.name, url: addressOf(asset) });
      }
    } else void this.#run(source);
  }

  /** Only what is new travels. */
  #write(standing: Standing, source: Source, ended: boolean): void {
    const { text } = source.artifact;
    standing.source = source;
    this.#given = source;
    if (!standing.open) return;
    const at = text.startsWith(standing.sent) ? standing.sent.length : 0;
    standing.frame.send({ t: 'text', at, text: text.slice(at), ended });
    standing.sent = text;
  }

  async #run(source: Source, growing = false, alone = false): Promise<void> {
    const turn = ++this.#turn;
    const label = alone ? undefined : this.#neighbour();
    this.#given = source;
    this.#trouble = null;
    const phase = growing ? 'growing' : 'loading';
    this.#set({ phase, progress: undefined, fps: null, errors: 0, ran: false });
    this.#parked = this.#held && isParsed(source) && !growing;
    if (this.#parked) {
      this.#begin(source);
      return;
    }
    this.#opening = true;
    try {
      if (!growing && (await this.#finish(source, turn))) return;
      const ticket = await openRun(source, growing, label);
      if (turn !== this.#turn) return;
      this.#next?.frame.close();
      const standing = this.#stand(ticket, source, growing, turn);
      this.#next = standing;
      this.#say(ticket.problems);
      if (label)
        setTimeout(() => {
          if (this.#isCurrent(standing) && !standing.open) void this.#run(source, growing, true);
        }, STAND_ALONE_AFTER);
    } catch (error) {
      if (turn !== this.#turn) return;
      const said = error instanceof ApiError ? error : new ApiError('unreachable');
      this.#trouble = { code: said.message ? 'refused' : 'unreachable', message: said.message };
      this.#clear();
      this.#set({ phase: 'failed' });
    } finally {
      if (turn === this.#turn) this.#opening = false;
    }
  }

  /** A frame in the page, not yet seen. */
  #stand(ticket: Ticket, source: Source, growing: boolean, turn: number): Standing {
    this.#isolated = ticket.isolated;
    const open = { open: false, ready: false, sent: '' };
    const standing = { turn, source, growing, ...open } as Standing;
    standing.frame = new RunFrame(ticket, this.#label, this.#watch(standing));
    standing.frame.element.style.opacity = '0';
    standing.frame.element.inert = true;
    standing.frame.open(this.#place);
    return standing;
  }

  #isCurrent(standing: Standing): boolean {
    return standing.turn === this.#turn && standing === (this.#next ?? this.#seen);
  }

  #opened(standing: Standing): void {
    const wanted = this.#wanted;
    if (standing.growing && wanted) {
      this.#write(standing, wanted.source, !wanted.growing && !wanted.source.artifact.unfinished);
      if (wanted.growing) this.#beginEarly(wanted.source);
    }
    if (!this.#held) standing.frame.send({ t: 'start' });
    setTimeout(() => {
      if (standing === this.#next) this.#reveal();
    }, SHOW_AFTER);
  }

  #watch(standing: Standing) {
    return {
      opened: () => {
        standing.open = true;
        if (this.#isCurrent(standing)) this.#opened(standing);
        else if (this.#begun?.standing === standing) this.#settle();
      },
      heard: (message: FromFrame) => {
        if (message.t === 'ready') standing.ready = true;
        if (this.#isCurrent(standing)) this.#heard(message);
      },
      hung: (is: boolean) => {
        if (!this.#isCurrent(standing)) return;
        if (is) this.#reveal();
        this.#set({ phase: is ? 'hung' : 'running' });
      },
      removed: (fate: Fate) => {
        if (this.#begun?.standing === standing) {
          this.#begun = undefined;
          this.#settle();
        }
        if (!this.#isCurrent(standing)) return;
        this.#turn += 1;
        this.#clear();
        this.#trouble = { code: fate, message: '' };
        this.#set({ phase: 'failed', fps: null });
      },
    };
  }

  #heard(message: FromFrame): void {
    switch (message.t) {
      case 'loaded':
        this.#set({ progress: undefined });
        if (this.#held && this.#state.phase === 'loading') this.#set({ phase: 'ready' });
        break;
      case 'ready':
        this.#reveal();
        if (this.#state.phase === 'loading') this.#set({ phase: 'ready' });
        break;
      case 'started': {
        const grows = this.#state.phase === 'growing' || this.#state.phase === 'unfinished';
        this.#set({ progress: undefined, ...(!grows && { phase: 'running', ran: true }) });
        break;
      }
      case 'failed':
        this.#reveal();
        this.#set({ phase: 'failed', progress: undefined });
        break;
      case 'progress':
        this.#set({ progress: message.text });
        break;
      case 'pong':
        if (this.#state.fps !== message.fps) this.#set({ fps: message.fps });
        break;
      case 'pressed':
        this.#focus.pressed();
        break;
      case 'lines':
        this.#lines(message.lines, message.dropped);
        break;
      case 'point':
        this.#hear.point(message.pointed);
        break;
      case 'input':
        if (this.#relaying) this.#hear.input(message.input);
        break;
    }
  }

  #lines(lines: ConsoleLine[], dropped: number): void {
    for (const line of lines) this.#hear.console(line);
    const errors = lines.filter((line) => line.level === 'error').length;
    if (errors > 0) this.#set({ errors: this.#state.errors + errors });
    if (dropped > 0) {
      const text = `… +${dropped.toLocaleString()}`;
      this.#hear.console({ level: 'warn', text, line: null, column: null, at: Date.now() });
    }
  }

  /** What the artifact asks for and does not get, among the lines of its console. */
  #say(problems: readonly string[]): void {
    const at = Date.now();
    const lines = problems.map((text) => ({
      level: 'error' as const,
      text,
      line: null,
      column: null,
      at,
    }));
    this.#lines(lines, 0);
  }

  /** The new one has something to show: it takes the place of the one before. */
  #reveal(): void {
    const next = this.#next;
    if (!next) return;
    this.#seen?.frame.close();
    this.#seen = next;
    this.#next = undefined;
    next.frame.element.style.opacity = '';
    next.frame.element.inert = false;
    if (this.#pointing) next.frame.send({ t: 'point', on: true });
    if (this.#relaying) next.frame.send({ t: 'relay', on: true });
  }

  #clear(): void {
    for (const each of [this.#seen, this.#next, this.#begun?.standing]) each?.frame.close();
    this.#seen = this.#next = this.#begun = undefined;
    this.#opening = false;
    this.#parked = false;
  }

  #set(change: Partial<RunState>): void {
    this.#state = { ...this.#state, ...change };
    this.#hear.state(this.#state, this.#trouble, this.#isolated);
  }
}
