"""Every result shows as a table in a notebook."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from madang.rating import (
    bootstrap,
    check_voters,
    collect,
    fit,
    fit_categories,
    fit_periods,
    fit_styled,
    measure_drift,
    tally,
    tally_pairs,
)
from madang.rating.notebook import MOST_ROWS
from tests.rating.draws import draw_votes

VOTES = draw_votes(np.array([0.5, 0.0, -0.5]), [40] * 6, 0.3, np.random.default_rng(1))
TIMES = np.arange(len(VOTES), dtype=np.float64)


@pytest.mark.parametrize(
    ("result", "titles", "rows"),
    [
        (fit(VOTES), ["rank", "contestant", "rating", "lower", "upper", "votes", "enough"], 3),
        (tally(VOTES), ["contestant", "votes", "wins", "losses", "ties", "both bad"], 3),
        (bootstrap(VOTES, 9), ["contestant", "lower", "upper"], 3),
        (
            measure_drift(VOTES, TIMES),
            ["contestant", "change", "lower", "upper", "p", "p adjusted"],
            3,
        ),
        (
            check_voters(VOTES),
            ["voter", "votes", "speaks against", "p unusual", "log10 e", "p side", "moved"],
            6,
        ),
        (
            fit_categories({"a <b>": VOTES.where(TIMES < 99), "c": VOTES.where(TIMES > 99)}),
            ["contestant", "common", "a <b>", "c"],
            3,
        ),
        (fit_styled(VOTES, {"length": TIMES % 7})[1], ["feature", "points", "lower", "upper"], 1),
        (
            fit_periods(VOTES, TIMES, [0, 120, 240])[1],
            ["rank", "contestant", "rating", "lower", "upper", "votes", "enough"],
            3,
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_result_is_a_table(result: fit, titles: list[str], rows: int) -> None:
    root = ET.fromstring(f"<div>{result._repr_html_()}</div>")
    assert [cell.text for cell in root.iter("th")] == titles
    cells = [[cell.text or "" for cell in row.iter("td")] for row in root.iter("tr")][1:]
    assert len(cells) == rows
    assert {len(row) for row in cells} == {len(titles)}
    assert not any(re.search("nan|None|np\\.", cell) for row in cells for cell in row)


def test_a_board_shows_rank_ranges_and_a_dash_for_whom_it_does_not_rate() -> None:
    html = fit(collect(["x", "y"], ["y", "x"], ["A", "b"], contestants=["x", "y", "z"]))
    assert "<td>1 (1–2)</td><td>x</td>" in html._repr_html_()
    assert "<td>–</td><td>z</td><td>–</td>" in html._repr_html_()


def test_counts_keep_their_fractions_and_long_tables_end() -> None:
    assert "<td>1,234.5</td>" in tally_pairs("ab", [(0, 1)], [(1234.5, 0, 0, 0)])._repr_html_()
    names = [f"{i}" for i in range(MOST_ROWS + 5)]
    assert "… 5 more" in tally(collect([], [], [], contestants=names))._repr_html_()
