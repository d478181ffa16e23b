"""`madang contestants`: who may be drawn, and what keeps the others away."""

from __future__ import annotations

import asyncio

from rich.table import Table

from madang.cli import terminal
from madang.cli.terminal import out, pick
from madang.engine.settings import Settings


def contestants(config: terminal.Config = None, home: terminal.Home = None) -> None:
    """List every contestant with its version."""
    with terminal.plain_errors():
        asyncio.run(_list(terminal.load(config, home)))


async def _list(settings: Settings) -> None:
    from madang.engine.yard import open_roster

    table = Table(box=None, pad_edge=False)
    for title in (
        pick("Contestant", "참가자"),
        pick("Version", "버전"),
        pick("Provider", "공급자"),
        pick("Model", "모델"),
        pick("US$ per million in / out", "백만 토큰당 US$ 입력 / 출력"),
    ):
        table.add_column(title)
    async with open_roster(settings) as roster:
        paused = roster.paused.union(settings.drawing.paused)
        for version in roster.ready():
            contestant = version.contestant
            prices = contestant.prices
            cost = f"{prices.tokens_in:g} / {prices.tokens_out:g}" if prices else "–"
            if contestant.slug in paused:
                cost += pick(" · paused", " · 쉬는 중")
            table.add_row(
                contestant.slug, str(version.number), contestant.provider, contestant.model, cost
            )
        for model in roster.retired:
            ended = pick(f"not drawn: retired {model.retired}", f"안 나옴: {model.retired} 종료")
            table.add_row(model.id, "–", model.vendor, model.id, ended, style="dim")
    out.print(table)
