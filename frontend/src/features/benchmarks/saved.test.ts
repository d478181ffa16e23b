import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Drawer } from '../../lib/testing';
import { MOST, saved } from './saved.svelte';
import type { Table } from './table';

const table = (title: string): Table => ({ title, models: [], benchmarks: [], scores: [] });
let drawer: Drawer;

function titles(): string[] {
  saved.load();
  return saved.tables.map(({ title }) => title);
}

beforeEach(() => {
  drawer = new Drawer();
  vi.stubGlobal('localStorage', drawer);
  saved.load();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a table that another tab has kept meanwhile stays', () => {
  saved.add(table('here'));
  drawer.setItem('madang.benchmarks.tables', JSON.stringify([table('there'), table('here')]));
  saved.add(table('here too'));
  expect(titles()).toEqual(['here too', 'there', 'here']);
  drawer.setItem('madang.benchmarks.tables', JSON.stringify([table('there'), table('here')]));
  saved.remove(table('here'));
  expect(titles()).toEqual(['there']);
});

test('where there is room for no more nothing is dropped, and one of its name is replaced', () => {
  for (let n = 1; n <= MOST; n += 1) saved.add(table(`table ${String(n)}`));
  saved.add(table('one more'));
  expect(saved.unkept).toBe('full');
  expect(titles()).toHaveLength(MOST);
  expect(titles()).toContain('table 1');
  saved.add(table('table 1'));
  expect(saved.unkept).toBe(null);
  expect(titles()[0]).toBe('table 1');
});

test('a table that the browser did not take does not stand in the list, and that is said', () => {
  drawer.full = true;
  saved.add(table('here'));
  expect([saved.unkept, saved.tables]).toEqual(['refused', []]);
});
