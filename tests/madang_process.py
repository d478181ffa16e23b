"""A Madang of its own process, as a person starts it: for what only a real process can show."""

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

STARTED = re.compile(r"http://\S+:(\d+)")


class Process:
    """`madang serve`, its address, and all it wrote."""

    def __init__(self, *arguments, environment=None):
        self.output: list[str] = []
        clean = {k: v for k, v in os.environ.items() if not k.startswith("MADANG_")}
        for key in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "DATABASE_URL"):
            clean.pop(key, None)
        self.process = subprocess.Popen(
            [str(Path(sys.executable).parent / "madang"), "serve", "--port", "0", *arguments],
            env=clean | (environment or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.url = self._address()
        threading.Thread(target=self._drain, daemon=True).start()

    def _address(self):
        for line in self.process.stdout:
            self.output.append(line)
            if found := STARTED.search(line):
                return found[0]
        raise AssertionError("".join(self.output))

    def _drain(self):
        self.output.extend(self.process.stdout)

    def kill(self):
        """As a power cut would: nothing of the server runs any more."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
                raise


@contextmanager
def madang(*arguments, environment=None):
    process = Process(*arguments, environment=environment)
    try:
        yield process
    finally:
        process.stop()
        process.process.stdout.close()
