"""A server that is killed loses nothing it had acknowledged."""

import asyncio
import signal
import subprocess
import sys

from sqlalchemy import text

from madang.domain.battles import Side
from madang.store import Store

ENOUGH = 5

CHILD = """
import asyncio, sys
from madang.domain.battles import Side
from madang.domain.replies import ReplyState
from madang.store import Store
from tests.battles import reply, vote
from tests.store.conftest import begun

async def main(url):
    store = await Store.open(url)
    for number in range(1000):
        await begun(store, number)
        again = reply(Side.A, ReplyState.STREAMING, "", id=f"r_{number}", attempt=2)
        await store.battles.add_replies(f"b_{number}", 1, again)
        await store.battles.save_texts([(again.id, f"as far as {number}")])
        await store.votes.cast(vote(id=f"v_{number}", battle=f"b_{number}"))
        print(number, flush=True)

asyncio.run(main(sys.argv[1]))
"""


def killed_while_voting(url):
    """The numbers of the votes that a server acknowledged before it was killed."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, url], stdout=subprocess.PIPE, text=True)
    with child:
        acknowledged = [int(child.stdout.readline()) for _ in range(ENOUGH)]
        child.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in child.stdout]
    assert child.returncode == -signal.SIGKILL
    return acknowledged


async def test_a_vote_outlives_the_server(database_url):
    acknowledged = await asyncio.to_thread(killed_while_voting, database_url)
    store = await Store.open(database_url)
    for number in acknowledged:
        kept = await store.battles.get(f"b_{number}")
        assert kept.vote.id == f"v_{number}"
        assert kept.turns[0].replies[Side.A].text == f"as far as {number}"
    if store._database.is_sqlite:
        async with store._database.read() as connection:
            assert await connection.scalar(text("PRAGMA integrity_check")) == "ok"
    await store.close()
