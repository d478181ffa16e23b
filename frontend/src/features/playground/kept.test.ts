import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Setup } from '../../lib/playground/sheet';
import { Drawer } from '../../lib/testing';
import { Setups } from './kept.svelte';

const SETUP = { prompt: 'Why?' } as unknown as Setup;
let drawer: Drawer;

beforeEach(() => {
  drawer = new Drawer();
  vi.stubGlobal('localStorage', drawer);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('two tabs keep setups beside one another', () => {
  const [one, two] = [new Setups(), new Setups()];
  one.put('first', SETUP);
  two.put('second', SETUP);
  expect(Object.keys(new Setups().all)).toEqual(['first', 'second']);
  one.remove('first');
  expect(Object.keys(one.all)).toEqual(['second']);
});

test('a setup that the browser did not take does not stand in the list, and that is said', () => {
  const setups = new Setups();
  drawer.full = true;
  expect(setups.put('first', SETUP)).toBe(false);
  expect(setups.all).toEqual({});
});
