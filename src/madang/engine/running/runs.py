"""Run documents between the moment they are asked for and the moment the frame fetches them.

In memory only, each given out once, soon forgotten, and bounded: for one person, and in all.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from madang.domain.artifacts import Artifact
from madang.domain.errors import Language
from madang.engine.running.errors import RunGone, RunsBusy, RunTooLarge
from madang.engine.running.kit import read_kit, read_library
from madang.engine.settings import Settings
from madang.runwindow import document, policy, standalone
from madang.runwindow.assets import TooMuch
from madang.runwindow.origins import LABEL, Sandbox, fresh_label, origin_of

A_LABEL = rf"^{LABEL.pattern}$"
"""What a run's label looks like."""

LIFE = 60.0
"""Seconds a document waits to be fetched."""

LIFE_BEGUN = 600.0
"""Seconds a document that was begun waits for its text."""

MOST_WAITING = 24
"""Documents of one person that wait; a further one drops the oldest."""

MOST_BEGUN = 512
"""Documents that wait for their text, of all persons; whoever has no room is served as a whole."""

MOST_SAID = 50
"""What an artifact asks for in vain, and is told of; a hostile one asks for a million things."""

MOST_OF_ONE = 48 * 1024 * 1024
MOST_BYTES = 192 * 1024 * 1024
"""Of what waits: one person's, and everyone's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Where a document can be fetched, once.

    Attributes:
        nonce: what its runner says to the page that asked for it.
        label: where it runs; the next run of the same window may be put there, too.
        isolated: it has a site, and so a process, of its own.
    """

    url: str
    nonce: str
    label: str
    isolated: bool
    problems: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A document to be fetched. Of one that was begun, the `rest` comes once its text is whole."""

    body: bytes
    headers: dict[str, str]
    host: str
    owner: str
    since: float
    rest: asyncio.Future[bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What the rest of a document has to fit."""

    wish: document.Wish
    owner: str
    rest: asyncio.Future[bytes]
    since: float

    def end(self) -> None:
        """No text will come: the frame has all there is."""
        if not self.rest.done():
            self.rest.set_result(b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: what bounds are counted by, the origin of their page, the language they read."""

    owner: str
    app: str
    language: Language


@dataclass(slots=True)
class Runs:
    sandbox: Sandbox
    now: Callable[[], float] = time.monotonic
    _waiting: dict[str, Waiting] = field(default_factory=dict[str, Waiting])
    _begun: dict[str, Begun] = field(default_factory=dict[str, Begun])

    async def put(
        self,
        artifact: Artifact,
        assets: Sequence[Artifact],
        caller: Caller,
        *,
        growing: bool,
        label: str | None = None,
    ) -> Ticket:
        """Make a document and keep it until it is fetched; at a fresh label if none is given.

        Raises:
            RunTooLarge: the artifact with all it uses.
            RunsBusy: too much waits already.
            SandboxNotBuilt: the libraries are not there.
        """
        wish = _wish(caller, growing=growing)
        made = await _made(artifact, assets, wish)
        return self._keep(made, wish, caller.owner, label)

    async def begin(
        self, artifact: Artifact, caller: Caller, *, label: str | None = None
    ) -> Ticket:
        """Keep all of a document that goes before its text, which is still being written.

        A frame that fetches it has a process, our scripts and the libraries by the time `finish`
        brings the rest.

        Raises:
            RunsBusy, SandboxNotBuilt: as `put`.
        """
        wish = _wish(caller, begun=True)
        made = await _made(replace(artifact, text=""), [], wish)
        rest = asyncio.get_running_loop().create_future()
        self._forget()
        if len(self._begun) >= MOST_BEGUN:
            raise RunsBusy
        own = [token for token, begun in self._begun.items() if begun.owner == caller.owner]
        for token in own[: max(0, len(own) + 1 - MOST_WAITING)]:
            self._begun.pop(token).end()
        ticket = self._keep(made, wish, caller.owner, label, rest)
        token = ticket.url.rpartition("/")[2]
        self._begun[token] = Begun(wish=wish, owner=caller.owner, rest=rest, since=self.now())
        return ticket

    async def finish(
        self, token: str, artifact: Artifact, assets: Sequence[Artifact], caller: Caller
    ) -> Sequence[str]:
        """Bring the text of what was begun; what it asks for in vain.

        Raises:
            RunGone: no frame waits for it, or not one of this caller's.
            RunTooLarge, RunsBusy, SandboxNotBuilt: as `put`.
        """
        self._forget()
        begun = self._begun.get(token)
        if begun is None or begun.owner != caller.owner or token in self._waiting:
            raise RunGone
        made = await _made(artifact, assets, begun.wish)
        if self._begun.pop(token, None) is None or begun.rest.done():
            raise RunGone
        begun.rest.set_result(_bytes(made.rest))
        return _said(made, begun.wish)

    def _keep(
        self,
        made: document.Made,
        wish: document.Wish,
        owner: str,
        label: str | None,
        rest: asyncio.Future[bytes] | None = None,
    ) -> Ticket:
        app = wish.app or "null"
        label = label or fresh_label()
        origin, isolated = self.sandbox.origin(app, label)
        body = _bytes(made.head if rest else made.text)
        self._make_room(owner, len(body))
        token = secrets.token_urlsafe(24)
        self._waiting[token] = Waiting(
            body=body,
            headers=policy.headers(made.scripts, sandbox=origin, app=app, nonce=wish.nonce),
            host=origin.partition("://")[2],
            owner=owner,
            since=self.now(),
            rest=rest,
        )
        return Ticket(
            url=f"{origin}/r/{token}",
            nonce=wish.nonce,
            label=label,
            isolated=isolated,
            problems=_said(made, wish),
        )

    async def whole(self, artifact: Artifact, assets: Sequence[Artifact], caller: Caller) -> str:
        """The artifact as one file that runs anywhere, offline.

        Raises:
            RunTooLarge, SandboxNotBuilt: as `put`.
        """
        made = await _made(artifact, assets, document.Wish(language=caller.language))
        unused = document.unused_of(artifact)
        return await asyncio.to_thread(standalone.inline, made.text, read_library, unused)

    def take(self, token: str, host: str) -> Waiting | None:
        """The document, this once, and only at the origin it was made for."""
        self._forget()
        waiting = self._waiting.get(token)
        if waiting is None or waiting.host.lower() != host.lower():
            return None
        return self._waiting.pop(token)

    def _forget(self) -> None:
        now = self.now()
        # Oldest first, as they were put.
        for token, waiting in list(self._waiting.items()):
            if waiting.since > now - LIFE:
                break
            del self._waiting[token]
        for token, begun in list(self._begun.items()):
            if begun.since <= now - LIFE_BEGUN or begun.rest.done():
                del self._begun[token]
                begun.end()

    def _make_room(self, owner: str, more: int) -> None:
        self._forget()
        own = [(token, w) for token, w in self._waiting.items() if w.owner == owner]
        held = sum(len(waiting.body) for _, waiting in own)
        count = len(own)
        for token, waiting in own:
            if count < MOST_WAITING and held + more <= MOST_OF_ONE:
                break
            del self._waiting[token]
            held -= len(waiting.body)
            count -= 1
        if sum(len(waiting.body) for waiting in self._waiting.values()) + more > MOST_BYTES:
            raise RunsBusy


def _wish(caller: Caller, *, growing: bool = False, begun: bool = False) -> document.Wish:
    return document.Wish(
        growing=growing,
        begun=begun,
        language=caller.language,
        nonce=secrets.token_urlsafe(18),
        app=origin_of(caller.app),
    )


async def _made(
    artifact: Artifact, assets: Sequence[Artifact], wish: document.Wish
) -> document.Made:
    try:
        # Megabytes of text take a while; nobody else should wait for them.
        return await asyncio.to_thread(document.make, artifact, assets, read_kit(), wish)
    except TooMuch as error:
        raise RunTooLarge(limit=document.MOST) from error


def _said(made: document.Made, wish: document.Wish) -> list[str]:
    return [problem.message(wish.language) for problem in made.problems[:MOST_SAID]]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def open_runs(settings: Settings, port: int | None) -> Runs:
    """Where nothing waits yet; `port` is where the second listener really is."""
    return Runs(sandbox=Sandbox(port=port or 0, pattern=settings.sandbox_origin))
