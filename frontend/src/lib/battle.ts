/**
 * A battle as its person may see it: what an event of the stream does to it, and what may be done
 * with it now. The server decides both; this follows it without asking again.
 */

import type {
  Battle,
  Reveal,
  RevealEvent,
  Side,
  SideEvent,
  SideReply,
  TextEvent,
  Turn,
  TurnEvent,
} from './api/types';
import type { StreamEvent } from './stream';

export const SIDES: readonly Side[] = ['a', 'b'];

/** Change `battle` in place as `event` says. Events of a turn that is not there are let pass. */
export function apply(battle: Battle, event: StreamEvent): void {
  switch (event.name) {
    case 'turn':
      applyTurn(battle, event.data as TurnEvent);
      break;
    case 'side':
      applySide(battle, event.data as SideEvent);
      break;
    case 'text':
      applyText(battle, event.data as TextEvent);
      break;
    case 'reveal': {
      const { vote, reveal } = event.data as RevealEvent;
      battle.vote = vote;
      battle.reveal = reveal;
      break;
    }
  }
  settle(battle);
}

/** Add the turn that was just asked, unless the stream was quicker. */
export function addTurn(
  battle: Battle,
  number: number,
  text: string,
  side: Side | null = null,
): void {
  if (battle.turns.some((turn) => turn.turn === number)) return;
  applyTurn(battle, { turn: number, text, counted: !battle.reveal, side, state: 'streaming' });
  settle(battle);
}

/** Take over what the server answered to a vote. */
export function applyVote(battle: Battle, answer: Reveal): void {
  const { a, b, expected, ...vote } = answer;
  battle.vote = vote;
  battle.reveal = { a, b, expected };
  settle(battle);
}

/** Take over what the server answered to an undo; of the rest, the stream knows more. */
export function applyUndo(battle: Battle, answer: Battle): void {
  battle.vote = answer.vote;
  battle.reveal = answer.reveal;
  settle(battle);
}

/** The turn a vote is about: the newest counted one with two replies that stand. */
export function judgedTurn(battle: Battle): Turn | undefined {
  return battle.turns.findLast((turn) => turn.counted && stands(turn.a) && stands(turn.b));
}

/** The sides whose judged reply has been mended since the turn that the vote is about. */
export function mendedSides(battle: Battle): Side[] {
  const judged = judgedTurn(battle)?.turn ?? Infinity;
  const mends = ({ turn, counted, side: asked }: Turn, side: Side) =>
    counted && turn > judged && asked === side;
  return SIDES.filter((side) =>
    battle.turns.some((turn) => mends(turn, side) && stands(turn[side])),
  );
}

/** Whether this side of this turn may be asked to answer again. */
export function canRetry(battle: Battle, turn: Turn, side: Side): boolean {
  const state = turn[side].state;
  return (
    !battle.running &&
    (turn.side ?? side) === side &&
    (state === 'failed' || state === 'stopped') &&
    turn === battle.turns.at(-1) &&
    !(battle.reveal && turn.counted)
  );
}

/** Whether the winner was the one the board had thought less likely. */
export function isUpset(reveal: Pick<Reveal, 'expected' | 'outcome'>): boolean {
  const { expected, outcome } = reveal;
  if (!expected || (outcome !== 'a' && outcome !== 'b')) return false;
  return expected[outcome] < 0.5;
}

function stands(reply: SideReply): boolean {
  return (reply.state === 'done' || reply.state === 'stopped') && reply.text.trim() !== '';
}

function settle(battle: Battle): void {
  battle.running = battle.turns.some((turn) => turn.state === 'streaming');
  battle.can_vote = !battle.running && battle.vote === null && judgedTurn(battle) !== undefined;
}

function applyTurn(battle: Battle, { turn: number, text, counted, side, state }: TurnEvent): void {
  const known = battle.turns.find((turn) => turn.turn === number);
  if (known) {
    // A second tab's question may have taken this number first; the stream knows.
    known.text = text;
    known.counted = counted;
    known.side = side;
    known.state = state;
    return;
  }
  // What one side alone is asked, the other has nothing to say to.
  const blank = (of: Side): SideReply => ({
    state: (side ?? of) === of ? 'streaming' : 'done',
    text: '',
    code: null,
  });
  battle.turns.push({ turn: number, text, counted, side, state, a: blank('a'), b: blank('b') });
}

function applySide(battle: Battle, { turn: number, side, state, code }: SideEvent): void {
  const turn = battle.turns.find((turn) => turn.turn === number);
  if (!turn) return;
  const reply = turn[side];
  if (state === 'streaming') {
    // A new attempt starts empty. A reply that is done is never attempted again: it only waits
    // for the other side, and keeps its text.
    if (reply.state !== 'done') reply.text = '';
    turn.state = 'streaming';
  }
  reply.state = state;
  reply.code = code ?? null;
}

function applyText(battle: Battle, { turn: number, a, b }: TextEvent): void {
  const turn = battle.turns.find((turn) => turn.turn === number);
  if (!turn) return;
  if (a) turn.a.text += a;
  if (b) turn.b.text += b;
}
