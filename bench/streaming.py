"""What a battle's stream costs the server, beside a bare relay of the same upstream.

    python bench/streaming.py [--battles 10 25 50]

Starts a model server (200 chunks, 40 a second), Madang on it, and the peer: the least one can do,
a plain ASGI program on uvicorn that passes one upstream's bytes on through aiohttp, unread,
unstored, with nobody to keep step with. Both get the same number of upstream streams. Printed: CPU
milliseconds of each server process per 1,000 upstream chunks, the ratio, the time to the first
text, memory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import uvicorn
from aiohttp import web

CHUNKS = 200
PER_SECOND = 40
HERTZ = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def frame(**chunk: Any) -> bytes:
    """One event of OpenAI's wire format."""
    common = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    return f"data: {json.dumps(common | chunk)}\n\n".encode()


FRAMES = [
    frame(choices=[{"index": 0, "delta": {"content": f"word{n} "}, "finish_reason": None}])
    for n in range(CHUNKS)
]
LAST = b"".join(
    (
        frame(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}]),
        frame(choices=[], usage={"prompt_tokens": 9, "completion_tokens": CHUNKS}),
        b"data: [DONE]\n\n",
    )
)

CONFIGURATION = """
presets = false
embedded.enabled = false
ollama_url = ""

[[providers]]
name = "bench"
base_url = "{upstream}"

[[contestants]]
slug = "one"
provider = "bench"
model = "one"

[[contestants]]
slug = "two"
provider = "bench"
model = "two"
"""


async def answer(request: web.Request) -> web.StreamResponse:
    """One reply in OpenAI's wire format."""
    await request.read()
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    begun = time.monotonic()
    for number, frame in enumerate(FRAMES):
        await response.write(frame)
        await asyncio.sleep(max(0, begun + (number + 1) / PER_SECOND - time.monotonic()))
    await response.write(LAST)
    return response


def serve_upstream(port: int) -> None:
    app = web.Application()
    app.router.add_post("/chat/completions", answer)
    app.router.add_get("/models", lambda _: web.json_response({"data": []}))
    web.run_app(app, host="127.0.0.1", port=port, print=None, backlog=4096)


def serve_relay(port: int, upstream: str) -> None:
    """The peer: bytes in, bytes out."""
    session: aiohttp.ClientSession | None = None

    async def relay(scope: Any, receive: Any, send: Any) -> None:
        nonlocal session
        if scope["type"] != "http":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            return
        if session is None:
            session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        async with session.post(f"{upstream}/chat/completions", json={}) as response:
            async for data in response.content.iter_any():
                await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    uvicorn.run(relay, host="127.0.0.1", port=port, log_level="error", lifespan="off", backlog=4096)


@asynccontextmanager
async def running(*command: str) -> AsyncGenerator[int]:
    """A process of ours; its id."""
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def spent(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / HERTZ


def megabytes(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6


async def until_up(http: aiohttp.ClientSession, url: str) -> None:
    for _ in range(1200):
        try:
            async with http.get(url):
                return
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)
    raise SystemExit(f"{url} did not come up")


async def hold_battle(http: aiohttp.ClientSession, url: str) -> float:
    """One battle to its end; seconds to its first text."""
    async with http.post(f"{url}/api/battles") as response:
        cookie = response.headers["Set-Cookie"].split(";")[0]
        battle = (await response.json())["id"]
    mine = {"Cookie": cookie}
    begun = time.monotonic()
    path = f"{url}/api/battles/{battle}"
    async with http.post(f"{path}/turns", json={"text": "Go"}, headers=mine):
        pass
    first = 0.0
    async with http.get(f"{path}/stream", headers=mine) as stream:
        async for line in stream.content:
            if line == b"event: text\n" and not first:
                first = time.monotonic() - begun
            if line.startswith(b"data:") and b'"state":"done"' in line and b'"text"' in line:
                return first
    raise SystemExit("a stream ended before its battle")


async def pass_two(http: aiohttp.ClientSession, url: str) -> float:
    """Two bare streams to their ends; seconds to the first byte."""

    async def pass_one() -> float:
        begun, first = time.monotonic(), 0.0
        async with http.get(url) as stream:
            async for _ in stream.content.iter_any():
                first = first or time.monotonic() - begun
        return first

    return min(await asyncio.gather(pass_one(), pass_one()))


async def measure(pid: int, url: str, hold: Any, battles: int) -> tuple[float, float, float]:
    """CPU ms per 1,000 upstream chunks, median seconds to the first text, MB under load."""
    connector = aiohttp.TCPConnector(limit=0)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar) as http:
        await until_up(http, url + "/healthz")
        await hold(http, url)  # warm
        before = spent(pid)
        tasks = [asyncio.create_task(hold(http, url)) for _ in range(battles)]
        await asyncio.sleep(CHUNKS / PER_SECOND / 2)
        memory = megabytes(pid)
        firsts = await asyncio.gather(*tasks)
        chunks = battles * 2 * CHUNKS
        return (spent(pid) - before) * 1e6 / chunks, statistics.median(firsts), memory


async def compare(sizes: list[int]) -> None:
    upstream, relay, ours = (f"http://127.0.0.1:{port}" for port in (8791, 8792, 8793))
    me = (sys.executable, __file__)
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "madang.toml").write_text(CONFIGURATION.format(upstream=upstream))
        serve = (sys.executable, "-m", "madang", "serve", "--home", home, "--port", "8793")
        async with (
            running(*me, "--serve", "upstream"),
            running(*me, "--serve", "relay") as peer,
            running(*serve) as madang,
        ):
            print("battles   CPU ms per 1,000 chunks      ratio   first text, s     memory, MB")
            print("          Madang    bare relay                Madang   relay    Madang   relay")
            for battles in sizes:
                peer_cost, peer_first, peer_memory = await measure(peer, relay, pass_two, battles)
                cost, first, memory = await measure(madang, ours, hold_battle, battles)
                print(
                    f"{battles:7}   {cost:6.1f}    {peer_cost:6.1f}              "
                    f"{cost / peer_cost:5.2f}   {first:6.3f}   {peer_first:5.3f}    "
                    f"{memory:6.0f}   {peer_memory:5.0f}"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--battles", type=int, nargs="+", default=[10, 25, 50])
    parser.add_argument("--serve", choices=["upstream", "relay"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
    if arguments.serve == "upstream":
        serve_upstream(8791)
    elif arguments.serve == "relay":
        serve_relay(8792, "http://127.0.0.1:8791")
    else:
        asyncio.run(compare(arguments.battles))


if __name__ == "__main__":
    main()
