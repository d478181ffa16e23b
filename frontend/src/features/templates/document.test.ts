import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Message } from '../../lib/api/chat-types';
import { Drawer, until } from '../../lib/testing';
import { Document } from './document.svelte';

const REPLIES = ['a', 'b'].map((id) => ({
  id,
  parent: 'form',
  author: 'contestant',
  state: 'done',
  text: `As ${id} was.`,
}));
const CHAT = {
  chat: { leaf: 'b' },
  messages: [{ id: 'form', parent: null, author: 'person', state: 'done', text: '' }, ...REPLIES],
  cursor: '1',
};
const [A, B] = REPLIES as unknown as [Message, Message];

/** What the server has been told, and how it answers a text that is to be kept. */
let kept: { message: string; text: string; before: string | null }[];
let said: string[];
let keeps: (message: string) => Response;

const refused = () => new Response('{}', { status: 503 });
const took = () => Response.json({ digest: 'new' });
const moved = (message: string) => {
  const details = { message, text: 'Theirs.', digest: 'theirs' };
  return Response.json(
    { error: { code: 'document_moved', message: '', details } },
    { status: 409 },
  );
};

beforeEach(() => {
  kept = [];
  said = [];
  keeps = took;
  vi.stubGlobal('sessionStorage', new Drawer());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: true }));
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const body = JSON.parse((init.body as string | undefined) ?? '{}') as Record<string, string>;
    if (init.method === 'PUT') {
      const message = path.split('/').at(-1) ?? '';
      kept.push({ message, text: body.text ?? '', before: body.before ?? null });
      return Promise.resolve(keeps(message));
    }
    if (init.method === 'POST') said.push(body.text ?? '');
    return Promise.resolve(
      Response.json(path.includes('/chats/') ? CHAT : { texts: {}, digests: {} }),
    );
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function opened(): Promise<Document> {
  const doc = new Document('c_1');
  await doc.load();
  return doc;
}

test('a wish is not asked for while the text it is about is not kept, and says so', async () => {
  const doc = await opened();
  keeps = refused;
  doc.edit(A, 'Mine.');
  expect(await doc.ask('Shorter', A, 'en')).toBe(false);
  expect(said).toEqual([]);
  keeps = took;
  expect(await doc.ask('Shorter', A, 'en')).toBe(true);
  expect(said).toHaveLength(1);
});

test('of two texts that could not be kept neither is lost, nor by a reload', async () => {
  const doc = await opened();
  keeps = refused;
  doc.edit(A, 'Mine of a.');
  await doc.flush();
  keeps = (message) => (message === 'a' ? refused() : took());
  doc.edit(B, 'Mine of b.');
  await doc.flush();
  expect(doc.keeping).toBe('waiting');

  kept = [];
  keeps = took;
  const again = await opened();
  expect(again.textOf(A)).toBe('Mine of a.');
  await until(() => again.keeping === 'done');
  expect(kept.map(({ message, text }) => [message, text])).toEqual([['a', 'Mine of a.']]);
});

test('what another window changed is settled for its text alone', async () => {
  for (const settle of ['takeTheirs', 'keepMine'] as const) {
    const doc = await opened();
    keeps = moved;
    doc.edit(A, 'Mine of a.');
    await doc.flush();
    doc.edit(B, 'Mine of b.');
    expect(doc.moved?.message).toBe('a');
    kept = [];
    keeps = took;
    await doc[settle]();
    expect(doc.textOf(A)).toBe(settle === 'keepMine' ? 'Mine of a.' : 'Theirs.');
    expect(doc.textOf(B)).toBe('Mine of b.');
    expect(kept.find(({ message }) => message === 'b')).toMatchObject({
      text: 'Mine of b.',
      before: null,
    });
    expect(kept.some(({ message }) => message === 'a')).toBe(settle === 'keepMine');
    expect(doc.keeping).toBe('done');
  }
});
