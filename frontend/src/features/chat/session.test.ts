import { afterEach, expect, test, vi } from 'vitest';
import { until } from '../../lib/testing';
import { Session } from './session.svelte';

afterEach(() => {
  vi.unstubAllGlobals();
});

const event = (id: string, name: string, data: unknown) =>
  `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
const reply = (text: string) => ({
  id: 'm_1',
  parent: null,
  author: 'contestant',
  name: 'One',
  state: 'streaming',
  text,
  files: [],
});

test('a chat that is loaded anew while a reply comes has each of its words once', async () => {
  const snapshots = [
    { cursor: '0', text: 'A ' },
    { cursor: '2', text: 'A red crab' },
  ];
  const streams: { after: string; send: (text: string) => void }[] = [];
  let answerLater = (): void => undefined;
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path.endsWith('/stream')) {
      const after = new Headers(init.headers).get('Last-Event-ID') ?? '';
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const send = (text: string) => {
            if (!init.signal?.aborted) controller.enqueue(new TextEncoder().encode(text));
          };
          init.signal?.addEventListener('abort', () => {
            controller.error(new DOMException('', 'AbortError'));
          });
          streams.push({ after, send });
        },
      });
      return new Response(body);
    }
    const { cursor, text } = snapshots.shift() ?? { cursor: '', text: '' };
    if (cursor === '2') await new Promise<void>((resolve) => (answerLater = resolve));
    return Response.json({
      chat: { id: 'c_1', leaf: 'm_1', pruned: 0 },
      messages: [reply(text)],
      cursor,
    });
  });

  const session = new Session('c_1');
  const close = session.open();
  await until(() => streams.length === 1);
  streams[0]?.send(event('1', 'text', { message: 'm_1', text: 'red ' }));
  await until(() => session.path[0]?.text === 'A red ');

  // The answer is made with " crab" in it, and comes when two more events have happened.
  const loading = session.load();
  streams[0]?.send(event('2', 'text', { message: 'm_1', text: 'crab' }));
  streams[0]?.send(event('3', 'text', { message: 'm_1', text: ' runs' }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  answerLater();
  await loading;
  await until(() => streams.length === 2);
  expect(streams[1]?.after).toBe('2');
  streams[1]?.send(event('3', 'text', { message: 'm_1', text: ' runs' }));
  await until(() => session.path[0]?.text === 'A red crab runs');
  close();
});
