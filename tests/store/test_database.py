"""Addresses as people write them, and what bad days of a database come to."""

import asyncio
import logging
import sqlite3
import traceback

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from madang.domain.chats import Preferences
from madang.domain.errors.server import SettingsError, StoreFailed, StoreFull, StoreLocked
from madang.domain.people import Person
from madang.store import Store
from madang.store.database import Database, MissingError, address
from tests.battles import START, vote
from tests.store.conftest import begun

SOMEONE = Person(id="p_someone", first_seen_at=START)


async def is_kept(store):
    """Only of someone who is there is kept what they want."""
    wanted = Preferences(instructions="short")
    await store.people.prefer(SOMEONE.id, wanted)
    return await store.people.preferences(SOMEONE.id) == wanted


@pytest.mark.parametrize(
    ("written", "driven"),
    [
        ("sqlite:////data/madang.db", "sqlite+aiosqlite:////data/madang.db"),
        ("sqlite:///./a folder/m.db", "sqlite+aiosqlite:///./a folder/m.db"),
        ("sqlite3:///m.db", "sqlite+aiosqlite:///m.db"),
        ("postgresql://h/n", "postgresql+psycopg://h/n?connect_timeout=10"),
        ("postgres://u:p%40@h:1/n", "postgresql+psycopg://u:p%40@h:1/n?connect_timeout=10"),
        ("postgresql+asyncpg://h/n", "postgresql+psycopg://h/n?connect_timeout=10"),
        ("postgres://h/n?connect_timeout=3", "postgresql+psycopg://h/n?connect_timeout=3"),
        (
            "postgresql:///n?host=/run/pg&sslmode=require",
            "postgresql+psycopg:///n?connect_timeout=10&host=%2Frun%2Fpg&sslmode=require",
        ),
    ],
)
def test_an_address_is_taken_as_people_write_it(written, driven):
    assert address(written).render_as_string(hide_password=False) == driven


@pytest.mark.parametrize(
    "written",
    [
        "",
        "madang.db",
        "/data/madang.db",
        "mysql://u:secret@h/n",
        "postgresql//u:secret@h",
        "postgres://u:secret@h:port/n",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:m?mode=memory&uri=true",
    ],
)
async def test_what_is_no_address_is_refused_without_repeating_it(written):
    with pytest.raises(SettingsError) as caught:
        await Store.open(written)
    told = "".join(traceback.format_exception(caught.value))
    assert "secret" not in told
    for language in ("en", "ko"):
        assert "postgresql://" in caught.value.message(language)


async def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match="nowhere does not exist; make it"):
        await Store.open(f"sqlite:///{tmp_path}/nowhere/madang.db")


async def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader, " * 200)
    with pytest.raises(StoreFailed) as caught:
        await Store.open(f"sqlite:///{letter}")
    assert "not a database" in str(caught.value.__cause__)
    assert letter.read_text() == "Dear reader, " * 200


async def test_a_server_that_does_not_answer_is_said_so():
    nobody = "postgresql://someone:secret@127.0.0.1:1/madang"
    with pytest.raises(StoreFailed) as caught:
        await Store.open(nobody)
    told = "".join(traceback.format_exception(caught.value))
    assert "refused" in told
    assert "secret" not in told


async def test_a_lost_connection_is_made_again(postgresql_url):
    store = await Store.open(postgresql_url)
    await store.people.add(SOMEONE)
    with psycopg.connect(postgresql_url, autocommit=True) as other:
        mine = "pid <> pg_backend_pid() AND datname = current_database()"
        cut = other.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")
        assert cut.fetchall() == [(True,)]
    assert await store.people.preferences(SOMEONE.id) == Preferences()
    assert await is_kept(store)
    await store.close()


async def test_a_full_disk_keeps_what_was_kept_and_goes_on_when_there_is_room(sqlite_url):
    store = await Store.open(sqlite_url)
    await begun(store)
    await store.close()
    database, store = limited(sqlite_url)
    with pytest.raises(StoreFull):
        await fill(store)
    assert (await store.battles.get("b_1")).turns[0].stands
    async with database.engine.connect() as connection:
        await connection.execute(text("PRAGMA max_page_count = 100000"))
        await connection.rollback()
    assert await store.votes.cast(vote()) == vote()
    assert (await store.battles.get("b_1")).vote == vote()
    await store.close()


async def fill(store):
    for number in range(1000):
        await store.people.add(Person(id=f"p_{number:0500}", first_seen_at=START))


def limited(url):
    """A store on a disk with no room for one more page."""
    database = Database(url)

    def limit(connection, _record):
        connection.cursor().execute("PRAGMA max_page_count = 1")  # raised to what is in use

    event.listen(database.engine.sync_engine, "connect", limit)
    return database, Store(database)


async def test_a_full_server_is_a_full_disk(postgresql_url):
    database = Database(postgresql_url)
    fill = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$"
    with pytest.raises(StoreFull):
        async with database.transaction() as connection:
            await connection.execute(text(fill))
    await database.close()


async def test_another_program_that_holds_the_lock_is_waited_for_and_then_named(sqlite_url):
    store = await Store.open(sqlite_url, patience=0.1)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = await asyncio.gather(
        *(store.people.add(SOMEONE) for _ in range(5)), return_exceptions=True
    )
    assert [type(answer) for answer in said] == [StoreLocked] * 5
    assert await store.people.preferences(SOMEONE.id) == Preferences()  # reading goes on
    with pytest.raises(StoreLocked):
        await Store.open(sqlite_url, patience=0.1)
    other.execute("COMMIT")
    other.close()
    await store.people.add(SOMEONE)
    assert await is_kept(store)
    await store.close()


async def test_a_locked_table_is_waited_for_and_then_named(postgresql_url):
    store = await Store.open(postgresql_url, patience=0.1)
    with psycopg.connect(postgresql_url) as other:
        other.execute("LOCK TABLE people IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(StoreLocked):
            await store.people.add(SOMEONE)
    await store.people.add(SOMEONE)
    await store.close()


async def test_a_write_that_is_given_up_leaves_no_lock(database_url):
    store = await Store.open(database_url, patience=2)
    for steps in range(40):
        write = asyncio.create_task(store.people.add(Person(id=f"p_{steps}", first_seen_at=START)))
        for _ in range(steps):
            await asyncio.sleep(0)
        write.cancel()
        await asyncio.gather(write, return_exceptions=True)
    await store.people.add(SOMEONE)
    assert await is_kept(store)
    await store.close()


async def test_a_write_that_is_given_up_within_a_statement_leaves_no_lock(database_url):
    table, rows = text("INSERT INTO long VALUES (:line)"), [{"line": "x" * 500}] * 2000

    async def fill():
        async with database.transaction() as connection:
            await connection.execute(table, rows)

    database, other = Database(database_url), Database(database_url, patience=0.5)
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE long (line TEXT)"))
    ends = []  # kept, as whoever cancelled keeps them: a traceback holds the driver's cursor
    for milliseconds in range(12):
        write = asyncio.create_task(fill())
        await asyncio.sleep(milliseconds / 1000)
        write.cancel()
        ends += await asyncio.gather(write, return_exceptions=True)
        async with other.transaction() as connection:
            await connection.execute(text("DELETE FROM long"))
    assert any(isinstance(end, asyncio.CancelledError) for end in ends)
    await database.close()
    await other.close()


async def test_our_own_mistakes_are_not_called_the_databases(database_url):
    database = Database(database_url)
    with pytest.raises(DBAPIError, match="no_such_table"):
        async with database.read() as connection:
            await connection.execute(text("SELECT 1 FROM no_such_table"))
    await database.close()


async def test_reading_can_not_write(postgresql_url):
    database = Database(postgresql_url)
    with pytest.raises(StoreFailed):
        async with database.read() as connection:
            await connection.execute(text("CREATE TABLE t (n integer)"))
    await database.close()


async def test_what_people_wrote_enters_no_error_and_no_log(caplog, store, begin):
    caplog.set_level(logging.DEBUG)
    person = "me"
    kept = await begin()
    secret = f"between you and {person}"  # spelled out nowhere that a traceback shows
    with pytest.raises(MissingError) as caught:
        await store.votes.cast(vote(comment=secret, person="p_none"))
    assert secret not in "".join(traceback.format_exception(caught.value))
    assert secret not in caplog.text
    assert kept.turns[0].question not in caplog.text


async def test_sqlite_keeps_its_word(sqlite_url):
    store = await Store.open(sqlite_url)
    async with store._database.read() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        said = [await connection.scalar(text(f"PRAGMA {name}")) for name in asked]
    assert said == ["wal", 2, 1, 5000]
    await store.close()
