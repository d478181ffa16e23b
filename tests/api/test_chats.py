"""Chats over HTTP: from the first question to branches, two tabs and deletion."""

import asyncio
from contextlib import aclosing

from tests.chats import chat_with, ended, messages_of, say
from tests.server import calling
from tests.upstreams import Failure, Script

SLOW = Script(chunks=tuple(f"word{n} " for n in range(40)), delay=0.03)


async def test_a_chat_from_its_first_question(arena):
    async with arena() as (url, fake), calling(url) as person:
        chat, begun = await chat_with(person, "What is a yard? I wonder.", contestant="one")
        events = await ended(person, chat, begun["replies"])
        names = [name for name, _, _ in events]
        assert names[:2] == ["message", "message"]
        _, view = await person.get(f"/api/chats/{chat}")
        assert view["chat"]["title"] == "What is a yard?"
        assert view["chat"]["contestant"]["slug"] == "one"
        question, reply = view["messages"]
        assert (question["author"], question["text"]) == ("person", "What is a yard? I wonder.")
        assert (reply["author"], reply["text"], reply["slug"]) == (
            "contestant",
            "Hello, world.",
            "one",
        )
        assert reply["took"]["tokens_out"] == 7
        assert view["chat"]["leaf"] == reply["id"]
        await say(person, chat, "And then?", reply["id"])
        assert [m["content"] for m in fake.requests[-1].body["messages"]] == [
            "System of one",
            "What is a yard? I wonder.",
            "Hello, world.",
            "And then?",
        ]


async def test_the_stream_resumes_where_it_was_left(arena):
    async with arena({"one": SLOW, "two": Script()}) as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "Count", contestant="one")
        text, after = "", ""
        async with aclosing(person.stream(f"/api/chats/{chat}/stream")) as events:
            async for name, data, seen in events:
                after = seen
                if name == "message" and data["author"] == "contestant":
                    text = data["text"]
                if name == "text":
                    text += data["text"]
                    if len(text) > 40:
                        break
        rest = await ended(person, chat, begun["replies"], after)
        for name, data, _ in rest:
            if name == "text":
                text += data["text"]
        # The end comes with the whole of it.
        assert rest[-1][1]["text"] == "".join(SLOW.chunks)
        assert rest[-1][1]["text"].startswith(text)


async def test_editing_and_answering_anew_make_branches(arena):
    scripts = {"one": Script(chunks=("I am one.",)), "two": Script(chunks=("I am two.",))}
    async with arena(scripts) as (url, fake), calling(url) as person:
        chat, begun = await chat_with(person, "First", contestant="one")
        await ended(person, chat, begun["replies"])
        edited = await say(person, chat, "First, better", None, branch=True)
        path = f"/api/chats/{chat}/messages/{edited['message']}/replies"
        status, again = await person.post(path, {"contestant": "two"})
        assert status == 202
        await ended(person, chat, again["replies"])
        said = await messages_of(person, chat)
        assert said[again["replies"][0]]["text"] == "I am two."
        assert said[again["replies"][0]]["parent"] == edited["message"]
        assert len(fake.requests) == 3
        status, head = await person.call(
            "PUT", f"/api/chats/{chat}/leaf", {"leaf": begun["replies"][0]}
        )
        assert (status, head["leaf"]) == (200, begun["replies"][0])


async def test_variants_are_written_side_by_side(arena):
    async with arena() as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "Three, please", contestant="one", count=3)
        await ended(person, chat, begun["replies"])
        said = await messages_of(person, chat)
        assert [said[one]["state"] for one in begun["replies"]] == ["done"] * 3
        assert {said[one]["parent"] for one in begun["replies"]} == {begun["message"]}


async def test_the_second_of_two_tabs_is_told_and_loses_nothing(arena):
    async with arena() as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "Begin", contestant="one")
        await ended(person, chat, begun["replies"])
        place = begun["replies"][0]
        both = await asyncio.gather(
            *(
                person.post(f"/api/chats/{chat}/messages", {"text": text, "after": place})
                for text in ("tab one", "tab two")
            )
        )
        assert sorted(status for status, _ in both) == [202, 409]
        refused = next(body for status, body in both if status == 409)
        assert refused["error"]["code"] == "chat_moved"
        assert len(await messages_of(person, chat)) == 4
        first = next(body for status, body in both if status == 202)
        await ended(person, chat, first["replies"])
        await say(person, chat, "as a branch", place, branch=True)
        assert len(await messages_of(person, chat)) == 6


async def test_stop_keeps_what_has_come(arena):
    async with arena({"one": SLOW, "two": Script()}) as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "Count", contestant="one")
        async with aclosing(person.stream(f"/api/chats/{chat}/stream")) as events:
            async for name, _, _ in events:
                if name == "text":
                    break
        status, _ = await person.post(f"/api/chats/{chat}/stop")
        assert status == 202
        said = (await messages_of(person, chat))[begun["replies"][0]]
        assert said["state"] == "stopped"
        assert "".join(SLOW.chunks).startswith(said["text"])
        assert said["text"]
        status, body = await person.post(f"/api/chats/{chat}/stop")
        assert (status, body["error"]["code"]) == (409, "nothing_to_stop")


async def test_a_branch_is_deleted_while_it_streams(arena):
    async with arena({"one": SLOW, "two": Script()}) as (url, fake), calling(url) as person:
        chat, begun = await chat_with(person, "Count", contestant="one")
        await fake.until(lambda: len(fake.requests) == 1)
        status, _ = await person.call("DELETE", f"/api/chats/{chat}/messages/{begun['message']}")
        assert status == 204
        assert await messages_of(person, chat) == {}
        # The chat is as good as new: what was deleted is not in anyone's way.
        other, again = await chat_with(person, "Hello", contestant="two")
        await ended(person, other, again["replies"])
        status, body = await person.post(
            f"/api/chats/{chat}/messages", {"text": "Anew", "contestant": "two"}
        )
        assert status == 202, body
        await ended(person, chat, body["replies"])


async def test_a_deleted_chat_is_gone_for_those_who_watch(arena):
    async with arena() as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "Delete me", contestant="one")
        await ended(person, chat, begun["replies"])
        async with aclosing(person.stream(f"/api/chats/{chat}/stream")) as events:
            async for name, _, _ in events:
                if name == "chat":
                    status, _ = await person.call("DELETE", f"/api/chats/{chat}")
                    assert status == 204
                if name == "gone":
                    break
        status, body = await person.get(f"/api/chats/{chat}")
        assert (status, body["error"]["code"]) == (404, "unknown_chat")


async def test_a_failed_reply_says_why_and_can_be_answered_anew(arena):
    scripts = {"one": Script(failure=Failure.RATE_LIMITED), "two": Script()}
    async with arena(scripts) as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "Hi", contestant="one")
        await ended(person, chat, begun["replies"])
        said = await messages_of(person, chat)
        assert said[begun["replies"][0]]["code"] == "upstream_rate_limited"
        path = f"/api/chats/{chat}/messages/{begun['message']}/replies"
        _, again = await person.post(path, {"contestant": "two"})
        await ended(person, chat, again["replies"])
        _, view = await person.get(f"/api/chats/{chat}")
        assert view["chat"]["contestant"]["slug"] == "two"


async def test_others_have_no_part_in_it(arena):
    async with arena() as (url, _), calling(url) as person, calling(url) as other:
        chat, _ = await chat_with(person, "Mine", contestant="one")
        for method, path in (
            ("GET", ""),
            ("GET", "/stream"),
            ("DELETE", ""),
            ("POST", "/stop"),
        ):
            status, body = await other.call(method, f"/api/chats/{chat}{path}")
            assert (status, body["error"]["code"]) == (403, "not_your_chat"), path


async def test_a_contestant_that_is_gone_is_named_and_another_goes_on(arena, tmp_path):
    home = tmp_path / "kept"
    async with arena(home=home) as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "Hi", contestant="one")
        await ended(person, chat, begun["replies"])
        cookies = {cookie.key: cookie.value for cookie in person.http.cookie_jar}
    later = {"two": Script(), "three": Script()}
    async with arena(later, home=home) as (url, _), calling(url) as person:
        person.http.cookie_jar.update_cookies(cookies)
        path, place = f"/api/chats/{chat}/messages", {"text": "On", "after": begun["replies"][0]}
        status, body = await person.post(path, place)
        assert (status, body["error"]["code"]) == (503, "chat_contestant_gone")
        assert "Name of one" in body["error"]["message"]
        _, view = await person.get(f"/api/chats/{chat}")
        assert view["chat"]["contestant"]["here"] is False
        status, _ = await person.post(path, place | {"contestant": "two"})
        assert status == 202
