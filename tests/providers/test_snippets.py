"""What is shown as `curl`, Python and JavaScript is run, and says what the adapter would say."""

import asyncio
import json
import shutil
import sys

import pytest

from madang.domain.contestants import Parameters
from madang.providers.base import Message, Request, Role
from madang.providers.http import open_session
from madang.providers.snippets import write_out
from madang.providers.upstream import Upstream
from tests.upstreams import Script, upstream

KEY = "sk-never-shown"
ODD = 'it\'s "한국어"\n```\n$HOME `id` \\n {{x}} {0} % JSON\nJSON\n EOF 👩‍👩‍👧'
ASKED = Request(
    model="model-a",
    messages=(Message(Role.USER, ODD),),
    system="Be\n\"brief\" — and 'kind'.",
    parameters=Parameters(
        temperature=0.5,
        top_p=0.9,
        max_tokens=77,
        stop=("끝", '"'),
        json_schema='{"type":"object","properties":{},"required":[],"additionalProperties":false}',
    ),
)
SAID = Script(chunks=("마당", "에 ", "👩‍👩‍👧"), key=KEY)


async def run(text, *command):
    """Give a snippet to its interpreter; what it printed."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"OUR_KEY": KEY, "PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )
    async with asyncio.timeout(60):
        out, complaints = await process.communicate(text.encode())
    assert process.returncode == 0, complaints.decode()
    return out.decode()


async def asked_by_the_adapter(wire, fake):
    async with open_session() as session:
        provider = Upstream(session, wire=wire, base_url=fake.url, key=KEY)
        async for _ in provider.stream(ASKED):
            pass
    return fake.requests[-1]


def same(one, other):
    """Two requests a server could not tell apart, but for their user agents and the like."""
    return (one.path, one.key, one.body) == (other.path, other.key, other.body)


async def test_python(wire):
    async with upstream(wire, SAID) as fake:
        text = write_out(ASKED, wire=wire, base_url=fake.url, key_env="OUR_KEY").python
        assert await run(text, sys.executable, "-I", "-") == SAID.text
        assert same(fake.requests[0], await asked_by_the_adapter(wire, fake))


async def test_curl(wire):
    assert shutil.which("curl"), "curl is not installed. Run `apt-get install curl`."
    async with upstream(wire, SAID) as fake:
        text = write_out(ASKED, wire=wire, base_url=fake.url, key_env="OUR_KEY").curl
        printed = await run(text, "bash", "-s")
        assert "마당" in printed
        assert same(fake.requests[0], await asked_by_the_adapter(wire, fake))


async def test_javascript(wire):
    async with upstream(wire, SAID) as fake:
        text = write_out(ASKED, wire=wire, base_url=fake.url, key_env="OUR_KEY").javascript
        assert await run(text, "node", "--input-type=module", "-") == SAID.text
        assert same(fake.requests[0], await asked_by_the_adapter(wire, fake))


@pytest.mark.parametrize("language", ["curl", "python", "javascript"])
async def test_a_server_without_a_key_is_sent_none(wire, language):
    command = {
        "curl": ("bash", "-s"),
        "python": (sys.executable, "-"),
        "javascript": ("node", "--input-type=module", "-"),
    }
    async with upstream(wire) as fake:
        found = write_out(ASKED, wire=wire, base_url=fake.url, key_env=None)
        assert await run(getattr(found, language), *command[language])
        assert fake.requests[0].key is None


def test_a_password_in_an_address_is_not_shown(wire):
    url = "https://someone:secret@models.example:8443/v1"
    found = write_out(ASKED, wire=wire, base_url=url, key_env="OUR_KEY")
    for text in (found.curl, found.python, found.javascript):
        assert "secret" not in text
        assert "https://models.example:8443/v1" in text


def test_the_key_is_named_and_numbers_stay_numbers():
    found = write_out(ASKED, wire="openai", base_url="http://a/v1", key_env="OUR_KEY")
    assert '"Authorization: Bearer $OUR_KEY"' in found.curl
    assert 'os.environ["OUR_KEY"]' in found.python
    assert "process.env.OUR_KEY" in found.javascript
    sent = json.loads(found.curl.split("<<'JSON'\n")[1].removesuffix("\nJSON\n"))
    assert (sent["temperature"], sent["max_tokens"], sent["stream"]) == (0.5, 77, True)
