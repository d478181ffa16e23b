/** Where in the artifact something happened: the document's own lines are the artifact's. */

export interface Place {
  line: number | null;
  column: number | null;
}

const NOWHERE: Place = { line: null, column: null };
const sources = new Set<string>([location.href.replace(/#.*$/, '')]);

/** Count a script as the artifact's, line for line. */
export function addSource(url: string): void {
  sources.add(url);
}

export function placeOf(url: string | undefined, line?: number, column?: number): Place {
  if (!url || !line || !sources.has(url.replace(/#.*$/, ''))) return NOWHERE;
  return { line, column: column ?? null };
}

/** The first place in a stack that is the artifact's. */
export function placeIn(stack: unknown): Place {
  if (typeof stack !== 'string') return NOWHERE;
  for (const row of stack.split('\n', 60)) {
    const found = /((?:https?|blob|file):[^\s()]+?):(\d+):(\d+)/.exec(row);
    if (!found) continue;
    const place = placeOf(found[1], Number(found[2]), Number(found[3]));
    if (place.line !== null) return place;
  }
  return NOWHERE;
}
