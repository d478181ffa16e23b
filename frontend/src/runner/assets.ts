/**
 * Assets in the running document. Their addresses end in `#asset-<name>`, which is how every use of
 * one is found when a newer one takes its place.
 */

import type { Channel } from './channel';

/** Pictures that are not in the document, such as those a game draws from. */
const loose = new Set<WeakRef<HTMLImageElement>>();
const MOST_LOOSE = 2000;

/** By their marks, the addresses that have taken the place of what stands in the artifact's text. */
const newer = new Map<string, string>();

export function prepareAssets(channel: Channel): void {
  watchPictures();
  answerData();
  channel.on('asset', ({ name, url }) => {
    swap(name, url);
  });
}

function watchPictures(): void {
  const own = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src');
  if (!own?.set) return;
  const { set } = own;
  Object.defineProperty(HTMLImageElement.prototype, 'src', {
    ...own,
    set(this: HTMLImageElement, value: string) {
      const mark = /#asset-.*$/.exec(String(value))?.[0];
      if (mark && loose.size < MOST_LOOSE) loose.add(new WeakRef(this));
      set.call(this, (mark && newer.get(mark)) ?? value);
    },
  });
}

/** `fetch` of an asset's address needs no network, and none is there. */
function answerData(): void {
  const before = window.fetch.bind(window);
  window.fetch = async (what, options) => {
    const url = typeof what === 'string' ? what : what instanceof URL ? what.href : what.url;
    const found = /^data:([^,]*?)(;base64)?,([^#]*)/.exec(url);
    if (!found) return before(what, options);
    const [, type = '', packed, body = ''] = found;
    const bytes = packed
      ? Uint8Array.from(atob(decodeURIComponent(body)), (letter) => letter.charCodeAt(0))
      : new TextEncoder().encode(decodeURIComponent(body));
    return new Response(bytes, { headers: { 'Content-Type': type || 'text/plain' } });
  };
}

function swap(name: string, url: string): void {
  const mark = `#asset-${encodeURIComponent(name)}`;
  newer.set(mark, url);
  const old = new RegExp(
    `data:[^"'()\\s#]*${mark.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&')}(?![\\w%.-])`,
    'g',
  );
  const renew = (text: string) => text.replace(old, () => url);
  for (const reference of loose) {
    const picture = reference.deref();
    if (!picture) loose.delete(reference);
    else if (picture.src.endsWith(mark)) picture.src = url;
  }
  for (const element of document.querySelectorAll(
    '[src],[href],[style],[srcset],[poster],[data]',
  )) {
    for (const attribute of element.attributes) {
      if (attribute.value.includes(mark)) attribute.value = renew(attribute.value);
    }
  }
  for (const style of document.querySelectorAll('style')) {
    if (style.textContent.includes(mark)) style.textContent = renew(style.textContent);
  }
}
