/** Artifacts: what a reply holds that can run or be shown. The server's `domain/artifacts.py`. */

export type Kind =
  'html' | 'svg' | 'react' | 'mermaid' | 'markdown' | 'python' | 'csv' | 'json' | 'vega' | 'code';

export interface Artifact {
  /** What it is called in its conversation; the same name later is its next version. */
  name: string;
  /** For people; empty where nothing gave one. */
  title: string;
  kind: Kind;
  language: string;
  text: string;
  /** False while its text still grows. */
  ended: boolean;
  /** Its reply was cut off before it was whole. */
  unfinished?: boolean;
}

/** What a run is made of: the artifact, and every other one it may use by `asset:<name>`. */
export interface Source {
  artifact: Artifact;
  assets: Artifact[];
}

/** Who made a version: a model's reply, a reply that was asked to fix, or someone by hand. */
export type Author = 'model' | 'fix' | 'person' | 'remix';

export interface Version extends Artifact {
  author: Author;
  /** The number of the turn it came with, or follows; 0: none. */
  after: number;
  /** The id of the edit it is; null for one that a model wrote. */
  edit: string | null;
}

/** An artifact of a conversation with all its versions, oldest first; never none. */
export interface Versioned {
  name: string;
  versions: Version[];
}
