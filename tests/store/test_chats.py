"""Chats as each database keeps them: the tree, finding again, deleting for good, a crash."""

from dataclasses import replace

import pytest

from madang.domain import artifacts
from madang.domain.chats import Attachment, Chat, ChatShare, FileKind, Message, MessageAuthor, Tree
from madang.domain.errors.chats import (
    ChatMoved,
    ReplyRunning,
    UnknownChat,
    UnknownFile,
    UnknownMessage,
)
from madang.domain.people import Person
from madang.domain.replies import INTERRUPTED, ReplyState
from tests.battles import START, contestant


def message(name, parent=None, text="", *, author=MessageAuthor.PERSON, **changes):
    values = {
        "id": name,
        "chat": "c_1",
        "number": 0,
        "parent": parent,
        "author": author,
        "said_at": START,
        "state": ReplyState.DONE,
        "text": text or f"text of {name}",
    }
    return Message(**(values | changes))


@pytest.fixture
async def version(store):
    return await store.contestants.version(contestant())


@pytest.fixture
async def chat(store, version):
    """A chat of person `p_1` with a question and its answer; another of `p_2`."""
    for person in ("p_1", "p_2"):
        await store.people.add(Person(id=person, first_seen_at=START))
    for name, person in (("c_1", "p_1"), ("c_2", "p_2")):
        fresh = Chat(id=name, person=person, created_at=START, changed_at=START, version=version)
        assert await store.chats.add(fresh)
    said = [
        message("m_1", text="마당이 뭐예요?"),
        message(
            "m_2",
            "m_1",
            "게가 걷는 놀이터입니다.",
            author=MessageAuthor.CONTESTANT,
            version=version,
        ),
    ]
    assert await store.chats.write("c_1", said, branch=False, title="마당") == 1
    return "c_1"


async def found(store, words, person="p_1"):
    return {(one.chat, one.message) for one in await store.chats.search(person, words)}


async def test_an_edit_stands_beside_what_it_edits(store, chat):
    assert await store.chats.write(chat, [message("m_3")], branch=True) == 3
    head, messages = await store.chats.since(chat)
    tree = Tree(messages)
    assert [one.id for one in tree.under(None)] == ["m_1", "m_3"]
    assert (head.leaf, head.last, head.title) == ("m_3", 3, "마당")
    assert [one.id for one in await store.chats.path(chat, "m_2")] == ["m_1", "m_2"]
    assert [one.id for one in (await store.chats.since(chat, 3))[1]] == ["m_3"]
    await store.chats.choose(chat, "m_2")
    chosen = await store.chats.head(chat)
    assert chosen.leaf == "m_2"
    assert chosen.edition > head.edition


async def test_two_can_not_say_something_at_one_place(store, chat):
    await store.chats.write(chat, [message("m_3", "m_2")], branch=False)
    before = await store.chats.since(chat)
    with pytest.raises(ChatMoved):
        await store.chats.write(chat, [message("m_4", "m_2")], branch=False)
    # What was refused has left no trace, not even a number.
    assert await store.chats.since(chat) == before
    await store.chats.write(chat, [message("m_4", "m_2")], branch=True)


async def test_places_that_are_not_there_are_refused(store, chat):
    for place in ("m_9", "c_1"):
        with pytest.raises(UnknownMessage):
            await store.chats.write(chat, [message("m_3", place)], branch=True)
        with pytest.raises(UnknownMessage):
            await store.chats.path(chat, place)
    other = message("m_3", "m_1", chat="c_2")
    with pytest.raises(UnknownMessage):
        await store.chats.write("c_2", [other], branch=True)
    with pytest.raises(UnknownChat):
        await store.chats.write("c_9", [message("m_3", chat="c_9")], branch=True)


async def test_nothing_follows_a_reply_in_the_making(store, chat, version):
    running = message(
        "m_3", "m_1", author=MessageAuthor.CONTESTANT, version=version, state=ReplyState.STREAMING
    )
    await store.chats.write(chat, [running], branch=True)
    with pytest.raises(ReplyRunning):
        await store.chats.write(chat, [message("m_4", "m_3")], branch=False)


async def test_any_part_of_a_word_is_found_by_whose_it_is(store, chat):
    for words, where in (
        ("놀이터", "m_2"),
        ("이터입", "m_2"),
        ("이터", "m_2"),
        ("게가 놀이터", "m_2"),
        ("뭐", "m_1"),
        ("당이", "m_1"),
    ):
        assert await found(store, words) == {(chat, where)}, words
    # In a title the chat itself is found, and first.
    assert [one.message for one in await store.chats.search("p_1", "마당")] == [None, "m_1"]
    for words in ("놀이터 뭐", "운동장", "%", "_", '"', "' OR 1=1", "*", ""):
        assert await found(store, words) == set(), words
    assert await found(store, "놀이터", "p_2") == set()


async def test_letters_are_found_large_or_small(store, chat):
    await store.chats.write(chat, [message("m_3", "m_2", "A Red CRAB, 100%")], branch=False)
    for words in ("crab", "RED cr", "00%", "d c"):
        assert await found(store, words) == {(chat, "m_3")}, words


async def test_a_reply_is_found_once_it_has_ended(store, chat, version):
    running = message(
        "m_3",
        "m_1",
        "운동",
        author=MessageAuthor.CONTESTANT,
        version=version,
        state=ReplyState.STREAMING,
    )
    await store.chats.write(chat, [running], branch=True)
    await store.chats.save_texts([("m_3", "운동장입니다")])
    assert await found(store, "운동장") == set()
    ended = replace(running, state=ReplyState.DONE, text="운동장입니다. 끝.")
    await store.chats.finish(ended)
    await store.chats.finish(ended)  # where the answer to the first was lost
    assert [one.message for one in await store.chats.search("p_1", "운동장")] == ["m_3"]
    # A text that comes late changes nothing.
    await store.chats.save_texts([("m_3", "운동장입니다")])
    assert (await store.chats.path(chat, "m_3"))[-1].text == "운동장입니다. 끝."


async def test_a_deleted_branch_is_gone_for_good(store, chat, version):
    await _with_all_that_hangs_on_it(store, chat)
    await store.chats.write(chat, [message("m_4", text="다른 갈래")], branch=True)
    assert set(await store.chats.prune(chat, "m_1")) == {"m_1", "m_2", "m_3"}
    head, messages = await store.chats.since(chat)
    assert [one.id for one in messages] == ["m_4"]
    assert (head.leaf, head.pruned) == ("m_4", head.edition)
    assert await found(store, "놀이터") == set()
    assert await found(store, "다른") == {(chat, "m_4")}
    with pytest.raises(UnknownFile):
        await store.attachments.get(["f_1"], "p_1")
    # A reply that was being written ends unkept; numbers are not used twice.
    late = message("m_2", "m_1", "놀이터", author=MessageAuthor.CONTESTANT, version=version)
    await store.chats.finish(late)
    assert await found(store, "놀이터") == set()
    assert await store.chats.write(chat, [message("m_5", "m_4")], branch=False) == 5


async def test_a_deleted_chat_leaves_nothing(store, chat):
    await _with_all_that_hangs_on_it(store, chat)
    await store.chats.delete(chat)
    with pytest.raises(UnknownChat):
        await store.chats.head(chat)
    assert await store.chats.of("p_1") == []
    assert await store.artifacts.edits(chat) == []
    assert await store.chat_shares.of(chat) == []
    for words in ("놀이터", "마당", "파일"):
        assert await found(store, words) == set()
    async with store._database.read() as connection:
        for table in ("messages", "attachments", "enclosures", "chat_shares", "edits", "said"):
            rows = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
            assert rows.scalar_one() == 0, table


async def _with_all_that_hangs_on_it(store, chat):
    """A message with a file, a link, and an artifact changed by hand."""
    file = Attachment(
        id="f_1", name="게.txt", kind=FileKind.TEXT, media_type="text/plain", size=3, text="게"
    )
    await store.attachments.add(file, "p_1", START)
    said = message("m_3", "m_2", "파일을 보세요", attachments=(file,))
    await store.chats.write(chat, [said], branch=False)
    assert (await store.chats.path(chat, "m_3"))[-1].attachments == (file,)
    page = artifacts.Artifact(
        name="page", title="", kind=artifacts.Kind.HTML, language="html", text="<p>파일"
    )
    edit = artifacts.Edit(
        id="e_1",
        place=chat,
        artifact=page,
        author=artifacts.Author.PERSON,
        after=1,
        made_at=START,
    )
    await store.artifacts.add_edit(edit, "p_1")
    await store.chat_shares.add(ChatShare(key="k", chat=chat, leaf="m_3", shared_at=START))


async def test_what_a_crash_cut_off_says_so_and_is_found(store, chat, version):
    reply = message(
        "m_3",
        "m_1",
        "",
        author=MessageAuthor.CONTESTANT,
        version=version,
        state=ReplyState.STREAMING,
    )
    await store.chats.write(chat, [reply], branch=True)
    await store.chats.save_texts([("m_3", "모래사장까지 갔다가")])
    before = await store.chats.head(chat)
    assert await store.chats.interrupt() == 1
    kept = (await store.chats.path(chat, "m_3"))[-1]
    assert (kept.state, kept.code, kept.text) == (
        ReplyState.FAILED,
        INTERRUPTED,
        "모래사장까지 갔다가",
    )
    assert (await store.chats.head(chat)).edition > before.edition
    assert await found(store, "모래사장") == {(chat, "m_3")}
    assert await store.chats.interrupt() == 0
