"""Bad days: the server is killed, the disk is full, the database is locked. Nothing is lost."""

import asyncio
import os
import sqlite3
import subprocess
from contextlib import AsyncExitStack, aclosing, suppress

import aiohttp
import pytest

from madang.domain.categories import Rulebook
from madang.domain.errors.server import StoreFull
from madang.engine.exchange.importing import import_votes
from madang.store import Store
from tests.chats import chat_with, ended, messages_of
from tests.exports import MAKERS, USUAL, write_export
from tests.madang_process import madang
from tests.server import calling
from tests.upstreams import Script, upstream

SLOW = Script(chunks=tuple(f"word{n} " for n in range(200)), delay=0.02)

CONFIGURATION = """
ollama_url = ""
embedded.enabled = false

[[providers]]
name = "fake"
base_url = "{url}"

[[contestants]]
slug = "one"
provider = "fake"
model = "one"

[[contestants]]
slug = "two"
provider = "fake"
model = "two"
"""


@pytest.fixture
def started(tmp_path):
    """Start `madang serve` on the same data again and again."""
    home = tmp_path / "home"
    home.mkdir()

    def start(url):
        (home / "madang.toml").write_text(CONFIGURATION.format(url=url))
        return madang("--home", str(home))

    return start


async def test_killed_in_mid_stream(started):
    """What was acknowledged is there after `kill -9`; what was cut off says so, and is retried."""
    async with upstream("openai", {"one": SLOW, "two": SLOW}) as fake:
        seen = ""
        with started(fake.url) as first:
            async with calling(first.url) as person:
                voted = await person.start("Short")
                await person.watch(voted)
                await person.post(f"/api/battles/{voted}/vote", {"outcome": "a"})
                battle = await person.start("Cut off")
                async for name, data, _ in person.events(battle):
                    seen += data.get("a", "") if name == "text" else ""
                    if len(seen) > 500:
                        break
                await asyncio.sleep(1.0)  # a second is what the store may be behind
                first.kill()
                cookies = person.http.cookie_jar
                with started(fake.url) as second:
                    person.url = second.url
                    assert person.http.cookie_jar is cookies
                    _, state = await person.get(f"/api/battles/{voted}")
                    assert state["vote"]["outcome"] == "a"
                    _, board = await person.get("/api/leaderboard")
                    assert board["votes"] == 1
                    _, state = await person.get(f"/api/battles/{battle}")
                    turn = state["turns"][0]
                    assert turn["text"] == "Cut off"
                    assert [turn[side]["code"] for side in "ab"] == ["interrupted"] * 2
                    assert turn["a"]["text"].startswith(seen)
                    await person.post(f"/api/battles/{battle}/turns/1/retry", {})
                    await person.watch(battle, after=state["cursor"])
                    _, state = await person.get(f"/api/battles/{battle}")
                    assert state["turns"][0]["b"]["text"] == SLOW.text
                    assert state["can_vote"]


async def test_a_chat_killed_in_mid_stream(started):
    """Whole messages are there after `kill -9`; one that broke off says so, and is retried."""
    async with upstream("openai", {"one": SLOW, "two": SLOW}) as fake, AsyncExitStack() as stack:
        with started(fake.url) as first:
            person = await stack.enter_async_context(calling(first.url))
            chat, begun = await chat_with(person, "First", contestant="one")
            await ended(person, chat, begun["replies"])
            body = {"text": "Cut off", "after": begun["replies"][0]}
            status, asked = await person.post(f"/api/chats/{chat}/messages", body)
            assert status == 202
            (reply,) = asked["replies"]
            seen = ""
            async with aclosing(person.stream(f"/api/chats/{chat}/stream")) as events:
                async for name, data, _ in events:
                    if name == "text" and data["message"] == reply:
                        seen += data["text"]
                    if len(seen) > 500:
                        break
            await asyncio.sleep(1.0)  # a second is what the store may be behind
            first.kill()
        with started(fake.url) as second:
            person.url = second.url
            said = await messages_of(person, chat)
            assert [m["text"] for m in said.values() if m["author"] == "person"] == [
                "First",
                "Cut off",
            ]
            assert said[begun["replies"][0]]["text"] == SLOW.text
            assert (said[reply]["state"], said[reply]["code"]) == ("failed", "interrupted")
            # Listening may have begun after the first words.
            assert seen in said[reply]["text"]
            assert SLOW.text.startswith(said[reply]["text"])
            again = f"/api/chats/{chat}/messages/{asked['message']}/replies"
            status, retried = await person.post(again, {})
            assert status == 202, retried
            await ended(person, chat, retried["replies"])
            said = await messages_of(person, chat)
            assert said[retried["replies"][0]]["text"] == SLOW.text
            # The shelf and the search find all of it, too.
            _, shelf = await person.get("/api/chats")
            assert [one["id"] for one in shelf["chats"]] == [chat]
            _, found = await person.get("/api/chats/search?words=Cut+off")
            assert [hit["message"] for hit in found["found"]] == [asked["message"]]


@pytest.mark.parametrize("kind", MAKERS)
async def test_an_import_killed_while_it_is_sent_and_while_it_is_read(started, tmp_path, kind):
    """Nothing of a file is missing after two `kill -9`, and nothing is there twice."""
    file = tmp_path / "conversations.json"
    exported = write_export(file, kind, 5_000_000)
    data, piece = file.read_bytes(), 500_000
    announced = {"name": file.name, "size": len(data)}
    async with AsyncExitStack() as stack:
        with started("http://127.0.0.1:9/v1") as first:
            person = await stack.enter_async_context(calling(first.url))
            _, one = await person.post("/api/chat-imports", announced)
            path = f"/api/chat-imports/{one['id']}"
            for at in range(0, 2_500_000, piece):
                await person.call("PUT", f"{path}?offset={at}", data=data[at : at + piece])
            cut = person.call("PUT", f"{path}?offset=2500000", data=data[2_500_000:3_000_000])
            cut = asyncio.create_task(cut)
            await asyncio.sleep(0)
            first.kill()
            with suppress(aiohttp.ClientError):
                await cut
        with started("http://127.0.0.1:9/v1") as second:
            person.url = second.url
            _, one = await person.post("/api/chat-imports", announced)
            assert one["received"] >= 2_500_000
            while (at := one["received"]) < len(data):
                _, got = await person.call("PUT", f"{path}?offset={at}", data=data[at : at + piece])
                one = one | got
            async with asyncio.timeout(60):
                while one["read"] < len(data) * 0.3:
                    _, one = await person.get(path)
            assert one["state"] == "reading"
            second.kill()
        with started("http://127.0.0.1:9/v1") as third:
            person.url = third.url
            async with asyncio.timeout(120):
                while one["state"] != "done":
                    _, one = await person.get(path)
            assert one["chats"] + one["known"] == exported.chats
            assert (one["skipped"], one["read"]) == (0, len(data))
            _, shelf = await person.get("/api/chats")
            titles = [chat["title"] for chat in shelf["chats"]]
            assert len(titles) == len(set(titles)) == exported.chats
            said = 0
            for chat in shelf["chats"][:40]:
                messages = await messages_of(person, chat["id"])
                said += len(messages)
                assert len({m["text"] for m in messages.values()}) > len(messages) - 2
            assert said >= 40 * USUAL


async def test_nothing_said_and_no_key_enters_the_log(started):
    async with upstream("openai", {"one": SLOW, "two": Script(key="another")}) as fake:
        with started(fake.url) as server:
            async with calling(server.url) as person:
                battle = await person.start("a-very-private-question")
                await person.watch(battle)
                await person.post(f"/api/battles/{battle}/turns", {"text": "x" * 30_000})
        said = "".join(server.output)
        assert "upstream_auth" in said
        assert "private" not in said
        assert "word" not in said


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own, of four megabytes."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk to fill it")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


async def test_a_full_disk_is_said_and_healed(arena, small_disk):
    scripts = {"one": SLOW, "two": SLOW}
    async with arena(scripts, home=small_disk) as (url, fake), calling(url) as person:
        battle = await person.start("Hi")
        await fake.until(lambda: fake.open == 2)
        filler = small_disk / "filler"
        with suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"0" * 1024)
                file.flush()
        events = await person.watch(battle)
        codes = [data["code"] for name, data, _ in events if name == "side" and "code" in data]
        assert codes == ["not_saved"] * 2
        status, body = await person.post(f"/api/battles/{battle}/turns/1/retry", {})
        assert (status, body["error"]["code"]) == (503, "store_full")
        status, body = await person.post("/api/battles")
        assert (status, body["error"]["code"]) == (503, "store_full")
        filler.unlink()
        assert (await person.post(f"/api/battles/{battle}/turns/1/retry", {}))[0] == 202
        _, state = await person.get(f"/api/battles/{battle}")
        assert state["turns"][0]["text"] == "Hi"
        await person.watch(battle, after=state["cursor"])
        assert (await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"}))[0] == 200


async def test_a_locked_database_is_said_and_nothing_is_lost(arena, tmp_path):
    async with arena() as (url, fake), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        lock = sqlite3.connect(tmp_path / "home" / "madang.sqlite3", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        path = f"/api/battles/{battle}"
        status, body = await person.post(f"{path}/vote", {"outcome": "a"})
        assert (status, body["error"]["code"]) == (503, "store_locked")
        status, body = await person.post(f"{path}/turns", {"text": "Again"})
        assert (status, body["error"]["code"]) == (503, "store_locked")
        assert len(fake.requests) == 2  # no model heard what was not stored
        lock.rollback()
        lock.close()
        assert (await person.post(f"{path}/vote", {"outcome": "a"}))[0] == 200


async def test_what_does_not_fit_the_store_ends_its_reply_and_no_other(arena, tmp_path):
    """Texts are refused for as long as a battle is written, and ends with figures in them."""
    scripts = {"one": SLOW, "two": SLOW}
    async with arena(scripts) as (url, _), calling(url) as person:
        beside = sqlite3.connect(tmp_path / "home" / "madang.sqlite3", isolation_level=None)
        for name, when in (("texts", "NEW.state = 'streaming'"), ("ends", "NEW.total > 0")):
            beside.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON replies WHEN {when} "
                "BEGIN SELECT RAISE(ABORT, 'does not fit'); END"
            )
        battle = await person.start("Hi")
        events = await person.watch(battle)
        codes = [data["code"] for name, data, _ in events if name == "side" and "code" in data]
        assert codes == ["not_saved"] * 2
        beside.execute("DROP TRIGGER texts")
        beside.execute("DROP TRIGGER ends")
        assert (await person.post(f"/api/battles/{battle}/turns/1/retry", {}))[0] == 202
        written = "SELECT count(*) FROM replies WHERE state = 'streaming' AND text <> ''"
        async with asyncio.timeout(10), aclosing(person.events(battle)) as grown:
            async for _ in grown:
                if beside.execute(written).fetchone() == (2,):
                    break
        beside.close()


async def test_what_no_one_writes_is_not_waited_for(arena, tmp_path):
    """Its beginning was stored and the word of that was lost: to its person it had failed."""
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        chat, begun = await chat_with(person, "Hi")
        await ended(person, chat, begun["replies"])
        [reply] = begun["replies"]
        await asyncio.sleep(0.5)  # until both rooms are empty
        with sqlite3.connect(tmp_path / "home" / "madang.sqlite3") as beside:
            beside.execute("UPDATE replies SET state = 'streaming'")
            beside.execute("UPDATE messages SET state = 'streaming' WHERE id = ?", [reply])
        beside.close()
        _, state = await person.get(f"/api/battles/{battle}")
        assert {state["turns"][0][side]["code"] for side in ("a", "b")} == {"interrupted"}
        asked = {"text": "And?", "after": reply}
        status, _ = await person.post(f"/api/chats/{chat}/messages", asked)
        assert status == 202
        said = await messages_of(person, chat)
        assert (said[reply]["state"], said[reply]["code"]) == ("failed", "interrupted")


async def test_an_import_that_fills_the_disk_says_so_and_leaves_nothing(small_disk, tmp_path):
    store = await Store.open(f"sqlite:///{small_disk}/madang.sqlite3")
    file = tmp_path / "votes.csv"
    rows = (f"one,two,a,{n % 200}\n" for n in range(40_000))
    file.write_text("model_a,model_b,winner,judge\n" + "".join(rows))
    with pytest.raises(StoreFull):
        await import_votes(store, file, Rulebook())
    assert (await store.votes.totals())[0] == 0
    assert [path.name for path in small_disk.glob("*stage*")] == []
    await store.close()
