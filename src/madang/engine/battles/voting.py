"""The vote of a battle: cast, explained, undone. What comes back is the reveal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from madang.domain.battles import Battle
from madang.domain.errors.battles import (
    AlreadyVoted,
    CommentTooLong,
    NothingToVoteOn,
    StillAnswering,
    UndoTooLate,
    UnknownVote,
)
from madang.domain.votes import UNDO_WINDOW, Outcome, Reason, Vote
from madang.engine.asking.questions import new_id
from madang.engine.battles.battle import Battles
from madang.engine.battles.streaming import Stage
from madang.engine.leaderboard.boards import Leaderboard
from madang.store import Store

COMMENT_CHARACTERS = 4_000


class Voting:
    """Votes on battles. Every change is stored before it is answered."""

    def __init__(
        self,
        *,
        store: Store,
        battles: Battles,
        stage: Stage,
        leaderboard: Leaderboard,
        on_vote: Callable[[Vote, Battle], Awaitable[None]],
    ) -> None:
        """`on_vote` hears of every vote once it is stored."""
        self._on_vote = on_vote
        self._store = store
        self._battles = battles
        self._stage = stage
        self._leaderboard = leaderboard

    async def cast(
        self,
        battle_id: str,
        person: str,
        outcome: Outcome,
        reasons: tuple[Reason, ...] = (),
        comment: str = "",
    ) -> None:
        """Vote; from then on the names are known.

        Raises:
            StillAnswering: a reply is being written, or has not been let out whole.
            NothingToVoteOn: no turn has two replies that stand.
            AlreadyVoted: the battle has a vote.
            CommentTooLong: see `COMMENT_CHARACTERS`.
        """
        _check(comment)
        with self._stage.room(battle_id) as room:
            async with room.lock:
                battle = await self._battles.find(battle_id, person)
                if battle.vote:
                    raise AlreadyVoted
                if room.play and room.play.running:
                    raise StillAnswering
                until = battle.judged_until
                if until is None:
                    raise NothingToVoteOn
                vote = Vote(
                    id=new_id("v"),
                    battle=battle.id,
                    person=person,
                    turn=until,
                    outcome=outcome,
                    reasons=reasons,
                    comment=comment,
                    cast_at=datetime.now(UTC),
                    informed=battle.informed,
                    expected=await self._leaderboard.expect(battle),
                )
                vote = await self._store.votes.cast(vote)
                # Who is told of the vote finds what came of it; the vote stands whatever that was.
                try:
                    await self._leaderboard.take(vote, battle)
                    await self._on_vote(vote, battle)
                finally:
                    room.notify(edition=True)

    async def explain(
        self,
        battle_id: str,
        person: str,
        reasons: tuple[Reason, ...] | None,
        comment: str | None,
    ) -> None:
        """Say why, after the reveal; what is None stays as it was.

        Raises:
            UnknownVote: there is none to explain.
        """
        _check(comment or "")
        with self._stage.room(battle_id) as room:
            async with room.lock:
                vote = _standing(await self._battles.find(battle_id, person))
                why = {
                    "reasons": list(vote.reasons if reasons is None else reasons),
                    "comment": vote.comment if comment is None else comment,
                }
                await self._store.votes.annotate(vote.id, "why", why, datetime.now(UTC))
                room.notify(edition=True)

    async def undo(self, battle_id: str, person: str) -> None:
        """Take the vote back.

        Raises:
            UnknownVote: there is none.
            UndoTooLate: it was cast longer ago than `UNDO_WINDOW`.
        """
        with self._stage.room(battle_id) as room:
            async with room.lock:
                vote = _standing(await self._battles.find(battle_id, person))
                now = datetime.now(UTC)
                if now > vote.undo_until:
                    raise UndoTooLate(seconds=int(UNDO_WINDOW.total_seconds()))
                await self._store.votes.undo(vote.id, now)
                room.notify(edition=True)
        await self._leaderboard.drop(vote)


def _standing(battle: Battle) -> Vote:
    if battle.vote is None:
        raise UnknownVote
    return battle.vote


def _check(comment: str) -> None:
    if len(comment) > COMMENT_CHARACTERS:
        raise CommentTooLong(length=len(comment), limit=COMMENT_CHARACTERS)
