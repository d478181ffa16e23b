"""Leading a database from any earlier shape to this version's, and back.

The steps are in `migrations/`. A whole journey is one transaction, on both databases: it arrives,
or nothing has changed.
"""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from madang.domain.errors.server import SettingsError
from madang.store.database import PATIENCE, Database

ONE_AT_A_TIME = 0x6D6164616E67
"""The key of the PostgreSQL lock under which a migration runs; SQLite locks as a whole."""


def configure(connection: Connection) -> Config:
    """Alembic's own configuration, for any of its commands to run on `connection`."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "madang.store:migrations")
    config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
    return config


async def upgrade(url: str, *, patience: float = PATIENCE) -> None:
    """Lead the database at `url` to this version's shape; quick where it has it already.

    Raises:
        SettingsError: the address can't be used, a newer Madang made this database, or it is
            not in UTF-8.
        StoreFull, StoreLocked, StoreFailed: as in `Database.transaction`.
    """
    await _travel(url, patience, lambda config: command.upgrade(config, "head"))


async def downgrade(url: str, to: str) -> None:
    """Lead it back to revision `to`; `base` is before the first. What only newer shapes hold goes.

    Raises:
        As `upgrade`.
    """
    await _travel(url, PATIENCE, lambda config: command.downgrade(config, to))


async def _travel(url: str, patience: float, journey: Callable[[Config], None]) -> None:
    # SQLite can't change a table, only replace it, and would take its rows' references with it.
    database = Database(url, patience=patience, foreign_keys=False)
    try:
        async with database.transaction() as connection:
            await connection.run_sync(_run, journey)
    finally:
        await database.close()


def _run(connection: Connection, journey: Callable[[Config], None]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        _refuse_other_than_utf8(connection)
    config = configure(connection)
    _refuse_newer(connection, config)
    journey(config)
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"a migration broke {len(broken)} references; nothing was changed")


def _refuse_newer(connection: Connection, config: Config) -> None:
    stands_at = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if stands_at is not None and stands_at not in known:
        raise SettingsError(
            "database_url",
            f"a newer Madang made this database (revision {stands_at}); update Madang",
            f"더 새로운 마당의 데이터베이스입니다(리비전 {stands_at}). 마당을 업데이트하세요",
        )


def _refuse_other_than_utf8(connection: Connection) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise SettingsError(
            "database_url",
            f"the database is in {encoding}; make one with ENCODING 'UTF8'",
            f"데이터베이스 인코딩이 {encoding}입니다. ENCODING 'UTF8'로 새로 만들어 주세요",
        )
