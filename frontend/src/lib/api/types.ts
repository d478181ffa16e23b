/**
 * The interface's values by the names the page uses. Their shapes come from `schema.d.ts`, which is
 * made from the server's OpenAPI file; only the events of the stream, which no OpenAPI file
 * describes, are written out here, as in `docs/api.md`.
 */

import type { components } from './schema';

type Schemas = components['schemas'];

export type Battle = Schemas['BattleView'];
export type Turn = Schemas['TurnView'];
export type SideReply = Schemas['SideView'];
export type Contestant = Schemas['ContestantView'];
export type Entrant = Schemas['Entrant'];
export type Reveal = Schemas['Reveal'];
export type Outcome = Schemas['Outcome'];
export type Reason = Schemas['Reason'];
export type Side = Schemas['Side'];
export type Listing = Schemas['Listing'];
export type Listed = Schemas['Listed'];
export type Status = Schemas['Status'];
export type Board = Schemas['Board'];
export type Standing = Board['board'][number];
export type Verdict = Schemas['Verdict'];
export type Named = NonNullable<Verdict['leader']>;
export type CategoryView = Schemas['CategoryView'];
export type Meetings = Schemas['Meetings'];
export type Meeting = Schemas['Meeting'];
export type History = Schemas['History'];
export type ContestantRecord = Schemas['ContestantRecord'];
export type PairRecord = Schemas['PairRecord'];
export type OwnBoard = Schemas['OwnBoard'];
export type Exclusion = Schemas['Exclusion'];
export type Exposed = Schemas['Exposed'];

export interface TextEvent {
  turn: number;
  a?: string;
  b?: string;
}

export interface SideEvent {
  turn: number;
  side: Side;
  state: SideReply['state'];
  code?: string;
}

export type TurnEvent = Pick<Turn, 'turn' | 'text' | 'counted' | 'side' | 'state'>;

export type RevealEvent = Pick<Battle, 'vote' | 'reveal'>;
