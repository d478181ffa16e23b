"""`madang rank FILE`: a board from any file of votes, without a server and without a database."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Timer
from typing import Annotated, Any

import numpy as np
import typer
from rich.progress import Progress

from madang.cli import rank_plot, rank_table, terminal
from madang.cli.terminal import err, many, pick
from madang.cli.votes import sheet as sheets
from madang.cli.votes.columns import moment
from madang.cli.votes.formats import FEATURES, PUBLISHED, FormatName
from madang.cli.votes.sheet import Sheet
from madang.domain.errors.votes import VotesFileError
from madang.rating import (
    Anchor,
    Board,
    Effects,
    Flip,
    Lead,
    Tally,
    Votes,
    VotesError,
    examine_lead,
    first_votes,
    fit,
    fit_styled,
    tally,
    votes_to_flip,
    votes_to_settle_order,
)
from madang.rating.evidence import MOST_VOTES
from madang.rating.style import SIDE

PATIENCE = 1.0
"""Seconds after which a progress bar appears."""

MOSTLY = 0.9
"""Of all style, a feature known for a smaller share of votes is left out rather than the votes."""

UNVARIED = 1e-12


class BadRows(StrEnum):
    REFUSE = "refuse"
    SKIP = "skip"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What of the file is to be rated, and how."""

    category: str | None
    filters: list[str]
    since: str | None
    until: str | None
    excluded: bool
    anchor: str | None
    style: str | None
    confidence: float
    clustered: bool
    flip: bool


@dataclass(frozen=True, kw_only=True)
class Result:
    """A board, and what else is worth saying about it.

    `unheld` are the features that all style would hold, but can't: how many votes know each.
    """

    sheet: Sheet
    board: Board
    left_out: float
    effects: Effects | None
    unheld: dict[str, int]
    lead: Lead | None
    to_settle_order: float
    flip: Flip | None


def rank(
    file: Annotated[Path, typer.Argument(help="Votes: CSV, JSON, JSONL or Parquet.")],
    *,
    name: Annotated[
        FormatName | None, typer.Option("--format", help="What the file is; guessed by default.")
    ] = None,
    anchor: Annotated[
        str | None, typer.Option(help="A contestant held fixed, as NAME or NAME=RATING.")
    ] = None,
    category: Annotated[str | None, typer.Option(help="Only votes of this category.")] = None,
    filters: Annotated[
        list[str] | None,
        typer.Option("--filter", help="Only votes with COLUMN=VALUE; may be given again."),
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only votes from this date or time on.")] = None,
    until: Annotated[str | None, typer.Option(help="Only votes before this date or time.")] = None,
    style: Annotated[
        str | None,
        typer.Option(
            help="Hold style equal: `all`, `published`, or features of "
            + ", ".join([*FEATURES, SIDE])
            + ", separated by commas."
        ),
    ] = None,
    confidence: Annotated[float, typer.Option(help="Of intervals and rank ranges.")] = 0.95,
    clustered: Annotated[
        bool,
        typer.Option(
            "--clustered/--independent",
            help="Take each voter's votes together where voters are known, or every vote alone.",
        ),
    ] = True,
    excluded: Annotated[
        bool,
        typer.Option(
            "--with-excluded/--without-excluded",
            help="Count votes that the file marks as left out, or that were not blind.",
        ),
    ] = False,
    bad_rows: Annotated[
        BadRows, typer.Option(help="What to do about rows that can't be used.")
    ] = BadRows.REFUSE,
    flip: Annotated[
        bool, typer.Option("--flip", help="Work out how few votes carry the lead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    plot: Annotated[
        Path | None, typer.Option(help="Write intervals and win probabilities to this SVG file.")
    ] = None,
) -> None:
    """Rate the contestants of a file of votes, with intervals that say how sure that is."""
    choice = Choice(
        category=category,
        filters=filters or [],
        since=since,
        until=until,
        excluded=excluded,
        anchor=anchor,
        style=style,
        confidence=confidence,
        clustered=clustered,
        flip=flip,
    )
    with terminal.plain_errors():
        with _progress() as advance:
            columns = [text.partition("=")[0] for text in choice.filters]
            sheet = sheets.read(
                file,
                name,
                also=columns,
                time=bool(since or until),
                style=style is not None,
                advance=lambda share: advance(0.8 * share),
            )
            _judge_bad_rows(sheet, bad_rows)
            result = rate(sheet, choice)
            advance(1)
        if plot:
            _write(plot, rank_plot.draw(result.board, terminal.language()))
        if as_json:
            sys.stdout.write(json.dumps(_report(result), ensure_ascii=False, indent=2) + "\n")
        elif as_csv:
            sys.stdout.write(_csv(result.board))
        else:
            rank_table.show(result.board, result.effects)
            for note in _notes(result):
                err.print(note, markup=False, style="dim", soft_wrap=True)


def rate(sheet: Sheet, choice: Choice) -> Result:
    """The board of the chosen part of a file.

    Raises:
        VotesFileError: the choice can't be met; it says what there is instead.
    """
    before = _count(sheet)
    chosen = _select(sheet, choice)
    if not _count(chosen):
        raise VotesFileError(
            f"No votes are left: {before:,.15g} were read, and none fits the choice.",
            f"남은 투표가 없습니다. {before:,.15g}개를 읽었지만 고른 조건에 맞는 것이 없습니다.",
        )
    features, unheld = _features(chosen, choice.style)
    if features:
        chosen = chosen.where(_known(chosen, features))
    try:
        board, effects = _fit(chosen, choice, features)
    except VotesError as error:
        raise VotesFileError(
            f"These votes can't be rated so: {error}.",
            f"이 투표로는 그렇게 평가할 수 없습니다: {error.korean}.",
        ) from error
    votes = chosen.votes
    counted = votes if isinstance(votes, Tally) else tally(votes)
    independent = counted
    if isinstance(votes, Votes) and choice.clustered:
        independent = tally(first_votes(votes))
    return Result(
        sheet=sheet,
        board=board,
        left_out=before - _count(chosen),
        effects=effects,
        unheld=unheld,
        lead=examine_lead(board, independent.wins),
        to_settle_order=votes_to_settle_order(board, choice.confidence),
        flip=votes_to_flip(counted) if choice.flip else None,
    )


def _fit(chosen: Sheet, choice: Choice, features: list[str]) -> tuple[Board, Effects | None]:
    anchor = _anchor(chosen.votes.names, choice.anchor)
    if not features:
        board = fit(
            chosen.votes, confidence=choice.confidence, anchor=anchor, clustered=choice.clustered
        )
        return board, None
    assert not isinstance(chosen.votes, Tally)
    return fit_styled(
        chosen.votes,
        {name: chosen.feature(name) for name in features if name != SIDE},
        side=SIDE in features,
        confidence=choice.confidence,
        anchor=anchor,
        clustered=choice.clustered,
    )


def _count(sheet: Sheet) -> float:
    votes = sheet.votes
    return float(votes.counts.sum()) if isinstance(votes, Tally) else len(votes)


def _select(sheet: Sheet, choice: Choice) -> Sheet:
    narrowed = choice.category or choice.filters or choice.since or choice.until
    if isinstance(sheet.votes, Tally):
        if narrowed or choice.style:
            raise VotesFileError(
                "The file holds counts, so votes can't be chosen by category, column or time, and "
                "style is not known.",
                "이 파일에는 집계만 있어서 분류, 열, 시간으로 고르거나 문체를 볼 수 없습니다.",
            )
        return sheet
    keep = np.ones(len(sheet.votes), dtype=np.bool_)
    if sheet.excluded is not None and not choice.excluded:
        keep &= ~sheet.excluded
    wanted = [text.partition("=")[::2] for text in choice.filters]
    if choice.category:
        wanted.append((sheet.category or "category", choice.category))
    for column, value in wanted:
        keep &= _equal(sheet, column, value)
    for text, sign in ((choice.since, 1), (choice.until, -1)):
        if text:
            keep &= sign * _times(sheet) >= sign * _instant(text) + (sign < 0) * 1e-6
    return sheet.where(keep)


def _equal(sheet: Sheet, column: str, value: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    codes, texts = sheet.column(column).encoded
    many = column == "categories"  # a vote may be of several, with blanks between
    sought = value.casefold()
    same = [
        place
        for place, text in enumerate(texts)
        if sought == text.casefold() or (many and sought in text.casefold().split())
    ]
    if not same:
        there = ", ".join(texts[:20]) or "–"
        raise VotesFileError(
            f"No vote has {column} = {value}; there are: {there}.",
            f"{column} 열이 {value}인 투표가 없습니다. 있는 값: {there}.",
        )
    return np.isin(codes, same)


def _times(sheet: Sheet) -> np.ndarray[Any, np.dtype[np.float64]]:
    if sheet.time is None:
        raise VotesFileError(
            "The file does not say when votes were cast, so --since and --until can't be used.",
            "파일에 투표 시각이 없어서 --since와 --until을 쓸 수 없습니다.",
        )
    return sheet.time.seconds


def _instant(text: str) -> float:
    found = moment(text)
    if np.isnan(found):
        raise VotesFileError(
            f"{text} is no date. Write 2024-08-14 or 2024-08-14T09:30.",
            f"{text}은(는) 날짜가 아닙니다. 2024-08-14 또는 2024-08-14T09:30처럼 적어 주세요.",
        )
    return found


def _features(sheet: Sheet, style: str | None) -> tuple[list[str], dict[str, int]]:
    """The features to hold equal, and those of all that can't be, with how many votes know each."""
    if style is None:
        return [], {}
    if style == "all":
        return _all_features(sheet)
    asked = [s.strip() for s in (PUBLISHED if style == "published" else style.split(","))]
    strange = [name for name in asked if name not in FEATURES and name != SIDE]
    if strange:
        known = ", ".join([*FEATURES, SIDE])
        raise VotesFileError(
            f"No such style feature: {', '.join(strange)}; there are: {known}.",
            f"그런 문체 특성이 없습니다: {', '.join(strange)}. 있는 것: {known}.",
        )
    for names in [*([name] for name in asked), asked]:
        if not _known(sheet, names).any():
            told = ", ".join(names)
            raise VotesFileError(
                f"No vote has {told} of both sides, so style can't be held equal by it.",
                f"양쪽의 {told}을(를) 아는 투표가 없어서 그것으로 문체를 맞출 수 없습니다.",
            )
    return asked, {}


def _all_features(sheet: Sheet) -> tuple[list[str], dict[str, int]]:
    if not sheet.features:
        there = ", ".join(sheet.columns)
        wanted = ", ".join(FEATURES)
        raise VotesFileError(
            f"The file has no columns for any style feature ({wanted}); there are: {there}. The "
            f"side of the screen alone is `--style {SIDE}`.",
            f"파일에 문체 특성({wanted})의 열이 하나도 없습니다. 있는 열: {there}. 화면의 어느 "
            f"쪽인지만 보려면 `--style {SIDE}`라고 하세요.",
        )
    know = {name: int(_known(sheet, [name]).sum()) for name in sheet.features}
    held = [name for name, votes in know.items() if votes >= MOSTLY * _count(sheet)]
    together = _known(sheet, held)
    held = [name for name in held if sheet.feature(name)[together].std() > UNVARIED]
    return [*held, SIDE], {name: votes for name, votes in know.items() if name not in held}


def _known(sheet: Sheet, features: list[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """(votes,) where all these features are known."""
    known = [np.isfinite(sheet.feature(name)) for name in features if name != SIDE]
    return np.all(known, axis=0) if known else np.ones(int(_count(sheet)), dtype=np.bool_)


def _anchor(names: tuple[str, ...], text: str | None) -> Anchor | None:
    if text is None:
        return None
    name, equals, rating = text.rpartition("=")
    if not equals:
        name, rating = text, "1000"
    try:
        return Anchor(names.index(name), float(rating))
    except ValueError as error:
        some = ", ".join(names[:20])
        raise VotesFileError(
            f"The anchor {text} is not NAME=RATING of a contestant; there are: {some}.",
            f"기준 {text}은(는) 참가자의 이름=점수가 아닙니다. 참가자: {some}.",
        ) from error


def _judge_bad_rows(sheet: Sheet, bad_rows: BadRows) -> None:
    if not sheet.bad:
        return
    count = sum(sheet.bad.values())
    english = {
        "broken": "not readable as a row",
        "contestant": "without a contestant",
        "itself": "a contestant against itself",
        "outcome": "without a known outcome",
        "times": "without a number of votes",
    }
    korean = {
        "broken": "행으로 읽을 수 없음",
        "contestant": "참가자가 없음",
        "itself": "자기 자신과의 대결",
        "outcome": "모르는 결과",
        "times": "표의 수를 모름",
    }
    lines = ", ".join(map(str, sheet.bad_lines)) + (", …" if count > len(sheet.bad_lines) else "")
    what_en = ", ".join(f"{n:,} {english[why]}" for why, n in sheet.bad.items())
    what_ko = ", ".join(f"{korean[why]} {n:,}개" for why, n in sheet.bad.items())
    line = "line" if count == 1 else "lines"
    said_en = f"{many(count, 'row')} can't be used ({what_en}); {line} {lines}."
    said_ko = f"쓸 수 없는 행이 {count:,}개 있습니다({what_ko}). 줄 번호: {lines}."
    if bad_rows is BadRows.REFUSE:
        raise VotesFileError(
            f"{said_en} Correct them, or leave them out with `--bad-rows skip`.",
            f"{said_ko} 고치거나 `--bad-rows skip`으로 빼고 계산하세요.",
        )
    err.print(pick(said_en, said_ko), markup=False, style="yellow", soft_wrap=True)


def _notes(result: Result) -> list[str]:
    board, sheet = result.board, result.sheet
    votes = _total(board)
    notes = [
        pick(
            f"{many(votes, 'vote')}, read as {sheet.format}.",
            f"투표 {votes:,.15g}개, 형식: {sheet.format}.",
        ),
        _interval_note(board),
    ]
    if result.left_out:
        notes.append(
            pick(
                f"{many(result.left_out, 'vote')} left out.",
                f"투표 {result.left_out:,.15g}개를 뺐습니다.",
            )
        )
    if sheet.passed:
        notes.append(
            pick(
                f"{many(sheet.passed, 'row')} passed over: no votes, or taken back.",
                f"투표가 아니거나 되돌린 것이어서 지나친 행: {sheet.passed:,}개.",
            )
        )
    if result.unheld:
        en = ", ".join(
            f"{name} (known for {known:,} of {many(votes, 'vote')})"
            if known < MOSTLY * votes
            else f"{name} (never varies)"
            for name, known in result.unheld.items()
        )
        ko = ", ".join(
            f"{name}(투표 {votes:,.15g}개 가운데 {known:,}개만 앎)"
            if known < MOSTLY * votes
            else f"{name}(늘 같음)"
            for name, known in result.unheld.items()
        )
        notes.append(pick(f"Style not held equal: {en}.", f"맞추지 못한 문체: {ko}."))
    if board.group[board.votes > 0].max(initial=0) > 0:
        notes.append(
            pick(
                "Some contestants are linked by no vote; each group is ranked by itself.",
                "서로 이어지는 표가 없는 참가자가 있어 무리마다 따로 순위를 매겼습니다.",
            )
        )
    if not board.alone[board.group == 0].any():
        notes.append(_leader_note(result))
    if result.flip:
        rival, flip = board.names[result.flip.rival], result.flip.votes
        notes.append(
            pick(
                f"Without {many(flip, 'vote')} of these, {rival} would lead.",
                f"표 {flip:,}개만 없었어도 {rival}이(가) 선두입니다.",
            )
        )
    return notes


def _total(board: Board) -> float:
    """Votes; not always a whole number where they came counted."""
    total = float(board.votes.sum()) / 2
    return int(total) if total.is_integer() else total


def _interval_note(board: Board) -> str:
    percent = f"{100 * board.confidence:g}"
    if board.voters == 1 and board.alone.any():
        return pick(
            f"All votes are one person's. The {percent} % intervals say how sure that person is, "
            "and nothing about what others would choose.",
            f"모든 표가 한 사람의 것입니다. {percent}% 구간은 그 사람이 얼마나 한결같은지를 말할 "
            "뿐, 다른 사람들이 무엇을 고를지는 말하지 못합니다.",
        )
    if board.clustered:
        equal = f"{board.equal_voters:.1f}"
        return pick(
            f"{percent} % intervals, each voter's votes taken together: {board.voters:,} voters, "
            f"worth {equal} who vote equally often.",
            f"{percent}% 구간. 한 사람의 표를 묶어 계산: {board.voters:,}명, 고르게 투표하는 "
            f"{equal}명에 해당합니다.",
        )
    return pick(
        f"{percent} % intervals, every vote taken as independent.",
        f"{percent}% 구간. 모든 표를 서로 독립으로 보았습니다.",
    )


def _leader_note(result: Result) -> str:
    lead, names = result.lead, result.board.names
    if lead is None:
        return pick("Nobody leads yet.", "아직 선두가 없습니다.")
    if not lead.open:
        return pick("Who leads is settled.", "선두가 가려졌습니다.")
    needed, pairs = sum(lead.needed), len(lead.open)
    leader, rival = names[lead.leader], names[lead.open[0]]
    on, over = f"on {leader} and {rival}", f"{leader} / {rival}에"
    if pairs > 1:
        on, over = f"over {pairs} pairs, first {on[3:]},", f"{over[:-1]}부터 {pairs}개 짝에"
    if not np.isfinite(needed):
        return pick(
            f"More than {MOST_VOTES:,} more votes {on} would be needed to settle who leads.",
            f"{over} 표가 {MOST_VOTES:,}개 넘게 더 있어야 선두가 가려집니다.",
        )
    votes, korean = "vote" if needed == 1 else "votes", f"{over} 표가 {needed:,.0f}개쯤 더"
    told = f"About {needed:,.0f} more {votes} {on} would settle who leads."
    return pick(told, f"{korean} 모이면 선두가 가려집니다.")


def _leader(result: Result) -> dict[str, Any]:
    lead, flip, names = result.lead, result.flip, result.board.names
    return {
        "settled": lead is not None and not lead.open,
        "open": lead and [names[rival] for rival in lead.open],
        "votes_to_settle": lead and _castable(sum(lead.needed)),
        "votes_to_settle_order": _castable(result.to_settle_order),
        "votes_to_settle_more_than": MOST_VOTES if lead and np.isinf(sum(lead.needed)) else None,
        "votes_to_settle_order_more_than": _more_than(result.to_settle_order),
        "votes_to_flip": flip and flip.votes,
        "rival": flip and names[flip.rival],
    }


def _report(result: Result) -> dict[str, Any]:
    board, effects = result.board, result.effects
    anchor = board.anchor
    return {
        "board": board.rows(),
        "format": result.sheet.format.value,
        "votes": _total(board),
        "voters": board.voters or None,
        "equal_voters": board.equal_voters or None,
        "clustered": board.clustered,
        "confidence": board.confidence,
        "anchor": anchor
        and {"contestant": board.names[anchor.contestant], "rating": anchor.rating},
        "left_out": result.left_out,
        "passed_over": result.sheet.passed,
        "bad_rows": result.sheet.bad,
        "bad_lines": result.sheet.bad_lines,
        "leader": _leader(result),
        "style": None
        if effects is None
        else [
            {
                "feature": name,
                "points": float(effects.points[i]),
                "lower": float(effects.lower[i]),
                "upper": float(effects.upper[i]),
                "coefficient": float(effects.coefficients[i]),
            }
            for i, name in enumerate(effects.features)
        ],
        "style_not_held": result.unheld,
    }


def _castable(votes: float) -> int | None:
    return int(votes) if votes <= MOST_VOTES else None


def _more_than(votes: float) -> int | None:
    return MOST_VOTES if MOST_VOTES < votes < np.inf else None


def _csv(board: Board) -> str:
    rows = board.rows()
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        why = error.strerror or str(error)
        raise VotesFileError(
            f"{path} can't be written: {why}.", f"{path}에 쓸 수 없습니다: {why}."
        ) from error


@contextmanager
def _progress() -> Generator[Callable[[float], None]]:
    """A bar that appears where the work takes over a second, and leaves nothing behind."""
    bar = Progress(console=err, transient=True, disable=not err.is_terminal)
    task = bar.add_task(pick("Reading and rating", "읽고 평가하는 중"), total=1.0)
    timer = Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda share: bar.update(task, completed=share)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
