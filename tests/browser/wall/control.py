"""The same attacks without a wall: a page that trusts what it frames, as many such pages do.

It frames documents of its own origin without a sandbox and without a policy, has a cookie and a
secret in its storage, draws what it is sent as HTML, and goes where it is told.
"""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOST = """<!doctype html><html><head><meta charset=utf-8><title>A page with a secret</title></head>
<body><h1>A secret</h1><input id=box autofocus><div id=drawn></div><div id=frames></div>
<script>
document.cookie = 'secret=1';
localStorage.setItem('secret', '1');
const drawn = document.getElementById('drawn');
const merge = (into, from) => {
  for (const key of Object.keys(from)) {
    if (from[key] && typeof from[key] === 'object') merge((into[key] ??= {}), from[key]);
    else into[key] = from[key];
  }
};
addEventListener('message', ({ data, ports, source }) => {
  if (!data || data.wall) return;
  if (typeof data === 'string' && data.length < 2000 && data.startsWith('{')) data = JSON.parse(data);
  if (ports.length === 1) {
    ports[0].onmessage = ({ data }) => (drawn.innerHTML += data.text);
    ports[0].postMessage('welcome');
  }
  if (data.text && drawn.childElementCount < 50) drawn.innerHTML += data.text.slice(0, 9999);
  if (data.input) frames[1].postMessage(data.input, '*');
  if (data.url) location = data.url;
  if (data.__proto__ !== Object.prototype) merge({}, data);
  if (Object.hasOwn(data, '__proto__')) merge({}, data);
});
function frame(address) {
  const made = document.createElement('iframe');
  made.name = 'Telltale One';
  made.width = 300; made.height = 200;
  made.allow = 'fullscreen; clipboard-write; clipboard-read; camera; microphone; geolocation';
  made.onload = () =>
    setTimeout(() => made.contentWindow.postMessage('port', '*', [new MessageChannel().port1]), 300);
  made.src = address;
  document.getElementById('frames').append(made);
}
setInterval(() => { for (let n = 0; n < frames.length; n++) frames[n].postMessage('ping', '*'); }, 200);
</script>
"""
SIBLING = """<!doctype html><title>The other side</title><p>The other side
<script>
const channel = new BroadcastChannel('sides');
channel.onmessage = ({ data }) => data === 'call' && channel.postMessage('here');
navigator.locks.request('side', () => new Promise(() => {}));
const tell = (wall, id) => top.postMessage({ wall, id }, '*', [new MessageChannel().port1]);
addEventListener('message', ({ data }) => data?.key && tell('leak', 'forged-input'));
addEventListener('keydown', ({ key }) => key === 'x' && tell('leak', 'forged-input'));
let [last, gap] = [performance.now(), 0];
const frame = () => {
  gap = Math.max(gap, performance.now() - last);
  last = performance.now();
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
setInterval(() => {
  top.postMessage({ wall: 'beat', detail: Math.round(gap) }, '*', [new MessageChannel().port1]);
  gap = 0;
}, 500);
tell('stands', 'beside');
</script>
"""
WORKER = "onconnect = ({ ports }) => ports[0].postMessage('shared');"
SLOW = 0.4
"""Seconds that a document takes to come, as one that is streamed does."""


class Control:
    """Serves the page and whatever documents a test puts on it."""

    def __init__(self):
        self.documents = {}
        control = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                self._answer()

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self._answer()

            def _answer(self):
                kind, body, slow = control.answer(urlsplit(self.path).path)
                self.send_response(200)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Cache-Control", "no-store")
                self.send_header("Referrer-Policy", "unsafe-url")
                self.send_header("Permissions-Policy", "clipboard-read=*, clipboard-write=*")
                self.end_headers()
                try:
                    body = body.encode()
                    self.wfile.write(body[: len(body) // 2])
                    self.wfile.flush()
                    time.sleep(SLOW if slow else 0)
                    self.wfile.write(body[len(body) // 2 :])
                except (BrokenPipeError, ConnectionResetError):
                    pass  # the frame went elsewhere meanwhile

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, name="control")
        self._thread.start()

    def answer(self, path):
        if path.startswith("/battle/"):
            return "text/html", HOST, False
        if path.startswith("/run/"):
            return "text/html", self.documents.get(path.rpartition("/")[2], ""), True
        if path in ("/shared.js", "/sw.js"):
            return "text/javascript", WORKER, False
        return "text/html", SIBLING, False

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


@contextmanager
def control():
    running = Control()
    try:
        yield running
    finally:
        running.close()
