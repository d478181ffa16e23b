/**
 * One battle on screen: its state, kept up to date by the stream, and what a person can do with it.
 * The rules of the state itself are in `lib/battle.ts`; nothing here draws.
 */

import * as routes from '../../lib/api/routes';
import type { Battle, Outcome, Reason, Side, SideEvent, TurnEvent } from '../../lib/api/types';
import { addTurn, apply, applyUndo, applyVote } from '../../lib/battle';
import { Feed, type StreamEvent } from '../../lib/stream';
import { speech } from '../../ui/language.svelte';

/** What is being asked of the server right now; one thing at a time. */
export type Doing = 'ask' | 'retry' | 'stop' | 'vote' | 'undo' | 'explain' | null;

export class Session {
  readonly id: string;
  battle = $state<Battle | null>(null);
  /** Why the battle can't be shown at all. */
  trouble = $state.raw<unknown>(null);
  /** Why the last thing the person did was not done. */
  mistake = $state.raw<unknown>(null);
  doing = $state<Doing>(null);
  /** False while the stream is lost and being taken up again. */
  linked = $state(true);
  /** When the replies now being written began, as far as this page has seen. */
  since = $state(Date.now());
  /** For screen readers: what has just happened, said once. */
  announcement = $state('');

  readonly #feed: Feed;

  constructor(id: string) {
    this.id = id;
    this.#feed = new Feed(routes.streamOf(id), {
      onEvent: (event) => {
        this.#take(event);
      },
      onLink: (open) => (this.linked = open),
      onEnd: (error) => (this.trouble = error),
    });
  }

  /** Load the battle and follow it until the returned function is called. */
  open(): () => void {
    void this.load();
    return this.#feed.open();
  }

  async load(): Promise<void> {
    this.trouble = null;
    try {
      const battle = await routes.fetchBattle(this.id);
      this.battle = battle;
      this.#feed.from(battle.cursor);
    } catch (error) {
      this.trouble = error;
    }
  }

  ask(question: string): Promise<boolean> {
    return this.#do('ask', async () => {
      const { turn } = await routes.askBoth(this.id, question);
      if (this.battle) addTurn(this.battle, turn, question);
      this.since = Date.now();
    });
  }

  /** Let one side alone mend what it made. */
  mend(side: Side, text: string): Promise<boolean> {
    return this.#do('ask', async () => {
      const { turn } = await routes.askBoth(this.id, text, side);
      if (this.battle) addTurn(this.battle, turn, text, side);
      this.since = Date.now();
    });
  }

  retry(turn: number, side: Side): Promise<boolean> {
    return this.#do('retry', async () => {
      await routes.retry(this.id, turn, side);
    });
  }

  stop(): Promise<boolean> {
    return this.#do('stop', async () => {
      await routes.stop(this.id);
    });
  }

  vote(outcome: Outcome): Promise<boolean> {
    return this.#do('vote', async () => {
      const answer = await routes.vote(this.id, outcome);
      if (this.battle) applyVote(this.battle, answer);
    });
  }

  explain(reasons: Reason[], comment: string): Promise<boolean> {
    return this.#do('explain', async () => {
      const answer = await routes.explain(this.id, reasons, comment);
      if (this.battle) applyVote(this.battle, answer);
    });
  }

  undo(): Promise<boolean> {
    return this.#do('undo', async () => {
      const answer = await routes.undo(this.id);
      if (this.battle) applyUndo(this.battle, answer);
    });
  }

  /** Do one thing; tells whether it was done. What went wrong is in `mistake`. */
  async #do(what: Exclude<Doing, null>, work: () => Promise<void>): Promise<boolean> {
    if (this.doing) return false;
    this.doing = what;
    this.mistake = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.mistake = error;
      return false;
    } finally {
      this.doing = null;
    }
  }

  #take(event: StreamEvent): void {
    const battle = this.battle;
    if (!battle) return;
    const before = battle.running;
    apply(battle, event);
    if (battle.running && !before) this.since = Date.now();
    this.#announce(event, battle);
  }

  #announce(event: StreamEvent, battle: Battle): void {
    const t = speech.t.battle;
    if (event.name === 'side') {
      const { side, state } = event.data as SideEvent;
      if (state === 'failed') this.announcement = t.failedSide(t.side[side]);
      else if (state === 'done') this.announcement = t.finishedSide(t.side[side]);
    } else if (event.name === 'turn' && (event.data as TurnEvent).state === 'done') {
      if (battle.can_vote) this.announcement = t.finishedVote;
      else if (battle.reveal) this.announcement = t.finished;
    }
  }
}
