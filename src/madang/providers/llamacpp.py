"""The embedded model, seen from the server: a child process to start, watch, ask and end.

The child itself is `llamacpp_worker`; it is asked over HTTP in OpenAI's format like any other.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import aiohttp
import msgspec

from madang.domain.contestants import Parameters
from madang.domain.errors import MadangError
from madang.domain.errors.upstreams import (
    UpstreamEmpty,
    UpstreamError,
    UpstreamFailed,
    UpstreamTimeout,
    UpstreamUnreachable,
)
from madang.providers.base import Event, Message, Request, Role
from madang.providers.http import Patience
from madang.providers.llamacpp_worker import Order, Step
from madang.providers.upstream import Upstream
from madang.providers.weights import find_weights, unusable

__all__ = ["EmbeddedModel", "Stage", "State", "find_weights"]

QUICK = 60.0
"""Seconds of life after which a child's death is not held against the next one."""

FAREWELL = 3.0
"""Seconds a child has to leave by itself."""

WORKER = "madang.providers.llamacpp_worker"


class Stage(StrEnum):
    STARTING = "starting"
    LOADING = "loading"
    WARMING = "warming"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class State:
    """How far it is. `fraction`, 0 to 1, is of the loading; `error` says why it failed."""

    stage: Stage
    fraction: float | None = None
    error: MadangError | None = None


class EmbeddedModel:
    """Implements `Provider`; who asks while it is being loaded waits, as long as for a first word.

    `start` returns at once, and the loading goes on beside. A child that dies is started again,
    but not one that dies twice within a minute of its start.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        weights: Path,
        *,
        threads: int | None = None,
        slots: int = 4,
        context_tokens: int = 4096,
        patience: Patience | None = None,
    ) -> None:
        self._session = session
        self._weights = weights.resolve()
        self._threads = threads or spare_cores()
        self._slots = slots
        self._context_tokens = context_tokens
        self._patience = patience or Patience()
        self._state = State(Stage.STARTING)
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._upstream: Upstream | None = None
        self._process: asyncio.subprocess.Process | None = None

    @property
    def state(self) -> State:
        return self._state

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Begin to load, in the background. What goes wrong there becomes the state."""
        self._task = asyncio.create_task(self._keep())

    async def wait_ready(self) -> None:
        """Wait until it answers.

        Raises:
            SettingsError: it never will, for the weights are of no use.
            UpstreamFailed: it never will, for its process died and died again.
        """
        while self._state.stage is not Stage.READY:
            if self._state.error is not None:
                raise self._state.error
            self._changed.clear()
            await self._changed.wait()

    async def close(self) -> None:
        """End the child. Answers in the making break off."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def stream(self, request: Request) -> AsyncGenerator[Event]:
        """See `Provider.stream`."""
        upstream = await self._awaited()
        async with aclosing(upstream.stream(request)) as events:
            async for event in events:
                yield event

    async def check(self) -> None:
        """See `Provider.check`."""
        upstream = await self._awaited()
        await upstream.check()

    async def _awaited(self) -> Upstream:
        """The child to ask, once there is one that answers."""
        patience = self._patience.first_word
        try:
            async with asyncio.timeout(patience):
                await self.wait_ready()
        except TimeoutError:
            raise UpstreamTimeout(f"the model was not loaded within {patience:g} s") from None
        except UpstreamError as error:
            raise type(error)(error.reason) from None
        except MadangError as error:
            raise UpstreamUnreachable(str(error)) from None
        assert self._upstream is not None
        return self._upstream

    def _become(self, stage: Stage, fraction: float | None = None) -> None:
        self._state = State(stage, fraction)
        self._changed.set()

    async def _keep(self) -> None:
        """Have a child, and another when it dies."""
        clock = asyncio.get_running_loop()
        quick_deaths = 0
        try:
            while True:
                began = clock.time()
                reason = await self._live()
                quick_deaths = quick_deaths + 1 if clock.time() - began < QUICK else 0
                if quick_deaths > 1:
                    raise UpstreamFailed(f"the embedded model's process died twice: {reason}")
        except MadangError as error:
            self._state = State(Stage.FAILED, error=error)
            self._changed.set()

    async def _live(self) -> str:
        """One child's whole life; what it died of.

        Raises:
            SettingsError: it says that it can't load the weights, and another could not either.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", WORKER),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the server, which then ends the child
        )
        self._process = process
        assert process.stdin is not None
        assert process.stderr is not None
        complaints = asyncio.create_task(process.stderr.read())
        key = secrets.token_urlsafe(32)
        order = Order(
            weights=str(self._weights),
            key=key,
            threads=self._threads,
            slots=self._slots,
            context_tokens=self._context_tokens,
        )
        try:
            with suppress(ConnectionError):  # it died at once; its end is seen below
                process.stdin.write(msgspec.json.encode(order) + b"\n")
                await process.stdin.drain()
            failure = await self._follow(process, key)
            code = await process.wait()
            if failure is not None:
                raise unusable(self._weights, _first_line(await complaints) or failure)
            return _death(code)
        finally:
            self._upstream = None
            self._process = None
            self._become(Stage.STARTING)
            complaints.cancel()
            await _end(process)

    async def _follow(self, process: asyncio.subprocess.Process, key: str) -> str | None:
        """Read the child's steps to their end; what it says it failed of, if it does."""
        assert process.stdout is not None
        async for line in process.stdout:
            match msgspec.json.decode(line, type=Step):
                case Step(error=str(error)):
                    return error
                case Step(address=str(address)):
                    await self._warm(process, address, key)
                case Step(fraction=fraction):
                    self._become(Stage.WARMING if fraction == 1 else Stage.LOADING, fraction)
        return None

    async def _warm(self, process: asyncio.subprocess.Process, address: str, key: str) -> None:
        """Ask it for a word, the way it will be asked; only then is it ready, else it must go."""
        upstream = Upstream(
            self._session,
            wire="openai",
            base_url=f"{address}/v1",
            key=key,
            patience=self._patience,
        )
        greeting = Request(
            model="",
            messages=(Message(Role.USER, "Hello"),),
            parameters=Parameters(max_tokens=1),
        )
        try:
            async for _ in upstream.stream(greeting):
                pass
        except UpstreamEmpty:
            pass  # a word of blanks is an answer too
        except UpstreamError:
            with suppress(ProcessLookupError):
                process.kill()
            return
        self._upstream = upstream
        self._become(Stage.READY)


def spare_cores() -> int:
    """The cores this process may use, but one."""
    if sys.platform == "linux":
        return max(1, len(os.sched_getaffinity(0)) - 1)
    return max(1, (os.cpu_count() or 2) - 1)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close the child's stdin, at which it leaves; kill it if it does not."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(FAREWELL):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _death(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    return signal.Signals(-code).name


def _first_line(complaints: bytes) -> str:
    """llama.cpp's first complaint, without the time it puts before it."""
    for line in complaints.decode(errors="replace").splitlines():
        _, _, text = line.partition(" E ")
        if text:
            return " ".join(text.split())
    return ""
