/**
 * Doors that no header closes in every browser. WebRTC asks servers of the artifact's own choosing:
 * Chromium has a header against that, in Firefox no document loads within a run (`lib/run/depth.ts`),
 * and here it is taken away from the run's own.
 *
 * A document within the document would have it anew, and workers without number. What would hold one
 * is taken out before it loads, in shadow trees as well, of which none may be made where they can't be
 * watched. All that is called later is taken hold of first, and nothing that an artifact can bend is
 * asked: no iterator, no prototype, no `instanceof`.
 */

const PEERS = ['RTCPeerConnection', 'webkitRTCPeerConnection', 'mozRTCPeerConnection'];
const HOLDERS = 'iframe,frame,object,embed,fencedframe,portal';
/** Ways that make shadow trees of text; `innerHTML` and its kin don't. */
const UNSEEN = /^(?!insert|get)[a-zA-Z]+HTML(?:Unsafe)?$/;
const WHOLE = /shadowrootmode/i;
/** The same, begun and left for the next text to finish. */
const BEGUN =
  /(?:^|[\s"'/])s(?:h(?:a(?:d(?:o(?:w(?:r(?:o(?:o(?:t(?:m(?:o(?:d)?)?)?)?)?)?)?)?)?)?)?)?$/i;

const { apply } = Reflect;

export function closeDoors(): void {
  for (const name of PEERS) Reflect.deleteProperty(window, name);
  const watch = watcher();
  watch(document);
  watchShadows(watch);
  for (const owner of [Document, Element.prototype, ShadowRoot.prototype]) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      const isWay = UNSEEN.test(name) && typeof valueOf(owner, name) === 'function';
      if (isWay) Reflect.deleteProperty(owner, name);
    }
  }
  for (const name of ['write', 'writeln']) tame(name);
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
  const { querySelectorAll, matches, remove } = Element.prototype;
  const { observe } = MutationObserver.prototype;
  const kindOf = reader<Node, number>(Node.prototype, 'nodeType');
  const addedIn = reader<MutationRecord, NodeList>(MutationRecord.prototype, 'addedNodes');
  const lengthOf = reader<NodeList, number>(NodeList.prototype, 'length');
  const observer = new MutationObserver((records) => {
    const count = records.length;
    for (let at = 0; at < count; at++) takeFrom(addedIn(records[at] as MutationRecord));
  });
  function takeFrom(nodes: NodeList): void {
    for (let at = 0; at < lengthOf(nodes); at++) {
      const node = nodes[at] as Node;
      if (kindOf(node) !== 1) continue;
      if (apply(matches, node, [HOLDERS])) apply(remove, node, []);
      else takeFrom(apply(querySelectorAll, node, [HOLDERS]) as NodeList);
    }
  }
  // What an option leaves out would be looked for on its prototype.
  const options = { __proto__: null, childList: true, subtree: true };
  return (root) => {
    apply(observe, observer, [root, options]);
  };
}

function watchShadows(watch: (root: Node) => void): void {
  const own = Element.prototype.attachShadow;
  replace(Element.prototype, 'attachShadow', function (this: Element, init: ShadowRootInit) {
    const root = apply(own, this, [
      {
        __proto__: null,
        mode: init.mode,
        delegatesFocus: init.delegatesFocus,
        slotAssignment: init.slotAssignment,
        serializable: init.serializable,
        // Its copy would be made without asking here.
        clonable: false,
      },
    ]) as ShadowRoot;
    watch(root);
    return root;
  });
}

/** A shadow tree that the parser makes can't be watched: there it becomes an ordinary template. */
function tame(name: string): void {
  const own = valueOf(Document.prototype, name) as () => void;
  const { exec } = RegExp.prototype;
  const { slice } = String.prototype;
  const textOf = String;
  replace(Document.prototype, name, function (this: Document, ...given: unknown[]) {
    let text = '';
    const count = given.length;
    for (let at = 0; at < count; at++) text += textOf(given[at]);
    let found: RegExpExecArray | null;
    while ((found = apply(exec, WHOLE, [text]) as typeof found)) {
      const middle = found.index + 'shadow'.length;
      text = `${apply(slice, text, [0, middle]) as string}-${apply(slice, text, [middle]) as string}`;
    }
    if (apply(exec, BEGUN, [text])) text += ' ';
    apply(own, this, [text]);
  });
}

function reader<Of, What>(owner: object, name: string): (of: Of) => What {
  const get = Object.getOwnPropertyDescriptor(owner, name)?.get as () => What;
  return (of) => apply(get, of, []) as What;
}

function valueOf(owner: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(owner, name)?.value;
}

function replace(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, writable: false, configurable: false });
}
