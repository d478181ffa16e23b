"""The tables of `docs/decisions/wall.md`, made of the cases.

Write them anew: `python -m tests.browser.wall.table`.
"""

from pathlib import Path

from tests.browser.wall.attacks import ALL
from tests.browser.wall.case import Line

PAGE = Path(__file__).parents[3] / "docs" / "decisions" / "wall.md"
BROWSERS = ("chromium", "firefox")
MARK = "<!-- {}: tests/browser/wall/table.py -->"


def lines():
    """How many cases a line has, and how many of them the control shows at work."""
    rows = ["| attacks | cases | shown in Chromium | shown in Firefox |", "|---|--:|--:|--:|"]
    for line in Line:
        cases = [case for case in ALL if case.line is line]
        shown = [sum(browser not in case.cannot_show for case in cases) for browser in BROWSERS]
        rows.append(f"| {line.value} | {len(cases)} | {shown[0]} | {shown[1]} |")
    shown = [sum(browser not in case.cannot_show for case in ALL) for browser in BROWSERS]
    return [*rows, f"| together | {len(ALL)} | {shown[0]} | {shown[1]} |"]


def unshown():
    """What the control does not show here, and so is not counted as proof."""
    rows = ["| case | it would | Chromium | Firefox |", "|---|---|---|---|"]
    for case in ALL:
        if case.cannot_show:
            reasons = " | ".join(case.cannot_show.get(browser, "") for browser in BROWSERS)
            rows.append(f"| `{case.id}` | {case.must_not} | {reasons} |")
    return rows


def unheld():
    """What the wall does not hold."""
    rows = ["| case | what it does | Chromium | Firefox |", "|---|---|---|---|"]
    for case in ALL:
        if case.not_held:
            reasons = " | ".join(case.not_held.get(browser, "held") for browser in BROWSERS)
            rows.append(f"| `{case.id}` | {case.must_not} | {reasons} |")
    return rows


TABLES = {"lines": lines, "not shown": unshown, "not held": unheld}


def renewed(page):
    """The page with its tables made anew."""
    for name, table in TABLES.items():
        start, end = MARK.format(name), MARK.format(f"end of {name}")
        before, _, rest = page.partition(start)
        _, _, after = rest.partition(end)
        page = "\n".join([before + start, *table(), end + after])
    return page


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text()))
