"""What is found in a reply depends on the reply alone, however it came."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.domain.artifacts import LONGEST_NAME, Kind, find_asset, safe_name, safe_title
from madang.runwindow.parse import Parser, is_runnable, parse
from tests.runwindow.corpus import CASES

LINES = st.sampled_from(
    [
        "```html",
        "```html name=crab title='게'",
        "```markdown name=doc",
        "```svg",
        "```python",
        "```",
        "````",
        "~~~",
        "~~~json",
        "    ```",
        "<svg>",
        "<script>",
        "# Title",
        "crab.svg",
        "print(1)",
        "",
        "  ",
        "```\r",
        "words",
        "``",
    ]
)
REPLIES = st.lists(LINES | st.text(max_size=8), max_size=14).map("\n".join)


@pytest.mark.parametrize(("case", "reply", "artifacts"), CASES, ids=[case for case, _, _ in CASES])
def test_the_corpus(case, reply, artifacts):
    assert [asdict(found) for found in parse(reply)] == artifacts, case


@given(REPLIES, st.data())
def test_any_split_gives_the_same(reply, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(reply)), max_size=6)))
    parser = Parser()
    for start, end in zip([0, *cuts], [*cuts, len(reply)], strict=True):
        parser.feed(reply[start:end])
    whole = Parser()
    whole.feed(reply)
    assert parser.artifacts == whole.artifacts
    parser.close()
    assert parser.artifacts == parse(reply)


@given(REPLIES)
def test_what_has_been_found_is_never_lost_or_renamed_once_ended(reply):
    parser = Parser()
    ended = ()
    count = 0
    for letter in reply:
        parser.feed(letter)
        now = parser.artifacts
        assert now[: len(ended)] == ended
        assert len(now) >= count
        ended, count = tuple(a for a in now if a.ended), len(now)
    parser.close()
    assert len(parser.artifacts) >= count
    assert all(found.ended for found in parser.artifacts)


@given(st.text(max_size=200))
def test_a_name_is_never_a_path(text):
    name = safe_name(text)
    assert len(name) <= LONGEST_NAME
    assert not set(name) & set("/\\\0 <>\"'&?#%:")
    assert name.count(".") <= 1
    assert not name.startswith((".", "-"))
    assert safe_name(name) == name
    assert safe_title(safe_title(text)) == safe_title(text)


def test_an_asset_is_the_newest_of_its_name():
    (crab,) = parse("```svg name=crab.svg\n<svg>1</svg>\n```")
    newer = replace(crab, text="<svg>2</svg>")
    bare = replace(crab, name="crab")
    assert find_asset("crab.svg", [crab, newer]) == newer
    assert find_asset("crab", [crab, newer]) == newer
    assert find_asset("crab", [bare, newer]) == bare
    assert find_asset("fish", [crab]) is None


def test_data_and_documents_do_not_run():
    assert is_runnable("```html\n<html>\n```")
    assert not is_runnable("```csv\na,b\n1,2\n3,4\n```")
    assert not is_runnable("words")


def test_ten_thousand_lines_in_pieces():
    body = "".join(f"<p>line {number}</p>\n" for number in range(10_000))
    reply = f"```html name=long\n{body}```\n"
    parser = Parser()
    for start in range(0, len(reply), 1_000):
        parser.feed(reply[start : start + 1_000])
        assert len(parser.artifacts) == 1
    (found,) = parser.artifacts
    assert found.kind is Kind.HTML
    assert found.text == body[:-1]
