"""What a person makes of a reply is kept beside it, and goes with the chat."""

import asyncio

import pytest

from madang.domain.chats import Chat, Message, MessageAuthor
from madang.domain.errors.templates import DocumentMoved
from madang.domain.people import Person
from madang.domain.replies import ReplyState
from madang.store.database import MissingError
from madang.store.documents import digest
from tests.battles import START, contestant


def message(name, author, parent=None, version=None):
    return Message(
        id=name,
        chat="c_1",
        number=0,
        parent=parent,
        author=author,
        said_at=START,
        state=ReplyState.DONE,
        text="as it was written",
        version=version,
    )


@pytest.fixture
async def chat(store):
    await store.people.add(Person(id="p_1", first_seen_at=START))
    version = await store.contestants.version(contestant())
    await store.chats.add(
        Chat(id="c_1", person="p_1", created_at=START, changed_at=START, version=version)
    )
    said = [
        message("m_1", MessageAuthor.PERSON),
        message("m_2", MessageAuthor.CONTESTANT, "m_1", version),
    ]
    await store.chats.write("c_1", said, branch=False, title=None, version=version.id)
    return "c_1"


async def test_the_newest_text_stands_until_it_is_let_be(store, chat):
    assert await store.documents.of(chat) == {}
    await store.documents.keep(chat, "m_2", "고친 글", None)
    await store.documents.keep(chat, "m_2", "again, and a NUL \0", digest("고친 글"))
    assert await store.documents.of(chat) == {"m_2": "again, and a NUL ␀"}
    assert [one.text for one in await store.chats.path(chat, "m_2")] == ["as it was written"] * 2
    await store.documents.keep(chat, "m_2", None, digest("again, and a NUL ␀"))
    assert await store.documents.of(chat) == {}


async def test_of_two_windows_the_second_is_told_and_nothing_is_lost(store, chat):
    await store.documents.keep(chat, "m_2", "theirs", None)
    for text, before in [("mine", None), (None, None), ("mine", digest("older"))]:
        with pytest.raises(DocumentMoved) as moved:
            await store.documents.keep(chat, "m_2", text, before)
        assert moved.value.details == {"text": "theirs", "digest": digest("theirs")}
    assert await store.documents.of(chat) == {"m_2": "theirs"}
    await store.documents.keep(chat, "m_2", "mine", digest("theirs"))
    await store.documents.keep(chat, "m_2", None, digest("mine"))
    with pytest.raises(DocumentMoved):
        await store.documents.keep(chat, "m_2", "late", digest("mine"))


async def test_of_two_at_the_same_moment_one_stands(store, chat):
    said = [f"text {n}" for n in range(4)]
    ends = await asyncio.gather(
        *(store.documents.keep(chat, "m_2", text, None) for text in said), return_exceptions=True
    )
    (stands,) = [text for text, end in zip(said, ends, strict=True) if end is None]
    assert await store.documents.of(chat) == {"m_2": stands}
    moved = [end for end in ends if end is not None]
    assert [end.details["text"] for end in moved] == [stands] * 3


async def test_it_goes_with_its_chat(store, chat):
    await store.documents.keep(chat, "m_2", "고친 글", None)
    await store.chats.delete(chat)
    assert await store.documents.of(chat) == {}


async def test_no_text_without_a_reply(store, chat):
    with pytest.raises(MissingError):
        await store.documents.keep(chat, "m_none", "x", None)
