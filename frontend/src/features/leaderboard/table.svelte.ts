/** The board on screen: which category, with style held equal or not, kept up to date by the server. */

import { ApiError } from '../../lib/api/client';
import { boardStream, fetchBoard, fetchCategories } from '../../lib/api/routes';
import type { Board, CategoryView } from '../../lib/api/types';

export const OVERALL = 'overall';

export class Table {
  category = $state(OVERALL);
  styled = $state(false);
  /** Whether votes that the owner left out are counted all the same. */
  excluded = $state(false);
  board = $state.raw<Board | null>(null);
  categories = $state.raw<CategoryView[]>([]);
  trouble = $state.raw<unknown>(null);
  /** Why style can't be held equal, in the server's words. */
  unstyled = $state('');

  #asked = 0;

  /** Load, and follow the votes until the returned function is called. */
  open(): () => void {
    this.category = decodeURIComponent(
      /[?&]category=([^&]*)/.exec(location.search)?.[1] ?? OVERALL,
    );
    let stream: EventSource | null = null;
    // A browser gives a site few connections: a tab in the background lets go of its own.
    const look = () => {
      if (document.hidden) {
        stream?.close();
        stream = null;
      } else if (!stream) {
        stream = new EventSource(boardStream);
        stream.addEventListener('votes', () => void this.load());
      }
    };
    document.addEventListener('visibilitychange', look);
    look();
    void this.load();
    return () => {
      document.removeEventListener('visibilitychange', look);
      stream?.close();
    };
  }

  choose(category: string): void {
    this.category = category;
    const query = category === OVERALL ? '' : `?category=${encodeURIComponent(category)}`;
    history.replaceState(history.state, '', location.pathname + query);
    void this.load();
  }

  style(on: boolean): void {
    this.styled = on;
    this.unstyled = '';
    void this.load();
  }

  countExcluded(on: boolean): void {
    this.excluded = on;
    void this.load();
  }

  async load(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const [board, { categories }] = await Promise.all([
        fetchBoard(this.category, this.styled, this.excluded),
        fetchCategories(),
      ]);
      if (mine !== this.#asked) return;
      this.board = board;
      this.categories = categories;
      this.trouble = null;
    } catch (error) {
      if (mine !== this.#asked) return;
      if (this.styled && error instanceof ApiError && error.code === 'no_style_control') {
        this.styled = false;
        this.unstyled = error.message;
        await this.load();
      } else this.trouble = error;
    }
  }
}
