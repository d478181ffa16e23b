"""`madang migrate`: bring the database to this version's tables."""

from __future__ import annotations

import asyncio

from madang.cli import terminal
from madang.cli.terminal import out, pick


def migrate(config: terminal.Config = None, home: terminal.Home = None) -> None:
    """Bring the database up to date (`serve` does it by itself)."""
    from madang.engine import yard

    with terminal.plain_errors():
        settings = terminal.load(config, home)
        asyncio.run(yard.migrate(settings))
        out.print(pick("The database is up to date.", "데이터베이스가 최신입니다."))
