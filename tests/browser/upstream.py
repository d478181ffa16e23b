"""An OpenAI-compatible server whose replies a test speaks word by word, as a puppeteer would.

Scripts that run by themselves are in `tests.upstreams`; here a test decides, after it has looked at
the page, what comes next.
"""

import json
import queue
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from madang.engine.battles.pacing import GRAIN

PATIENCE = 60
END = object()


class Voice:
    """One reply in the making."""

    def __init__(self, body):
        self.body = body
        self.model = body["model"]
        self.messages = body["messages"]
        self._lines = queue.Queue()
        self._said = 0

    def say(self, text, *, exactly=False):
        # A battle lets out whole grains: with spaces after it, what was said is seen at once.
        if not exactly:
            text += " " * (-(self._said + len(text)) % GRAIN)
        self._said += len(text)
        self._lines.put({"choices": [{"index": 0, "delta": {"content": text}}]})

    def end(self):
        self._lines.put({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self._lines.put({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 11}})
        self._lines.put(END)

    def fail(self):
        """Close the connection in the middle of the reply."""
        self._lines.put(None)

    def lines(self):
        while (line := self._lines.get()) is not END:
            yield line


class Voices(dict):
    """The two replies to one question, by model."""

    def say(self, text):
        for model, voice in self.items():
            voice.say(text.format(model=model))

    def end(self):
        for voice in self.values():
            voice.end()


class Upstream:
    def __init__(self):
        self._asked = queue.Queue()
        self._voices = []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                voice = Voice(body)
                upstream._voices.append(voice)
                upstream._asked.put(voice)
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                try:
                    for line in voice.lines():
                        if line is None:
                            return
                        self._send(json.dumps({"id": "c", "model": voice.model} | line))
                    self._send("[DONE]")
                except (BrokenPipeError, ConnectionResetError):
                    pass  # Madang was told to stop, or killed

            def _send(self, data):
                self.wfile.write(f"data: {data}\n\n".encode())
                self.wfile.flush()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def asked(self, count=2):
        """The replies to the newest question, as soon as the models have been asked."""
        return Voices({voice.model: voice for voice in self._next(count)})

    def each(self, count):
        """So many replies, whoever was asked for them; no more have been asked for by then."""
        voices = self._next(count)
        assert self._asked.empty()
        return voices

    def _next(self, count):
        return [self._asked.get(timeout=PATIENCE) for _ in range(count)]

    def hush(self):
        """Break off every reply that is still being given."""
        for voice in self._voices:
            voice.fail()

    def forget(self):
        """Break off every reply and drop the questions that nobody took up."""
        self.hush()
        self._voices.clear()
        with suppress(queue.Empty):
            while True:
                self._asked.get_nowait()


@contextmanager
def upstream():
    running = Upstream()
    thread = threading.Thread(target=running.server.serve_forever)
    thread.start()
    try:
        yield running
    finally:
        running.hush()
        running.server.shutdown()
        running.server.server_close()
        thread.join()
