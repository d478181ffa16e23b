"""Bad days: the server is killed, the disk is full, the database is locked. Nothing is lost."""

import asyncio
import os
import sqlite3
import subprocess
from contextlib import suppress

import pytest

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
