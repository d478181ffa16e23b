/** What stands around a run, in English; loaded with the run window, not with the page. */

export const run = {
  loading: 'Starting…',
  hung: 'It has not answered for three seconds.',
  stop: 'Stop it',
  wait: 'Wait',
  hidden: 'It reached for the keyboard while you were elsewhere, so it was hidden.',
  show: 'Show it again',
  stopped: 'Stopped.',
  unfinished: 'Its reply ended before this was whole, so it was not run.',
  anyway: 'Run it as it is',
  again: 'Run again',
  flooded: 'It sent more messages than the page can bear, so it was removed.',
  left: 'It tried to go to another address. A run stays where it is, so it was removed.',
  silent: 'It never began. Your browser may not reach the address where runs live.',
  unreachable: 'Madang could not be reached. Check that it is running, then run it again.',
  unsupported: (missing: string) =>
    `This browser can’t hold a run safely (missing: ${missing}), so here is the code.`,
  shared:
    'Runs share this address with the page: an endless loop in one may slow the other down. A domain of its own for runs (sandbox_origin) prevents that.',
};
