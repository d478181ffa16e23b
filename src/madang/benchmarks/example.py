"""The table that ships as an example: Claude 3.5 Sonnet's announcement of June 2024."""

from __future__ import annotations

import json
from importlib.resources import files

from madang.benchmarks.reading import documents
from madang.benchmarks.table import Table


def announcement() -> Table:
    """The table as it was announced, with its fine print, release dates and names on boards."""
    text = files("madang.benchmarks.data").joinpath("june_2024.json").read_text(encoding="utf-8")
    return documents.read(json.loads(text), where="june_2024.json")
