/** Variables in a prompt, `{{product}}`: found by the rule of the server's `domain/variables.py`. */

const VARIABLE = /\{\{[ \t]*(\p{L}[\p{L}\p{M}\p{N}_-]*(?:[ \t]+[\p{L}\p{M}\p{N}_-]+)*)[ \t]*\}\}/gu;

/** The names, each once, in the order in which they first stand in the texts. */
export function findVariables(...texts: string[]): string[] {
  const names = texts.flatMap((text) =>
    [...text.matchAll(VARIABLE)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names.map(bare))];
}

/** `text` with the values in place of their names; what has no value stays as it is. */
export function fill(text: string, values: Partial<Record<string, string>>): string {
  return text.replace(VARIABLE, (whole, name: string) => values[bare(name)] ?? whole);
}

/** However many blanks stand between the words of a name. */
function bare(name: string): string {
  return name.split(/[ \t]+/).join(' ');
}
