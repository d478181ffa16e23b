"""Which battles fall in which categories."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.domain.categories import (
    BUILT_IN,
    Conversation,
    OwnRule,
    Rulebook,
    RuleError,
    language_category,
)

BOOK = Rulebook()


def sort(*questions: str, replies: tuple[str, ...] = ("yes", "no"), **rest) -> set[str]:
    said = Conversation(questions=questions, replies=replies, **rest)
    return set(BOOK.sort(said)) - {"overall"}


@pytest.mark.parametrize(
    ("question", "slugs"),
    [
        ("Why is the sky blue?", set()),
        ("하늘은 왜 파란가요?", set()),
        ("Sort a list in Python", {"coding"}),
        ("파이썬으로 피보나치 짜줘", {"coding"}),
        ("What does `SELECT a FROM b` do?", {"coding"}),
        ("Solve the equation x^2 = 9", {"maths"}),
        ("17 + 25는?", {"maths"}),
        ("이 방정식을 풀어 주세요", {"maths"}),
        ("Write a poem about rain", {"creative"}),
        ("새 전기밥솥 광고 카피 세 개", {"creative"}),
        ("Codex Sinaiticus was found in 1844", set()),
        ("The dates 2024-08-14 and 2026-11-23", set()),
        ("가" * 500, {"long"}),
        ("a" * 999, set()),
        ("a" * 1000, {"long"}),
    ],
)
def test_questions(question: str, slugs: set[str]) -> None:
    assert sort(question) == slugs


def test_turns_replies_and_images_count_too() -> None:
    assert sort("one", "two") == {"multi-turn"}
    assert sort("Hello", replies=("```html\n<html>\n```", ""), runnable=True) == {
        "artifacts",
        "coding",
    }
    assert sort("Hello", replies=("", "```python\n1\n```")) == {"coding"}
    assert sort("Hello", images=1) == {"image"}


def test_battles_of_templates_count_in_their_kind() -> None:
    assert sort("Hello", template="advertisement", kind="marketing") == {"marketing"}
    assert sort("Hello", template="report", kind="office") == {"office"}
    assert sort("Write a marketing plan") == {"creative"}


def test_a_team_s_own_category_may_be_those_of_one_template() -> None:
    book = Rulebook([OwnRule(slug="ads", name="Ads", template="advertisement", languages=("ko",))])
    said = Conversation(questions=("x",), language="ko", template="advertisement")
    assert "ads" in book.sort(said)
    assert "ads" not in book.sort(replace(said, template="report"))
    assert "ads" not in book.sort(replace(said, language="en"))
    assert "ads" not in book.sort(replace(said, template="", questions=("advertisement",)))


def test_hard_instructions_show_three_signs() -> None:
    hard = "Return a JSON object with exactly three keys. Then explain the regex in two sentences."
    assert "hard" in sort(hard)
    assert "hard" not in sort("Return JSON")
    assert "hard" in sort(
        "반드시 표로 정리하고, 세 문장으로 요약해 줘. 그리고 파이썬 코드도? 마지막으로 예시도"
    )


@given(st.lists(st.text(), min_size=1, max_size=3), st.text(), st.text())
def test_any_text_can_be_sorted_and_always_in_the_same_way(questions, a, b) -> None:
    said = Conversation(questions=tuple(questions), replies=(a, b))
    assert "overall" in BOOK.sort(said)
    assert BOOK.sort(said) == Rulebook().sort(said)


def test_every_category_states_its_rule_in_both_languages() -> None:
    for category in (*BUILT_IN, language_category("ko"), language_category("xx")):
        assert all(category.name)
        assert re.search("[가-힣]", category.rule[1]), category.slug


def test_a_team_s_own_rules() -> None:
    book = Rulebook(
        [
            OwnRule(slug="refunds", name="Refunds", pattern="refund|환불"),
            OwnRule(slug="support", name="Support", tag="support"),
            OwnRule(slug="mail", name="Mail", template="Answer this mail:\n{mail}\nBe kind."),
            OwnRule(slug="long-ko", name="Long Korean", languages=("ko",), min_characters=20),
        ]
    )

    def own(*questions: str, language: str = "en") -> set[str]:
        said = Conversation(questions=questions, language=language)
        return set(book.sort(said)) & {"refunds", "support", "mail", "long-ko"}

    assert own("A REFUND please") == {"refunds"}
    assert own("help #support now") == {"support"}
    assert own("#supporters") == set()
    assert own("Answer this mail:\nHi\nthere\nBe kind.") == {"mail"}
    assert own("Answer this mail:") == set()
    assert own("가나다라마바사아자차", language="ko") == {"long-ko"}
    assert own("가나다라마바사아자차", language="en") == set()


@pytest.mark.parametrize(
    "rules",
    [
        [OwnRule(slug="x", name="X", pattern="(")],
        [OwnRule(slug="x", name="X")],
        [OwnRule(slug="coding", name="X", tag="x")],
        [OwnRule(slug="in-ko", name="X", tag="x")],
        [OwnRule(slug="x", name="X", tag="x"), OwnRule(slug="x", name="Y", tag="y")],
    ],
)
def test_a_rule_that_can_not_be_used_says_why_in_both_languages(rules) -> None:
    with pytest.raises(RuleError) as caught:
        Rulebook(rules)
    assert caught.value.en
    assert re.search("[가-힣]", caught.value.ko)


def test_the_edition_changes_with_the_rules_and_only_then() -> None:
    own = [OwnRule(slug="x", name="X", tag="x")]
    assert Rulebook(own).edition == Rulebook(own).edition != BOOK.edition
