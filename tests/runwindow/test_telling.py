"""When models are told that what they write can run, by the questions alone."""

import pytest

from madang.runwindow.parse import parse
from madang.runwindow.telling import TOLD, Telling, tell


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Draw a crab", True),
        ("게를 하나 그려줘", True),
        ("이 그림으로 게임을 만들어줘", True),
        ("Make a landing page for a tea shop", True),
        ("지난달 매출을 대시보드로 보여줘", True),
        ("Why is the sky blue?", False),
        ("하늘은 왜 파란가요?", False),
        ("Write a poem about rain", False),
        ("17 + 25는?", False),
    ],
)
def test_only_what_asks_for_something_to_run_is_told_of(question, told):
    assert (TOLD in tell("Be kind.", [question], Telling.ASKED)) is told
    assert tell("Be kind.", [question], Telling.NEVER) == "Be kind."
    assert tell("", [question], Telling.ALWAYS) == TOLD


def test_once_told_stays_told():
    asked = ["Draw a crab", "Thanks. And why is the sky blue?"]
    assert tell("S", asked, Telling.ASKED) == f"S\n\n{TOLD}"


def test_what_is_told_is_what_is_understood():
    (found,) = parse(
        TOLD.partition("\n```")[0] + "\n" + '```html name=crab-game title="Crab run"\n<p>\n```'
    )
    assert (found.name, found.title) == ("crab-game", "Crab run")
