"""All votes with what was about them, out of the store and into it, a part at a time.

Reading sees one moment of the store; writing is one transaction: everything, or nothing.
"""

import secrets
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.battles import Pace, ReplyState, Side
from madang.domain.contestants import Parameters
from madang.domain.measures import FIGURES, Measures, Style
from madang.domain.people import UNKNOWN
from madang.domain.records import IMPORTED, Known, Record, Said
from madang.domain.votes import Outcome, Reason
from madang.store.database import Database
from madang.store.measures import FIGURE_COLUMNS, columns
from madang.store.schema import (
    annotations,
    battles,
    measures,
    people,
    replies,
    turns,
    versions,
    votes,
)
from madang.store.votes import WHY

PART = 500
"""Votes read at once with their conversations; more would not fit a statement's variables."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an import did: votes that are new, and votes that had been there."""

    added: int
    known: int


Entry = tuple[Record, Measures]


class Archive:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self) -> int:
        """All votes that were ever cast."""
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(votes)) or 0

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
                measures.c.language,
                measures.c.categories,
                measures.c.turns,
                *FIGURE_COLUMNS,
            )
            .join(battles, battles.c.id == votes.c.battle)
            .outerjoin(measures, measures.c.vote == votes.c.id)
            .order_by(votes.c.cast_at, votes.c.id)
        )
        async with self._database.read() as connection, self._database.read() as side:
            known = await _known(side)
            async with connection.stream(ask) as found:
                async for part in found.mappings().partitions(PART):
                    why = await _why(side, [row["id"] for row in part])
                    said: dict[str, list[tuple[int, Said]]] = {}
                    if conversations:
                        said = await _said(side, {row["battle"] for row in part})
                    yield [
                        _record(row, known, why.get(row["id"], {}), said.get(row["battle"], []))
                        for row in part
                    ]

    async def write(self, parts: AsyncIterable[Sequence[Entry]]) -> Written:
        """Keep records that are not there yet; whatever goes wrong, none of them is kept."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        count, total = select(func.count()).select_from(votes), 0

        def fresh(table: Table) -> Insert:
            return insert(table).on_conflict_do_nothing()

        async with self._database.transaction() as connection:
            before = await connection.scalar(count) or 0
            ids: dict[tuple[str, int], str] = {
                (known.slug, known.number): version
                for version, known in (await _known(connection)).items()
            }
            met: set[str] = set()
            async for part in parts:
                total += len(part)
                await _add_versions(connection, part, ids)
                for table, rows in _rows(part, ids, met).items():
                    if rows:
                        await connection.execute(fresh(table), rows)
            added = (await connection.scalar(count) or 0) - before
        return Written(added=added, known=total - added)


async def _known(connection: AsyncConnection) -> dict[str, Known]:
    ask = select(
        versions.c.id, versions.c.slug, versions.c.number, versions.c.name, versions.c.maker
    )
    return {
        row.id: Known(slug=row.slug, number=row.number, name=row.name, maker=row.maker)
        for row in await connection.execute(ask)
    }


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
        select(turns, replies.c.side, replies.c.text.label("reply"))
        .outerjoin(replies, replies.c.turn == turns.c.id)
        .where(turns.c.battle.in_(ids))
        .order_by(turns.c.battle, turns.c.number, replies.c.attempt)
    )
    found: defaultdict[str, dict[int, Said]] = defaultdict(dict)
    for row in await connection.execute(ask):
        turn = found[row.battle].get(row.number) or Said(
            question=row.question, replies={}, counted=row.counted, asked_at=row.asked_at
        )
        if row.side is not None:
            turn.replies[Side(row.side)] = row.reply
        found[row.battle][row.number] = turn
    return {battle: list(numbered.items()) for battle, numbered in found.items()}


def _record(
    row: Any, known: dict[str, Known], why: dict[str, Any], said: list[tuple[int, Said]]
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
        reasons=tuple(Reason(reason) for reason in why.get("reasons", row["reasons"])),
        comment=why.get("comment", row["comment"]),
        pace=Pace(row["pace"]),
        probability=row["probability"],
        expected=row["expected"],
        language=row["language"] or "und",
        categories=tuple((row["categories"] or "").split()),
        turns=row["turns"] or row["turn"],
        styles=styles,
        conversation=tuple(turn for number, turn in said if number <= row["turn"]),
    )


async def _add_versions(
    connection: AsyncConnection, part: Sequence[Entry], ids: dict[tuple[str, int], str]
) -> None:
    """A row for each version that is known by its votes only."""
    strange = {
        (side.slug, side.number): side
        for record, _ in part
        for side in record.sides.values()
        if (side.slug, side.number) not in ids
    }
    rows: list[dict[str, Any]] = []
    for key, side in strange.items():
        ids[key] = f"v_{secrets.token_hex(8)}"
        rows.append(
            {
                "id": ids[key],
                "slug": side.slug,
                "number": side.number,
                "fingerprint": f"{IMPORTED} {side.number}",
                "name": side.name or side.label,
                "maker": side.maker,
                "provider": IMPORTED,
                "model": side.slug,
                "system": "",
                "parameters": asdict(Parameters()),
                "prices": None,
                "open_weights": False,
                "sees_images": False,
                "context_tokens": None,
            }
        )
    if rows:
        await connection.execute(versions.insert(), rows)


def _rows(
    part: Sequence[Entry], ids: dict[tuple[str, int], str], met: set[str]
) -> dict[Table, list[dict[str, Any]]]:
    """The rows of a part by table, in the order in which they refer to each other.

    `met` holds the people of earlier parts, and takes up those of this one.
    """
    found: dict[Table, list[dict[str, Any]]] = {
        table: [] for table in (people, battles, turns, replies, votes, measures)
    }
    for record, measured in part:
        person = record.person or UNKNOWN
        began = record.created_at or record.cast_at
        if person not in met:
            met.add(person)
            found[people].append({"id": person, "first_seen_at": began})
        a, b = (ids[record.sides[side].slug, record.sides[side].number] for side in Side)
        found[battles].append(
            {
                "id": record.battle,
                "person": person,
                "created_at": began,
                "pace": record.pace.value,
                "version_a": a,
                "version_b": b,
                # Nobody knows how an imported pair was drawn; 0 says so.
                "probability": record.probability or 0.0,
            }
        )
        number = _add_turns(record, began, found)
        found[votes].append(
            {
                "id": record.vote,
                "battle": record.battle,
                "turn": number,
                "person": person,
                "outcome": record.outcome.value,
                "reasons": [reason.value for reason in record.reasons],
                "comment": record.comment,
                "cast_at": record.cast_at,
                "informed": record.informed,
                "expected": record.expected,
                "undone_at": record.undone_at,
            }
        )
        found[measures].append(columns(record.vote, measured))
    return found


def _add_turns(record: Record, began: datetime, found: dict[Table, list[dict[str, Any]]]) -> int:
    """Turns and replies of a record; gives the number of the judged turn."""
    conversation = record.conversation or (Said(question="", replies={}),)
    for number, turn in enumerate(conversation, 1):
        identity = f"t_{record.battle}_{number}"
        found[turns].append(
            {
                "id": identity,
                "battle": record.battle,
                "number": number,
                "question": turn.question,
                "asked_at": turn.asked_at or began,
                "counted": turn.counted,
            }
        )
        judged = number == len(conversation)
        for side, text in turn.replies.items():
            style = record.styles.get(side, Style()) if judged else Style()
            found[replies].append(
                {
                    "id": f"r_{record.battle}_{number}_{side.value}",
                    "turn": identity,
                    "side": side.value,
                    "attempt": 1,
                    "state": ReplyState.DONE.value,
                    "text": text,
                    "first_word": style.first_word,
                    "cost": style.cost,
                }
            )
    return len(conversation)
