"""The playground: one prompt to several columns, for every case, all at once.

A run lives as long as someone reads it, and nothing of it is kept. How one reply is written is in
`writing`; what a column may hold, in `drafts`.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from madang.domain.contestants import Contestant
from madang.domain.errors.contestants import (
    NoColumns,
    NoValue,
    PlaygroundOff,
    TooManyCases,
    UnknownRun,
)
from madang.domain.errors.upstreams import UpstreamError
from madang.domain.replies import ReplyState, Written
from madang.domain.variables import fill, find_variables
from madang.engine.asking.following import Event, stirred
from madang.engine.asking.questions import check_question, new_id
from madang.engine.asking.rooms import TICK
from madang.engine.asking.roster import Roster
from madang.engine.asking.writing import Desk, Script, Writing
from madang.engine.playground.drafts import Draft, settle
from madang.engine.settings import Settings
from madang.providers import profiles, snippets
from madang.providers.base import Message, Request, Role
from madang.providers.snippets import Snippets

COLUMNS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is to be run. Without cases the prompt is asked once, as it stands."""

    columns: tuple[Draft, ...]
    prompt: str
    cases: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Written):
    """The reply of one column to one case; both are counted from 0."""

    case: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A column's request: what its model takes of the parameters, and the request by hand.

    `snippets` is None for the embedded model, which listens to nobody but Madang.
    """

    refused: tuple[str, ...]
    snippets: Snippets | None


class Nowhere:
    """A shelf that keeps nothing: what is tried in a playground stays with who tries it."""

    async def save_texts(self, grown: Iterable[tuple[str, str]]) -> None:
        del grown

    async def finish(self, reply: Cell) -> None:
        del reply


@dataclass(slots=True, eq=False)
class Line:
    """One cell's way from the queue to its end, and what of it has been told."""

    script: Script[Cell]
    changed: asyncio.Event
    over: Run
    writing: Writing[Cell] | None = None
    told: int = -1
    """Characters that a reader has; -1 before it has heard of the beginning."""
    settled: bool = False
    first: float = 0.0
    """When its first word came, in seconds of the monotonic clock."""

    def grew(self, now: float, length: int) -> None:
        del length
        self.first = self.first or now
        self.changed.set()

    def ended(self, now: float, length: int) -> None:
        del now, length
        self.over.advance()
        self.changed.set()

    @property
    def cell(self) -> Cell:
        return self.writing.reply if self.writing else self.script.reply


class Run:
    """A sheet being run: at most `at_once` cells are written at a time, in order."""

    def __init__(self, desk: Desk[Cell], scripts: list[Script[Cell]], at_once: int) -> None:
        self.id = new_id("u")
        self.changed = asyncio.Event()
        self._desk = desk
        self._at_once = at_once
        self._lines = [Line(script, self.changed, self) for script in scripts]
        self._queue = deque(self._lines)

    def advance(self) -> None:
        """Begin as many cells as there is room for."""
        writing = sum(bool(line.writing and not line.writing.ended) for line in self._lines)
        while self._queue and writing < self._at_once:
            line = self._queue.popleft()
            line.writing = self._desk.begin(line.script, line, time.monotonic())
            writing += 1

    async def stop(self, case: int | None, column: int | None) -> None:
        """Stop the cells of a case, of a column, of both, or all; what was told of them stands."""
        chosen = [
            line
            for line in self._lines
            if case in (None, line.cell.case) and column in (None, line.cell.column)
        ]
        for line in chosen:
            if line in self._queue:
                self._queue.remove(line)
                line.settled = True
        going = [line for line in chosen if line.writing and not line.writing.ended]
        await self._desk.halt(line.writing for line in going if line.writing)
        for line in going:
            if line.writing and not line.writing.ended:
                self._desk.cut(line.writing, max(line.told, 0))
                await self._desk.end(line.writing)
        self.changed.set()

    def leave(self) -> None:
        """Nobody reads it any more: ask nothing further, and break off what is being asked."""
        self._queue.clear()
        for line in self._lines:
            if line.writing and not line.writing.ended and line.writing.task:
                line.writing.task.cancel()
                self._desk.drop(line.writing)

    async def follow(self) -> AsyncGenerator[list[Event[None]]]:
        """What happens, gathered by ticks, to the end; an empty list is a heartbeat."""
        try:
            yield [Event("run", {"run": self.id, "cells": len(self._lines)}, None)]
            self.advance()
            while True:
                await stirred(self.changed)
                yield [news for line in self._lines for news in _tell(line)]
                if all(line.settled for line in self._lines):
                    break
                await asyncio.sleep(TICK)
            yield [Event("done", {}, None)]
        finally:
            self.leave()


class Playground:
    """The runs of everyone, and what a page needs to know before one."""

    def __init__(self, settings: Settings, roster: Roster) -> None:
        self._settings = settings
        self._roster = roster
        self._desk = Desk[Cell](Nowhere(), settings)
        self._runs: dict[str, Run] = {}

    async def close(self) -> None:
        await self._desk.close()

    def begin(self, sheet: Sheet) -> Run:
        """A run of `sheet`; it begins when it is followed.

        Raises:
            PlaygroundOff: the owner wants none.
            NoColumns, TooManyCases, NoValue, EmptyQuestion, QuestionTooLong, InvalidText,
            BadInput: it can't be run so (`drafts.settle`).
        """
        self._require_open()
        if not 1 <= len(sheet.columns) <= COLUMNS:
            raise NoColumns(limit=COLUMNS)
        most = self._settings.playground.cases
        if len(sheet.cases) > most:
            raise TooManyCases(cases=len(sheet.cases), limit=most)
        columns = [self._settle(draft) for draft in sheet.columns]
        scripts = [
            self._script(case, column, contestant, sheet.prompt, values)
            for case, values in enumerate(sheet.cases or ({},))
            for column, contestant in enumerate(columns)
        ]
        return Run(self._desk, scripts, self._settings.playground.at_once)

    async def follow(self, run: Run) -> AsyncGenerator[list[Event[None]]]:
        """The events of a run, which can be stopped by its id for as long as this lasts."""
        self._runs[run.id] = run
        try:
            async for news in run.follow():
                yield news
        finally:
            del self._runs[run.id]
            run.leave()

    async def stop(self, run: str, case: int | None, column: int | None) -> None:
        """Stop cells of a run. Raises UnknownRun."""
        if run not in self._runs:
            raise UnknownRun
        await self._runs[run].stop(case, column)

    def preview(self, draft: Draft, prompt: str, values: Mapping[str, str]) -> Preview:
        """A column's request with a case filled in, variables without a value left as they are.

        Raises:
            PlaygroundOff, and what `begin` raises of a column.
        """
        self._require_open()
        contestant = self._settle(draft)
        kept = {name: f"{{{{{name}}}}}" for name in find_variables(prompt + contestant.system)}
        request = _request(contestant, prompt, kept | {k: v for k, v in values.items() if v})
        refused = profiles.family(contestant.model).refused(contestant.parameters)
        address = self._roster.address(contestant.provider)
        by_hand = address and snippets.write_out(
            request, wire=address.wire, base_url=address.base_url, key_env=address.key_env
        )
        return Preview(refused=tuple(refused), snippets=by_hand)

    async def models(self, provider: str) -> tuple[list[str], UpstreamError | None]:
        """The models known of a provider, those it names itself too; and why it names none.

        Raises:
            PlaygroundOff: the owner wants none.
        """
        self._require_open()
        return await self._roster.models(provider)

    def _require_open(self) -> None:
        if not self._settings.playground.enabled:
            raise PlaygroundOff

    def _settle(self, draft: Draft) -> Contestant:
        return settle(draft, self._roster, longest=self._settings.question_characters)

    def _script(
        self, case: int, column: int, contestant: Contestant, prompt: str, values: Mapping[str, str]
    ) -> Script[Cell]:
        missing = [
            name
            for name in find_variables(f"{prompt}\n{contestant.system}")
            if not values.get(name, "").strip()
        ]
        if missing:
            raise NoValue(case=case + 1, names=", ".join(f"{{{{{name}}}}}" for name in missing))
        request = _request(contestant, prompt, values)
        check_question(request.messages[0].text, self._settings.question_characters)
        cell = Cell(
            id=f"c_{secrets.token_hex(8)}", state=ReplyState.STREAMING, case=case, column=column
        )
        return Script(cell, contestant, self._roster.provider(contestant), request)


def _request(contestant: Contestant, prompt: str, values: Mapping[str, str]) -> Request:
    return Request(
        model=contestant.model,
        messages=(Message(Role.USER, fill(prompt, values)),),
        system=fill(contestant.system, values),
        parameters=contestant.parameters,
    )


def _tell(line: Line) -> Iterable[Event[None]]:
    """What has happened to one cell since it was last told."""
    cell = line.cell
    place = {"case": cell.case, "column": cell.column}
    if line.writing is None:
        if line.settled and line.told < 0:
            line.told = 0
            yield Event("end", place | {"state": ReplyState.STOPPED} | _figures(cell), None)
        return
    if line.told < 0:
        line.told = 0
        yield Event("cell", place, None)
    if new := cell.text[line.told :]:
        began = {} if line.told else {"first_word": line.first - line.writing.began}
        line.told = len(cell.text)
        yield Event("text", place | {"text": new} | began, None)
    if line.writing.ended and not line.settled:
        line.settled = True
        yield Event("end", place | {"state": cell.state} | _figures(cell), None)


def _figures(cell: Cell) -> dict[str, Any]:
    figures = asdict(cell.timings) | {"tokens_per_second": cell.timings.tokens_per_second}
    words = {"code": cell.code, "reason": cell.reason, "stop_reason": cell.stop_reason}
    return words | figures
