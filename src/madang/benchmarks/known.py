"""How many items the benchmarks have that tables name without saying."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from madang.benchmarks.table import Metric, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A benchmark: its items, the groups they come in if any, and where that is written."""

    name: str
    items: int | None
    source: str
    groups: int | None = None
    metric: Metric = Metric.PROPORTION


def find(name: str) -> Known | None:
    """The benchmark of that name, if it is known and the name leaves no doubt which it is.

    "MMLU-Pro" is not "MMLU": names match whole, with case, spaces and hyphens set aside. A name of
    several lines, as vendors print them under a heading, may match with one line.
    """
    table = _table()
    return next((table[key] for key in _keys(name) if key in table), None)


def _keys(name: str) -> list[str]:
    lines = [name, *name.splitlines()]
    return [plain(IDLE.sub(" ", line)) for line in lines]


IDLE = re.compile(
    r"\b(?:accuracy|acc|score|f1|em|exact match|pass@1|overall|average|avg|test|benchmark)\b"
    r"|정확도|점수",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _table() -> dict[str, Known]:
    text = files("madang.benchmarks.data").joinpath("items.json").read_text(encoding="utf-8")
    table: dict[str, Known] = {}
    for entry in json.loads(text):
        known = Known(
            name=entry["name"],
            items=entry.get("items"),
            source=entry["source"],
            groups=entry.get("groups"),
            metric=Metric(entry.get("metric", Metric.PROPORTION)),
        )
        for name in (entry["name"], *entry.get("aliases", ())):
            table[plain(name)] = known
    return table
