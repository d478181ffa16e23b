/** The server's routes as functions; errors are those of `client.ts`. */

import { ask } from './client';
import type {
  Battle,
  Board,
  CategoryView,
  ContestantRecord,
  Entrant,
  Exclusion,
  Exposed,
  History,
  Listing,
  Meetings,
  Outcome,
  OwnBoard,
  PairRecord,
  Reason,
  Reveal,
  Side,
  Status,
} from './types';

interface Turned {
  turn: number;
}

export function fetchStatus(): Promise<Status> {
  return ask('GET', '/api/status');
}

/** Those that one may choose by name. */
export async function fetchEntrants(): Promise<Entrant[]> {
  const { contestants } = await ask<{ contestants: Entrant[] }>('GET', '/api/contestants');
  return contestants;
}

export function fetchBoard(category = 'overall', styled = false, excluded = false): Promise<Board> {
  return ask('GET', board('', { category, styled: String(styled), excluded: String(excluded) }));
}

/** What the owner left out of the boards, the newest first. */
export function fetchExclusions(): Promise<{ exclusions: Exclusion[] }> {
  return ask('GET', board('/exclusions'));
}

/** The address of what tells when votes change. */
export const boardStream = board('/stream');

export function fetchCategories(): Promise<{ categories: CategoryView[] }> {
  return ask('GET', board('/categories'));
}

export function fetchMeetings(category: string): Promise<Meetings> {
  return ask('GET', board('/pairs', { category }));
}

export function fetchHistory(category: string): Promise<History> {
  return ask('GET', board('/history', { category }));
}

export function fetchMine(): Promise<OwnBoard> {
  return ask('GET', board('/mine'));
}

export function fetchExposure(): Promise<{ contestants: Exposed[] }> {
  return ask('GET', board('/exposure'));
}

export function fetchContestant(slug: string): Promise<ContestantRecord> {
  return ask('GET', board(`/contestants/${encodeURIComponent(slug)}`));
}

export function fetchPair(a: string, b: string): Promise<PairRecord> {
  return ask('GET', board('/pair', { a, b }));
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

/**
 * Draw a pair, most often the one a category is in doubt about, that can read `text`: the new
 * battle's id.
 */
export async function draw(aim: { category?: string; text?: string }): Promise<string> {
  const { id } = await ask<{ id: string }>('POST', '/api/battles', aim);
  return id;
}

/** Draw a pair and ask it: the new battle's id. */
export async function start(question: string): Promise<string> {
  const id = await draw({ text: question });
  await askBoth(id, question);
  return id;
}

/** Ask both sides, or one alone to mend what it made. */
export function askBoth(id: string, question: string, side: Side | null = null): Promise<Turned> {
  return ask('POST', `${at(id)}/turns`, { text: question, side });
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

/** Let a side's answer to a form go on as a document, after the vote: the id of its chat. */
export async function asDocument(id: string, side: Side): Promise<string> {
  const chat = await ask<{ id: string }>('POST', `${at(id)}/document`, { side });
  return chat.id;
}

function board(path: string, query: Record<string, string> = {}): string {
  const asked = new URLSearchParams(query).toString();
  return `/api/leaderboard${path}${asked && `?${asked}`}`;
}

function at(id: string): string {
  return `/api/battles/${encodeURIComponent(id)}`;
}
