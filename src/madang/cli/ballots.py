"""`madang votes`: look at how people vote, leave votes out with a reason, count them again."""

from __future__ import annotations

import asyncio
import shlex
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from madang.cli import terminal
from madang.cli.terminal import err, out, pick
from madang.domain.errors import BadInput
from madang.domain.errors.requests import InvalidRequest
from madang.domain.exclusions import Choice, Exclusion
from madang.engine.exchange import excluding

ballots = typer.Typer(
    help="Look at how people vote, leave votes out with a reason, count them again.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

FLAGS = {
    "unusual": ("votes unlike the others", "다른 사람들과 다르게 투표"),
    "pattern": ("explained by clicking", "아무렇게나 누른 듯함"),
    "side": ("favours a side", "한쪽만 고름"),
}


@ballots.command()
def check(config: terminal.Config = None, home: terminal.Home = None) -> None:
    """Evidence about every voter, most suspicious first. Unusual taste is no dishonesty."""
    with terminal.plain_errors():
        found = asyncio.run(excluding.check(terminal.load(config, home)))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in (
        pick("Person", "사람"),
        pick("Votes", "표"),
        pick("Moves", "움직임"),
        pick("Most of all", "가장 크게"),
        pick("What speaks against them", "의심할 만한 점"),
    ):
        table.add_column(title, no_wrap=title in ("Person", "사람"))
    for one in found:
        said = ", ".join(pick(*FLAGS[flag]) for flag in one.flags) or "–"
        points = pick(f"{one.points:.0f} points", f"{one.points:.0f}점")
        table.add_row(one.person, f"{one.votes}", points, one.contestant, said)
    out.print(table)


@ballots.command()
def exclude(
    *,
    reason: Annotated[str, typer.Option(help="Why; it is shown on the board and exported.")],
    person: Annotated[
        str | None, typer.Option(help="Votes of this person, as exports and `check` name them.")
    ] = None,
    contestant: Annotated[
        str | None, typer.Option(help="Votes on battles of this contestant, by its short name.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Votes from this date or time on.")] = None,
    until: Annotated[str | None, typer.Option(help="Votes before this date or time.")] = None,
    vote: Annotated[
        list[str] | None, typer.Option(help="This vote, by its id; may be given again.")
    ] = None,
    config: terminal.Config = None,
    home: terminal.Home = None,
) -> None:
    """Leave votes out of the boards. They stay where they are and can be counted again."""
    given = {
        "--person": person,
        "--contestant": contestant,
        "--since": since,
        "--until": until,
        "--vote": " ".join(vote or []) or None,
    }
    with terminal.plain_errors():
        chosen = " ".join(f"{name} {shlex.quote(text)}" for name, text in given.items() if text)
        if not chosen or not reason.strip():
            raise InvalidRequest(reason="--reason, --person/--contestant/--since/--until/--vote")
        choice = Choice(
            person=person,
            contestant=contestant,
            since=_instant(since),
            until=_instant(until),
            votes=tuple(vote or ()),
        )
        settings = terminal.load(config, home)
        made = asyncio.run(
            excluding.exclude(settings, choice, reason=reason.strip(), chosen=chosen)
        )
    err.print(
        pick(
            f"{made.votes:,} votes left out (exclusion {made.id}). "
            f"`madang votes restore {made.id}` counts them again.",
            f"{made.votes:,}표를 뺐습니다(제외 {made.id}번). "
            f"`madang votes restore {made.id}`로 다시 셀 수 있습니다.",
        )
    )


@ballots.command()
def restore(
    number: Annotated[int, typer.Argument(help="Which exclusion, as `excluded` numbers them.")],
    config: terminal.Config = None,
    home: terminal.Home = None,
) -> None:
    """Count the votes of an exclusion again."""
    with terminal.plain_errors():
        made = asyncio.run(excluding.restore(terminal.load(config, home), number))
    err.print(
        pick(f"{made.votes:,} votes count again.", f"{made.votes:,}표를 다시 셉니다."),
    )


@ballots.command()
def excluded(config: terminal.Config = None, home: terminal.Home = None) -> None:
    """Everything that was ever left out: when, why, and whether it counts again."""
    with terminal.plain_errors():
        found = asyncio.run(excluding.listed(terminal.load(config, home)))
    for one in found:
        out.print(_line(one), markup=False, soft_wrap=True)
    if not found:
        err.print(pick("Nothing has been left out.", "뺀 투표가 없습니다."))


def _line(one: Exclusion) -> str:
    day = f"{one.at:%Y-%m-%d}"
    again = one.restored_at and pick(
        f" (counted again since {one.restored_at:%Y-%m-%d})",
        f" ({one.restored_at:%Y-%m-%d}부터 다시 셈)",
    )
    votes = pick(f"{one.votes:,} votes", f"{one.votes:,}표")
    return f"{one.id}  {day}  {votes}  {one.reason}  [{one.chosen}]{again or ''}"


def _instant(text: str | None) -> datetime | None:
    """A date or a time; without a zone it is UTC. Raises BadInput."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        wrong: BadInput = InvalidRequest(reason=f"{text}: 2024-08-14, 2024-08-14T09:30")
        raise wrong from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
