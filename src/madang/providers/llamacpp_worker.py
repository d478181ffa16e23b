"""The child process that holds the embedded model: llama.cpp's own server on a loopback port.

Run as `python -m madang.providers.llamacpp_worker` by `llamacpp`, which says what to load in one
line on stdin and keeps it open; stdout carries one line of JSON for each step. A process of its
own, because loading holds Python's lock for its whole length, and so that the operating system can
give the server the first turn. It never outlives its parent, however that dies.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

NICE = 10
BLOCK = 8 * 1024 * 1024
PROMPT_CACHE = 256
"""MiB of memory for conversations that left their slot, so that their next turn starts sooner."""

ERRORS_ONLY = 1
"""llama.cpp's lowest verbosity that still says why a file can't be loaded; it logs no text."""


class Order(msgspec.Struct, frozen=True):
    """What to load. `context_tokens` is for each slot."""

    weights: str
    key: str
    threads: int
    slots: int
    context_tokens: int


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line to the parent. `address` says that it listens; `error`, that it never will."""

    fraction: float | None = None
    address: str | None = None
    error: str | None = None


def main() -> None:
    """Load, listen, and stay until the parent goes."""
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    tell = _take_stdout()
    _die_with_parent()
    os.nice(NICE)
    try:
        _read_ahead(Path(order.weights), tell)
        server = _serve(order)
    # Whatever it is, the parent must be told why there will be no model.
    except Exception as error:  # noqa: BLE001
        tell(Step(error=str(error) or type(error).__name__))
        os._exit(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # from here on there are conversations to keep
    tell(Step(address=server.listening_address))
    threading.Event().wait()


def _take_stdout() -> Callable[[Step], None]:
    """Keep stdout for the steps: whatever llama.cpp prints must not mix with them."""
    lines = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def tell(step: Step) -> None:
        lines.write(msgspec.json.encode(step) + b"\n")

    return tell


def _die_with_parent() -> None:
    """Leave when stdin ends, which it does with the parent, be that by `kill -9`."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    if sys.platform == "linux":
        # While a model is being loaded no thread of Python's runs. The kernel itself then ends the
        # process: SIGIO, which nobody here handles, comes when stdin does.
        import fcntl

        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)


def _read_ahead(weights: Path, tell: Callable[[Step], None]) -> None:
    """Bring the file into memory, for of the loading only this part can be measured."""
    size, done, shown = weights.stat().st_size, 0, 0.0
    with weights.open("rb", buffering=0) as file:
        while read := len(file.read(BLOCK)):
            done += read
            fraction = round(done / size, 2)
            if fraction != shown:
                tell(Step(fraction=fraction))
                shown = fraction


def _serve(order: Order) -> Any:
    """The server, listening; it stops when it is forgotten."""
    xllamacpp: Any = import_module("xllamacpp")  # it has no types, and only the child may load it
    wanted = xllamacpp.CommonParams()
    wanted.model.path = order.weights
    wanted.n_parallel = order.slots
    wanted.n_ctx = order.slots * order.context_tokens
    wanted.cpuparams.n_threads = order.threads
    wanted.cpuparams_batch.n_threads = order.threads
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = 0
    wanted.api_keys = [order.key]
    wanted.verbosity = ERRORS_ONLY
    wanted.cache_ram_mib = PROMPT_CACHE
    wanted.warmup = True
    wanted.fit_params = False  # it would load twice to see what fits
    wanted.offline = True
    wanted.ui = False
    wanted.endpoint_slots = False  # it would show conversations
    return xllamacpp.Server(wanted)


if __name__ == "__main__":
    main()
