"""The embedded model, for real: its own weights, its own process."""

import asyncio
import os
import signal
import sys
from contextlib import aclosing
from pathlib import Path

import pytest
import pytest_asyncio

from madang.domain.contestants import Parameters
from madang.domain.errors.server import SettingsError
from madang.domain.errors.upstreams import (
    UpstreamFailed,
    UpstreamRejected,
    UpstreamTimeout,
    UpstreamTruncated,
    UpstreamUnreachable,
)
from madang.providers.base import End, Message, Request, Role, StopReason, Text
from madang.providers.http import Patience, open_session
from madang.providers.llamacpp import EmbeddedModel, Stage
from madang.providers.weights import find_weights
from tests.providers.conftest import ask

pytestmark = [pytest.mark.embedded, pytest.mark.asyncio(loop_scope="module")]


def question(text="Tell me a long story about a dog.", *, most=None):
    return Request(
        model="",
        messages=(Message(Role.USER, text),),
        parameters=Parameters(temperature=0.0, max_tokens=most),
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def session():
    async with open_session() as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def model(session):
    """Two slots; a long answer fills a slot for as long as any test here takes."""
    embedded = EmbeddedModel(session, find_weights(), slots=2, context_tokens=4096)
    embedded.start()
    yield embedded
    await embedded.close()


def read(pid, name):
    """What the kernel says of a process; nothing of one that is no more, or a zombie."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def outputs(pid):
    return {Path(f"/proc/{pid}/fd/{number}").readlink() for number in (1, 2)}


async def gone(pid):
    async with asyncio.timeout(10):
        while read(pid, "cmdline"):  # noqa: ASYNC110 -- no event tells of another's child
            await asyncio.sleep(0.02)


async def ended(stream):
    async for _ in stream:
        pass


async def become(embedded, condition):
    """Wait until the embedded model's state is so."""
    async with asyncio.timeout(30):
        while not condition():
            embedded._changed.clear()
            await embedded._changed.wait()


async def test_who_asks_while_it_loads_waits(model):
    assert model.state.stage is not Stage.READY
    text, usage, end = await ask(model, question("What is the capital of France?", most=16))
    assert text.strip()
    assert usage.tokens_in > 5
    assert 0 < usage.tokens_out <= 16
    assert end.reason in (StopReason.END, StopReason.LENGTH)
    assert model.state.stage is Stage.READY


async def test_it_answers_a_check(model):
    await model.check()


async def test_text_comes_as_it_is_written(model):
    events = [event async for event in model.stream(question(most=24))]
    assert sum(isinstance(event, Text) for event in events) > 1
    assert events[-1] == End(StopReason.LENGTH)


async def test_two_are_answered_at_once(model):
    async with aclosing(model.stream(question())) as first:
        assert isinstance(await anext(first), Text)
        text, _, _ = await ask(model, question("Say hello.", most=4))
        assert text
        assert isinstance(await anext(first), Text)  # and the other still goes on


async def test_who_finds_no_slot_waits_for_one(model):
    answers = await asyncio.gather(*(ask(model, question(most=4)) for _ in range(5)))
    assert all(text for text, _, _ in answers)


async def test_leaving_frees_the_slot(model):
    """Were the two still being answered, a third would wait for minutes."""
    async with asyncio.timeout(30):
        for _ in range(2):
            streams = [model.stream(question()) for _ in range(2)]
            for stream in streams:
                await anext(stream)
            for stream in streams:
                await stream.aclose()
        assert (await ask(model, question(most=4)))[0]


async def test_a_conversation_too_long_is_refused(model):
    with pytest.raises(UpstreamRejected, match="context"):
        await ask(model, question("word " * 6000))


async def test_it_takes_no_one_without_its_key(model, session):
    address = model._upstream._line.base_url
    async with session.post(f"{address}/chat/completions", json={"messages": []}) as response:
        assert response.status == 401


async def test_it_makes_way_for_the_server(model):
    """Its own process, at a lower priority, and its key not to be seen in the list of processes."""
    pid = model.pid
    assert pid != os.getpid()
    assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
    key = model._upstream._line.key.encode()
    assert key not in read(pid, "cmdline")
    assert key not in read(pid, "environ")


async def test_it_keeps_no_log(model):
    """From the moment it listens there is nowhere for what is said to go."""
    assert outputs(model.pid) == {Path(os.devnull)}


async def test_the_steps_of_loading(session):
    embedded = EmbeddedModel(session, find_weights(), slots=1, context_tokens=512)
    assert embedded.state.stage is Stage.STARTING
    seen = []
    embedded.start()
    while embedded.state.stage is not Stage.READY:
        embedded._changed.clear()
        await embedded._changed.wait()
        seen.append(embedded.state)
    pid = embedded.pid
    await embedded.close()
    await gone(pid)
    stages = [state.stage for state in seen]
    assert stages == sorted(stages, key=list(Stage).index)
    assert {Stage.LOADING, Stage.WARMING, Stage.READY} <= set(stages)
    fractions = [state.fraction for state in seen if state.fraction is not None]
    assert fractions == sorted(fractions)
    assert 0 < fractions[0] < fractions[-1] == 1


async def test_one_that_dies_is_started_again_and_then_not(session):
    embedded = EmbeddedModel(session, find_weights(), slots=1, context_tokens=512)
    embedded.start()
    await embedded.wait_ready()
    first = embedded.pid
    os.kill(first, signal.SIGKILL)
    await become(embedded, lambda: embedded.state.stage is not Stage.READY)
    assert (await ask(embedded, question(most=4)))[0]
    assert embedded.pid != first
    os.kill(embedded.pid, signal.SIGKILL)
    await become(embedded, lambda: embedded.state.stage is Stage.FAILED)
    with pytest.raises(UpstreamFailed, match="died twice: SIGKILL"):
        await embedded.wait_ready()
    with pytest.raises(UpstreamFailed):
        await ask(embedded, question())
    await embedded.close()


async def test_an_answer_that_its_death_cuts_off_is_truncated(session):
    embedded = EmbeddedModel(session, find_weights(), slots=1, context_tokens=2048)
    embedded.start()
    stream = embedded.stream(question())
    await anext(stream)
    os.kill(embedded.pid, signal.SIGKILL)
    with pytest.raises(UpstreamTruncated):
        await ended(stream)
    await embedded.close()


async def test_who_asks_does_not_wait_for_ever(session):
    hasty = Patience(first_word=0.01)
    embedded = EmbeddedModel(session, find_weights(), patience=hasty)
    embedded.start()
    with pytest.raises(UpstreamTimeout, match="not loaded within"):
        await ask(embedded, question())
    await embedded.close()


async def test_a_broken_file_is_told_and_not_tried_again(session, tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(find_weights().read_bytes()[:1_000_000])
    embedded = EmbeddedModel(session, find_weights(broken))
    embedded.start()
    with pytest.raises(SettingsError) as caught:
        await embedded.wait_ready()
    assert embedded.state.stage is Stage.FAILED
    assert str(broken) in caught.value.message("en")
    assert "gguf_init" in caught.value.message("en")
    assert "읽어 들일 수 없습니다" in caught.value.message("ko")
    with pytest.raises(UpstreamUnreachable):
        await ask(embedded, question())
    await embedded.close()


PARENT = """
import asyncio, sys
from madang.providers.http import open_session
from madang.providers.llamacpp import EmbeddedModel, Stage, find_weights

async def main():
    model = EmbeddedModel(open_session(), find_weights(), slots=1, context_tokens=512)
    model.start()
    while model.state.stage is not Stage(sys.argv[1]):
        await asyncio.sleep(0.001)
    print(model.pid, flush=True)
    await asyncio.sleep(600)

{run}(main())
"""
LOOPS = {
    "asyncio": PARENT.format(run="asyncio.run"),
    "uvloop": "import uvloop\n" + PARENT.format(run="uvloop.run"),
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("stage", [Stage.LOADING, Stage.WARMING, Stage.READY])
async def test_it_goes_when_its_parent_is_killed(loop, stage):
    """In every stage: while it loads, no thread of Python's runs in it that could notice."""
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", LOOPS[loop], stage), stdout=asyncio.subprocess.PIPE
    )
    child = int(await parent.stdout.readline())
    parent.kill()
    await parent.wait()
    await gone(child)
