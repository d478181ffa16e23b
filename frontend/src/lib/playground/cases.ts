/** Cases as a table of text: read from a spreadsheet's cells or a CSV file, written as CSV. */

import Papa from 'papaparse';

export type Values = Record<string, string>;

/** Rows of cells, whatever stands between them; empty where there is only one cell of one line. */
export function readCells(text: string): string[][] {
  if (!/[\t\n\r]/.test(text.trim())) return [];
  return readRows(text, text.includes('\t') ? '\t' : '');
}

/**
 * A file with a line of names, and below it a case a line.
 * Null where there are no cases in it.
 */
export function readCases(text: string): Values[] | null {
  const [names, ...rows] = readRows(text.replace(/^\uFEFF/, ''), '');
  if (!names || rows.length === 0 || names.every((name) => name.trim() === '')) return null;
  return rows.map((row) => named(names, row));
}

/** A file's text: in UTF-8 or, as Excel saves it in Korea, CP949; its Unicode text is UTF-16. */
export function readText(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(wide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('euc-kr').decode(bytes);
  }
}

/** One row under its names; cells beyond the last name are dropped. */
export function named(names: string[], row: string[]): Values {
  const pairs = names.map((name, at) => [name.trim(), row[at] ?? ''] as const);
  return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}

/** CSV that a spreadsheet opens as what it is: in UTF-8, and no cell becomes a formula. */
export function writeCsv(rows: (string | number)[][]): string {
  return `\uFEFF${Papa.unparse(rows, { escapeFormulae: true })}\r\n`;
}

function readRows(text: string, delimiter: string): string[][] {
  const { data } = Papa.parse<string[]>(text.replace(/[\r\n]+$/, ''), {
    delimiter,
    delimitersToGuess: [',', ';', '\t', '|'],
    skipEmptyLines: 'greedy',
  });
  return data;
}
