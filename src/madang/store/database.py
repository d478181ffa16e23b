"""One database: its address, its connections, its transactions, and what its failures mean.

What SQLite and PostgreSQL do differently is dealt with here and nowhere else. No table is named.
"""

import asyncio
import fcntl
import logging
import os
import sqlite3
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, event, func, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolEmpty
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.util import await_only

from madang.domain.errors.server import SettingsError, StoreFailed, StoreFull, StoreLocked
from madang.domain.errors.votes import VotesImportRunning

PATIENCE = 5.0
"""Seconds a write waits for a lock that someone else holds."""

ASK_AGAIN = 0.02
"""Seconds until something is tried again that SQLite does not wait for itself."""

ONE_IMPORT = 0x6D6164616E68
"""The key of the PostgreSQL lock that an import holds."""

CONNECTIONS = 8
CONNECT_SECONDS = "10"

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
ALIASES = {"postgres": "postgresql", "sqlite3": "sqlite"}


class DuplicateError(Exception):
    """A row with this key is there already. What that means, a repository says."""


class MissingError(Exception):
    """A row refers to one that is not there. What that means, a repository says."""


# https://www.sqlite.org/rescode.html, https://www.postgresql.org/docs/15/errcodes-appendix.html
MEANINGS: dict[int | str, type[Exception]] = {
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR_SHMSIZE: StoreFull,  # no room to grow the file that readers share
    sqlite3.SQLITE_BUSY: StoreLocked,
    sqlite3.SQLITE_LOCKED: StoreLocked,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: DuplicateError,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: DuplicateError,
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: MissingError,
    "53100": StoreFull,
    "55P03": StoreLocked,  # lock_not_available
    "40P01": StoreLocked,  # deadlock_detected
    "23505": DuplicateError,
    "23503": MissingError,
}

OUR_MISTAKES = (ProgrammingError, DataError, IntegrityError, NotSupportedError)


def address(url: str) -> URL:
    """The database `url` names, with the driver Madang uses.

    Takes `sqlite:///path`, `postgresql://…` and `postgres://…`, with or without a `+driver`.

    Raises:
        SettingsError: it names none, another kind, or a database that lives in memory only.
    """
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise _unusable(
            "is not a database address", "데이터베이스 주소가 아닙니다"
        ) from None  # the cause would show the address, and with it a password
    kind = found.get_backend_name()
    kind = ALIASES.get(kind, kind)
    if kind not in DRIVERS:
        raise _unusable(f"Madang can't use {kind}", f"{kind}은(는) 쓸 수 없습니다")
    found = found.set(drivername=DRIVERS[kind])
    if kind == "postgresql":
        return found.update_query_dict({"connect_timeout": CONNECT_SECONDS} | dict(found.query))
    if found.database in (None, "", ":memory:") or "memory" in found.query.get("mode", ""):
        raise _unusable(
            "a database in memory would forget every vote", "메모리 데이터베이스는 투표를 잊습니다"
        )
    return found


def _unusable(reason_en: str, reason_ko: str) -> SettingsError:
    shapes = "sqlite:////path/to/file", "postgresql://user:password@host/name"
    return SettingsError(
        "database_url",
        f"{reason_en}; write {' or '.join(shapes)}",
        f"{reason_ko}. {' 또는 '.join(shapes)} 꼴로 적어 주세요",
    )


class Database:
    """Connections to one database. Opening none until asked; `close` when done."""

    def __init__(self, url: str, *, patience: float = PATIENCE, foreign_keys: bool = True) -> None:
        where = address(url)
        self.is_sqlite = where.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _check_folder(where)
            # At DEBUG this driver logs every value it writes: what people asked and said.
            logging.getLogger("aiosqlite").setLevel(logging.INFO)
        self._patience = patience
        self._foreign_keys = foreign_keys
        # SQLite has one writer. Its own waiting is a race of sleepers; a lock is a fair queue.
        self._writing = asyncio.Lock() if self.is_sqlite else None
        self.engine = create_async_engine(
            where,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=2 * patience,
            pool_pre_ping=not self.is_sqlite,
            hide_parameters=True,  # an error's text ends in a log, and what people wrote must not
        )
        event.listen(self.engine.sync_engine, "connect", self._prepare)
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "begin", _begin)
            event.listen(self.engine.sync_engine, "invalidate", _roll_back)
        self._reader = self.engine.execution_options(
            **{"madang_reads": True}
            if self.is_sqlite
            else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """A connection whose writes all stand once the block is left, or none of them.

        Raises:
            StoreFull: no room on the disk.
            StoreLocked: someone else held a lock for longer than the patience.
            StoreFailed: anything else the database or the way to it could not do.
            DuplicateError, MissingError: for the repositories.
        """
        async with self._queue():
            with translated():
                async with self.engine.begin() as connection:
                    yield connection

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """A connection that sees one moment of the database throughout. Raises as `transaction`."""
        with translated():
            async with self._reader.begin() as connection:
                yield connection

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[None]:
        """Hold what only one import can hold at a time, in whatever process.

        Raises:
            VotesImportRunning: someone holds it.
        """
        async with self._lone_file() if self.is_sqlite else self._lone_session():
            yield

    @asynccontextmanager
    async def _lone_file(self) -> AsyncGenerator[None]:
        held = os.open(f"{self.engine.url.database}-import", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise VotesImportRunning from None
            yield
        finally:
            os.close(held)

    @asynccontextmanager
    async def _lone_session(self) -> AsyncGenerator[None]:
        with translated():
            async with self.engine.connect() as connection:
                ask = select(func.pg_try_advisory_lock(ONE_IMPORT))
                if not await connection.scalar(ask):
                    raise VotesImportRunning
                await connection.commit()
                try:
                    yield
                finally:
                    await connection.execute(select(func.pg_advisory_unlock(ONE_IMPORT)))
                    await connection.commit()

    async def close(self) -> None:
        await self.engine.dispose()

    @asynccontextmanager
    async def _queue(self) -> AsyncGenerator[None]:
        if self._writing is None:
            yield
            return
        try:
            async with asyncio.timeout(self._patience):
                await self._writing.acquire()
        except TimeoutError:
            raise StoreLocked from None
        try:
            yield
        finally:
            self._writing.release()

    def _prepare(self, connection: DBAPIConnection, _record: object) -> None:
        """Set up a new connection, before its first transaction."""
        milliseconds = round(self._patience * 1000)
        cursor = connection.cursor()
        if self.is_sqlite:
            connection.isolation_level = None  # the driver's own BEGIN comes too late; see `_begin`
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
            self._log_ahead(cursor)
            cursor.execute("PRAGMA synchronous = FULL")  # a commit returns once it is on the disk
            cursor.execute(f"PRAGMA foreign_keys = {self._foreign_keys:d}")
        else:
            cursor.execute(f"SET lock_timeout = {milliseconds}")
            connection.commit()
        cursor.close()

    def _log_ahead(self, cursor: DBAPICursor) -> None:
        """Have writes logged ahead. Programs that meet on a new file are not queued for this one.

        SQLite refuses all but one of them at once, whatever its busy timeout; they ask again.
        """
        until = time.monotonic() + self._patience
        while True:
            try:
                cursor.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if _meaning(error) is not StoreLocked or time.monotonic() > until:
                    raise
                await_only(asyncio.sleep(ASK_AGAIN))
            else:
                return


def _begin(connection: Connection) -> None:
    """Take SQLite's write lock first: a reader can't become a writer once another has written."""
    reads = connection.get_execution_options().get("madang_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _roll_back(connection: DBAPIConnection, _record: object, _reason: object) -> None:
    """Let go of the write lock of a connection whose task was cancelled in the middle of a write.

    Closing it is not enough: SQLite keeps a closed connection, with its lock, for as long as one of
    its statements lives, and the cancelled task's traceback holds the statement.
    """
    with suppress(sqlite3.Error, ValueError):  # the latter where it is closed already
        await_only(asyncio.shield(connection.driver_connection.rollback()))


def _check_folder(where: URL) -> None:
    folder = Path(where.database or "").parent
    if not folder.is_dir():
        raise SettingsError(
            "database_url",
            f"the folder {folder} does not exist; make it, or name another",
            f"{folder} 폴더가 없습니다. 만들거나 다른 폴더를 적어 주세요",
        )


@contextmanager
def translated() -> Generator[None]:
    """The one place where a driver's failure becomes ours; our own mistakes stay as they are."""
    try:
        yield
    # The stage of an import is a file of its own, whose errors come bare.
    except (DBAPIError, sqlite3.OperationalError) as error:
        driver = error.orig if isinstance(error, DBAPIError) else error
        meaning = _meaning(driver)
        if meaning is None and _is_our_mistake(error, driver):
            raise
        raise (meaning or StoreFailed) from error
    except PoolEmpty as error:
        raise StoreFailed from error


def _is_our_mistake(error: Exception, driver: BaseException | None) -> bool:
    """SQL that can't be run, or values that don't fit: trying again won't help."""
    code = getattr(driver, "sqlite_errorcode", None)
    return isinstance(error, OUR_MISTAKES) or code == sqlite3.SQLITE_ERROR


def _meaning(error: BaseException | None) -> type[Exception] | None:
    state: str | None = getattr(error, "sqlstate", None)
    if state is not None:
        return MEANINGS.get(state)
    code: int = getattr(error, "sqlite_errorcode", 0)
    return MEANINGS.get(code) or MEANINGS.get(code & 0xFF)
