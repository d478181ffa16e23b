/**
 * One chat on screen: its state, kept up to date by the stream, and what a person can do with it.
 * The rules of the state itself are in `lib/chat.ts`; nothing here draws.
 */

import * as routes from '../../lib/api/chat-routes';
import type { Chat, Head, Message } from '../../lib/api/chat-types';
import { ApiError } from '../../lib/api/client';
import { apply, isRunning, Tree } from '../../lib/chat';
import { openFence } from '../../lib/artifact/fences';
import { Gatherer } from '../../lib/artifact/gather';
import type { Artifact } from '../../lib/artifact/types';
import { readFencesWith } from '../../lib/markdown';
import { Feed, type StreamEvent } from '../../lib/stream';
import { shelf } from './shelf.svelte';
import { isFix } from '../artifact/prompts';
import { words } from './words.svelte';

readFencesWith(openFence);

export type Doing = 'ask' | 'stop' | 'second' | 'summarise' | 'other' | null;

export class Session {
  readonly id: string;
  chat = $state<Chat | null>(null);
  /** The end of the branch on screen: the server's, until the person looks elsewhere. */
  leaf = $state<string | null>(null);
  trouble = $state.raw<unknown>(null);
  mistake = $state.raw<unknown>(null);
  doing = $state<Doing>(null);
  linked = $state(true);
  since = $state(Date.now());
  announcement = $state('');
  /** What could not be said because the chat had moved on, whole, to be sent again. */
  held = $state.raw<routes.Saying | null>(null);

  readonly tree = $derived(new Tree(this.chat?.messages ?? []));
  readonly path = $derived(this.tree.path(this.leaf));
  readonly running = $derived(this.chat !== null && isRunning(this.chat));
  /** Whether the reply at the end of this branch is being written. */
  readonly waiting = $derived(this.path.at(-1)?.state === 'streaming');

  /** What the replies of this branch have made: the shelf, and where in each reply it stands. */
  readonly made = $derived.by(() => {
    const replies = [];
    let [turn, fix] = [0, false];
    for (const { id, author, text, state } of this.path) {
      if (author === 'person') [turn, fix] = [turn + 1, isFix(text)];
      else
        replies.push({
          id,
          after: turn,
          text,
          ended: state !== 'streaming',
          cut: state !== 'done',
          fix,
        });
    }
    const held = this.#gatherer.read(replies);
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew each time, never changed
    const found = new Map(replies.map(({ id }, at) => [id, this.#gatherer.found(at)]));
    return { held, found };
  });
  /** What the run window is to show, when that was chosen in the conversation. */
  wanted = $state.raw<Artifact | null>(null);

  readonly #gatherer = new Gatherer();
  readonly #feed: Feed;

  constructor(id: string) {
    this.id = id;
    this.#feed = new Feed(routes.streamOf(id), {
      onEvent: (event) => {
        this.#take(event);
      },
      onLink: (open) => (this.linked = open),
      onEnd: (error) => (this.trouble = error),
    });
  }

  /** Load the chat and follow it until the returned function is called. */
  open(): () => void {
    void this.load();
    return this.#feed.open();
  }

  async load(): Promise<void> {
    this.trouble = null;
    // What is heard between the answer's making and its coming would be in it twice, or not at all.
    this.#feed.leave();
    try {
      const chat = await routes.fetchChat(this.id);
      this.chat = chat;
      if (this.leaf === null || !this.tree.get(this.leaf)) this.leaf = chat.chat.leaf;
      this.#feed.from(chat.cursor);
    } catch (error) {
      this.trouble = error;
    }
  }

  /** Say something where this page stands; `false` where it was not said. */
  say(saying: routes.Saying): Promise<boolean> {
    return this.#do('ask', async () => {
      try {
        const { replies } = await routes.say(this.id, saying);
        this.held = null;
        this.#expect(replies.at(-1));
      } catch (error) {
        if (error instanceof ApiError && error.code === 'chat_moved') {
          this.held = saying;
          await this.load();
          return Promise.reject(error);
        }
        throw error;
      }
    });
  }

  /** Send what was held back, as it is or changed, after what is new or as a branch beside it. */
  sendHeld(branch: boolean, changed: Partial<routes.Saying> = {}): Promise<boolean> {
    const held = this.held;
    if (!held) return Promise.resolve(false);
    const after = branch ? held.after : (this.chat?.chat.leaf ?? null);
    return this.say({ ...held, ...changed, after, branch });
  }

  answer(message: string, contestant?: string): Promise<boolean> {
    return this.#do('ask', async () => {
      const { replies } = await routes.answer(this.id, message, { contestant });
      this.#expect(replies.at(-1));
    });
  }

  stop(): Promise<boolean> {
    return this.#do('stop', async () => {
      await routes.stop(this.id);
    });
  }

  /** Bring the branch that goes on from a message into view. */
  async show(message: string): Promise<void> {
    this.leaf = this.tree.end(message);
    await this.#do('other', async () => this.#head(await routes.choose(this.id, this.leaf ?? '')));
  }

  stand(contestant: string): Promise<boolean> {
    return this.#do('other', async () => {
      this.#head(await routes.stand(this.id, contestant));
    });
  }

  prune(message: Message): Promise<boolean> {
    return this.#do('other', async () => {
      await routes.prune(this.id, message.id);
      await this.load();
    });
  }

  summarise(): Promise<boolean> {
    this.since = Date.now();
    return this.#do('summarise', async () => {
      this.#head(await routes.summarise(this.id));
    });
  }

  /** Whoever waits for the summary then goes on without one. */
  async stopSummary(): Promise<void> {
    try {
      await routes.stopSummary(this.id);
    } catch (error) {
      this.mistake = error;
    }
  }

  forgetSummary(message: string): Promise<boolean> {
    return this.#do('other', async () => {
      this.#head(await routes.forgetSummary(this.id, message));
    });
  }

  /** Show an artifact in the version that a reply made. */
  openArtifact(artifact: Artifact): void {
    this.wanted = { ...artifact };
  }

  /** Open a blind battle at a message; gives its id. */
  async second(message: string): Promise<string | null> {
    let battle: string | null = null;
    await this.#do('second', async () => {
      battle = (await routes.askSecond(this.id, message)).battle;
    });
    return battle;
  }

  /** The stream brings the messages; where one is, this page goes as soon as it is there. */
  #expect(reply: string | undefined): void {
    this.since = Date.now();
    this.#wanted = reply ?? null;
    if (reply && this.tree.get(reply)) this.leaf = reply;
  }
  #wanted: string | null = null;

  async #do(what: Exclude<Doing, null>, work: () => Promise<void>): Promise<boolean> {
    if (this.doing) return false;
    this.doing = what;
    this.mistake = null;
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'chat_moved')) this.mistake = error;
      return false;
    } finally {
      this.doing = null;
    }
  }

  #take(event: StreamEvent): void {
    const chat = this.chat;
    if (!chat) return;
    if (event.name === 'gone') {
      this.trouble = new ApiError('unknown_chat', '', 404);
      this.#feed.leave();
      void shelf.refresh();
      return;
    }
    if (apply(chat, event)) void this.load();
    if (event.name === 'message') this.#follow(event.data as Message);
    if (event.name === 'chat') this.#head(event.data as Head);
  }

  /** Go along where the chat goes on from where this page stands, or where it was sent. */
  #follow(message: Message): void {
    const fresh = message.id === this.#wanted;
    if (fresh || message.parent === this.leaf || this.leaf === null) this.leaf = message.id;
    if (fresh) this.#wanted = null;
    if (message.state === 'streaming') this.since = Date.now();
    const t = words.t;
    if (message.author !== 'contestant') return;
    if (message.state === 'done') this.announcement = t.finished;
    else if (message.state === 'failed') this.announcement = t.failed(message.name);
  }

  #head(head: Head): void {
    if (this.chat) this.chat.chat = head;
    shelf.put(head);
  }
}
