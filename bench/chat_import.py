"""A large export of another program comes in, while the server is killed twice.

    python bench/chat_import.py [--megabytes 200] [--kind chatgpt|claude]

An export of that size is written, then sent to a real Madang as the page sends it: announced, and
in pieces of 4 MB. Half way through the sending the server is ended with SIGKILL and started anew on
the same data; the file is announced again and goes on where it was. The same once more while it is
read. Then all of it is counted in the database, and the whole file is sent a second time.

Printed for each kind: how long sending and reading took, the most memory the server held while idle
and at work (from /proc), how long others waited for an answer meanwhile, and whether anything is
missing or there twice.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.exports import MAKERS, Exported, write_export  # noqa: E402 - bench is no package
from tests.madang_process import Process, madang  # noqa: E402

MEGABYTE = 1024 * 1024
PIECE = 4 * MEGABYTE
KILL_READING_AT = 0.4
CONFIGURATION = "presets = false\nembedded.enabled = false\nollama_url = ''\n"


@dataclass
class Watch:
    """What is looked at while a server works: its memory in MB, and how long others waited."""

    idle: float = 0.0
    most: float = 0.0
    waits: list[float] = field(default_factory=list[float])

    async def look(self, process: Process, url: str) -> None:
        async with aiohttp.ClientSession() as http:
            while True:
                with suppress(OSError, aiohttp.ClientError):
                    self.most = max(self.most, resident(process))
                    begun = time.perf_counter()
                    async with http.get(f"{url}/api/status") as answer:
                        await answer.read()
                    self.waits.append(time.perf_counter() - begun)
                await asyncio.sleep(0.1)

    async def rest(self, process: Process, url: str) -> None:
        """Note what a server holds that has nothing to do yet."""
        async with aiohttp.ClientSession() as http:
            for _ in range(10):
                async with http.get(f"{url}/api/status") as answer:
                    await answer.read()
                await asyncio.sleep(0.2)
        self.idle = resident(process)


def resident(process: Process) -> float:
    status = Path(f"/proc/{process.process.pid}/status").read_text().splitlines()
    line = next(one for one in status if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


class Sender:
    """A person's browser, through as many servers as it takes."""

    def __init__(self, http: aiohttp.ClientSession, path: Path) -> None:
        self.http = http
        self.path = path
        self.url = ""
        self.told: list[int] = []

    async def ask(self, method: str, path: str, **rest: Any) -> Any:
        async with self.http.request(method, self.url + path, **rest) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    async def announce(self) -> Any:
        size = self.path.stat().st_size
        named = {"name": self.path.name, "size": size}
        return await self.ask("POST", "/api/chat-imports", json=named)

    async def send(self, one: Any, until: float = 1.0) -> int:
        """Send pieces up to a share of the file; gives what is there by then."""
        here = one["received"]
        with self.path.open("rb") as file:
            while here < one["size"] * until:
                file.seek(here)
                path = f"/api/chat-imports/{one['id']}?offset={here}"
                here = (await self.ask("PUT", path, data=file.read(PIECE)))["received"]
        return here

    async def read(self, one: Any, until: float = 1.0) -> Any:
        """Look on until so much of the file is read, or all of it."""
        while one["state"] == "reading" and one["read"] < one["size"] * until:
            await asyncio.sleep(0.2)
            one = await self.ask("GET", f"/api/chat-imports/{one['id']}")
            self.told.append(one["read"])
        return one


async def bring_in(home: Path, path: Path, exported: Exported) -> None:
    watch, jar = Watch(), aiohttp.CookieJar(unsafe=True)
    (home / "madang.toml").write_text(CONFIGURATION)
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        sender = Sender(http, path)
        sending = await killed_while_sending(sender, home)
        with madang("--home", str(home)) as server:
            sender.url = server.url
            await watch.rest(server, server.url)
            looking = asyncio.create_task(watch.look(server, server.url))
            one = await sender.announce()
            assert one["received"] > 0, "it begins anew"
            begun = time.perf_counter()
            await sender.send(one)
            sending += time.perf_counter() - begun
            begun = time.perf_counter()
            one = await sender.ask("GET", f"/api/chat-imports/{one['id']}")
            one = await sender.read(one, KILL_READING_AT)
            reading = time.perf_counter() - begun
            at = one["read"]
            looking.cancel()
            server.kill()
            before, sender.told = sender.told, []
        with madang("--home", str(home)) as server:
            sender.url = server.url
            begun = time.perf_counter()
            # Starting up is over with the first answer; no import is to be blamed for it.
            await sender.ask("GET", "/api/status")
            looking = asyncio.create_task(watch.look(server, server.url))
            one = await sender.ask("GET", f"/api/chat-imports/{one['id']}")
            print(f"  killed when {at / one['size']:.0%} was read; goes on", flush=True)
            one = await sender.read(one)
            reading += time.perf_counter() - begun
            after, sender.told = sender.told, []
            again = await sender.announce()
            await sender.send(again)
            again = await sender.read(await sender.ask("GET", f"/api/chat-imports/{again['id']}"))
            looking.cancel()
    tell(watch, sending, reading, [before, after, sender.told], exported)
    count(home, one, again, exported)


async def killed_while_sending(sender: Sender, home: Path) -> float:
    """Send half of it and a piece that is cut off; gives the seconds that took."""
    with madang("--home", str(home)) as server:
        sender.url = server.url
        one = await sender.announce()
        begun = time.perf_counter()
        here = await sender.send(one, 0.5)
        took = time.perf_counter() - begun
        with sender.path.open("rb") as file:
            file.seek(here)
            piece = file.read(PIECE)
        path = f"/api/chat-imports/{one['id']}?offset={here}"
        cut = asyncio.create_task(sender.ask("PUT", path, data=piece))
        await asyncio.sleep(0.005)
        server.kill()
        with suppress(aiohttp.ClientError, AssertionError):
            await cut
    print(f"  killed when {here / one['size']:.0%} was sent; goes on", flush=True)
    return took


def tell(
    watch: Watch, sending: float, reading: float, told: list[list[int]], exported: Exported
) -> None:
    size = exported.size / MEGABYTE
    waits = sorted(watch.waits)
    print(f"  sent in {sending:.1f} s, read in {reading:.1f} s: {size / reading:.1f} MB a second")
    print(f"  memory: {watch.idle:.0f} MB at first, {watch.most:.0f} MB at most")
    print(
        f"  others waited {statistics.median(waits) * 1000:.0f} ms in the median, "
        f"{waits[int(len(waits) * 0.99)] * 1000:.0f} ms at 99%, {waits[-1] * 1000:.0f} ms at most"
    )
    steps = sum(len(set(one)) for one in told)
    forwards = all(one == sorted(one) for one in told)
    print(f"  progress was told {steps} times, never backwards: {forwards}")


def count(home: Path, one: Any, again: Any, exported: Exported) -> None:
    file = home / "madang.sqlite3"
    with sqlite3.connect(file) as database:
        chats, messages, found = (
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("chats", "messages", "said")
        )
    whole = (chats, messages) == (exported.chats, exported.messages)
    print(f"  {chats} chats, {messages} messages: {'all' if whole else 'NOT all'}")
    print(f"  said of it: {one['chats']} new, {one['known']} known, {one['skipped']} skipped")
    print(f"  a second time: {again['chats']} new, {again['known']} known")
    print(f"  database: {file.stat().st_size / MEGABYTE:.0f} MB, {found} in search")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--kind", choices=MAKERS)
    wanted = parser.parse_args()
    for kind in [wanted.kind] if wanted.kind else MAKERS:
        with tempfile.TemporaryDirectory() as folder:
            path, home = Path(folder) / "conversations.json", Path(folder) / "home"
            home.mkdir()
            exported = write_export(path, kind, wanted.megabytes * MEGABYTE)
            print(f"{kind}, {wanted.megabytes} MB, {exported.chats} chats", flush=True)
            asyncio.run(bring_in(home, path, exported))


if __name__ == "__main__":
    main()
