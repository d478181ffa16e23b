/**
 * A document on screen: the chat it is in, kept up to date by the chat's stream, and what the person
 * made of its replies by hand. The first question is the form; each reply is a state of the document.
 */

import * as chats from '../../lib/api/chat-routes';
import type { Head, Message } from '../../lib/api/chat-types';
import { ApiError } from '../../lib/api/client';
import { openFence } from '../../lib/artifact/fences';
import { Gatherer } from '../../lib/artifact/gather';
import type { Artifact } from '../../lib/artifact/types';
import { keep, recall } from '../../lib/keep';
import { readFencesWith } from '../../lib/markdown';
import { Feed, type StreamEvent } from '../../lib/stream';
import * as routes from './routes';
import { nextMessage } from './steps';

readFencesWith(openFence);

/** Milliseconds after the last key until what was typed is kept. */
const REST = 500;

/** A text that is not kept yet, and the digest of the one that it was made of. */
interface Unkept {
  text: string;
  before: string | null;
}

/** What stands on the server by now; null is the reply as it was written. */
export interface Moved {
  message: string;
  text: string | null;
  digest: string | null;
}

export class Document {
  readonly id: string;
  messages = $state<Message[]>([]);
  leaf = $state<string | null>(null);
  edits = $state<Record<string, string>>({});
  loaded = $state(false);
  /** Why it can't be shown at all, and why the last thing was not done. */
  trouble = $state.raw<unknown>(null);
  mistake = $state.raw<unknown>(null);
  busy = $state(false);
  linked = $state(true);
  keeping = $state<'no' | 'waiting' | 'now' | 'done'>('no');

  readonly #gatherer = new Gatherer();
  #flushing: Promise<void> | null = null;
  readonly #feed: Feed;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** By the message that each is of. */
  #unkept: Record<string, Unkept> = {};
  /** What each text is called that was changed by hand; a change has to name what it was made of. */
  #digests: Record<string, string | null> = {};
  /** Another window has changed a text that was being changed here; one such is settled at a time. */
  moved = $state.raw<Moved | null>(null);

  constructor(id: string) {
    this.id = id;
    this.#feed = new Feed(chats.streamOf(id), {
      onEvent: (event) => {
        this.#hear(event);
      },
      onLink: (open) => (this.linked = open),
      onEnd: (error) => (this.trouble = error),
    });
  }

  running = $derived(this.messages.some((message) => message.state === 'streaming'));

  /** The replies to the form, side by side. */
  variants = $derived(
    this.messages.filter(
      (message) => message.author === 'contestant' && message.parent === this.messages[0]?.id,
    ),
  );

  /** The state of the document that is shown. */
  current = $derived.by(() => {
    const found = this.messages.find((message) => message.id === this.leaf);
    return found?.author === 'contestant' ? found : this.messages.at(-1);
  });

  /** All states on the branch of the one that is shown, those that came of it too. */
  states = $derived.by(() => {
    const parentOf = ({ parent }: Message) => this.messages.find((one) => one.id === parent);
    const found: Message[] = [];
    for (let at = this.current; at; at = parentOf(at)) found.unshift(at);
    for (let at = this.current; at;) {
      const { id } = at;
      at = this.messages.findLast((message) => message.parent === id);
      if (at) found.push(at);
    }
    return found.filter((message) => message.author === 'contestant');
  });

  /**
   * What can run in the state that is shown, in all the versions that led to it, and where in its
   * text each stands. What was changed by hand is what runs.
   */
  made = $derived.by(() => {
    const at = this.states.findIndex(({ id }) => id === this.current?.id);
    const replies = this.states.slice(0, at + 1).map((message, number) => ({
      after: number + 1,
      text: this.textOf(message),
      ended: message.state !== 'streaming',
    }));
    const held = this.#gatherer.read(replies);
    const found = this.#gatherer.found(replies.length - 1);
    return { held: found.size > 0 ? held : [], found };
  });
  /** What the run window is to show, when that was chosen in the text. */
  wanted = $state.raw<Artifact | null>(null);

  textOf(message: Message): string {
    return this.edits[message.id] ?? message.text;
  }

  open(): () => void {
    void this.load();
    const close = this.#feed.open();
    return () => {
      void this.flush();
      close();
    };
  }

  async load(): Promise<void> {
    this.trouble = null;
    try {
      const [chat, edits] = await Promise.all([
        chats.fetchChat(this.id),
        routes.fetchEdits(this.id),
      ]);
      this.messages = chat.messages;
      this.edits = edits.texts;
      this.#digests = edits.digests;
      this.#take(chat.chat);
      this.loaded = true;
      this.#recall();
      this.#feed.from(chat.cursor);
    } catch (error) {
      this.trouble = error;
    }
  }

  /** Go on with one of the states; the others stay. */
  choose(message: Message): Promise<boolean> {
    return this.#do(async () => {
      this.#take(await chats.choose(this.id, message.id));
    });
  }

  more(count: number): Promise<boolean> {
    const [form] = this.messages;
    return this.#do(async () => {
      if (form) await chats.answer(this.id, form.id, { count });
    });
  }

  /** Ask for the next state of the document; `false` where it was not asked for. */
  async ask(wish: string, from: Message, language: 'en' | 'ko'): Promise<boolean> {
    let asked = false;
    await this.#do(async () => {
      await this.flush();
      if (this.#unkept[from.id]) return;
      const changed = this.edits[from.id] ?? null;
      const text = nextMessage(wish, changed, language);
      await chats.say(this.id, { text, after: from.id, branch: true });
      asked = true;
    });
    return asked;
  }

  again(message: Message): Promise<boolean> {
    return this.#do(async () => {
      if (message.parent) await chats.answer(this.id, message.parent);
    });
  }

  stop(): Promise<boolean> {
    return this.#do(async () => {
      this.#take(await chats.stop(this.id));
    });
  }

  /** What is typed stands at once, and is kept when the typing rests. */
  edit(message: Message, text: string): void {
    this.edits[message.id] = text;
    const { before } = this.#unkept[message.id] ?? { before: this.#digests[message.id] ?? null };
    this.#hold(message.id, { text, before });
    this.keeping = 'waiting';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), REST);
  }

  /** Let the text of this window stand in place of the other's. */
  keepMine(): Promise<void> {
    const { moved } = this;
    const mine = moved && this.#unkept[moved.message];
    this.moved = null;
    if (moved) this.#digests[moved.message] = moved.digest;
    if (mine) this.#hold(moved.message, { ...mine, before: moved.digest });
    return this.flush();
  }

  /** Let the other window's text stand, here too. */
  takeTheirs(): Promise<void> {
    const { moved } = this;
    if (moved) {
      this.#lay(moved.message, moved.text, moved.digest);
      this.#hold(moved.message, null);
      this.keeping = 'no';
    }
    this.moved = null;
    return this.flush();
  }

  async restore(message: Message): Promise<void> {
    await this.#do(async () => {
      const unkept = this.#unkept[message.id] ?? null;
      this.#hold(message.id, null);
      try {
        await routes.keepEdit(this.id, message.id, null, this.#digests[message.id] ?? null);
        this.#lay(message.id, null, null);
        if (Object.keys(this.#unkept).length === 0) this.keeping = 'no';
      } catch (error) {
        if (this.#stepAside(message.id, error)) return;
        this.#hold(message.id, this.#unkept[message.id] ?? unkept);
        throw error;
      }
    });
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flushing ??= this.#sendAll().finally(() => (this.#flushing = null));
    return this.#flushing;
  }

  /** One after the other, and what was typed while another was being kept. */
  async #sendAll(): Promise<void> {
    const tried: Unkept[] = [];
    for (;;) {
      const next = Object.entries(this.#unkept).find(
        ([message, unkept]) => message !== this.moved?.message && !tried.includes(unkept),
      );
      if (!next) return;
      tried.push(next[1]);
      this.keeping = 'now';
      await this.#send(...next);
      this.keeping = Object.keys(this.#unkept).length > 0 ? 'waiting' : 'done';
    }
  }

  async #send(message: string, sent: Unkept): Promise<void> {
    try {
      const { digest } = await routes.keepEdit(this.id, message, sent.text, sent.before);
      this.#digests[message] = digest;
      const now = this.#unkept[message];
      if (now) this.#hold(message, now === sent ? null : { ...now, before: digest });
    } catch (error) {
      if (!this.#stepAside(message, error)) this.mistake = error;
    }
  }

  /** Whether another window was first; then it is for the person to say which text goes on. */
  #stepAside(message: string, error: unknown): boolean {
    if (!(error instanceof ApiError) || error.code !== 'document_moved') return false;
    const { text = null, digest = null } = error.details as Partial<Moved>;
    const mine = this.#unkept[message];
    // Where both have come to the same text there is nothing to choose.
    if (mine && mine.text !== text) this.moved ??= { message, text, digest };
    else this.#lay(message, text, digest);
    return true;
  }

  #lay(message: string, text: string | null, digest: string | null): void {
    if (this.#unkept[message]?.text === text) this.#hold(message, null);
    this.#digests[message] = digest;
    if (text === null) this.edits = without(this.edits, message);
    else this.edits[message] = text;
  }

  /** In the browser too, until the server has it. */
  #hold(message: string, unkept: Unkept | null): void {
    const others = without(this.#unkept, message);
    this.#unkept = unkept ? { ...others, [message]: unkept } : others;
    const some = Object.keys(this.#unkept).length > 0;
    keep('session', `document.unkept.${this.id}`, some ? JSON.stringify(this.#unkept) : '');
  }

  /** What was typed and could not be kept before the page went. */
  #recall(): void {
    let left: Record<string, Partial<Unkept>> = {};
    try {
      left = JSON.parse(recall('session', `document.unkept.${this.id}`) || '{}');
    } catch {
      // Nothing that can be read: what this page itself still has is all.
    }
    for (const [message, { text, before }] of Object.entries({ ...left, ...this.#unkept })) {
      if (typeof text !== 'string' || !this.messages.some(({ id }) => id === message)) continue;
      this.edits[message] = text;
      this.#hold(message, { text, before: before ?? null });
      this.keeping = 'waiting';
    }
    void this.flush();
  }

  async #do(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.mistake = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.mistake = error;
      return false;
    } finally {
      this.busy = false;
    }
  }

  #hear({ name, data }: StreamEvent): void {
    if (name === 'text') {
      const { message, text } = data as { message: string; text: string };
      const grown = this.messages.find((one) => one.id === message);
      if (grown) grown.text += text;
    } else if (name === 'message') {
      const message = data as Message;
      const at = this.messages.findIndex((one) => one.id === message.id);
      if (at < 0) this.messages.push(message);
      else this.messages[at] = message;
    } else if (name === 'chat') this.#take(data as Head);
    else if (name === 'gone') this.trouble = new ApiError('gone', '', 404);
  }

  #take(head: Head): void {
    this.leaf = head.leaf;
  }
}

function without<T>(all: Record<string, T>, one: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== one));
}
