import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError } from './api/client';
import { backOff, Feed, follow, parser, type StreamEvent } from './stream';
import { until } from './testing';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that gives each connection the next of the answers; its address. */
async function serve(...answers: Answer[]): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(request);
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, asked };
}

const open = (response: ServerResponse) =>
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
const line = (id: string, n: number) => `event: text\nid: ${id}\ndata: {"n":${String(n)}}\n\n`;

/** Follow until `count` events have come; the events, and each change of the link. */
async function collect(url: string, count: number, silence = 5000) {
  const events: StreamEvent[] = [];
  const links: boolean[] = [];
  const stop = new AbortController();
  await follow(url, {
    after: 'start',
    signal: stop.signal,
    silence,
    pause: 1,
    onEvent: (event) => {
      events.push(event);
      if (events.length === count) stop.abort();
    },
    onLink: (open) => links.push(open),
  });
  return { events, links };
}

test('events cut anywhere are read whole, and comments are let pass', () => {
  const text = ': open\n\n' + line('1', 1) + 'event: turn\r\nid: 2\r\ndata: {"s":"마당"}\r\n\r\n';
  for (const size of [1, 2, 5, 1000]) {
    const seen: [StreamEvent, string][] = [];
    const feed = parser((event, id) => seen.push([event, id]));
    for (let at = 0; at < text.length; at += size) feed(text.slice(at, at + size));
    expect(seen).toEqual([
      [{ name: 'text', data: { n: 1 } }, '1'],
      [{ name: 'turn', data: { s: '마당' } }, '2'],
    ]);
  }
});

test('a lost connection is taken up after the last event seen', async () => {
  const { url, asked } = await serve(
    (_, response) => {
      open(response).write(line('one', 1));
      setTimeout(() => response.destroy(), 20);
    },
    (_, response) => {
      open(response).write(line('two', 2));
    },
  );
  const { events, links } = await collect(url, 2);
  expect(events.map((event) => event.data)).toEqual([{ n: 1 }, { n: 2 }]);
  expect(asked.map((request) => request.headers['last-event-id'])).toEqual(['start', 'one']);
  expect(links).toEqual([true, false, true]);
});

test('a connection that has fallen silent is given up and taken up', async () => {
  const { url, asked } = await serve(
    (_, response) => open(response).flushHeaders(),
    (_, response) => {
      open(response).write(line('two', 2));
    },
  );
  await collect(url, 1, 50);
  expect(asked).toHaveLength(2);
});

test('a server that is ill is asked again; one that refuses is not', async () => {
  const { url, asked } = await serve(
    (_, response) => response.writeHead(503).end('{}'),
    (_, response) => {
      open(response).write(line('one', 1));
    },
  );
  await collect(url, 1);
  expect(asked).toHaveLength(2);

  const refusal = { error: { code: 'not_your_battle', message: 'Not yours.' } };
  const strict = await serve((_, response) => response.writeHead(403).end(JSON.stringify(refusal)));
  const refused = collect(strict.url, 1);
  await expect(refused).rejects.toBeInstanceOf(ApiError);
  await expect(refused).rejects.toMatchObject({ code: 'not_your_battle', status: 403 });
  expect(strict.asked).toHaveLength(1);
});

test('pauses grow to a limit and are spread', () => {
  expect(backOff(0, 400, 0)).toBe(200);
  expect(backOff(0, 400, 1)).toBe(400);
  expect(backOff(3, 400, 1)).toBe(3200);
  expect(backOff(50, 400, 1)).toBe(15_000);
});

/** A page that is looked at and follows what is at `url`; what it hears, and how to go away. */
function look(url: string) {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  const heard: unknown[] = [];
  const ends: ApiError[] = [];
  const feed = new Feed(url, {
    onEvent: ({ data }) => heard.push(data),
    onLink: () => undefined,
    onEnd: (error) => ends.push(error),
  });
  closing.push(feed.open(), () => vi.unstubAllGlobals());
  return { feed, heard, ends };
}

test('a page that was refused follows again as soon as it has been loaded again', async () => {
  const { url } = await serve(
    (_, response) => response.writeHead(401).end('{}'),
    (_, response) => open(response).write(line('one', 1)),
  );
  const { feed, heard, ends } = look(url);
  feed.from('start');
  await until(() => ends.length > 0);
  feed.from('start');
  await until(() => heard.length > 0);
});

test('what is loaded anew is followed from where it stands, and from there alone', async () => {
  const { url, asked } = await serve(
    (_, response) => open(response).write(line('one', 1)),
    (_, response) => open(response).write(line('three', 3)),
  );
  const { feed, heard } = look(url);
  feed.from('start');
  await until(() => heard.length === 1);
  feed.leave();
  // Being looked at does not take it up before there is anything new to go on from.
  document.dispatchEvent(new Event('visibilitychange'));
  feed.from('two');
  await until(() => heard.length === 2);
  expect(heard).toEqual([{ n: 1 }, { n: 3 }]);
  expect(asked.map((request) => request.headers['last-event-id'])).toEqual(['start', 'two']);
});
