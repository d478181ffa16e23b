/** Whose work is shipped with the sandbox, and under which licence, with the licences' own words. */
import { readdirSync, readFileSync } from 'node:fs';

/** @param {string[]} names @param {string} folder @returns {string} */
export function notice(names, folder) {
  const parts = names.map((name) => {
    const { version, license } = JSON.parse(readFileSync(`${folder}${name}/package.json`, 'utf8'));
    const files = readdirSync(folder + name).filter((file) =>
      /^(licen[cs]e|notice|copying)/i.test(file),
    );
    const words = files.map((file) => readFileSync(`${folder}${name}/${file}`, 'utf8').trim());
    return [`${name} ${version}: ${license}`, ...words].join('\n\n');
  });
  const head =
    'Madang ships these libraries for what runs in its run window. They belong to their authors.';
  return `${[head, ...parts].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}
