"""What a person may do in a chat of theirs: start, ask, answer anew, stop, branch, delete, watch.

Sorting and finding chats is in `shelves`, files in `attaching`, blind battles in `second_opinion`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from madang.domain.chats import Attachment, Chat, Message, MessageAuthor, Tree, title_of
from madang.domain.contestants import Version
from madang.domain.errors.battles import NothingToStop
from madang.domain.errors.chats import (
    ChatContestantGone,
    NotAQuestion,
    NotYourChat,
    ReplyRunning,
    TooManyFiles,
    UnknownChat,
)
from madang.domain.errors.contestants import UnknownContestant
from madang.domain.people import Person
from madang.domain.replies import ReplyState
from madang.engine.asking.composing import compose
from madang.engine.asking.following import Event, stirred
from madang.engine.asking.questions import check_question, new_id
from madang.engine.asking.roster import Roster
from madang.engine.battles.streaming import Stage
from madang.engine.chats import events as chat_events
from madang.engine.chats.events import Cursor
from madang.engine.chats.talking import Script, Talk, Talks
from madang.engine.chats.views import BattleMark, ChatView, HeadView, view_head, view_message
from madang.engine.settings import Settings
from madang.store import Store

FILES = 10
"""Files that one message can carry."""

AT_ONCE = 4
"""Replies that are written in one chat at the same time, at most."""

GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What was begun: the question's message, and the replies that are being written to it."""

    message: str
    replies: tuple[str, ...]


class Chats:
    """The chats of all people."""

    def __init__(
        self, *, settings: Settings, store: Store, roster: Roster, talks: Talks, stage: Stage
    ) -> None:
        """`stage` is where the blind battles that came of chats are played."""
        self._stage = stage
        self._settings = settings
        self._store = store
        self._roster = roster
        self._talks = talks

    async def start(self, person: Person, slug: str | None = None, title: str = "") -> str:
        """Begin an empty chat; gives its id.

        Args:
            person: whose it is.
            slug: the contestant to talk with; None takes whoever the person's last chat is with.
            title: what it is called; one without is called after the first question.

        Raises:
            UnknownContestant: there is none of this slug.
            ChatContestantGone: there is none at all.
        """
        version = self._version(slug) if slug else await self._usual(person.id)
        now = datetime.now(UTC)
        chat = Chat(
            id=new_id("c"),
            person=person.id,
            created_at=now,
            changed_at=now,
            title=title,
            titled=bool(title),
            version=version,
        )
        await self._store.people.add(person)
        await self._store.chats.add(chat)
        return chat.id

    async def begin(
        self,
        person: Person,
        text: str,
        *,
        slug: str | None = None,
        title: str = "",
        files: Sequence[str] = (),
        count: int = 1,
    ) -> tuple[str, Begun]:
        """Begin a chat by asking something: where that can't be asked, there is no chat either.

        Returns:
            The chat's id, and what was begun in it.

        Raises:
            As `start` and `ask`.
        """
        self._check(text, files)
        attachments = await self._store.attachments.get(list(files), person.id) if files else ()
        version = self._version(slug) if slug else await self._usual(person.id)
        chat = new_id("c")
        question = _question(chat, None, text, attachments)
        replies, scripts = await self._prepare(person.id, [question], version, count)
        await self._store.people.add(person)
        with self._talks.room(chat) as talk:
            async with talk.lock:
                head = Chat(
                    id=chat,
                    person=person.id,
                    created_at=question.said_at,
                    changed_at=question.said_at,
                    title=title or title_of(text),
                    titled=bool(title),
                    version=version,
                    leaf=replies[-1].id,
                    last=1 + len(replies),
                )
                await self._store.chats.add(head, [question, *replies])
                self._talks.begin(talk, _numbered(scripts, 2))
        return chat, Begun(message=question.id, replies=tuple(reply.id for reply in replies))

    async def find(self, chat_id: str, person: str) -> Chat:
        """The chat without its messages, for the one whose it is.

        Raises:
            UnknownChat, NotYourChat: there is none, or it is someone else's.
        """
        chat = await self._store.chats.head(chat_id)
        if chat.person != person:
            raise NotYourChat
        return chat

    async def ask(
        self,
        chat_id: str,
        person: str,
        text: str,
        *,
        after: str | None,
        branch: bool = False,
        files: Sequence[str] = (),
        slug: str | None = None,
        count: int = 1,
    ) -> Begun:
        """Say something; it is stored before the contestant hears it.

        Args:
            chat_id: where.
            person: who.
            text: what.
            after: the message it follows; None begins the chat.
            branch: whether something may have been said there before, as when one edits.
            files: ids of files that go with it.
            slug: who answers, and goes on answering; None is whoever did so far.
            count: how many replies are written, side by side.

        Raises:
            EmptyQuestion, QuestionTooLong, InvalidText, TooManyFiles: it can't be said.
            ChatMoved: not a branch, and something was said there meanwhile.
            ReplyRunning: a reply it follows is being written, or too many are.
            ChatContestantGone, CanNotSee, TooLongToRead: this contestant can't answer it.
        """
        self._check(text, files)
        attachments = await self._store.attachments.get(list(files), person) if files else ()
        with self._talks.room(chat_id) as talk:
            async with talk.lock:
                chat = await self.find(chat_id, person)
                version = await self._answering(chat, slug)
                await self._require_rest(talk, count)
                path = await self._store.chats.path(chat_id, after)
                if path and path[-1].running:
                    if path[-1].id in talk.writings:
                        raise ReplyRunning
                    await self._interrupt(chat_id, talk)
                    path = await self._store.chats.path(chat_id, after)
                question = _question(chat_id, after, text, attachments)
                replies, scripts = await self._prepare(person, [*path, question], version, count)
                title = title_of(text) if not path and not chat.title else None
                number = await self._store.chats.write(
                    chat_id,
                    [question, *replies],
                    branch=branch,
                    title=title,
                    version=version.id,
                )
                self._talks.begin(talk, _numbered(scripts, number + 1))
        return Begun(message=question.id, replies=tuple(reply.id for reply in replies))

    async def answer(
        self, chat_id: str, person: str, message: str, *, slug: str | None = None, count: int = 1
    ) -> Begun:
        """Let a question be answered anew, by the same contestant or another.

        Raises:
            NotAQuestion: the message is itself a reply.
            UnknownMessage, ReplyRunning, ChatContestantGone, CanNotSee, TooLongToRead: as in `ask`.
        """
        with self._talks.room(chat_id) as talk:
            async with talk.lock:
                chat = await self.find(chat_id, person)
                version = await self._answering(chat, slug)
                await self._require_rest(talk, count)
                path = await self._store.chats.path(chat_id, message)
                if path[-1].author is not MessageAuthor.PERSON:
                    raise NotAQuestion
                replies, scripts = await self._prepare(person, path, version, count)
                number = await self._store.chats.write(
                    chat_id, replies, branch=True, version=version.id if slug else None
                )
                self._talks.begin(talk, _numbered(scripts, number))
        return Begun(message=message, replies=tuple(reply.id for reply in replies))

    async def stop(self, chat_id: str, person: str) -> None:
        """Stop what is being written; what has come of it stays.

        Raises:
            NothingToStop: nothing is.
        """
        with self._talks.room(chat_id) as talk:
            async with talk.lock:
                await self.find(chat_id, person)
                if not talk.running:
                    raise NothingToStop
                await self._talks.stop(talk, talk.running)

    async def choose(self, chat_id: str, person: str, leaf: str) -> None:
        """Bring the branch that ends at `leaf` into view."""
        await self.find(chat_id, person)
        await self._store.chats.choose(chat_id, leaf)
        self.notify(chat_id)

    async def stand(self, chat_id: str, person: str, slug: str) -> None:
        """Let another contestant answer from now on."""
        await self.find(chat_id, person)
        await self._store.chats.stand(chat_id, self._version(slug).id)
        self.notify(chat_id)

    async def prune(self, chat_id: str, person: str, message: str) -> None:
        """Delete a message and all under it; a reply that is being written there ends unkept."""
        with self._talks.room(chat_id) as talk:
            async with talk.lock:
                await self.find(chat_id, person)
                _, messages = await self._store.chats.since(chat_id)
                tree = Tree(messages)
                branch = tree.branch(message) if message in tree.messages else []
                async with self._hushed(chat_id, branch):
                    gone = await self._store.chats.prune(chat_id, message)
                await self._talks.drop(talk, gone)
                talk.notify(edition=True)

    async def delete(self, chat_id: str, person: str) -> None:
        """Delete the chat with all that was said in it."""
        with self._talks.room(chat_id) as talk:
            async with talk.lock:
                await self.find(chat_id, person)
                async with self._hushed(chat_id):
                    await self._store.chats.delete(chat_id)
                await self._talks.drop(talk, list(talk.writings))
                talk.gone = True
                talk.notify(edition=True)

    @asynccontextmanager
    async def _hushed(
        self, chat_id: str, messages: Sequence[str] | None = None
    ) -> AsyncGenerator[None]:
        """While these are deleted the battles that came of them are still, and then seen anew."""
        came = await self._store.contexts.of_chat(chat_id)
        battles = [one.id for one in came if messages is None or one.message in messages]
        for battle in battles:
            with self._stage.room(battle) as room:
                async with room.lock:
                    await self._stage.clear(room)
        yield
        for battle in battles:
            with self._stage.room(battle) as room:
                room.notify(edition=True)

    def notify(self, chat_id: str) -> None:
        """Let those who watch a chat know that something about it has changed."""
        with self._talks.room(chat_id) as talk:
            talk.notify(edition=True)

    async def view(self, chat_id: str, person: str) -> ChatView:
        """All of it, every branch."""
        with self._talks.room(chat_id) as talk:
            await self.find(chat_id, person)
            chat, messages = await self._store.chats.since(chat_id)
            if any(one.running and one.id not in talk.writings for one in messages):
                async with talk.lock:
                    await self._interrupt(chat_id, talk)
                chat, messages = await self._store.chats.since(chat_id)
            head = self._head(chat)
            views = tuple(view_message(one) for one in talk.now(messages))
        cursor = str(chat_events.all_seen(head, views))
        battles = tuple(
            BattleMark(id=one.id, message=one.message, voted=one.voted)
            for one in await self._store.contexts.of_chat(chat_id)
        )
        return ChatView(chat=head, messages=views, battles=battles, cursor=cursor)

    async def _interrupt(self, chat_id: str, talk: Talk) -> None:
        """End what no one writes: its beginning was stored, and the word of that was lost."""
        if await self._store.chats.interrupt(chat_id, but=list(talk.writings)):
            talk.notify(edition=True)

    async def head(self, chat_id: str, person: str) -> HeadView:
        """The chat without its messages, as its person sees it."""
        return self._head(await self.find(chat_id, person))

    async def follow(
        self, chat_id: str, person: str, after: str
    ) -> AsyncGenerator[list[Event[Cursor]]]:
        """What happens, from the cursor `after` on; an empty list is a heartbeat.

        Ends only with the chat itself: its last event is then `gone`.
        """
        cursor = Cursor.parse(after)
        changed = asyncio.Event()
        with self._talks.room(chat_id) as talk:
            await self.find(chat_id, person)
            talk.watchers.add(changed)
            try:
                while True:
                    try:
                        news = await self._news(chat_id, talk, cursor)
                    except UnknownChat:
                        yield [Event(GONE, {}, cursor)]
                        return
                    cursor = news[-1].cursor if news else cursor
                    if news:
                        yield news
                    if not await stirred(changed):
                        yield []
            finally:
                talk.watchers.discard(changed)

    async def _news(self, chat_id: str, talk: Talk, cursor: Cursor) -> list[Event[Cursor]]:
        chat, messages = await self._store.chats.since(chat_id, cursor.lowest)
        views = [view_message(one) for one in talk.now(messages)]
        return list(chat_events.between(cursor, self._head(chat), views))

    def _head(self, chat: Chat) -> HeadView:
        return view_head(chat, self._roster.ready())

    def _check(self, text: str, files: Sequence[str]) -> None:
        check_question(text, self._settings.question_characters, alone=not files)
        if len(files) > FILES:
            raise TooManyFiles(count=len(files), limit=FILES)

    async def _require_rest(self, talk: Talk, count: int) -> None:
        if len(talk.running) + count > AT_ONCE:
            raise ReplyRunning
        await self._talks.settle(talk)

    def _version(self, slug: str) -> Version:
        version = self._roster.reach(slug)
        if version is None:
            raise UnknownContestant(slug=slug)
        return version

    async def _answering(self, chat: Chat, slug: str | None) -> Version:
        """Who is to answer, as it stands now."""
        if slug:
            return self._version(slug)
        if chat.version is None:
            return await self._usual(chat.person)
        version = self._roster.reach(chat.version.contestant.slug)
        if version is None:
            raise ChatContestantGone(name=chat.version.contestant.name)
        return version

    async def _usual(self, person: str) -> Version:
        """Whoever this person talked with last and can still be asked, else the first there is."""
        ready = self._roster.ready()
        if not ready:
            raise ChatContestantGone(name="?")
        for chat in await self._store.chats.of(person):
            version = self._roster.reach(chat.version.contestant.slug) if chat.version else None
            if version:
                return version
        return ready[0]

    async def _prepare(
        self, person: str, path: Sequence[Message], version: Version, count: int
    ) -> tuple[list[Message], list[Script]]:
        """The replies to the last message of `path`, and how each is to be written."""
        contestant = version.contestant
        wanted = await self._store.people.preferences(person)
        # What was changed by hand after the last reply, by the number of questions until then.
        until = sum(message.author is MessageAuthor.PERSON for message in path[:-1])
        edits = await self._store.artifacts.edits(path[-1].chat)
        changed = {e.artifact.name: e.artifact for e in edits if e.after >= until}
        composed = compose(
            path,
            contestant,
            instructions=wanted.instructions,
            telling=self._settings.telling,
            changed=list(changed.values()),
        )
        provider = self._roster.provider(contestant)
        question = path[-1]
        replies = [
            _reply(question, version, left_out=composed.left_out, at=datetime.now(UTC))
            for _ in range(count)
        ]
        scripts = [Script(reply, contestant, provider, composed.request) for reply in replies]
        return replies, scripts


def _question(
    chat: str, after: str | None, text: str, attachments: tuple[Attachment, ...]
) -> Message:
    return Message(
        id=new_id("m"),
        chat=chat,
        number=0,
        parent=after,
        author=MessageAuthor.PERSON,
        said_at=datetime.now(UTC),
        state=ReplyState.DONE,
        text=text,
        attachments=attachments,
    )


def _reply(question: Message, version: Version, *, left_out: int, at: datetime) -> Message:
    return Message(
        id=new_id("m"),
        chat=question.chat,
        number=0,
        parent=question.id,
        author=MessageAuthor.CONTESTANT,
        said_at=at,
        version=version,
        left_out=left_out,
        state=ReplyState.STREAMING,
    )


def _numbered(scripts: Sequence[Script], number: int) -> list[Script]:
    """With the numbers that the store has given."""
    for place, script in enumerate(scripts, number):
        script.reply = replace(script.reply, number=place)
    return list(scripts)
