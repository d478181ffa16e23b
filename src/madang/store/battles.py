"""Battles with their turns and replies, as they grow. Votes on them are in `votes`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.battles import Battle, Pace, Reply, Side, Turn
from madang.domain.errors.battles import StillAnswering, UnknownBattle, UnknownTurn
from madang.domain.forms import Entry, Form
from madang.domain.replies import INTERRUPTED, ReplyState
from madang.store.contestants import read_versions
from madang.store.contexts import keep_context, read_context
from madang.store.database import Database, DuplicateError, MissingError
from madang.store.replies import outcome, read_written, save_texts
from madang.store.schema import battles, replies, storable, turns, votes
from madang.store.votes import read_votes


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A battle as a list shows it. `voted`: a vote on it stands.

    `question` is the first one, or in a line the form it came of.
    """

    id: str
    created_at: datetime
    question: str | None
    turns: int
    voted: bool


class Battles:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, battle: Battle) -> None:
        """Keep a new battle, before its first turn. Its person and versions are known already."""
        row = {
            "id": battle.id,
            "person": battle.person,
            "created_at": battle.created_at,
            "pace": battle.pace.value,
            "version_a": battle.versions[Side.A].id,
            "version_b": battle.versions[Side.B].id,
            "probability": battle.probability,
            "chosen": battle.chosen,
            **form_columns(battle.form),
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(battles).values(row))
            if battle.context:
                await keep_context(connection, battle.id, battle.context)

    async def get(self, battle: str) -> Battle:
        """All that is kept of the battle with this id.

        Raises:
            UnknownBattle: there is none.
        """
        async with self._database.read() as connection:
            found = await connection.execute(select(battles).where(battles.c.id == battle))
            row = found.one_or_none()
            if row is None:
                raise UnknownBattle
            versions = await read_versions(connection, {row.version_a, row.version_b})
            return Battle(
                id=row.id,
                person=row.person,
                created_at=row.created_at,
                pace=Pace(row.pace),
                versions={Side.A: versions[row.version_a], Side.B: versions[row.version_b]},
                probability=row.probability,
                form=read_form(row.template, row.template_kind, row.form),
                turns=await _read_turns(connection, battle),
                votes=await read_votes(connection, battle),
                context=await read_context(connection, battle),
                chosen=row.chosen,
            )

    async def of(self, person: str, limit: int = 50) -> list[Summary]:
        """The newest battles of the person with this id, newest first."""
        ask = (
            select(
                battles.c.id,
                battles.c.created_at,
                battles.c.template,
                battles.c.template_kind,
                battles.c.form,
                select(turns.c.question)
                .where(turns.c.battle == battles.c.id, turns.c.number == 1)
                .scalar_subquery()
                .label("question"),
                select(func.count())
                .select_from(turns)
                .where(turns.c.battle == battles.c.id)
                .scalar_subquery()
                .label("turns"),
                exists()
                .where(votes.c.battle == battles.c.id, votes.c.undone_at.is_(None))
                .label("voted"),
            )
            .where(battles.c.person == person)
            .order_by(battles.c.created_at.desc(), battles.c.id.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [_summary(row) for row in await connection.execute(ask)]

    async def add_turn(self, battle: str, turn: Turn) -> None:
        """Keep a question and the replies that begin, all at once.

        Raises:
            StillAnswering: the battle has a turn of this number: another request was first.
            UnknownBattle: there is no such battle.
        """
        row = {
            "id": turn.id,
            "battle": battle,
            "number": turn.number,
            "question": turn.question,
            "asked_at": turn.asked_at,
            "counted": turn.counted,
            "side": turn.side and turn.side.value,
        }
        begun = [_columns(turn.id, reply) for reply in turn.replies.values()]
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(turns).values(row))
                if begun:
                    await connection.execute(insert(replies), begun)
        except DuplicateError:
            raise StillAnswering from None
        except MissingError:
            raise UnknownBattle from None

    async def add_replies(self, battle: str, number: int, *anew: Reply) -> None:
        """Keep a new attempt of each of these sides at turn `number`, all at once.

        Raises:
            StillAnswering: a side has an attempt of this number: another request was first.
            UnknownTurn: the battle has no such turn.
        """
        ask = select(turns.c.id).where(turns.c.battle == battle, turns.c.number == number)
        try:
            async with self._database.transaction() as connection:
                turn = await connection.scalar(ask)
                if turn is None:
                    raise UnknownTurn(turn=number)
                await connection.execute(insert(replies), [_columns(turn, reply) for reply in anew])
        except DuplicateError:
            raise StillAnswering from None

    async def save_texts(self, grown: Iterable[tuple[str, str]]) -> None:
        """Keep what streaming replies have come to: pairs of a reply's id and its whole text.

        A reply that has ended meanwhile keeps its end.
        """
        await save_texts(self._database, replies, grown)

    async def finish(self, reply: Reply) -> None:
        """Keep how a reply ended, with its whole text.

        Raises:
            LookupError: it was never begun.
        """
        async with self._database.transaction() as connection:
            result = await connection.execute(
                update(replies).where(replies.c.id == reply.id).values(outcome(reply))
            )
        if result.rowcount != 1:
            raise LookupError(f"there is no reply {reply.id}")

    async def interrupt(self, battle: str | None = None) -> int:
        """Mark every reply that no one writes any more; what it had said stays.

        Args:
            battle: of this one; None: of all, on start.

        Of two that kept step, the quicker one's words beyond the other's had not been let out yet,
        nor its end: they would tell now who was quick, and are dropped.

        Returns:
            How many there were.
        """
        broken = {"state": ReplyState.FAILED.value, "code": INTERRUPTED, "reason": None}
        streaming = replies.c.state == ReplyState.STREAMING.value
        if battle is not None:
            asked = select(turns.c.id).where(turns.c.battle == battle)
            streaming &= replies.c.turn.in_(asked)
        ahead = replies.alias("ahead")
        ask = (
            select(ahead.c.id, ahead.c.text, replies.c.text.label("written"))
            .join(ahead, ahead.c.turn == replies.c.turn)
            .join(turns, turns.c.id == replies.c.turn)
            .join(battles, battles.c.id == turns.c.battle)
            .where(streaming, ahead.c.side != replies.c.side)
            # The first attempts were begun together; of later ones one may have been out before.
            .where(replies.c.attempt == 1, ahead.c.attempt == 1, turns.c.counted)
            .where(battles.c.pace == Pace.EVEN.value)
        )
        async with self._database.transaction() as connection:
            for id_, text, written in (await connection.execute(ask)).all():
                if len(text) > len(written) or not written:
                    cut = {"text": text[: len(written)], **broken}
                    await connection.execute(update(replies).where(replies.c.id == id_).values(cut))
            result = await connection.execute(update(replies).where(streaming).values(broken))
        return result.rowcount


def _summary(row: Any) -> Summary:
    form = read_form(row.template, row.template_kind, row.form)
    return Summary(
        id=row.id,
        created_at=row.created_at,
        question=form.headline if form and form.name else row.question,
        turns=row.turns,
        voted=row.voted,
    )


def form_columns(form: Form | None) -> dict[str, Any]:
    """The columns that say which template a battle came of, and how it was filled in."""
    if form is None:
        return dict.fromkeys(("template", "template_kind", "form"))
    return {
        "template": form.template,
        "template_kind": form.kind,
        "form": {
            "name": storable(form.name),
            "entries": [[storable(one.label), storable(one.value)] for one in form.entries],
        },
    }


def read_form(template: str | None, kind: str | None, form: dict[str, Any] | None) -> Form | None:
    if template is None:
        return None
    told = form or {}
    entries = (Entry(label=label, value=value) for label, value in told.get("entries", []))
    return Form(
        template=template, kind=kind or "", name=told.get("name", ""), entries=tuple(entries)
    )


async def _read_turns(connection: AsyncConnection, battle: str) -> tuple[Turn, ...]:
    """The turns of one battle, each with the newest attempt of each side."""
    said = await connection.execute(
        select(replies)
        .join(turns, turns.c.id == replies.c.turn)
        .where(turns.c.battle == battle)
        .order_by(replies.c.side, replies.c.attempt)
    )
    newest: defaultdict[str, dict[Side, Reply]] = defaultdict(dict)
    for row in said:
        newest[row.turn][Side(row.side)] = _reply(row)
    asked = await connection.execute(
        select(turns).where(turns.c.battle == battle).order_by(turns.c.number)
    )
    return tuple(
        Turn(
            id=row.id,
            number=row.number,
            question=row.question,
            asked_at=row.asked_at,
            counted=row.counted,
            replies=newest[row.id],
            side=Side(row.side) if row.side else None,
        )
        for row in asked
    )


def _columns(turn: str, reply: Reply) -> dict[str, Any]:
    begun = {"id": reply.id, "turn": turn, "side": reply.side.value, "attempt": reply.attempt}
    return begun | outcome(reply)


def _reply(row: Row[Any]) -> Reply:
    return Reply(side=Side(row.side), attempt=row.attempt, **read_written(row))
