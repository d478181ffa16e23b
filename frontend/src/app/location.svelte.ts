/** Where the page is, without a reload: one path, the browser's history behind it. */

import { find } from './pages';

class Place {
  path = $state(location.pathname);

  /** Go to an address of the page. */
  go(path: string): void {
    if (path !== location.pathname) history.pushState(null, '', path);
    this.path = location.pathname;
  }

  /** Follow the browser's own back and forward, and every plain click on a link of ours. */
  follow(): () => void {
    const back = () => (this.path = location.pathname);
    const click = (event: MouseEvent) => {
      const path = plainLink(event);
      if (path === null) return;
      event.preventDefault();
      this.go(path);
    };
    addEventListener('popstate', back);
    addEventListener('click', click);
    return () => {
      removeEventListener('popstate', back);
      removeEventListener('click', click);
    };
  }
}

/** The path a click leads to, if it is an ordinary one to a page of ours: files are the server's. */
function plainLink(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.origin !== location.origin || link.hash) return null;
  return find(link.pathname) ? link.pathname : null;
}

export const place = new Place();
