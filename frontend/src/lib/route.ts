/** Addresses of the page: which pattern one fits. What a page is stands in `app/pages.ts`. */

export type Params = Record<string, string>;

/**
 * Fit `path` to `pattern`, segment by segment; `:name` takes one segment.
 * Gives what the names took, or null where it does not fit.
 */
export function match(pattern: string, path: string): Params | null {
  const wanted = segments(pattern);
  const given = segments(path);
  if (wanted.length !== given.length) return null;
  const params: Params = {};
  for (const [index, want] of wanted.entries()) {
    const have = decode(given[index] ?? '');
    if (have === null) return null;
    if (want.startsWith(':')) params[want.slice(1)] = have;
    else if (want !== have) return null;
  }
  return params;
}

function segments(path: string): string[] {
  return path.split('/').filter(Boolean);
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
