"""All votes with what was about them, out of the store, a part at a time: one moment of it.

How they get in is `intake`'s.
"""

from collections import defaultdict
from collections.abc import AsyncGenerator, Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.battles import Pace, Side
from madang.domain.measures import FIGURES, Style
from madang.domain.people import UNKNOWN
from madang.domain.records import Known, Record, Said
from madang.domain.votes import Outcome, Reason
from madang.store.battles import read_form
from madang.store.contestants import is_unknown
from madang.store.counting import ARRIVED
from madang.store.database import Database
from madang.store.measures import FIGURE_COLUMNS
from madang.store.schema import (
    annotations,
    battles,
    excluded_votes,
    exclusions,
    measures,
    replies,
    turns,
    versions,
    votes,
)
from madang.store.votes import WHY

PART = 500
"""Votes read at once with their conversations; more would not fit a statement's variables."""


class Archive:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, *, conversations: bool) -> AsyncGenerator[list[Record]]:
        """Every vote, oldest first; `person` is the person's own id."""
        ask = (
            select(
                votes,
                battles.c.created_at,
                battles.c.pace,
                battles.c.version_a,
                battles.c.version_b,
                battles.c.probability,
                battles.c.template,
                battles.c.template_kind,
                measures.c.language,
                measures.c.categories,
                measures.c.turns,
                *FIGURE_COLUMNS,
            )
            .join(battles, battles.c.id == votes.c.battle)
            .outerjoin(measures, measures.c.vote == votes.c.id)
            .where(ARRIVED)
            .order_by(votes.c.cast_at, votes.c.id)
        )
        async with self._database.read() as connection, self._database.read() as side:
            known, left_out = await _known(side), await _left_out(side)
            async with connection.stream(ask) as found:
                async for part in found.mappings().partitions(PART):
                    why = await _why(side, [row["id"] for row in part])
                    said: dict[str, list[tuple[int, Said]]] = {}
                    if conversations:
                        said = await _said(side, {row["battle"] for row in part})
                    yield [
                        _record(
                            row,
                            known,
                            why.get(row["id"], {}),
                            said.get(row["battle"], []),
                            left_out.get(row["id"], ""),
                        )
                        for row in part
                    ]


async def _known(connection: AsyncConnection) -> dict[str, Known]:
    return {
        row.id: Known(
            slug=row.slug,
            number=row.number,
            name=row.name,
            maker=row.maker,
            content="" if is_unknown(row.fingerprint) else row.fingerprint,
        )
        for row in await connection.execute(select(versions))
    }


async def _left_out(connection: AsyncConnection) -> dict[str, str]:
    """Why votes are left out now, by vote."""
    ask = (
        select(excluded_votes.c.vote, exclusions.c.reason)
        .join(exclusions, exclusions.c.id == excluded_votes.c.exclusion)
        .where(exclusions.c.restored_at.is_(None))
        .order_by(exclusions.c.id)
    )
    return {row.vote: row.reason for row in await connection.execute(ask)}


async def _why(connection: AsyncConnection, ids: list[str]) -> dict[str, dict[str, Any]]:
    """What was said of votes afterwards, the newest word on top."""
    ask = (
        select(annotations.c.vote, annotations.c.content)
        .where(annotations.c.vote.in_(ids), annotations.c.kind == WHY)
        .order_by(annotations.c.id)
    )
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for vote, content in await connection.execute(ask):
        found[vote].update(content)
    return found


async def _said(
    connection: AsyncConnection, ids: Collection[str]
) -> dict[str, list[tuple[int, Said]]]:
    """The turns of battles with the newest reply of each side, by battle."""
    ask = (
        select(
            turns.c.battle,
            turns.c.number,
            turns.c.question,
            turns.c.counted,
            turns.c.asked_at,
            turns.c.side.label("side_alone"),
            replies.c.side,
            replies.c.text.label("reply"),
        )
        .outerjoin(replies, replies.c.turn == turns.c.id)
        .where(turns.c.battle.in_(ids))
        .order_by(turns.c.battle, turns.c.number, replies.c.attempt)
    )
    found: defaultdict[str, dict[int, Said]] = defaultdict(dict)
    for row in await connection.execute(ask):
        turn = found[row.battle].get(row.number) or Said(
            question=row.question,
            replies=_before(found[row.battle]) if row.side_alone else {},
            counted=row.counted,
            asked_at=row.asked_at,
            side=Side(row.side_alone) if row.side_alone else None,
        )
        if row.side is not None:
            turn.replies[Side(row.side)] = row.reply
        found[row.battle][row.number] = turn
    return {battle: list(numbered.items()) for battle, numbered in found.items()}


def _before(said: dict[int, Said]) -> dict[Side, str]:
    """What both sides had answered last."""
    return dict(said[max(said)].replies) if said else {}


def _record(
    row: Any,
    known: dict[str, Known],
    why: dict[str, Any],
    said: list[tuple[int, Said]],
    excluded: str,
) -> Record:
    styles = {
        side: Style(**{name: row[f"{name}_{side.value}"] for name in FIGURES}) for side in Side
    }
    return Record(
        vote=row["id"],
        battle=row["battle"],
        created_at=row["created_at"],
        cast_at=row["cast_at"],
        person=None if row["person"] == UNKNOWN else row["person"],
        sides={Side.A: known[row["version_a"]], Side.B: known[row["version_b"]]},
        outcome=Outcome(row["outcome"]),
        informed=row["informed"],
        undone_at=row["undone_at"],
        times=row["times"],
        excluded=excluded,
        reasons=tuple(Reason(reason) for reason in why.get("reasons", row["reasons"])),
        comment=why.get("comment", row["comment"]),
        pace=Pace(row["pace"]),
        probability=row["probability"],
        expected=row["expected"],
        language=row["language"] or "und",
        categories=tuple((row["categories"] or "").split()),
        turns=row["turns"] or row["turn"],
        styles=styles,
        form=read_form(row["template"], row["template_kind"], None),
        conversation=tuple(turn for number, turn in said if number <= row["turn"]),
    )
