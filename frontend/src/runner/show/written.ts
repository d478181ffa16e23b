/** JSON as it is written: no number is rounded on the way, and no name loses its place. */

/** A value's own text, or what it holds. */
export type Written = string | Holder;

export interface Holder {
  marks: '[ ]' | '{ }';
  entries: [name: string, held: Written][];
}

const TOKEN =
  /\s*(?:([[\]{},:])|("[^"\\\n]*(?:\\.[^"\\\n]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null))/gy;

/** @throws Error The browser's own reason, with `line` and `column`. */
export function readJson(text: string): Written {
  check(text);
  const all: Holder = { marks: '[ ]', entries: [] };
  const within = [all];
  let name: string | undefined;
  for (const [, mark, value] of text.matchAll(TOKEN)) {
    const holder = within.at(-1) ?? all;
    const put = (held: Written) => {
      holder.entries.push([name ?? String(holder.entries.length), held]);
      name = undefined;
    };
    if (mark === '{' || mark === '[') {
      const inner: Holder = { marks: mark === '{' ? '{ }' : '[ ]', entries: [] };
      put(inner);
      within.push(inner);
    } else if (mark === '}' || mark === ']') within.pop();
    else if (value !== undefined) {
      if (holder.marks === '{ }' && name === undefined) name = JSON.parse(value) as string;
      else put(value);
    }
  }
  const [only, ...more] = all.entries;
  return only && more.length === 0 ? only[1] : all;
}

function check(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    // A value a line, as logs have it.
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    try {
      if (lines.length > 1) return lines.forEach((line) => void JSON.parse(line));
    } catch {
      // Then it is the first error that counts.
    }
    const before = text.slice(0, endOfSense(text)).split('\n');
    const { message } = error as Error;
    const column = before.at(-1)?.length;
    throw Object.assign(new Error(message), { line: before.length, column });
  }
}

/** Where a text stops being JSON: browsers don't always say. */
function endOfSense(text: string): number {
  let before = '';
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    end = found.index + found[0].length;
    const [, mark, value] = found;
    const wantsValue =
      before === '' || before === '[' || before === ':' || before === ',' || before === '{';
    const isEmpty = (mark === ']' && before === '[') || (mark === '}' && before === '{');
    const opens = value !== undefined || mark === '[' || mark === '{';
    if (wantsValue ? !opens && !isEmpty : opens) return end - 1;
    before = mark ?? 'value';
  }
  return end + (/^\s*/.exec(text.slice(end, end + 1000))?.[0].length ?? 0);
}
