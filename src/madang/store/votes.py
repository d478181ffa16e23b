"""Votes and what was noted on them later. None is ever deleted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, distinct, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.errors.battles import AlreadyVoted, UnknownBattle, UnknownVote
from madang.domain.people import UNKNOWN
from madang.domain.votes import Outcome, Reason, Vote
from madang.store.counting import COUNTS
from madang.store.database import Database, DuplicateError, MissingError
from madang.store.schema import annotations, battles, votes

WHY = "why"
"""The kind of annotation that gives `reasons`, `comment` or both later; the newest holds."""


class Votes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def cast(self, vote: Vote) -> Vote:
        """Keep a vote; returned as kept: `informed` too where an undone one had shown the names.

        Raises:
            AlreadyVoted: one that was not undone stands.
            UnknownBattle: there is no such battle.
        """
        try:
            async with self._database.transaction() as connection:
                await _hold(connection, vote.battle)
                earlier = select(votes.c.id).where(votes.c.battle == vote.battle).limit(1)
                if await connection.scalar(earlier) is not None:
                    vote = replace(vote, informed=True)
                await connection.execute(insert(votes).values(_columns(vote)))
        except DuplicateError:
            raise AlreadyVoted from None
        return vote

    async def undo(self, vote: str, at: datetime) -> None:
        """Note that the vote with this id was taken back.

        Raises:
            UnknownVote: there is none, or it was taken back before.
        """
        standing = (votes.c.id == vote) & votes.c.undone_at.is_(None)
        async with self._database.transaction() as connection:
            result = await connection.execute(update(votes).where(standing).values(undone_at=at))
        if result.rowcount != 1:
            raise UnknownVote

    async def annotate(
        self, vote: str, kind: str, content: Mapping[str, Any], at: datetime
    ) -> None:
        """Note something on the vote with this id; every note is kept.

        Args:
            vote: its id.
            kind: what the note is about, `WHY` or another.
            content: anything JSON can say.
            at: when it was said.

        Raises:
            UnknownVote: there is no such vote.
        """
        row = {"vote": vote, "kind": kind, "content": dict(content), "at": at}
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(annotations).values(row))
        except MissingError:
            raise UnknownVote from None

    async def totals(self) -> tuple[int, int]:
        """How many votes count, and how many people cast them."""
        known = case((votes.c.person != UNKNOWN, votes.c.person))
        ask = select(func.coalesce(func.sum(votes.c.times), 0), func.count(distinct(known))).where(
            COUNTS
        )
        async with self._database.read() as connection:
            count, voters = (await connection.execute(ask)).one()
        return int(count), voters


async def read_votes(connection: AsyncConnection, battle: str) -> tuple[Vote, ...]:
    """The votes on one battle, oldest first, with what was said of them later."""
    rows = await connection.execute(
        select(votes).where(votes.c.battle == battle).order_by(votes.c.cast_at, votes.c.id)
    )
    found = [_vote(row) for row in rows]
    if not found:
        return ()
    notes = await connection.execute(
        select(annotations.c.vote, annotations.c.content)
        .where(annotations.c.vote.in_([vote.id for vote in found]), annotations.c.kind == WHY)
        .order_by(annotations.c.id)
    )
    why: dict[str, dict[str, Any]] = {}
    for vote, content in notes:
        why.setdefault(vote, {}).update(content)
    return tuple(_explained(vote, why.get(vote.id, {})) for vote in found)


async def _hold(connection: AsyncConnection, battle: str) -> None:
    """Let no one else vote on this battle until the transaction ends."""
    ask = select(battles.c.id).where(battles.c.id == battle).with_for_update()
    if await connection.scalar(ask) is None:
        raise UnknownBattle


def _columns(vote: Vote) -> dict[str, Any]:
    return {
        "id": vote.id,
        "battle": vote.battle,
        "turn": vote.turn,
        "person": vote.person,
        "outcome": vote.outcome.value,
        "reasons": [reason.value for reason in vote.reasons],
        "comment": vote.comment,
        "cast_at": vote.cast_at,
        "informed": vote.informed,
        "expected": vote.expected,
        "undone_at": vote.undone_at,
    }


def _vote(row: Row[Any]) -> Vote:
    return Vote(
        id=row.id,
        battle=row.battle,
        person=row.person,
        turn=row.turn,
        outcome=Outcome(row.outcome),
        reasons=tuple(Reason(reason) for reason in row.reasons),
        comment=row.comment,
        cast_at=row.cast_at,
        informed=row.informed,
        expected=row.expected,
        undone_at=row.undone_at,
    )


def _explained(vote: Vote, why: Mapping[str, Any]) -> Vote:
    reasons = why.get("reasons", vote.reasons)
    return replace(
        vote,
        reasons=tuple(Reason(reason) for reason in reasons),
        comment=why.get("comment", vote.comment),
    )
