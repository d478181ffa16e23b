"""Real databases for every test that wants one: `database_url` names a fresh, empty one.

A test that uses it runs twice, on SQLite and on PostgreSQL. The PostgreSQL server is our own, made
in a temporary folder and stopped at the end, or the one `DATABASE_URL` names.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import make_url

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("madang", deadline=None)
settings.load_profile("madang")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'madang.sqlite3'}"


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Generator[str]:
    name = f"madang_{uuid4().hex}"
    _ask(postgresql_server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    yield make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)
    _ask(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql_server() -> Generator[str]:
    """The address of a database on a server that may be asked for more databases."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield make_url(given).set(drivername="postgresql").render_as_string(hide_password=False)
        return
    with _cluster(_programs()) as folder:
        yield f"postgresql://postgres@/postgres?host={folder}"


def _ask(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _programs() -> Path:
    """The folder of `initdb` and its kind; distributions keep it off the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    for program in sorted(installed, key=lambda path: int(path.parts[-3]), reverse=True):
        return program.parent
    pytest.fail(
        "PostgreSQL is not installed. Run `apt-get install postgresql`, or set DATABASE_URL."
    )


@contextmanager
def _cluster(programs: Path) -> Generator[str]:
    """A PostgreSQL server of our own; yields the folder with its socket. No port is opened."""
    # Not pytest's own folder: that one is closed to the other user, and too deep for a socket.
    with tempfile.TemporaryDirectory(prefix="madang-pg-") as folder:
        runner = _unprivileged(folder)

        def run(program: str, *arguments: str) -> None:
            command = [programs / program, "-D", f"{folder}/data", *arguments]
            log = Path(folder, "log")
            with log.open("a") as output:
                done = subprocess.run(
                    command, cwd=folder, stdout=output, stderr=output, check=False, **runner
                )
            assert done.returncode == 0, log.read_text()

        run(
            "initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"
        )
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"
        run("pg_ctl", "-w", "-o", options, "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")  # by the process id in its folder


def _unprivileged(folder: str) -> dict[str, Any]:
    """How to run as someone who is not root, whom PostgreSQL refuses; `folder` becomes theirs."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
