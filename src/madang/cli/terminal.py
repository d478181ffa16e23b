"""What every command shares: the reader's language, settings from flags, errors said plainly."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from madang.domain.errors import Language, MadangError
from madang.engine import settings
from madang.engine.settings import Settings

Config = Annotated[
    Path | None,
    typer.Option("--config", help="The settings file; `madang.toml` by default."),
]
Home = Annotated[
    Path | None,
    typer.Option("--home", help="The folder where all data live (MADANG_HOME)."),
]

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def language() -> Language:
    """The language of the terminal."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "ko" if value.lower().startswith("ko") else "en"
    return "en"


def pick(english: str, korean: str) -> str:
    return korean if language() == "ko" else english


def many(count: float, thing: str) -> str:
    """`1 vote`, `2,000 votes`: English tells one from more, Korean does not."""
    return f"{count:,.15g} {thing}{'' if count == 1 else 's'}"


@contextmanager
def plain_errors() -> Generator[None]:
    """Say a known error in one sentence and exit with 1; anything else is a bug and shows."""
    try:
        yield
    except MadangError as error:
        err.print(f"madang: {error.message(language())}", style="red", markup=False, soft_wrap=True)
        sys.exit(1)


def load(config: Path | None, home: Path | None, **flags: Any) -> Settings:
    return settings.load(file=config, flags={"home": home, **flags})
