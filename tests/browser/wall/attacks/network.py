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
    Case(
        "stun-srcdoc",
        Line.WEBRTC,
        "send STUN packets from a nested document",
        """
        const script = `const peer = new RTCPeerConnection({
          iceServers: [{ urls: 'stun:127.0.0.1:$UDP' }] });
          peer.createDataChannel('x');
          peer.createOffer().then((offer) => peer.setLocalDescription(offer));`;
        const inner = document.createElement('iframe');
        inner.srcdoc = '<script>' + script + '</scr' + 'ipt>';
        document.body.append(inner);
        await wait(4000);
        """,
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
