"""Votes taken in: all or none, with others voting meanwhile, and counts as counts."""

import asyncio
import json
import subprocess
import sys

import pytest

from madang.domain.categories import Rulebook
from madang.domain.errors.votes import VotesFileError, VotesImportRunning
from madang.engine.exchange.exporting import Format
from madang.engine.exchange.importing import import_votes
from madang.engine.exchange.shapes import Shape
from madang.store import Store
from tests.battles import vote
from tests.engine.exchange.test_exchange import read_board, write
from tests.engine.history import arrived, keep, record
from tests.store.conftest import begun

BOOK = Rulebook()
PLAIN = "model_a,model_b,winner,judge\n"


@pytest.fixture
async def store(database_url):
    opened = await Store.open(database_url)
    yield opened
    await opened.close()


async def test_counts_are_rows_that_stand_for_many_votes(store, tmp_path):
    path = tmp_path / "counts.json"
    counts = {"models": ["one", "two"], "X": [[0, 1]], "Y": [[60_000, 40_000, 5, 0]]}
    path.write_text(json.dumps(counts))
    survey, written = await import_votes(store, path, BOOK)
    assert (survey.good, written.added) == (3, 100_005)
    assert await arrived(store) == 100_005
    assert (await store.votes.totals())[0] == 100_005
    board = await read_board(store, tmp_path)
    assert board["votes"] == 100_005
    assert [(row["wins"], row["losses"], row["ties"]) for row in board["board"]] == [
        (60_000, 40_000, 5),
        (40_000, 60_000, 5),
    ]
    assert board["verdict"]["state"] == "settled"
    months = await store.exposure.by_month()
    assert sum(shown.battles for shown in months) == 200_010
    _, again = await import_votes(store, path, BOOK)
    assert (again.added, again.known) == (0, 100_005)


async def test_counts_that_have_grown_add_what_they_have_grown_by(store, tmp_path):
    path = tmp_path / "counts.csv"
    for total in (1, 700, 750, 750, 900):
        path.write_text(f"model_a,model_b,winner,times\none,two,tie,31\none,two,a,{total}\n")
        _, written = await import_votes(store, path, BOOK)
        assert written.added + written.known == 31 + total
        assert await arrived(store) == 31 + total


@pytest.mark.parametrize("kind", [Format.CSV, Format.PARQUET])
async def test_counts_leave_and_come_back_as_counts(sqlite_url, tmp_path, kind):
    here, there = await Store.open(sqlite_url), await Store.open(f"sqlite:///{tmp_path}/2.sqlite3")
    await keep(here, [record(1, times=700), record(2, "two", "six", "tie", times=31), record(3)])
    await import_votes(there, await write(here, tmp_path, kind), BOOK)
    assert await read_board(there, tmp_path) == await read_board(here, tmp_path)
    rows = (await write(here, tmp_path, Format.JSONL, Shape.FASTCHAT)).read_text().splitlines()
    assert len({json.loads(row)["question_id"] for row in rows}) == len(rows) == 732
    for opened in (here, there):
        await opened.close()


@pytest.mark.parametrize("times", ["0", "-1", "1.5", "many", "1e99"])
async def test_a_row_that_says_no_number_of_votes_is_bad(store, tmp_path, times):
    path = tmp_path / "votes.csv"
    path.write_text(f"model_a,model_b,winner,times\none,two,tie,{times}\n")
    with pytest.raises(VotesFileError, match="no number of votes"):
        await import_votes(store, path, BOOK)


async def test_others_vote_while_an_import_writes(store, tmp_path):
    """Nothing of it is on any board until it is done, and nobody waits for it."""
    await begun(store)
    path = tmp_path / "votes.csv"
    path.write_text(PLAIN + "".join(f"one,two,tie,p{n % 40}\n" for n in range(9_000)))
    seen: list[int] = []
    shares: list[float] = []
    task = asyncio.create_task(import_votes(store, path, BOOK, progress=shares.append))
    voted = False
    while not task.done():
        await asyncio.sleep(0.005)
        if shares and shares[-1] > 0.6 and not voted:
            await store.votes.cast(vote())
            voted = True
        count = await arrived(store)
        if not task.done():
            seen.append(count)
    await task
    assert voted
    assert set(seen) <= {0, 1, 9_001}
    assert await arrived(store) == 9_001


async def test_what_breaks_off_while_it_is_written_is_cleared_away(store):
    """As after a crash: what it wrote is there for nobody, and the next import clears it away."""
    await keep(store, [record(1, "one", "two")])
    put_down = store.intake._finish

    async def die(batch: str) -> int:
        raise RuntimeError(batch)

    async def leave(batch: str) -> None:
        del batch

    cleared = store.intake._discard
    store.intake._finish, store.intake._discard = die, leave
    with pytest.raises(RuntimeError):
        await keep(store, [record(1, "one", "two"), record(2, "two", "odd", excluded="a test")])
    assert await arrived(store) == 1
    assert (await store.votes.totals())[0] == 1
    store.intake._finish, store.intake._discard = put_down, cleared
    written = await keep(store, [record(2, "two", "six"), record(3)])
    assert (written.added, written.known) == (2, 0)
    assert await arrived(store) == 3
    assert await store.exclusions.all() == []
    assert {v.contestant.slug for v in await store.contestants.all()} == {"one", "two", "six"}


async def test_one_import_at_a_time(store):
    inside, done = asyncio.Event(), asyncio.Event()

    async def parts():
        yield [(record(1), record(1).measures)]
        inside.set()
        await done.wait()

    first = asyncio.create_task(store.intake.write(parts()))
    await inside.wait()
    with pytest.raises(VotesImportRunning):
        await keep(store, [record(2)])
    done.set()
    assert (await first).added == 1
    assert (await keep(store, [record(2)])).added == 1


async def test_an_excluded_vote_travels_with_its_reason(store, tmp_path):
    other = await Store.open(f"sqlite:///{tmp_path}/other.sqlite3")
    await keep(store, [record(1, excluded="voted by a script"), record(2), record(3)])
    assert (await read_board(store, tmp_path))["votes"] == 2
    await import_votes(other, await write(store, tmp_path, Format.CSV), BOOK)
    assert await read_board(other, tmp_path) == await read_board(store, tmp_path)
    (exclusion,) = await other.exclusions.all()
    assert (exclusion.reason, exclusion.votes) == ("voted by a script", 1)
    await other.close()


def test_a_killed_import_leaves_nothing(tmp_path):
    """kill -9 in the middle of writing; the next one is as if there had been none."""
    path = tmp_path / "votes.csv"
    path.write_text(PLAIN + "".join(f"one,two,tie,p{n % 40}\n" for n in range(30_000)))
    code = (
        "import asyncio, os, signal, sys; from pathlib import Path\n"
        "from madang.engine.exchange.importing import import_votes\n"
        "from madang.domain.categories import Rulebook\n"
        "from madang.store import Store\n"
        "def die(share):\n"
        "    if share > 0.7: os.kill(os.getpid(), signal.SIGKILL)\n"
        "async def main():\n"
        "    store = await Store.open(sys.argv[1])\n"
        "    await import_votes(store, Path(sys.argv[2]), Rulebook(), progress=die)\n"
        "asyncio.run(main())\n"
    )
    url = f"sqlite:///{tmp_path}/killed.sqlite3"
    ran = subprocess.run([sys.executable, "-c", code, url, str(path)], check=False, timeout=120)
    assert ran.returncode == -9

    async def after():
        store = await Store.open(url)
        assert await arrived(store) == 0
        written = (await import_votes(store, path, BOOK))[1]
        await store.close()
        return written

    assert asyncio.run(after()).added == 30_000
    assert not list(tmp_path.glob("*-stage"))
