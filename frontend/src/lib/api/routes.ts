/** The server's routes as functions; errors are those of `client.ts`. */

import { ask } from './client';
import type { Battle, Board, Listing, Outcome, Reason, Reveal, Side, Status } from './types';

interface Turned {
  turn: number;
}

export function fetchStatus(): Promise<Status> {
  return ask('GET', '/api/status');
}

export function fetchBoard(): Promise<Board> {
  return ask('GET', '/api/leaderboard');
}

export function fetchBattles(): Promise<Listing> {
  return ask('GET', '/api/battles');
}

export function fetchBattle(id: string): Promise<Battle> {
  return ask('GET', at(id));
}

export function streamOf(id: string): string {
  return `${at(id)}/stream`;
}

/** Draw a pair and ask it: the new battle's id. */
export async function start(question: string): Promise<string> {
  const { id } = await ask<{ id: string }>('POST', '/api/battles');
  await askBoth(id, question);
  return id;
}

export function askBoth(id: string, question: string): Promise<Turned> {
  return ask('POST', `${at(id)}/turns`, { text: question });
}

export function retry(id: string, turn: number, side: Side): Promise<Turned> {
  return ask('POST', `${at(id)}/turns/${String(turn)}/retry`, { side });
}

export function stop(id: string): Promise<Turned> {
  return ask('POST', `${at(id)}/stop`);
}

export function vote(id: string, outcome: Outcome): Promise<Reveal> {
  return ask('POST', `${at(id)}/vote`, { outcome });
}

export function explain(id: string, reasons: Reason[], comment: string): Promise<Reveal> {
  return ask('PATCH', `${at(id)}/vote`, { reasons, comment });
}

export function undo(id: string): Promise<Battle> {
  return ask('DELETE', `${at(id)}/vote`);
}

function at(id: string): string {
  return `/api/battles/${encodeURIComponent(id)}`;
}
