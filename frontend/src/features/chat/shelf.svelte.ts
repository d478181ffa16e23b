/** A person's chats, folders and the contestants they can talk with: one list for all pages. */

import * as routes from '../../lib/api/chat-routes';
import type { Folder, Found, Head } from '../../lib/api/chat-types';
import { fetchEntrants } from '../../lib/api/routes';
import type { Entrant } from '../../lib/api/types';

class Shelf {
  chats = $state<Head[]>([]);
  folders = $state<Folder[]>([]);
  entrants = $state<Entrant[]>([]);
  loaded = $state(false);
  /** What is searched for, and what was found: it stays while one hit after the other is opened. */
  sought = $state('');
  found = $state.raw<Found[] | null>(null);
  /** Why the last thing was not done. */
  mistake = $state.raw<unknown>(null);
  /** A message that a search has found, to be shown by the chat that opens next. */
  wanted = $state<string | null>(null);

  async refresh(): Promise<void> {
    try {
      const { chats, folders } = await routes.fetchShelf();
      this.chats = chats;
      this.folders = folders;
      this.loaded = true;
    } catch {
      // The list is a convenience: the chat itself says when the server is not there.
    }
  }

  async meet(): Promise<void> {
    try {
      this.entrants = await fetchEntrants();
    } catch {
      // As above.
    }
  }

  /** Take over what is newly known of one chat. */
  put(head: Head): void {
    const at = this.chats.findIndex(({ id }) => id === head.id);
    if (at >= 0) this.chats[at] = head;
    else this.chats.unshift(head);
  }

  change(id: string, wanted: routes.HeadChange): Promise<boolean> {
    return this.#do(async () => {
      this.put(await routes.change(id, wanted));
    });
  }

  remove(id: string): Promise<boolean> {
    return this.#do(async () => {
      await routes.remove(id);
      this.chats = this.chats.filter((chat) => chat.id !== id);
    });
  }

  /** Put a chat into a new folder. */
  file(id: string, name: string): Promise<boolean> {
    return this.#do(async () => {
      const folder = await routes.addFolder(name);
      const head = await routes.change(id, { folder: folder.id });
      // Together: a menu that is opened in between would go with the place that the chat leaves.
      this.#sort([...this.folders, folder]);
      this.put(head);
    });
  }

  renameFolder(id: string, name: string): Promise<boolean> {
    return this.#do(async () => {
      const folder = await routes.renameFolder(id, name);
      this.#sort(this.folders.map((one) => (one.id === id ? folder : one)));
    });
  }

  removeFolder(id: string): Promise<boolean> {
    return this.#do(async () => {
      await routes.removeFolder(id);
      await this.refresh();
    });
  }

  #sort(folders: Folder[]): void {
    this.folders = folders.sort((a, b) => a.name.localeCompare(b.name));
  }

  async #do(work: () => Promise<void>): Promise<boolean> {
    this.mistake = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.mistake = error;
      return false;
    }
  }
}

export const shelf = new Shelf();
