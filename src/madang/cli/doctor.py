"""`madang doctor`: what is configured, what answers, what is missing; never a key."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from pathlib import Path

from madang.cli import terminal
from madang.cli.terminal import language, out, pick
from madang.domain.errors import MadangError
from madang.engine.settings import Settings

MARKS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[dim]·[/]"}


def doctor(config: terminal.Config = None, home: terminal.Home = None) -> None:
    """Say what is configured, what answers and what is missing.

    Exits with 1 where no battle can be held.
    """
    with terminal.plain_errors():
        settings = terminal.load(config, home)
        healthy = asyncio.run(_examine(settings))
    if not healthy:
        raise SystemExit(1)


async def _examine(settings: Settings) -> bool:
    from madang.engine.battles.matchmaking import FEWEST
    from madang.engine.yard import open_roster

    _say(True, pick("data", "자료"), str(settings.home))
    page = (Path(str(files("madang"))) / "web" / "dist" / "index.html").is_file()
    missing = pick("not built: run `make run`", "만들어지지 않음: `make run`을 실행해 주세요")
    _say(page, pick("page", "페이지"), "" if page else missing)
    try:
        async with open_roster(settings) as roster:
            _say(True, pick("database", "데이터베이스"), pick("answers", "응답함"))
            for finding in await roster.examine():
                _say(finding.answers, finding.name, finding.note(language()))
            ready = len(roster.ready())
    except MadangError as error:
        _say(False, pick("database", "데이터베이스"), error.message(language()))
        return False
    _say(ready >= FEWEST, pick("contestants", "참가자"), str(ready))
    return ready >= FEWEST


def _say(good: bool | None, name: str, text: str) -> None:
    out.print(f"{MARKS[good]} {name:<14}", end="")
    out.print(text, markup=False, soft_wrap=True)
