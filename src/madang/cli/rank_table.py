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
"""Characters of an interval bar's scale."""

ROOMY = 110
"""Characters from which wins, losses, ties and both-bad votes have columns."""

PER_COLUMN = 2
"""Blanks between columns."""


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
    hidden = set[int]() if to.width >= ROOMY else {5, 6, 7, 8}
    if board.enough.all():
        hidden.add(9)
    shown = [place for place in range(len(titles)) if place not in hidden]
    widths = [max(cell_len(text) for text in (titles[p], *(r[p] for r in rows))) for p in shown]
    widths[1] = min(widths[1], to.width // 3)
    scale = max(min(to.width - sum(widths) - PER_COLUMN * len(shown), WIDEST), NARROWEST)
    table = Table(box=None, pad_edge=False, padding=(0, PER_COLUMN, 0, 0), header_style="bold")
    for place in shown:
        name = place == 1
        table.add_column(
            titles[place],
            justify="left" if name else "right",
            no_wrap=True,
            overflow="ellipsis",
            width=widths[shown.index(place)],
        )
        if place == 3:  # noqa: PLR2004 - the bar stands by its numbers
            table.add_column("", no_wrap=True, width=scale)
    for i, row in zip(board.order, rows, strict=True):
        cells: list[str | Text] = [Text(row[place]) for place in shown]
        picture = _picture(board, i, scale)
        cells.insert(shown.index(3) + 1, Text(picture, "cyan" if board.enough[i] else "dim"))
        table.add_row(*cells)
    to.print(table)
    if effects is not None:
        to.print(_style(effects))


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
        *(f"{x[i]:g}" for x in (board.votes, board.wins, board.losses, board.ties)),
        f"{100 * board.both_bad[i] / board.votes[i]:.0f} %",
        "" if board.enough[i] else f"~{board.votes_needed[i]}",
    ]


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
