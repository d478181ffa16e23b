/**
 * The files that will go with the next message of one box. The server keeps what was given for a
 * day, so their names are enough to go on with after a reload, as with the draft beside them.
 */

import * as routes from '../../lib/api/chat-routes';
import type { FileView } from '../../lib/api/chat-types';
import { Draft } from '../../ui/draft.svelte';

export class Given {
  readonly #kept: Draft;
  readonly files = $derived.by<FileView[]>(() =>
    this.#kept.text ? (JSON.parse(this.#kept.text) as FileView[]) : [],
  );
  /** Names of those that are on their way. */
  reading = $state<string[]>([]);
  /** Why each of those that were not taken was not. */
  refused = $state.raw<unknown[]>([]);

  constructor(box: string) {
    this.#kept = new Draft(`${box}.files`);
  }

  async take(chosen: Iterable<File>): Promise<void> {
    this.refused = [];
    for (const file of chosen) {
      this.reading = [...this.reading, file.name];
      try {
        const view = await routes.give(file);
        this.#keep([...this.files, view]);
      } catch (error) {
        this.refused = [...this.refused, error];
      }
      this.reading = this.reading.filter((one) => one !== file.name);
    }
  }

  detach(file: FileView): void {
    this.#keep(this.files.filter(({ id }) => id !== file.id));
    void routes.dropFile(file.id).catch(() => undefined);
  }

  /** These have gone with a message; what was attached meanwhile stays. */
  sent(ids: readonly string[]): void {
    this.#keep(this.files.filter(({ id }) => !ids.includes(id)));
  }

  #keep(files: FileView[]): void {
    this.#kept.text = files.length > 0 ? JSON.stringify(files) : '';
  }
}
