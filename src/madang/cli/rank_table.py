"""The board in a terminal: a table with interval bars."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from madang.cli.terminal import out, pick
from madang.rating import Board, Effects

WIDEST = 40
NARROWEST = 12
"""Characters of an interval bar's scale; where fewer are left there is no bar."""

SHORT, SHORTEST = 16, 8
"""Characters to which names are cut for the bar's sake, and for the numbers'."""

PER_COLUMN = 2
"""Blanks between columns."""

NAME, INTERVAL, NEEDS = 1, 3, 9
COUNTS = range(5, 9)
"""Columns of wins, losses, ties and both-bad votes, shown where there is room for them."""


def show(board: Board, effects: Effects | None = None, *, to: Console = out) -> None:
    """Print the board, and what style is worth where it was held equal."""
    rows = [_cells(board, i) for i in board.order]
    titles = [
        pick("Rank", "순위"),
        pick("Contestant", "참가자"),
        pick("Rating", "점수"),
        pick("Interval", "구간"),
        pick("Votes", "표"),
        pick("Won", "승"),
        pick("Lost", "패"),
        pick("Tied", "무"),
        pick("Both bad", "둘 다 별로"),
        pick("Needs", "더 필요"),
    ]
    natural = [max(map(cell_len, column)) for column in zip(titles, *rows, strict=True)]
    widths, scale = _lay_out(natural, to.width, needs=not board.enough.all())
    table = Table(box=None, pad_edge=False, padding=(0, PER_COLUMN, 0, 0), header_style="bold")
    for place, width in widths.items():
        side = "left" if place == NAME else "right"
        table.add_column(titles[place], justify=side, no_wrap=True, width=width)
        if place == INTERVAL and scale:  # the bar stands by its numbers
            table.add_column("", no_wrap=True, width=scale)
    for i, row in zip(board.order, rows, strict=True):
        cells = [Text(row[place], overflow="ellipsis") for place in widths]
        if scale:
            picture = _picture(board, i, scale)
            bar_at = list(widths).index(INTERVAL) + 1
            cells.insert(bar_at, Text(picture, "cyan" if board.enough[i] else "dim"))
        table.add_row(*cells)
    least = sum(widths.values()) + scale + PER_COLUMN * (len(widths) + bool(scale))
    if least > to.width:  # lines break rather than numbers
        to = Console(file=to.file, width=least, highlight=False)
    to.print(table)
    if effects is not None:
        to.print(_style(effects))


def _lay_out(natural: list[int], room: int, *, needs: bool) -> tuple[dict[int, int], int]:
    """The width of each column shown, and of the bar, which may be 0.

    Numbers are never cut. Where room is short, first the bar shrinks, then the counts go, then
    names are cut, then the bar goes.
    """
    widths = {place: width for place, width in enumerate(natural) if needs or place != NEEDS}
    spare = room - sum(widths.values()) - PER_COLUMN * (len(widths) + 1)
    if spare < NARROWEST:
        for place in COUNTS:
            spare += widths.pop(place) + PER_COLUMN
    if spare < NARROWEST <= spare + max(widths[NAME] - SHORT, 0):
        widths[NAME] -= NARROWEST - spare
        spare = NARROWEST
    if spare >= NARROWEST:
        return widths, min(spare, WIDEST)
    widths[NAME] = max(min(natural[NAME], widths[NAME] + spare + PER_COLUMN), SHORTEST)
    return widths, 0


def _cells(board: Board, i: int) -> list[str]:
    name = board.names[i]
    if not board.votes[i]:
        return ["–", name, "–", "–", "0", "", "", "", "", ""]
    best, worst = int(board.rank_best[i]), int(board.rank_worst[i])
    return [
        f"{board.rank[i]}" if best == worst else f"{board.rank[i]} ({best}–{worst})",
        name if board.group[i] == 0 else f"{name} [{board.group[i] + 1}]",
        f"{board.ratings[i]:.0f}",
        f"{board.lower[i]:.0f} – {board.upper[i]:.0f}",
        *(f"{x[i]:,.15g}" for x in (board.votes, board.wins, board.losses, board.ties)),
        f"{100 * board.both_bad[i] / board.votes[i]:.0f} %",
        _needs(board, i),
    ]


def _needs(board: Board, i: int) -> str:
    if board.enough[i]:
        return ""
    if board.alone[i]:
        return pick("other voters", "다른 사람")
    return f"~{board.votes_needed[i]:,}"


def _picture(board: Board, i: int, width: int) -> str:
    if not board.votes[i]:
        return ""
    rated = board.votes > 0
    low, high = float(board.lower[rated].min()), float(board.upper[rated].max())
    lower, rating, upper = (float(x[i]) for x in (board.lower, board.ratings, board.upper))
    return bar((lower, rating, upper), (low, high), width)


def bar(
    interval: tuple[float, float, float], scale: tuple[float, float], width: int = WIDEST
) -> str:
    """Lower end, rating and upper end as `──●──` on a scale of `width` characters."""
    low, high = scale

    def at(value: float) -> int:
        return round((value - low) / (high - low) * (width - 1)) if high > low else 0

    start, middle, end = map(at, interval)
    return " " * start + "─" * (middle - start) + "●" + "─" * (end - middle)


def _style(effects: Effects) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(pick("Style", "문체"))
    table.add_column(pick("Points", "점"), justify="right")
    table.add_column(pick("Interval", "구간"), justify="right")
    rows = zip(effects.features, effects.points, effects.lower, effects.upper, strict=True)
    for name, points, lower, upper in rows:
        table.add_row(name, f"{points:+.1f}", f"{lower:+.1f} – {upper:+.1f}")
    return table
