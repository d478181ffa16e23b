"""The wall as the server builds it: two listeners that never answer for each other, and headers.

Raw HTTP on a raw socket: what a client library would tidy up is what an attacker would send.
"""

import asyncio
import io
import json
import re
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from yarl import URL

PAGE = {"name": "page", "kind": "html", "text": "<p>hello</p>"}
LABEL = "r" + "0" * 20


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


async def ask(port, target="/", host="", method="GET", **headers):
    """Send just this and read the whole answer."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(("\r\n".join([*lines, "Connection: close", "", ""])).encode("latin-1"))
    raw = await asyncio.wait_for(reader.read(), 30)
    writer.close()
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *fields = head.decode("latin-1").split("\r\n")
    pairs = [field.split(": ", 1) for field in fields]
    return Answer(int(first.split()[1]), {name.lower(): value for name, value in pairs}, body)


@dataclass
class House:
    """Both listeners, and a person of the page."""

    caller: object
    page: int
    runs: int

    async def run(self, artifact=None, status=201, **more):
        """Ask for a run; the address as (port, label and port, path)."""
        answered, body = await self.caller.post("/api/runs", {"artifact": artifact or PAGE} | more)
        assert answered == status, body
        return body

    async def fetch(self, ticket, **rest):
        parts = urlsplit(ticket["url"])
        headers = {"host": parts.netloc, "Sec_Fetch_Dest": "iframe"} | rest
        return await ask(self.runs, parts.path, **headers)


@pytest.fixture
def house(arena, person):
    @asynccontextmanager
    async def opened(**changes):
        async with arena(**changes) as (url, _), person(url) as caller:
            await caller.post("/api/battles")
            _, body = await caller.post("/api/runs", {"artifact": PAGE})
            runs = urlsplit(body["url"]).port
            yield House(caller, urlsplit(url).port, runs)

    return opened


async def test_the_headers_of_a_document_as_a_whole(house):
    async with house() as here:
        ticket = await here.run()
        answer = await here.fetch(ticket)
        origin = ticket["url"].rpartition("/r/")[0]
        app = f"http://127.0.0.1:{here.page}"
        ours = await here.fetch(await here.run(PAGE | {"kind": "markdown"}))
    policy = dict(
        part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
    )
    assert policy == {
        "sandbox": "allow-scripts allow-forms allow-pointer-lock",
        "default-src": "'none'",
        "script-src": f"'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob: {origin}/v/",
        "style-src": f"'unsafe-inline' {origin}/v/",
        "img-src": "data: blob:",
        "media-src": "data: blob:",
        "font-src": f"data: {origin}/v/",
        "connect-src": "'none'",
        "worker-src": "blob:",
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": app,
    }
    held = {
        "connection-allowlist": "(response-origin)",
        "document-isolation-policy": "isolate-and-require-corp",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-dns-prefetch-control": "off",
        "cache-control": "no-store",
        "content-type": "text/html; charset=utf-8",
    }
    assert {name: answer.headers.get(name) for name in held} == held
    denied = {part.partition("=")[0] for part in answer.headers["permissions-policy"].split(", ")}
    assert denied >= {
        "camera", "microphone", "geolocation", "display-capture", "clipboard-read",
        "clipboard-write", "fullscreen", "screen-wake-lock", "usb", "serial", "hid",
        "payment", "midi", "publickey-credentials-get",
    }  # fmt: skip
    # What only shows its text runs none of it: no inline script, no eval, no worker.
    scripts = re.search(r"script-src ([^;]*)", ours.headers["content-security-policy"])[1]
    assert "unsafe" not in scripts
    assert "blob:" not in scripts
    assert "worker-src 'none'" in ours.headers["content-security-policy"]
    # One set of headers, whatever they are: nothing about the server, the person or the model.
    assert not {"set-cookie", "location", "etag", "last-modified"} & set(answer.headers)


async def test_the_page_may_hold_only_the_sandbox(house):
    async with house() as here:
        answer = await ask(here.page)
    policy = answer.headers["content-security-policy"]
    assert f"frame-src http://*.localhost:{here.runs}" in policy
    assert policy.count("frame-src") == 1
    for held in ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"):
        assert held in policy
    assert "unsafe-eval" not in policy
    assert "script-src" not in policy  # falls back to default-src: no inline script


HOSTS = [
    "{label}.localhost:{runs}",
    "{label}.localhost:{page}",
    "{label}.localhost",
    "anything.localhost:{page}",
    "{label}.LOCALHOST:{page}",
    "{label}.localhost.:{page}",
    "evil.example:{page}",
    "127.0.0.1:{page}@evil.example",
    "evil.example#127.0.0.1",
    "",
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("target", ["/", "/api/status", "/api/battles", "/r/x", "/v/x.js"])
async def test_the_page_never_answers_at_a_sandbox_host(house, host, target):
    async with house() as here:
        named = host.format(label=LABEL, runs=here.runs, page=here.page) or " "
        answer = await ask(here.page, target, host=named)
    assert answer.status >= 400
    assert b"<!doctype" not in answer.body.lower()
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:{page}",
        "127.0.0.1:{runs}",
        "localhost:{runs}",
        "localhost",
        "[::1]:{runs}",
        "evil.example",
        "{label}.evil.example",
        "{label}.localhost.evil.example",
        "x.{label}.localhost",
        "crab.localhost:{runs}",
    ],
)
async def test_the_sandbox_never_answers_at_a_page_host(house, host):
    async with house() as here:
        ticket = await here.run()
        named = host.format(label=LABEL, runs=here.runs, page=here.page)
        path = urlsplit(ticket["url"]).path
        for target in ("/", "/api/status", "/api/battles", "/index.html", path, "/v/x.js"):
            answer = await ask(here.runs, target, host=named)
            assert answer.status >= 400, (target, answer)
            assert not answer.body
        # None of that used the document up.
        assert (await here.fetch(ticket)).status == 200


async def test_the_sandbox_knows_nothing_of_the_page(house):
    async with house() as here:
        host = f"{LABEL}.localhost:{here.runs}"
        for target in (
            "/",
            "/api/status",
            "/api/runs",
            "/api/openapi.json",
            "/assets/",
            "/r/",
            "/v/",
        ):
            answer = await ask(here.runs, target, host=host)
            assert (answer.status, answer.body) == (404, b""), target


async def test_only_get(house):
    async with house() as here:
        ticket = await here.run()
        for method in ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get"):
            answer = await here.fetch(ticket, method=method)
            assert answer.status in {400, 405}, method
        assert (await here.fetch(ticket)).status == 200


async def test_no_cookie_is_read_or_set_and_nothing_redirects(house):
    async with house() as here:
        cookies = here.caller.http.cookie_jar.filter_cookies(URL(here.caller.url))
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items())
        assert "madang_person" in sent
        plain = await here.fetch(await here.run())
        known = await here.fetch(await here.run(), Cookie=sent)
        host = f"{LABEL}.localhost:{here.runs}"
        odd = [
            "//evil.example",
            "/v",
            "/r",
            "/v//",
            "/V/x.js",
            "/r/..",
            "/%2f%2fevil.example",
            "/\\x",
        ]
        answers = [await ask(here.runs, target, host=host, Cookie=sent) for target in odd]
    assert plain.status == known.status == 200
    fixed = {k: v for k, v in plain.headers.items() if k not in {"date", "content-security-policy"}}
    assert fixed.items() <= known.headers.items()
    for answer in (plain, known, *answers):
        assert "set-cookie" not in answer.headers
        assert "location" not in answer.headers
        assert not 300 <= answer.status < 400


async def test_a_document_is_given_once_and_only_to_a_frame_of_its_origin(house):
    async with house() as here:
        ticket = await here.run()
        parts = urlsplit(ticket["url"])
        for wanted in ("document", "script", "image", "empty", "object", "embed", "fencedframe"):
            assert (await here.fetch(ticket, Sec_Fetch_Dest=wanted)).status == 403
        other = f"{LABEL}.localhost:{here.runs}"
        assert (await here.fetch(ticket, host=other)).status == 404
        assert (await here.fetch(ticket)).status == 200
        assert (await here.fetch(ticket)).status == 404
        assert (await ask(here.runs, f"{parts.path}x", host=parts.netloc)).status == 404


async def test_tokens_and_labels_can_not_be_guessed(house):
    async with house() as here:
        tickets = [await here.run() for _ in range(40)]
    tokens = {ticket["url"].rpartition("/")[2] for ticket in tickets}
    labels = {urlsplit(ticket["url"]).hostname for ticket in tickets}
    nonces = {ticket["nonce"] for ticket in tickets}
    assert len(tokens) == len(labels) == len(nonces) == 40
    # 24 random bytes are 32 characters, and no two share a beginning by more than chance.
    assert {len(token) for token in tokens} == {32}
    assert len({token[:6] for token in tokens}) == 40
    assert len({label[:7] for label in labels}) == 40


TRAVERSALS = [
    "/v/../../dist/index.html",
    "/v/..%2f..%2fdist%2findex.html",
    "/v/%2e%2e/%2e%2e/dist/index.html",
    "/v/....//....//dist/index.html",
    "/v/..\\..\\dist\\index.html",
    "/v/%2fetc%2fpasswd",
    "//etc/passwd",
    "/v//etc/passwd",
    "/v/manifest.json",
    "/v/manifest.json/../manifest.json",
    "/v/NOTICE.txt",
    "/v/x.js%00.png",
    "/v/..",
    "/v/.",
    "/v/.hidden.js",
    "/v/sub/../../x.js",
    "/v/http:%2f%2fevil.example%2fx.js",
]


@pytest.mark.parametrize("target", TRAVERSALS)
async def test_no_path_leads_out_of_the_libraries(house, target):
    async with house() as here:
        answer = await ask(here.runs, target, host=f"{LABEL}.localhost:{here.runs}")
    assert answer.status in {400, 404}
    assert b"root:" not in answer.body
    assert b"<!doctype" not in answer.body.lower()


@pytest.mark.parametrize("field", ["name", "title", "language", "text"])
async def test_no_text_of_an_artifact_gets_into_the_headers(house, field):
    evil = "x\r\nSet-Cookie: taken=1\r\n; script-src *\u2028</script><script>taken()</script>"
    async with house() as here:
        for kind in ("html", "markdown", "svg"):
            artifact = PAGE | {"kind": kind, field: evil}
            status, ticket = await here.caller.post("/api/runs", {"artifact": artifact})
            if status == 422:
                continue  # a name may be refused as it stands
            assert status == 201
            answer = await here.fetch(ticket)
            assert "taken" not in json.dumps(answer.headers)
            if kind == "markdown":
                assert b"<script>taken()" not in answer.body


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1:{page}.evil.example",
        "http://{label}.localhost:{runs}",
    ],
)
async def test_only_the_page_itself_can_ask_for_a_run(house, origin):
    async with house() as here:
        named = origin.format(page=here.page, runs=here.runs, label=LABEL)
        status, _ = await here.caller.post(
            "/api/runs", {"artifact": PAGE}, headers={"Origin": named}
        )
        assert status == 403
        fetched = {"Sec-Fetch-Site": "cross-site"}
        status, _ = await here.caller.post("/api/runs", {"artifact": PAGE}, headers=fetched)
        assert status == 403


async def test_what_waits_is_bounded_for_one_person(house):
    async with house() as here:
        tickets = [await here.run() for _ in range(60)]
        answers = [(await here.fetch(ticket)).status for ticket in tickets]
    assert answers[-1] == 200
    assert answers[0] == 404
    assert answers.count(200) <= 32


async def finish(caller, ticket, artifact, **more):
    token = ticket["url"].rpartition("/")[2]
    return await caller.call("PUT", f"/api/runs/{token}", {"artifact": artifact} | more)


@asynccontextmanager
async def waiting_frame(here, ticket):
    """A frame that has fetched all but the text of a run, and what it has."""
    parts = urlsplit(ticket["url"])
    reader, writer = await asyncio.open_connection("127.0.0.1", here.runs)
    lines = [f"GET {parts.path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close", "", ""]
    writer.write("\r\n".join(lines).encode())
    head = await asyncio.wait_for(reader.readuntil(b"</script>"), 30)
    yield reader, head.decode()
    writer.close()


async def test_a_run_that_was_begun_has_all_but_its_text(house):
    page = PAGE | {"text": '<p>one <img src="asset:none">'}
    async with house() as here:
        ticket = await here.run(page, begun=True)
        async with waiting_frame(here, ticket) as (reader, head):
            assert f'nonce="{ticket["nonce"]}"' in head
            assert "one" not in head.partition("</script>")[2]
            status, said = await finish(here.caller, ticket, page)
            whole = head + (await asyncio.wait_for(reader.read(), 30)).decode()
        again = await finish(here.caller, ticket, page)
        usual = await here.run(page)
        answer = await here.fetch(usual)
    assert status == 200
    assert said["problems"] == usual["problems"] != []
    assert (again[0], again[1]["error"]["code"]) == (404, "run_gone")
    # The same wall as around a document that comes at once.
    headers, _, body = whole.partition("\r\n\r\n")
    assert "<p>one " in body
    policy = re.search(r"content-security-policy: ([^\r]*)", headers)[1]
    origins = [ticket["url"].partition("/r/")[0], usual["url"].partition("/r/")[0]]
    assert policy.replace(origins[0], origins[1]) == answer.headers["content-security-policy"]
    for name in ("connection-allowlist", "document-isolation-policy", "cache-control"):
        assert f"{name}: {answer.headers[name]}" in headers


async def test_only_who_began_a_run_can_bring_its_text_and_only_to_a_frame(house, person):
    async with house() as here:
        ticket = await here.run(PAGE, begun=True)
        assert (await finish(here.caller, ticket, PAGE))[0] == 404  # no frame has fetched it
        async with waiting_frame(here, ticket) as (reader, _):
            async with person(f"http://127.0.0.1:{here.page}") as other:
                await other.post("/api/battles")
                assert (await finish(other, ticket, PAGE))[0] == 404
            assert (await finish(here.caller, {"url": "/r/" + "x" * 32}, PAGE))[0] == 404
            assert (await finish(here.caller, ticket, PAGE))[0] == 200
            assert b"<p>hello</p>" in await asyncio.wait_for(reader.read(), 30)


async def test_runs_that_were_begun_are_bounded_for_one_person(house):
    async with house() as here, AsyncExitStack() as stack:
        tickets, readers = [], []
        for _ in range(30):
            tickets.append(await here.run(PAGE, begun=True))
            frame = await stack.enter_async_context(waiting_frame(here, tickets[-1]))
            readers.append(frame[0])
        # The oldest has ended without a text; the newest still waits for one.
        assert b"<p>hello</p>" not in await asyncio.wait_for(readers[0].read(), 30)
        assert (await finish(here.caller, tickets[0], PAGE))[0] == 404
        assert (await finish(here.caller, tickets[-1], PAGE))[0] == 200
        assert b"<p>hello</p>" in await asyncio.wait_for(readers[-1].read(), 30)


async def test_what_an_artifact_asks_for_in_vain_is_told_within_bounds(house):
    many = "".join(f'<img src="asset:a{n}">' for n in range(5000))
    async with house() as here:
        assert 0 < len((await here.run(PAGE | {"text": many}))["problems"]) < 100


async def test_a_document_too_large_is_refused(house):
    async with house() as here:
        for megabytes, *expected in ((9, 422, "run_too_large"), (17, 413, "too_large")):
            sent = json.dumps({"artifact": PAGE | {"text": "x" * (megabytes << 20)}}).encode()
            status, body = await here.caller.call(
                "POST",
                "/api/runs",
                data=io.BytesIO(sent),
                headers={"Content-Type": "application/json"},
            )
            assert (status, body["error"]["code"]) == tuple(expected)


BEFORE = [
    "<!--><script>early()</script>-->",
    "<!-- --!><script>early()</script>-->",
    "<!--->\n<script>early()</script>-->",
    '<html data-a=">"><script>early()</script>',
    "<html data-a='",
    "<!doctype html><!-- <html> --><script>early()</script>",
    "\ufeff<!-->\n<head><script>early()</script>",
    "<plaintext>",
    "<!doctype html",
    "<!",
]


@pytest.mark.parametrize("text", BEFORE)
async def test_nothing_of_an_artifact_comes_before_the_runner(house, text):
    async with house() as here:
        body = (await here.fetch(await here.run(PAGE | {"text": text}))).body.decode()
    runner = body.index("<script")
    assert "data-madang" in body[runner : runner + 200]
    # A browser must come to it as a script: nothing before it may swallow it.
    assert re.fullmatch(r"<!doctype html>(<meta [^<>]*>)?", body[:runner])
