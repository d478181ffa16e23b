/** Names that machines go by, suggested out of those that people write. */

/** What a name has of Latin letters and digits, beginning with a letter; `between` joins them. */
export function latin(name: string, between = '-'): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, between)
    .replace(/^[^a-z]+/, '');
}

const LONGEST = 36;
const SCRAP = 2;

/**
 * `stem`, numbered where it is taken. Of a Korean name only scraps may be left, such as "v2" of
 * "다정한 하나 v2": then `fallback` stands there, always numbered.
 */
export function freeName(
  stem: string,
  fallback: string,
  taken: Iterable<string>,
  between = '-',
): string {
  const used = new Set(taken);
  const short = stem.slice(0, LONGEST).replace(/[^a-z0-9]+$/, '');
  const telling = short.length > SCRAP;
  const numbered = (n: number) => `${telling ? short : fallback}${between}${String(n)}`;
  if (telling && !used.has(short)) return short;
  let n = telling ? 2 : 1;
  while (used.has(numbered(n))) n += 1;
  return numbered(n);
}
