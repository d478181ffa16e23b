/**
 * What contestants are called where several share a name, as a new version shares the old one's.
 * The verdict has the same rule: `engine/leaderboard/namesakes.py`.
 */

export interface Named {
  slug: string;
  version: number;
  name: string;
}

/** Tells a version of a contestant from every other: what lists are keyed by. */
export const keyOf = ({ slug, version }: Named): string => `${slug} ${String(version)}`;

/** The page of two versions' meetings. */
export const pairOf = (a: Named, b: Named): string =>
  `/pair/${[a, b].map((one) => encodeURIComponent(`${one.slug}@${String(one.version)}`)).join('/')}`;

/** A name in at most so many letters; what tells it from its namesakes stays. */
export function shorten(name: string, most: number): string {
  if (name.length <= most) return name;
  const end = /\s\([^()]*\)$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, Math.max(most - end.length - 1, 1))}…${end}`;
}

/** Gives what to call each of `all` beside the others; `version` words its number. */
export function tellApart(
  all: readonly Named[],
  version: (n: number) => string,
): (one: Named) => string {
  const named = (one: Named) => all.filter(({ name }) => name === one.name);
  return (one) => {
    const sharing = [...new Map(named(one).map((same) => [keyOf(same), same])).values()];
    if (sharing.length < 2) return one.name;
    const own = sharing.filter(({ slug }) => slug === one.slug).length;
    const which = [own < sharing.length ? one.slug : '', own > 1 ? version(one.version) : ''];
    return `${one.name} (${which.filter(Boolean).join(', ')})`;
  };
}
