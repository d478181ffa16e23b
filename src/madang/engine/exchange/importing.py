"""Files of votes into the store, read once; of a file that can't be used nothing is kept.

How a row is understood, format by format, is in `formats`; files are opened by `opening`. How many
votes are written at once, and all or none, is the store's `intake`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from madang.domain.battles import Side
from madang.domain.categories import OVERALL, UNDETERMINED, Conversation, Rulebook
from madang.domain.errors.votes import VotesFileError
from madang.domain.measures import FIGURES, Measures, Style
from madang.domain.records import Record
from madang.engine.exchange.formats import UNDATED, Reader, RowError, guess
from madang.engine.exchange.opening import open_rows, weigh
from madang.engine.leaderboard.languages import detect
from madang.engine.leaderboard.measuring import style_of
from madang.runwindow.parse import is_runnable
from madang.store import Store
from madang.store.intake import Entry, Written

PART = 2_000
"""Votes handed on together."""

MOST_TOLD = 5
"""Bad rows whose lines are named."""

TEXT_FIGURES = ("length", "headers", "lists", "bold")

READING = 0.6
"""The share of an import that goes into reading and understanding; the rest is writing."""

Progress = Callable[[float], None]
"""Told the share of the work that is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the file held: votes, rows that are none, and rows that can't be used, with lines."""

    good: int
    passed: int
    bad: int
    told: tuple[tuple[int, str, str], ...]


async def import_votes(
    store: Store,
    path: Path,
    rulebook: Rulebook,
    *,
    skip_bad: bool = False,
    progress: Progress = lambda _: None,
) -> tuple[Survey, Written]:
    """Keep the votes of a file; those that are there already stay as they are.

    Args:
        store: where to.
        path: CSV, JSON, JSONL or Parquet, in Madang's, FastChat's or compar:IA's columns, plain
            (`model_a, model_b, winner`), or counts (`models`, `X`, `Y`).
        rulebook: sorts conversations that come along into categories.
        skip_bad: leave out rows that can't be used; otherwise one such keeps all from being kept.
        progress: told now and then.

    Raises:
        VotesFileError: it can't be read, no format fits, or rows can't be used.
        VotesImportRunning: another import is writing.
        StoreFull, StoreLocked, StoreFailed: nothing was kept.
    """
    rows = await asyncio.to_thread(weigh, path)
    reading = _Reading(read(path), rulebook, skip_bad)
    there = 0

    async def parts() -> AsyncGenerator[Sequence[Entry]]:
        nonlocal there
        while part := await asyncio.to_thread(reading.take):
            progress(READING * reading.done / max(rows, reading.done))
            there += await _leave_what_is_there(store, part)
            yield part
        if reading.refused:
            raise _refused(reading.survey)

    written = await store.intake.write(
        parts(),
        file=path.name,
        progress=lambda done, of: progress(READING + (1 - READING) * done / of),
    )
    return reading.survey, replace(written, known=written.known + there)


async def _leave_what_is_there(store: Store, part: list[Entry]) -> int:
    """Take from rows of counts what earlier, smaller counts stand for; how many votes that is."""
    asked = {record.vote: place for place, (record, _) in enumerate(part) if record.times > 1}
    gone = 0
    while asked:
        known = await store.intake.find(list(asked))
        grown: dict[str, int] = {}
        for vote, times in known.items():
            record, measures = part[asked[vote]]
            if record.times > times:
                more = f"+{times}"
                rest = replace(
                    record,
                    vote=record.vote + more,
                    battle=record.battle + more,
                    times=record.times - times,
                )
                part[asked[vote]] = rest, measures
                grown[rest.vote] = asked[vote]
                gone += times
        asked = grown
    return gone


class _Reading:
    """Where in the file we are, and what was found so far."""

    def __init__(
        self, rows: Iterator[Record | RowError | None], rulebook: Rulebook, skip: bool
    ) -> None:
        self._rows, self._rulebook, self._skip = rows, rulebook, skip
        self._good, self._passed, self._bad = 0, 0, 0
        self._told: list[tuple[int, str, str]] = []

    @property
    def done(self) -> int:
        return self._good + self._passed + self._bad

    @property
    def refused(self) -> bool:
        return self._bad > 0 and not self._skip

    @property
    def survey(self) -> Survey:
        return Survey(good=self._good, passed=self._passed, bad=self._bad, told=tuple(self._told))

    def take(self) -> list[Entry]:
        """The next part; nothing at the end, or where the rest was only read to be counted."""
        part: list[Entry] = []
        for one in self._rows:
            if isinstance(one, RowError):
                self._note(one)
                continue
            if one is None:
                self._passed += 1
                continue
            self._good += 1
            if self.refused:
                continue
            part.append((one, measure_record(one, self._rulebook)))
            if len(part) == PART:
                break
        return [] if self.refused else part

    def _note(self, error: RowError) -> None:
        self._bad += 1
        if len(self._told) < MOST_TOLD:
            self._told.append((error.line, error.en, error.ko))


def read(path: Path) -> Iterator[Record | RowError | None]:
    """The file's rows, understood or not; None for those that are no votes."""
    reader: Reader | None = None
    name, now = Namer(), datetime.now(UTC)
    for line, row in open_rows(path):
        if row is None:
            yield RowError("not readable as a row", "행으로 읽을 수 없습니다", line)
            continue
        try:
            reader = reader or guess(row)
            record = reader(row)
        except RowError as error:
            error.line = line
            yield error
            continue
        if record and not record.vote:
            identity = name(record)
            at = now if record.cast_at is UNDATED else record.cast_at
            record = replace(record, vote=f"v_{identity}", battle=f"b_{identity}", cast_at=at)
        elif record and record.cast_at is UNDATED:
            record = replace(record, cast_at=now)
        yield record


class Namer:
    """Names votes by what they say and how often the file has said the same before.

    So a file that has grown, or is in another order, names its old votes as it did. How many votes
    a row of counts stands for is no part of what it says.
    """

    def __init__(self) -> None:
        self._once: set[bytes] = set()
        self._again: Counter[bytes] = Counter()

    def __call__(self, record: Record) -> str:
        said = msgspec.msgpack.encode(record if record.times == 1 else replace(record, times=1))
        digest = hashlib.blake2b(said, digest_size=12).digest()
        if digest not in self._once:
            self._once.add(digest)
            return digest.hex()
        self._again[digest] += 1
        return f"{digest.hex()}.{self._again[digest]}"


def measure_record(record: Record, rulebook: Rulebook) -> Measures:
    """What a vote was about: by today's rules where its conversation is known."""
    if not record.conversation:
        told = record.measures
        return told if told.categories else replace(told, categories=(OVERALL,))
    counted = [turn for turn in record.conversation if turn.counted and turn.side is None]
    judged = record.conversation[-1].replies
    questions = tuple(turn.question for turn in counted)
    language = record.language
    if questions and language == UNDETERMINED:
        language = _detect(questions[0])
    said = Conversation(
        questions=questions,
        replies=tuple(judged.values()),
        language=language,
        template=record.form.template if record.form else "",
        kind=record.form.kind if record.form else "",
        runnable=any(is_runnable(reply) for reply in judged.values()),
    )
    styles = {side: _fill(record.styles.get(side), judged.get(side, "")) for side in Side}
    return Measures(
        edition=rulebook.edition,
        language=language,
        categories=rulebook.sort(said),
        turns=len(counted),
        styles=styles,
    )


@lru_cache(maxsize=20_000)
def _detect(question: str) -> str:
    """Files hold the same question again and again."""
    return detect(question)


def _fill(told: Style | None, text: str) -> Style:
    """What the file says of a reply, and for the rest what its text shows."""
    if told and all(getattr(told, name) is not None for name in TEXT_FIGURES):
        return told  # reading the text again would tell nothing more
    seen = style_of(text)
    if told is None:
        return seen
    return Style(
        **{
            name: getattr(seen, name) if getattr(told, name) is None else getattr(told, name)
            for name in FIGURES
        }
    )


def _refused(survey: Survey) -> VotesFileError:
    en = "; ".join(f"line {line}: {why}" for line, why, _ in survey.told)
    ko = "; ".join(f"{line}번째 줄: {why}" for line, _, why in survey.told)
    total = survey.good + survey.passed + survey.bad
    return VotesFileError(
        f"Rows that can't be used: {survey.bad:,} of {total:,}; nothing was imported. {en}. Mend "
        "them, or leave them out with `--skip-bad`.",
        f"{total:,}줄 가운데 {survey.bad:,}줄을 쓸 수 없어 아무것도 가져오지 않았습니다. {ko}. "
        "고치거나 `--skip-bad`로 빼 주세요.",
    )
