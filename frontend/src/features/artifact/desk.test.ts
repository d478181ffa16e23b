import { afterEach, expect, test, vi } from 'vitest';
import type { Versioned } from '../../lib/artifact/types';
import { Drawer, until } from '../../lib/testing';
import { Desk } from './desk.svelte';

afterEach(() => {
  vi.unstubAllGlobals();
});

function made(name: string): Versioned {
  const artifact = { name, title: '', kind: 'html', language: 'html', text: `${name} as it was` };
  return {
    name,
    versions: [{ ...artifact, ended: true, author: 'model', after: 1, edit: null }],
  } as Versioned;
}

test('of two changes that could not be kept neither is lost by a reload', async () => {
  const shelf = [made('crab'), made('gull')];
  let full = true;
  vi.stubGlobal('sessionStorage', new Drawer());
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    if (init.method === 'GET') return Promise.resolve(Response.json({ edits: [] }));
    const edit = JSON.parse(init.body as string) as { name: string };
    const taken = !full || edit.name === 'gull';
    return Promise.resolve(
      taken ? Response.json({ ...edit, id: 'e_1' }) : new Response('{}', { status: 503 }),
    );
  });
  const open = async () => {
    const desk = new Desk('c_1', () => shelf);
    await desk.load();
    return desk;
  };

  const desk = await open();
  for (const name of ['crab', 'gull']) {
    desk.choose(name);
    desk.write(`${name}, changed`);
  }
  desk.flush();
  await until(() => desk.saving === 0);
  expect(desk.source?.artifact.text).toBe('gull, changed');

  full = false;
  const again = await open();
  again.choose('crab');
  expect(again.source?.artifact.text).toBe('crab, changed');
  again.flush();
  await until(() => again.saving === 0);
  expect((await open()).changing).toBe(false);
});
