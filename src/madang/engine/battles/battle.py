"""What a person may do in a battle of theirs, but for the vote: start, ask, retry, stop, watch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import UTC, datetime

from madang.domain.battles import Battle, Context, Reply, Side, Turn
from madang.domain.blinding import BattleView, view_battle, view_reveal, view_turn
from madang.domain.contestants import Contestant, Version
from madang.domain.errors.artifacts import NothingToMend
from madang.domain.errors.battles import (
    ContestantAway,
    ConversationTooLong,
    NothingToRetry,
    NothingToStop,
    NotYourBattle,
    SameContestant,
    StillAnswering,
    TooFewContestants,
    UnknownTurn,
)
from madang.domain.errors.contestants import UnknownContestant
from madang.domain.forms import Form
from madang.domain.people import Person
from madang.domain.replies import ReplyState
from madang.engine.asking.composing import all_fit, join_system
from madang.engine.asking.following import Event, stirred
from madang.engine.asking.prelude import conversations, fit_context, room_left
from madang.engine.asking.questions import check_question, new_id
from madang.engine.asking.roster import Roster
from madang.engine.battles import events
from madang.engine.battles.events import Cursor, Scene
from madang.engine.battles.matchmaking import Matchmaker, place
from madang.engine.battles.streaming import Play, Room, Script, Stage
from madang.engine.settings import Settings
from madang.providers.base import Message, Request, Role
from madang.runwindow.telling import tell
from madang.store import Store
from madang.store.battles import Summary


class Battles:
    """The battles of all people."""

    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        roster: Roster,
        stage: Stage,
        matchmaker: Matchmaker,
    ) -> None:
        self._settings = settings
        self._store = store
        self._roster = roster
        self._stage = stage
        self._matchmaker = matchmaker

    async def meet(self, person: Person, pair: tuple[str, str], question: str) -> str:
        """Let two contestants of the person's choice answer a question blindly; the battle's id.

        Which is which is drawn. The vote is kept and counts for no board.

        Raises:
            EmptyQuestion, QuestionTooLong, InvalidText: the question can't be asked.
            SameContestant: it is one contestant twice.
            UnknownContestant, ContestantAway: one of them can't be asked.
        """
        self.check(question)
        if pair[0] == pair[1]:
            raise SameContestant(name=self._reach(pair[0]).contestant.name)
        a, b = place(self._reach(slug) for slug in pair)
        context = await self._instructed(person, None)
        versions = {Side.A: a, Side.B: b}
        battle = await self._begin(person, versions, 1.0, context=context, chosen=True)
        await self.ask(battle, person.id, question)
        return battle

    async def start(
        self,
        person: Person,
        category: str | None = None,
        *,
        question: str = "",
        form: Form | None = None,
        context: Context | None = None,
        fit: Callable[[Version], bool] = lambda _: True,
    ) -> str:
        """Draw a pair and give the new battle's id.

        Args:
            person: whose it is.
            category: the pair that this category is in doubt about is drawn most often.
            question: what will be asked first; who can't read all of it is not drawn.
            form: the template it comes of, as it was filled in.
            context: what both sides are given alike before the first question.
            fit: who may be drawn.

        Raises:
            TooFewContestants: fewer than two can answer now.
            ConversationTooLong: fewer than two can read the question.
            UnknownCategory: there is none of this name.
        """
        context = await self._instructed(person, context)

        def room(version: Version) -> int:
            return room_left(version, context or Context(), question, self._settings.telling)

        def reads(version: Version) -> bool:
            return fit(version) and room(version) >= 0

        try:
            versions, probability = await self._matchmaker.draw(category, fit=reads)
        except TooFewContestants:
            await self._matchmaker.draw(category, fit=fit)  # raises where length is not the reason
            raise ConversationTooLong from None
        context = context and fit_context(context, map(room, versions.values()))
        return await self._begin(person, versions, probability, form=form, context=context)

    async def _begin(
        self,
        person: Person,
        versions: dict[Side, Version],
        probability: float,
        *,
        form: Form | None = None,
        context: Context | None = None,
        chosen: bool = False,
    ) -> str:
        battle = Battle(
            id=new_id("b"),
            person=person.id,
            created_at=datetime.now(UTC),
            pace=self._settings.pace,
            versions=versions,
            probability=probability,
            form=form,
            context=context,
            chosen=chosen,
        )
        await self._store.people.add(person)
        await self._store.battles.add(battle)
        return battle.id

    async def _instructed(self, person: Person, context: Context | None) -> Context | None:
        wanted = await self._store.people.preferences(person.id)
        if wanted.in_battles and wanted.instructions.strip():
            return replace(context or Context(), instructions=wanted.instructions)
        return context

    async def of(self, person: str) -> list[Summary]:
        """The person's battles, newest first."""
        return await self._store.battles.of(person)

    async def find(self, battle_id: str, person: str) -> Battle:
        """The battle, for the one whose it is.

        Raises:
            UnknownBattle, NotYourBattle: there is none, or it is someone else's.
        """
        battle = await self._store.battles.get(battle_id)
        if battle.person != person:
            raise NotYourBattle
        return battle

    async def ask(
        self, battle_id: str, person: str, question: str, side: Side | None = None
    ) -> int:
        """Ask both sides at once, or one alone to mend what it made; stored before it is asked.

        Returns:
            The number of the turn.

        Raises:
            EmptyQuestion, QuestionTooLong, InvalidText: the question can't be asked.
            StillAnswering: a turn is in the making.
            NothingToMend: one side alone is asked, and has not answered anything yet.
            ContestantGone: a contestant of this battle is not configured any more.
            ConversationTooLong: a side can't read all that was said.
        """
        self.check(question)
        with self._stage.room(battle_id) as room:
            async with room.lock:
                battle = await self.find(battle_id, person)
                await self._require_rest(room)
                if side and not any(t.replies[side].text for t in battle.turns if side in t.sides):
                    raise NothingToMend
                number = len(battle.turns) + 1
                turn = Turn(
                    id=new_id("t"),
                    number=number,
                    question=question,
                    asked_at=datetime.now(UTC),
                    counted=not battle.revealed,
                    replies={s: _blank(s) for s in ((side,) if side else Side)},
                    side=side,
                )
                scripts = await self._script(replace(battle, turns=(*battle.turns, turn)), turn)
                await self._store.battles.add_turn(battle.id, turn)
                self._stage.perform(room, turn, scripts, battle.pace)
        return number

    async def retry(self, battle_id: str, person: str, number: int, side: Side | None) -> int:
        """Let a side of the newest turn that failed or was stopped answer again; None: each such.

        Raises:
            UnknownTurn: no such turn, or not the newest one.
            NothingToRetry: the reply has not failed, or has been voted on.
            StillAnswering: a turn is in the making.
        """
        with self._stage.room(battle_id) as room:
            async with room.lock:
                battle = await self.find(battle_id, person)
                await self._require_rest(room)
                if not battle.turns or battle.turns[-1].number != number:
                    raise UnknownTurn(turn=number)
                turn = battle.turns[-1]
                sides = [s for s in turn.sides if side in (None, s)]
                again = [s for s in sides if turn.replies[s].state is not ReplyState.DONE]
                if not again or (battle.revealed and turn.counted):
                    raise NothingToRetry
                anew = {s: _blank(s, turn.replies[s].attempt + 1) for s in again}
                turn = replace(turn, replies=turn.replies | anew)
                asked = replace(battle, turns=(*battle.turns[:-1], turn))
                scripts = await self._script(asked, turn)
                scripts = {s: script for s, script in scripts.items() if s in anew}
                await self._store.battles.add_replies(battle.id, number, *anew.values())
                self._stage.perform(room, turn, scripts, battle.pace)
        return number

    async def stop(self, battle_id: str, person: str) -> int:
        """Stop both sides.

        Raises:
            NothingToStop: neither is being written.
        """
        with self._stage.room(battle_id) as room:
            async with room.lock:
                battle = await self.find(battle_id, person)
                if room.play is None or not room.play.running:
                    raise NothingToStop
                await self._stage.stop(room)
        return len(battle.turns)

    async def view(self, battle_id: str, person: str) -> BattleView:
        """The whole state, as its person may see it now."""
        with self._stage.room(battle_id) as room:
            battle = await self.find(battle_id, person)
            if room.play is None and battle.running:
                battle = await self._interrupt(battle, room)
            play = room.play
            cursor = events.all_seen(_scenes(battle, play), battle)
            if play:
                battle = replace(battle, turns=(*_over(battle, play), play.now()))
            return view_battle(
                battle,
                cursor=str(cursor),
                showing={play.turn.number: play.pacer.showing()} if play else {},
            )

    async def follow(
        self, battle_id: str, person: str, after: str
    ) -> AsyncGenerator[list[Event[Cursor]]]:
        """What happens, from the cursor `after` on; an empty list is a heartbeat. Never ends."""
        cursor = Cursor.parse(after)
        changed = asyncio.Event()
        with self._stage.room(battle_id) as room:
            room.watchers.add(changed)
            try:
                edition = room.edition
                battle = await self.find(battle_id, person)
                scenes = _scenes(battle, room.play)
                while True:
                    news = list(events.between(cursor, scenes))
                    cursor = news[-1].cursor if news else cursor
                    verdict = list(events.verdict(cursor, battle, view_reveal(battle)))
                    cursor = verdict[-1].cursor if verdict else cursor
                    if news or verdict:
                        yield [*news, *verdict]
                    if not await stirred(changed):
                        yield []
                    if room.edition != edition:
                        edition = room.edition
                        battle = await self._store.battles.get(battle_id)
                        scenes = _scenes(battle, room.play)
                    else:
                        scenes = [_playing(battle, room.play)] if room.play else []
            finally:
                room.watchers.discard(changed)

    async def _interrupt(self, battle: Battle, room: Room) -> Battle:
        """End what no one writes: its beginning was stored, and the word of that was lost."""
        async with room.lock:
            if room.play is None and await self._store.battles.interrupt(battle.id):
                room.notify(edition=True)
        return await self._store.battles.get(battle.id)

    def check(self, question: str) -> None:
        """Raises what `ask` does where a question can't be asked."""
        check_question(question, self._settings.question_characters)

    def _reach(self, slug: str) -> Version:
        known = self._roster.find(slug)
        if known is None:
            raise UnknownContestant(slug=slug)
        version = self._roster.reach(slug)
        if version is None:
            raise ContestantAway(name=known.contestant.name)
        return version

    async def _require_rest(self, room: Room) -> None:
        if room.play and room.play.running:
            raise StillAnswering
        await self._stage.settle(room)

    async def _script(self, battle: Battle, turn: Turn) -> dict[Side, Script]:
        said = await conversations(self._store, battle)
        instructions = battle.context.instructions if battle.context else ""
        # What one side alone was asked is not for the other to be told by.
        shared = [held.question for held in battle.turns if held.side is None]
        # Both have to be able to answer, whichever is asked: a refusal would tell them apart.
        asked = Message(Role.USER, turn.question)
        requests: dict[Side, tuple[Request, Contestant]] = {}
        for side, version in battle.versions.items():
            contestant = version.contestant
            request = Request(
                model=contestant.model,
                messages=said[side] if side in turn.sides else (*said[side], asked),
                system=tell(
                    join_system(contestant.system, instructions), shared, self._settings.telling
                ),
                parameters=contestant.parameters,
            )
            requests[side] = request, contestant
        providers = {side: self._roster.provider(one) for side, (_, one) in requests.items()}
        if not all_fit(list(requests.values())):
            raise ConversationTooLong
        return {
            side: Script(turn.replies[side], requests[side][1], providers[side], requests[side][0])
            for side in turn.sides
        }


def _blank(side: Side, attempt: int = 1) -> Reply:
    return Reply(id=new_id("r"), side=side, attempt=attempt, state=ReplyState.STREAMING)


def _scenes(battle: Battle, play: Play | None) -> list[Scene]:
    """All turns as they may be seen."""
    scenes = [
        Scene(view_turn(turn, None, revealed=battle.revealed), _attempts(turn))
        for turn in _over(battle, play)
    ]
    return [*scenes, _playing(battle, play)] if play else scenes


def _over(battle: Battle, play: Play | None) -> list[Turn]:
    """The turns before the one in the making."""
    return [turn for turn in battle.turns if not play or turn.number < play.turn.number]


def _playing(battle: Battle, play: Play) -> Scene:
    turn = play.now()
    view = view_turn(turn, play.pacer.showing(), revealed=battle.revealed)
    return Scene(view, _attempts(turn))


def _attempts(turn: Turn) -> dict[Side, int]:
    return {side: reply.attempt for side, reply in turn.replies.items()}
