"""Migrations lead to the schema, and back, as often as one likes."""

import asyncio
import json
import sqlite3
from contextlib import closing

import psycopg
import pytest
from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, make_url, text

from madang.domain.errors.server import SettingsError
from madang.store import Store
from madang.store.database import Database
from madang.store.migration import configure, downgrade, upgrade
from madang.store.schema import metadata
from tests.store.conftest import begun


async def ask(url, question):
    """What `question` says of the database at `url`."""
    database = Database(url)
    async with database.transaction() as connection:
        answer = await connection.run_sync(question)
    await database.close()
    return answer


async def test_up_and_down_and_up_and_down(database_url):
    for _ in range(2):
        await upgrade(database_url)
        tables = await ask(database_url, lambda c: set(inspect(c).get_table_names()))
        index = {name for name in tables if name.split("_")[0] == "said"}
        assert "said" in index
        assert tables - index == {*metadata.tables, "alembic_version"}
        await downgrade(database_url, "base")
        left = await ask(database_url, lambda c: inspect(c).get_table_names())
        assert left == ["alembic_version"]


async def test_every_step_can_be_taken_back_and_again(database_url):
    await upgrade(database_url)
    steps = await ask(database_url, revisions)
    for step in steps:
        await downgrade(database_url, step.down_revision or "base")
        await upgrade(database_url)


def revisions(connection):
    return list(ScriptDirectory.from_config(configure(connection)).walk_revisions())


async def test_the_steps_are_one_line(database_url):
    steps = await ask(database_url, revisions)
    assert [step.down_revision for step in steps] == [*(s.revision for s in steps[1:]), None]


async def test_the_migrations_make_what_the_schema_says(database_url):
    await upgrade(database_url)
    await ask(database_url, lambda c: command.check(configure(c)))  # raises where they differ
    assert await ask(database_url, details) == await made(database_url)


def details(connection):
    """Indexes with their conditions, and keys, which Alembic's own check partly passes over."""
    found = inspect(connection)
    asked = (
        found.get_indexes,
        found.get_foreign_keys,
        found.get_unique_constraints,
        lambda name: [found.get_pk_constraint(name)],
    )
    return {
        name: [sorted(json.dumps(part, default=str) for part in ask(name)) for ask in asked]
        for name in metadata.tables
    }


async def made(url):
    """The same of a database that the schema itself made."""
    await downgrade(url, "base")
    await ask(url, metadata.create_all)
    return await ask(url, details)


async def test_a_second_start_changes_nothing(database_url):
    first = await Store.open(database_url)
    kept = await begun(first)
    await first.close()
    second = await Store.open(database_url)
    assert await second.battles.get(kept.id) == kept
    await second.close()


async def test_programs_that_start_at_once_migrate_once(database_url):
    # On a busy machine four journeys in a row take longer than a write usually waits.
    await asyncio.gather(*(upgrade(database_url, patience=60) for _ in range(4)))
    at = await ask(database_url, lambda c: MigrationContext.configure(c).get_current_heads())
    assert len(at) == 1


async def test_a_new_file_that_another_program_holds_is_waited_for(tmp_path):
    # Asked to log ahead while a write lock is held, SQLite refuses at once.
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(upgrade(f"sqlite:///{tmp_path / 'new.db'}"))
        await asyncio.sleep(0.3)
        assert not waiting.done()
        other.execute("ROLLBACK")
    await waiting


async def test_a_newer_database_is_left_alone(database_url):
    await upgrade(database_url)
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await ask(database_url, lambda c: c.execute(newer).close())
    for journey in (Store.open(database_url), downgrade(database_url, "base")):
        with pytest.raises(SettingsError, match="newer Madang made this database"):
            await journey
    assert await ask(database_url, lambda c: set(inspect(c).get_table_names())) >= {"votes"}


async def test_a_step_that_fails_leaves_what_was(database_url):
    await ask(database_url, lambda c: c.execute(text("CREATE TABLE votes (id text)")).close())
    with pytest.raises(Exception, match="votes"):
        await upgrade(database_url)
    assert await ask(database_url, lambda c: inspect(c).get_table_names()) == ["votes"]


async def test_a_database_that_can_not_hold_every_language_is_refused(postgresql_url):
    name = make_url(postgresql_url).database + "_latin"
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
        latin = make_url(postgresql_url).set(database=name)
        with pytest.raises(SettingsError, match="the database is in LATIN1"):
            await upgrade(latin.render_as_string(hide_password=False))
        server.execute(f"DROP DATABASE {name}")
