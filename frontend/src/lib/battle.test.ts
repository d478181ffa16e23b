import { expect, test } from 'vitest';
import type { Battle, Contestant, Side, SideReply } from './api/types';
import { addTurn, apply, applyVote, canRetry, isUpset, judgedTurn } from './battle';

function battle(): Battle {
  return {
    id: 'b_1',
    pace: 'even',
    created_at: '2026-11-23T20:00:00Z',
    cursor: '',
    running: false,
    can_vote: false,
    turns: [],
    vote: null,
    reveal: null,
    form: null,
    chosen: false,
  };
}

const event = (name: string, data: unknown) => ({ name, data });
const side = (turn: number, side: Side, state: SideReply['state'], code?: string) =>
  event('side', { turn, side, state, ...(code && { code }) });

/** A battle whose first turn both sides have answered. */
function answered(): Battle {
  const state = battle();
  addTurn(state, 1, 'question');
  apply(state, event('text', { turn: 1, a: 'an', b: 'other' }));
  apply(state, event('text', { turn: 1, a: 'swer' }));
  apply(state, side(1, 'a', 'done'));
  apply(state, side(1, 'b', 'done'));
  apply(state, event('turn', { turn: 1, text: 'question', counted: true, state: 'done' }));
  return state;
}

test('text is appended to its side, and a vote opens when both have ended', () => {
  const state = answered();
  expect(state.turns[0]?.a.text).toBe('answer');
  expect(state.turns[0]?.b.text).toBe('other');
  expect(state).toMatchObject({ running: false, can_vote: true });
});

test('a turn that was just asked is there once, whoever tells of it first', () => {
  const state = battle();
  apply(state, event('turn', { turn: 1, text: 'q', counted: true, state: 'streaming' }));
  apply(state, event('text', { turn: 1, a: 'x' }));
  addTurn(state, 1, 'q');
  expect(state.turns).toHaveLength(1);
  expect(state.turns[0]?.a.text).toBe('x');
  expect(state).toMatchObject({ running: true, can_vote: false });
});

test('a failed side can be retried alone, and starts empty', () => {
  const state = answered();
  apply(state, side(1, 'b', 'failed', 'failed'));
  const turn = state.turns[0];
  if (!turn) throw new Error('no turn');
  expect(state.can_vote).toBe(false);
  expect(canRetry(state, turn, 'b')).toBe(true);
  expect(canRetry(state, turn, 'a')).toBe(false);
  apply(state, side(1, 'b', 'streaming'));
  apply(state, side(1, 'a', 'streaming'));
  expect(turn.b).toEqual({ state: 'streaming', text: '', code: null });
  expect(turn.a.text).toBe('answer');
  expect(state.running).toBe(true);
  expect(canRetry(state, turn, 'b')).toBe(false);
});

test('a failed second turn leaves the vote with the first', () => {
  const state = answered();
  addTurn(state, 2, 'more');
  apply(state, side(2, 'a', 'failed', 'failed'));
  apply(state, side(2, 'b', 'failed', 'failed'));
  apply(state, event('turn', { turn: 2, text: 'more', counted: true, state: 'done' }));
  expect(state.can_vote).toBe(true);
  expect(judgedTurn(state)?.turn).toBe(1);
});

test('a vote closes voting, an undo opens it, and what is asked then counts no more', () => {
  const state = answered();
  applyVote(state, {
    outcome: 'b',
    reasons: [],
    comment: '',
    counts: true,
    undo_until: '2026-11-23T20:00:15Z',
    a: {} as Contestant,
    b: {} as Contestant,
    expected: { a: 0.64, b: 0.36 },
  });
  expect(state.can_vote).toBe(false);
  expect(state.vote?.outcome).toBe('b');
  apply(state, event('reveal', { vote: null, reveal: state.reveal }));
  expect(state.can_vote).toBe(true);
  addTurn(state, 2, 'more');
  expect(state.turns[1]?.counted).toBe(false);
});

test('an upset is a win of the one thought less likely', () => {
  const expected = { a: 0.36, b: 0.64 };
  expect(isUpset({ expected, outcome: 'a' })).toBe(true);
  expect(isUpset({ expected, outcome: 'b' })).toBe(false);
  expect(isUpset({ expected, outcome: 'tie' })).toBe(false);
  expect(isUpset({ expected: null, outcome: 'a' })).toBe(false);
});
