"""Files of votes into the store: read twice, so that nothing is kept of a file that can't be used.

How a row is understood, format by format, is in `formats`; files are opened by `opening`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from madang.domain.battles import Side
from madang.domain.categories import OVERALL, Conversation, Rulebook
from madang.domain.errors import VotesFileError
from madang.domain.measures import FIGURES, Measures, Style
from madang.domain.records import Record
from madang.engine.formats import Reader, RowError, guess
from madang.engine.languages import detect
from madang.engine.measuring import style_of
from madang.engine.opening import open_rows
from madang.store import Store
from madang.store.archive import Written

PART = 1_000
MOST_TOLD = 5
"""Bad rows whose lines are named."""

Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a first reading found: rows that can be used, and those that can't, with their lines."""

    good: int
    bad: int
    told: tuple[tuple[int, str, str], ...]
    digest: str


async def import_votes(
    store: Store,
    path: Path,
    rulebook: Rulebook,
    *,
    skip_bad: bool = False,
    progress: Progress = lambda _, __: None,
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
        StoreFull, StoreLocked, StoreFailed: nothing was kept.
    """
    survey = await asyncio.to_thread(look, path)
    if survey.bad and not skip_bad:
        raise _refused(survey)
    done = 0

    async def parts() -> AsyncGenerator[Sequence[tuple[Record, Measures]]]:
        nonlocal done
        good = (one for one in read(path, survey.digest) if isinstance(one, Record))
        while part := await asyncio.to_thread(_take, good, rulebook):
            yield part
            done += len(part)
            progress(done, survey.good)

    return survey, await store.archive.write(parts())


def look(path: Path) -> Survey:
    """Read a file without keeping anything."""
    good, bad = 0, 0
    told: list[tuple[int, str, str]] = []
    for one in read(path, ""):
        if isinstance(one, Record):
            good += 1
            continue
        bad += 1
        if len(told) < MOST_TOLD:
            told.append((one.line, one.en, one.ko))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Survey(good=good, bad=bad, told=tuple(told), digest=digest)


def read(path: Path, digest: str) -> Iterator[Record | RowError]:
    """The file's rows, understood or not."""
    reader: Reader | None = None
    for line, row in open_rows(path):
        try:
            reader = reader or guess(row)
            yield reader(row, f"{digest} {line}")
        except RowError as error:
            error.line = line
            yield error


def measure_record(record: Record, rulebook: Rulebook) -> Measures:
    """What a vote was about: by today's rules where its conversation is known."""
    if not record.conversation:
        told = record.measures
        return told if told.categories else replace(told, categories=(OVERALL,))
    counted = [turn for turn in record.conversation if turn.counted]
    judged = record.conversation[-1].replies
    questions = tuple(turn.question for turn in counted)
    language = detect(questions[0]) if questions else record.language
    said = Conversation(questions=questions, replies=tuple(judged.values()), language=language)
    styles = {side: _fill(record.styles.get(side), judged.get(side, "")) for side in Side}
    return Measures(
        edition=rulebook.edition,
        language=language,
        categories=rulebook.sort(said),
        turns=len(counted),
        styles=styles,
    )


def _fill(told: Style | None, text: str) -> Style:
    """What the file says of a reply, and for the rest what its text shows."""
    seen = style_of(text)
    if told is None:
        return seen
    return Style(
        **{
            name: getattr(seen, name) if getattr(told, name) is None else getattr(told, name)
            for name in FIGURES
        }
    )


def _take(good: Iterator[Record], rulebook: Rulebook) -> list[tuple[Record, Measures]]:
    part: Iterable[Record] = islice(good, PART)
    return [(record, measure_record(record, rulebook)) for record in part]


def _refused(survey: Survey) -> VotesFileError:
    en = "; ".join(f"line {line}: {why}" for line, why, _ in survey.told)
    ko = "; ".join(f"{line}번째 줄: {why}" for line, _, why in survey.told)
    total = survey.good + survey.bad
    return VotesFileError(
        f"{survey.bad:,} of {total:,} rows can't be used, so nothing was imported. {en}. Mend "
        "them, or leave them out with `--skip-bad`.",
        f"{total:,}줄 가운데 {survey.bad:,}줄을 쓸 수 없어 아무것도 가져오지 않았습니다. {ko}. "
        "고치거나 `--skip-bad`로 빼 주세요.",
    )
