"""What counts as a variable of a prompt, and how it is filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.domain.variables import fill, find_variables


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Three headlines for {{product}} in a {{ tone }} tone.", ["product", "tone"]),
        ("{{제품}}을 {{말투}}로, {{제품}}!", ["제품", "말투"]),
        ("{{product name}} and {{product   name}} and {{a-b_c2}}", ["product name", "a-b_c2"]),
        ("{{{{x}}}}", ["x"]),
        ("{{}} {{ }} {{1}} {{#if}} {product} \\frac{{a}{b}} {{a\nb}} {{a.b}}", []),
        ("", []),
    ],
)
def test_names(text, names):
    assert find_variables(text) == names


def test_filling_reads_nothing_twice():
    assert fill("{{a}} {{ b }}", {"a": "{{b}}", "b": "\\1 $& {{a}}"}) == "{{b}} \\1 $& {{a}}"
    with pytest.raises(KeyError):
        fill("{{a}}", {})


@given(st.text(), st.text())
def test_what_is_filled_in_all_places_leaves_the_rest(before, after):
    text = f"{before}\n{{{{x}}}}\n{after}"
    names = find_variables(text)
    assert fill(text, {name: f"{{{{{name}}}}}" for name in names}).count("x") == text.count("x")
