/**
 * Doors that no header closes in every browser. WebRTC asks servers of the artifact's own choosing,
 * and only Chromium has a header against that; so here it is taken away. A document within the
 * document would have it anew, so there is none either: what would hold one is taken out before it
 * loads, in shadow trees as well, of which none may be made where they can't be watched.
 */

const PEERS = ['RTCPeerConnection', 'webkitRTCPeerConnection', 'mozRTCPeerConnection'];
const HOLDERS = 'iframe,frame,object,embed,fencedframe,portal';
const UNSEEN = /shadowrootmode/gi;

export function closeDoors(): void {
  for (const name of PEERS) Reflect.deleteProperty(window, name);
  const watch = watcher();
  watch(document);
  watchShadows(watch);
  for (const owner of [Element.prototype, ShadowRoot.prototype]) tame(owner, 'setHTMLUnsafe');
  for (const name of ['write', 'writeln']) tame(Document.prototype, name);
  tame(Document, 'parseHTMLUnsafe');
  closeClipboard();
}

/** Chromium has a header against it; elsewhere a click would do to put a command on the clipboard. */
function closeClipboard(): void {
  const refuse = () => Promise.reject(new DOMException('Not in a run.', 'NotAllowedError'));
  if (typeof Clipboard === 'function') {
    for (const name of ['read', 'readText', 'write', 'writeText']) {
      replace(Clipboard.prototype, name, refuse);
    }
  }
  replace(Document.prototype, 'execCommand', () => false);
}

/** Takes out what would hold a document, wherever it is put. */
function watcher(): (root: Node) => void {
  const { querySelectorAll } = DocumentFragment.prototype;
  const inElement = Element.prototype.querySelectorAll;
  const { matches, remove } = Element.prototype;
  const { apply } = Reflect;
  const take = (element: Element): void => {
    apply(remove, element, []);
  };
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (node instanceof Element) {
          if (apply(matches, node, [HOLDERS])) take(node);
          else (apply(inElement, node, [HOLDERS]) as NodeListOf<Element>).forEach(take);
        } else if (node instanceof DocumentFragment) {
          (apply(querySelectorAll, node, [HOLDERS]) as NodeListOf<Element>).forEach(take);
        }
      }
    }
  });
  const observe = observer.observe.bind(observer);
  return (root) => {
    observe(root, { childList: true, subtree: true });
  };
}

function watchShadows(watch: (root: Node) => void): void {
  const own = Element.prototype.attachShadow;
  const { apply } = Reflect;
  replace(Element.prototype, 'attachShadow', function (this: Element, init: ShadowRootInit) {
    const root = apply(own, this, [init]) as ShadowRoot;
    watch(root);
    return root;
  });
}

/** A shadow tree that the parser makes can't be watched: there it becomes an ordinary template. */
function tame(owner: object, name: string): void {
  const own: unknown = Reflect.get(owner, name);
  if (typeof own !== 'function') return;
  const { apply } = Reflect;
  const clean = String.prototype.replace;
  replace(owner, name, function (this: unknown, ...given: unknown[]) {
    const tamed = given.map(
      (each) => apply(clean, String(each), [UNSEEN, 'data-shadow']) as string,
    );
    return apply(own, this, name === 'write' || name === 'writeln' ? tamed : [tamed[0]]) as unknown;
  });
}

function replace(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, writable: false, configurable: false });
}
