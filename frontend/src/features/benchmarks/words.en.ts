/** The sentences of the benchmarks page, in English. They load with the page, not with the battle. */

const n2s = (n: number) => n.toLocaleString('en');
const differences = (n: number) => (n === 1 ? 'one difference' : `${n2s(n)} differences`);

export const en = {
  page: 'Benchmarks',
  versus: 'against',
  everyone: 'all others',
  reference: 'The model compared',
  rival: 'Compared with',
  both: (n: number) => (n === 1 ? '1 benchmark both report' : `${n2s(n)} benchmarks both report`),
  change: 'Other tables',
  verdict: {
    none: 'These two report no benchmark in common whose number of questions is known.',
    of: (n: number, among: number) =>
      `Of ${differences(n)}${among > n ? ` (judged among ${n2s(among)})` : ''}, `,
    reliable: (n: number) =>
      n === 0
        ? 'none can be relied on'
        : n === 1
          ? 'one can be relied on'
          : `${n2s(n)} can be relied on`,
    names: (of: string, favour: string) => `${of} for ${favour}`,
    and: ' and ',
    tally: (name: string, ahead: number, behind: number) =>
      `${name} is ahead in ${n2s(ahead)} and behind in ${n2s(behind)}`,
    rest: (n: number) =>
      n === 1
        ? 'The other may be chance: too few questions to show so little.'
        : `The other ${n2s(n)} may be chance: too few questions to show so little.`,
    nothing: 'There are too few questions to show so little.',
  },
  confidence: 'Confidence',
  correlation: 'Answers alike',
  correlationHint:
    'How strongly two models get the same questions right and wrong. A table does not say; 0 assumes nothing.',
  groups: 'Groups alike',
  groupsHint:
    'How alike answers are within one passage or one translated problem. Only benchmarks with groups change.',
  holm: 'Among all',
  holmHint:
    'Judge every difference among all that the table holds (Holm), not as if it were alone.',
  benchmark: 'Benchmark',
  questions: 'Questions',
  ahead: (name: string) => `${name} ahead`,
  theirs: 'Their score',
  says: 'What it says',
  between: (value: string, lower: string, upper: string) =>
    `difference ${value}, between ${lower} and ${upper}`,
  alone: 'Taken alone, it would count.',
  unknownItems: 'How many?',
  itemsOf: (name: string) => `Number of questions of ${name}`,
  itemsHint: 'Without the number of questions no difference can be judged.',
  noError: 'A rating needs its standard error, as in “1287 ± 4”.',
  source: (text: string) => `Questions counted by ${text}`,
  of: (n: number) => `against ${n2s(n)} others`,
  remarks: 'Read with care',
  subsets: {
    title: 'Tables that could have been shown',
    lead: (total: number, sampled: boolean) =>
      `${sampled ? 'A sample of ' : ''}${n2s(total)} tables can be made of these benchmarks. How often each model leads by its mean score, among those that report everything in the table:`,
    led: (led: number, of: number) => `leads in ${n2s(led)} of ${n2s(of)}`,
    never: 'leads in none',
    longest: 'Its longest table',
    leftOut: (names: string) => `Ratings have no common scale with these, so left out: ${names}.`,
  },
  luck: {
    title: 'What choosing adds by luck',
    tries: 'Variants tried',
    lead: (tries: number) =>
      `Try ${n2s(tries)} equally good prompts, seeds or checkpoints and report the best: the score rises by this much, and nothing is better.`,
    points: (points: string) => `+${points}`,
  },
  time: {
    title: 'Over time',
    lead: 'The best score so far on each release date, its interval, and the second best. The dashed line is the ceiling.',
    room: (points: string) => `${points} points to the ceiling`,
    shrinks: 'the lead over the next shrinks',
    grows: 'the lead over the next grows',
    unclear: 'whether the lead shrinks can’t be told',
    none: 'No release dates are known, so nothing can be drawn over time.',
    step: (on: string, leader: string, score: string) => `${on}: ${leader} leads with ${score}`,
  },
  people: {
    title: 'And people?',
    lead: (n: number) =>
      `${n === 1 ? 'One model' : `${n2s(n)} models`} of this table also ${n === 1 ? 'stands' : 'stand'} on the board. Does a higher score mean that people prefer it? Rank correlation with its interval:`,
    none: 'None of these models has a rating on your board yet. Hold battles, or take a board from a file.',
    unmatched: 'None of these models is on that board under a name that could be matched.',
    few: (n: number) => (n === 1 ? '1 model: too few' : `${n2s(n)} models: too few`),
    turned: 'Where table and people disagree',
    turnedNone: 'On no pair do table and people reliably disagree.',
    pair: (benchmark: string, a: string, b: string, points: string) =>
      `${benchmark} puts ${a} above ${b} by ${points}`,
    people: (b: string, points: string) => `people put ${b} ahead by ${points}`,
    also: (n: number) =>
      n === 1
        ? 'One more pair is turned round, by less than chance can do.'
        : `${n2s(n)} more pairs are turned round, by less than chance can do.`,
    file: 'Use a board from a file',
    fileHint: 'What “madang rank votes.csv --json” prints.',
    using: (name: string) => `Board: ${name}`,
    own: 'Use our own board',
    badFile: 'This file is no board. Choose what “madang rank FILE --json” prints.',
  },
  tables: {
    title: 'Tables',
    paste: 'Paste a table',
    pasteHint:
      'CSV, Markdown, HTML, JSON, or cells copied from a spreadsheet: model names in the first row, benchmarks in the first column. Percent or fractions of 1; settings in brackets are kept.',
    name: 'Its name',
    unnamed: 'My table',
    read: 'Read it',
    reading: 'Reading…',
    open: 'Open a file',
    saved: 'Kept in this browser',
    example: 'Example: Claude 3.5 Sonnet, announcement of June 2024',
    show: (name: string) => `Show ${name}`,
    remove: (name: string) => `Remove ${name}`,
    none: 'Tables you paste are kept here, in this browser only.',
    unkept: {
      full: (most: number) =>
        `This table is not kept: ${String(most)} are kept already. Remove one, then read it again.`,
      refused: () =>
        'This table is not kept: the browser’s storage is full or refused. It is gone after a reload.',
    },
  },
};
