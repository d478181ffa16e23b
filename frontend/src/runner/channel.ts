/**
 * The frame's end of the port. All that it calls later is taken hold of first: what the artifact
 * does to a prototype afterwards reaches neither the port nor what is sent.
 */

import type { FromFrame, ToFrame } from '../lib/run/messages';

export interface Channel {
  send(message: FromFrame): void;
  on<T extends ToFrame['t']>(type: T, hear: (message: Extract<ToFrame, { t: T }>) => void): void;
}

export function openChannel(app: string | null, nonce: string): Channel {
  const hearers = new Map<string, ((message: never) => void)[]>();
  if (app === null || window === window.top) return { send: () => undefined, on: () => undefined };
  const { port1, port2 } = new MessageChannel();
  const post = port1.postMessage.bind(port1) as (message: FromFrame) => void;
  const find = hearers.get.bind(hearers);
  const dataOf = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get;
  const call = Function.prototype.call.bind(Function.prototype.call) as (
    getter: unknown,
    self: unknown,
  ) => ToFrame;
  port1.onmessage = (event) => {
    const message = call(dataOf, event);
    for (const hear of find(message.t) ?? []) hear(message as never);
  };
  // Not to the parent: in Firefox frames of the page's stand in between.
  top?.postMessage({ madang: nonce }, app, [port2]);
  return {
    send: post,
    on(type, hear) {
      hearers.set(type, [...(find(type) ?? []), hear as (message: never) => void]);
    },
  };
}
