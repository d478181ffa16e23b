/** A run window by itself, for tests and benchmarks; no part of the page. */

import { mount } from 'svelte';
import type { Source } from '../../lib/artifact/types';
import type { ConsoleLine, Pointed, RelayedInput } from '../../lib/run/messages';
import type { RunState } from '../../lib/run/stage';
import Frame from './Frame.svelte';
import Harness from './Harness.svelte';

export interface Shown {
  set(source: Source, growing?: boolean, held?: boolean): void;
  frame(): ReturnType<typeof Frame> | undefined;
  states: RunState[];
  lines: ConsoleLine[];
  pointed: Pointed[];
  inputs: RelayedInput[];
}

/** A frame in `place`; what it tells is kept in lists. */
export function open(place: HTMLElement, label: string): Shown {
  const shown = { states: [], lines: [], pointed: [], inputs: [] } as unknown as Shown;
  const harness = mount(Harness, { target: place, props: { label, shown } });
  shown.set = harness.set;
  shown.frame = harness.frame;
  return shown;
}
