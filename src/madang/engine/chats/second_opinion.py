"""Asking a second, blind: a message of a chat becomes a battle, and its winner's answer a reply.

The two are anonymous as in any battle. Whoever has answered this message already, in the chat or in
a battle that came of it, is not drawn: the person has read that answer under its name, or will, and
would know it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from madang.domain.battles import Battle, Context, Side, Spoken, Turn
from madang.domain.chats import FileKind, Message, MessageAuthor, Tree
from madang.domain.contestants import Version
from madang.domain.errors import MadangError
from madang.domain.errors.battles import TooFewContestants
from madang.domain.errors.chats import NothingToContinue, TooFewSeeing, TooFewUnseen, UnknownMessage
from madang.domain.people import Person
from madang.domain.replies import ReplyState
from madang.domain.votes import Outcome, Vote
from madang.engine.asking.composing import spell
from madang.engine.asking.questions import new_id
from madang.engine.battles.battle import Battles
from madang.engine.chats.chat import Chats
from madang.store import Store

WINNERS = {Outcome.A: Side.A, Outcome.B: Side.B}


class SecondOpinions:
    def __init__(self, *, store: Store, chats: Chats, battles: Battles) -> None:
        self._store = store
        self._chats = chats
        self._battles = battles

    async def ask(self, chat: str, person: str, message: str) -> str:
        """Let two anonymous contestants answer a message, with the chat so far; the battle's id.

        Args:
            chat: the chat's id.
            person: whose it is.
            message: one of the person's own, or a reply to it.

        Raises:
            UnknownMessage: there is no such message here.
            TooFewUnseen: fewer than two can answer that have not done so.
            TooFewSeeing: as above, of those that see images, for there is one.
            ConversationTooLong: fewer than two can read the message.
        """
        head = await self._chats.find(chat, person)
        path = list(await self._store.chats.path(chat, message))
        if path and path[-1].author is MessageAuthor.CONTESTANT:
            path.pop()
        if not path:
            raise UnknownMessage
        question = path[-1]
        _, messages = await self._store.chats.since(chat)
        known = {m.version.contestant.slug for m in Tree(messages).under(question.id) if m.version}
        for one in await self._store.contexts.of_chat(chat):
            if one.message == question.id:
                met = (await self._store.battles.get(one.id)).versions.values()
                known |= {version.contestant.slug for version in met}
        context = _context(chat, path)
        sees = bool(context.images) or any(spoken.images for spoken in context.prelude)

        def fit(version: Version) -> bool:
            contestant = version.contestant
            return contestant.slug not in known and (contestant.sees_images or not sees)

        owner = Person(id=person, first_seen_at=head.created_at)
        asked = question.text or question.attachments[0].name
        try:
            battle = await self._battles.start(owner, question=asked, context=context, fit=fit)
        except TooFewContestants as error:
            raise (TooFewSeeing if sees else TooFewUnseen)(**error.details) from None
        await self._battles.ask(battle, person, asked)
        self._chats.notify(chat)
        return battle

    async def adopt(self, battle_id: str, person: str, side: Side | None = None) -> str:
        """Let a side's answer go on in the chat its battle came of; gives the chat's id.

        Args:
            battle_id: a battle that was voted on.
            person: whose it is.
            side: whose answer; None is the winner's.

        Raises:
            NothingToContinue: no vote, no winner, or no chat any more.
        """
        battle = await self._battles.find(battle_id, person)
        context, vote = battle.context, battle.vote
        side = side or (WINNERS.get(vote.outcome) if vote else None)
        turn = battle.judged_turn
        if vote is None or side is None or turn is None or context is None:
            raise NothingToContinue
        if context.chat is None or context.message is None:
            raise NothingToContinue
        said = conversation(battle, side, turn, context.chat, context.message)
        _, messages = await self._store.chats.since(context.chat)
        mine = battle.versions[side].id
        if any(m.battle == battle.id and m.version and m.version.id == mine for m in messages):
            return context.chat
        await self._store.chats.write(context.chat, said, branch=True, version=mine)
        self._chats.notify(context.chat)
        return context.chat

    async def hear(self, vote: Vote, battle: Battle) -> None:
        """Let the winner's answer go on in the chat, as soon as there is a winner."""
        if battle.context is None or battle.context.chat is None:
            return
        self._chats.notify(battle.context.chat)
        if vote.outcome not in WINNERS:
            return
        # The vote stands whatever becomes of the chat, which may be gone by now.
        try:
            await self.adopt(battle.id, battle.person)
        except MadangError:
            return


def _context(chat: str, path: Sequence[Message]) -> Context:
    question = path[-1]
    files = replace(question, text="")
    summarised = next((at for at in range(len(path) - 2, -1, -1) if path[at].summary), None)
    before = path[:-1]
    prelude: list[Spoken] = []
    if summarised is not None:
        prelude.append(Spoken(by_person=True, text=path[summarised].summary))
        before = path[summarised + 1 : -1]
    prelude += [
        Spoken(by_person=m.author is MessageAuthor.PERSON, text=spell(m), images=_images(m))
        for m in before
        if m.text.strip() or m.attachments
    ]
    return Context(
        chat=chat,
        message=question.id,
        prelude=tuple(prelude),
        enclosed=spell(files).strip(),
        images=_images(question),
    )


def _images(message: Message) -> tuple[str, ...]:
    return tuple(one.id for one in message.attachments if one.kind is FileKind.IMAGE)


def conversation(
    battle: Battle, side: Side, judged: Turn, chat: str, question: str | None = None
) -> list[Message]:
    """The battle with one side, up to what was judged, as messages under its question.

    Without `question`, the first turn's own is the first of them.
    """
    said: list[Message] = []
    parent = question
    for turn in battle.turns:
        if turn.number > judged.number:
            break
        if side not in turn.sides:
            continue
        reply = turn.replies[side]
        if parent is None or turn.number > 1:
            said.append(_message(chat, parent, MessageAuthor.PERSON, turn.question, turn.asked_at))
            parent = said[-1].id
        answer = _message(chat, parent, MessageAuthor.CONTESTANT, reply.text, datetime.now(UTC))
        said.append(
            replace(
                answer,
                version=battle.versions[side],
                battle=battle.id,
                state=reply.state,
                stop_reason=reply.stop_reason,
                timings=reply.timings,
            )
        )
        parent = answer.id
    return said


def _message(
    chat: str, parent: str | None, author: MessageAuthor, text: str, at: datetime
) -> Message:
    return Message(
        id=new_id("m"),
        chat=chat,
        number=0,
        parent=parent,
        author=author,
        said_at=at,
        state=ReplyState.DONE,
        text=text,
    )
