/** A value of the artifact as a line of text: short, and never endless. */

const LONGEST = 4000;
const DEEPEST = 4;
const WIDEST = 50;

export function show(value: unknown): string {
  try {
    const text = typeof value === 'string' ? value : inspect(value, 0, new Set());
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  } catch {
    // A getter or a proxy of the artifact's may throw at anyone who looks.
    return '[…]';
  }
}

function inspect(value: unknown, depth: number, seen: Set<unknown>): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
    case 'bigint':
      return `${String(value)}n`;
    case 'function':
      return `ƒ ${value.name}`;
    case 'object':
      return value === null ? 'null' : inspectObject(value, depth, seen);
    default:
      return String(value);
  }
}

function inspectObject(value: object, depth: number, seen: Set<unknown>): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Element) return `<${value.tagName.toLowerCase()}>`;
  if (value instanceof Date) return String(value);
  if (value instanceof RegExp) return String(value);
  if (seen.has(value)) return '[↻]';
  if (depth >= DEEPEST) return Array.isArray(value) ? '[…]' : '{…}';
  seen.add(value);
  const inner = (each: unknown) => inspect(each, depth + 1, seen);
  let text: string;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = Array.from(value as ArrayLike<unknown> as unknown[]).slice(0, WIDEST);
    text = `[${list.map(inner).join(', ')}${more(value as unknown as unknown[])}]`;
  } else if (value instanceof Map) {
    const list = [...value]
      .slice(0, WIDEST)
      .map(([key, held]) => `${inner(key)} => ${inner(held)}`);
    text = `Map {${list.join(', ')}}`;
  } else if (value instanceof Set) {
    text = `Set {${[...value].slice(0, WIDEST).map(inner).join(', ')}}`;
  } else {
    const keys = Object.keys(value);
    const list = keys
      .slice(0, WIDEST)
      .map((key) => `${key}: ${inner((value as Record<string, unknown>)[key])}`);
    text = `{${list.join(', ')}${keys.length > WIDEST ? ', …' : ''}}`;
  }
  seen.delete(value);
  return text;
}

const more = (list: { length: number }) =>
  list.length > WIDEST ? `, … (${String(list.length)})` : '';

/** All arguments of a call of the console, with the usual `%s` in the first one. */
export function showAll(values: unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== 'string' || !/%[sdifoOc]/.test(first)) return values.map(show).join(' ');
  let at = 0;
  const text = first.replace(/%([sdifoOc%])/g, (found, kind: string) => {
    if (kind === '%' || at >= rest.length) return kind === '%' ? '%' : found;
    const value = rest[at++];
    if (kind === 'c') return '';
    if (kind === 'd' || kind === 'i') return String(Math.trunc(Number(value)));
    return kind === 'f' ? String(Number(value)) : show(value);
  });
  return [text, ...rest.slice(at).map(show)].join(' ').slice(0, LONGEST);
}
