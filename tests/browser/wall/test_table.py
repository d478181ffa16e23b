"""The page about the wall says of every case what the cases say."""

from tests.browser.wall.table import PAGE, renewed


def test_the_tables_are_made_of_the_cases():
    page = PAGE.read_text()
    assert page == renewed(page), "run `python -m tests.browser.wall.table`"
