/**
 * A chat: its messages as a tree, and what an event of its stream does to it. The server keeps the
 * branch in view; a page that is elsewhere in the tree stays there until its person moves.
 */

import type { Chat, Head, Message, MessageText } from './api/chat-types';
import type { StreamEvent } from './stream';

/** Change `chat` in place as `event` says; tells whether messages were deleted meanwhile. */
export function apply(chat: Chat, event: StreamEvent): boolean {
  switch (event.name) {
    case 'message':
      put(chat, event.data as Message);
      return false;
    case 'text': {
      const { message, text } = event.data as MessageText;
      const found = chat.messages.find(({ id }) => id === message);
      if (found) found.text += text;
      return false;
    }
    case 'chat': {
      const head = event.data as Head;
      const pruned = head.pruned > chat.chat.pruned;
      chat.chat = head;
      return pruned;
    }
    default:
      return false;
  }
}

function put(chat: Chat, message: Message): void {
  const at = chat.messages.findIndex(({ id }) => id === message.id);
  if (at >= 0) chat.messages[at] = message;
  else chat.messages.push(message);
}

/** The messages by their place. */
export class Tree {
  readonly #by = new Map<string, Message>();
  readonly #under = new Map<string | null, Message[]>();

  constructor(messages: readonly Message[]) {
    for (const message of messages) {
      this.#by.set(message.id, message);
      const beside = this.#under.get(message.parent);
      if (beside) beside.push(message);
      else this.#under.set(message.parent, [message]);
    }
  }

  get(id: string): Message | undefined {
    return this.#by.get(id);
  }

  /** What stands right under a message, oldest first. */
  under(parent: string | null): readonly Message[] {
    return this.#under.get(parent) ?? [];
  }

  /** From the first message to `leaf`; empty where that is gone. */
  path(leaf: string | null): Message[] {
    const path: Message[] = [];
    let message = leaf === null ? undefined : this.#by.get(leaf);
    while (message) {
      path.push(message);
      message = message.parent === null ? undefined : this.#by.get(message.parent);
    }
    return path.reverse();
  }

  /** The end of the branch that goes on from `id` by the newest at each fork. */
  end(id: string): string {
    for (;;) {
      const below = this.under(id).at(-1);
      if (!below) return id;
      id = below.id;
    }
  }

  /** Whether `leaf` is under `id`, or is it. */
  holds(id: string, leaf: string | null): boolean {
    let message = leaf === null ? undefined : this.#by.get(leaf);
    while (message) {
      if (message.id === id) return true;
      message = message.parent === null ? undefined : this.#by.get(message.parent);
    }
    return false;
  }
}

/** Whether anything is being written in the chat. */
export function isRunning(chat: Chat): boolean {
  return chat.messages.some(({ state }) => state === 'streaming');
}
