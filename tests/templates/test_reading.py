"""A template's file: what is wrong with it is said with its line, in both languages."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.templates import UnusableTemplate, check, read, shipped, twice, write
from madang.templates.problems import SENTENCES
from tests.templates.strategies import templates

GOOD = """\
slug = "note"
language = "ko"
kind = "office"
name = "쪽지"
tones = ["담백하게", "다정하게"]
prompt = '''
{{reader}}에게 씁니다.
{{#points}}
{{points}}
{{/points}}
말투: {{tone}}
'''

[[fields]]
key = "reader"
label = "받는 사람"
required = true

[[fields]]
key = "points"
label = "할 말"
type = "list"
"""


def found(text):
    return [(problem.code, problem.line) for problem in check(text).problems]


def test_a_good_one_is_read():
    template = read(GOOD, "note.toml")
    assert [field.key for field in template.form] == ["reader", "points", "tone"]
    assert template.form[-1].label == "말투"
    assert not template.wants_voice
    assert template.example == {"tone": "담백하게"}


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("에게 씁니다", "에게 {{product}}를 씁니다", [("unfilled", 7)]),
        ("말투: {{tone}}", "말투: {{length}}", [("unused", 5), ("no_such_choices", 11)]),
        ("{{#points}}\n{{points}}\n{{/points}}\n", "", [("unused", 17)]),
        ("{{#points}}\n", "", [("may_be_empty", 8), ("not_open", 9)]),
        ("{{/points}}\n", "", [("not_closed", 8)]),
        ("{{reader}}에게", "{{ Reader! }}에게", [("stray", 7), ("unused", 15)]),
        ("{{reader}}에게", "{{reader}}에게 {{", [("stray", 7)]),
        ('slug = "note"', 'slug = "Note!"', [("bad_slug", 1)]),
        ('slug = "note"\n', "", [("missing", 1)]),
        ('name = "쪽지"', 'name = ""', [("missing", 4)]),
        ('kind = "office"', 'kind = "sales"', [("wrong_choice", 3)]),
        ('name = "쪽지"', 'name = "쪽지"\ncolour = "red"', [("unknown_key", 5)]),
        ('key = "points"', 'key = "Points"', [("bad_key", 20), ("unfilled", 8), ("unfilled", 9)]),
        ('key = "points"', 'key = "tone"', [("reserved_key", 20)]),
        ('type = "list"', 'type = "choice"', [("no_choices", 19)]),
        ('type = "list"', 'choices = ["a", "b"]', [("choices_of_none", 22)]),
        ('type = "list"', "example = 3.5", []),
        ('type = "list"', "example = true", [("wrong_type", 22)]),
        ('type = "list"', 'type = "number"\nexample = "three"', [("example_unfit", 23)]),
        ("required = true", 'required = "yes"', [("wrong_type", 17)]),
        ('tones = ["담백하게", "다정하게"]', "tones = [1]", [("wrong_type", 5)]),
        ('key = "points"', 'key = "reader"', [("double_key", 20)]),
        ("[[fields]]", "[fields]", [("not_toml", 19)]),
        ('[[fields]]\nkey = "reader"', "[[fields]]\nkey = reader", [("not_toml", 15)]),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, problems):
    assert old in GOOD
    told = found(GOOD.replace(old, new))
    assert set(problems) <= set(told)
    assert bool(problems) is bool(told)


def test_the_error_names_file_line_and_reason():
    with pytest.raises(UnusableTemplate) as refused:
        read(GOOD.replace("{{reader}}", "{{who}}"), "note.ko.toml")
    assert refused.value.message("en").splitlines()[0].startswith("note.ko.toml:7: `{{who}}`")
    assert "`{{who}}`을(를) 채우는 항목이 없습니다" in refused.value.message("ko")


def test_bytes_that_are_no_text_and_files_too_long_are_refused():
    assert [problem.code for problem in check(b"\xff\xfe").problems] == ["not_utf8"]
    assert [problem.code for problem in check("x" * 70_000).problems] == ["too_long"]


def test_every_problem_has_both_sentences():
    names = {"name": "x", "known": "a, b", "reason": "r", "wanted": "w", "wanted_ko": "w"}
    for en, ko in SENTENCES.values():
        details = names | {"other": "o", "limit": "9"}
        assert en.format(**details)
        assert re.search("[가-힣]", ko.format(**details))


def test_a_slug_that_is_there_twice_is_said_of_the_later_file():
    template = read(GOOD, "a.toml")
    other = replace(template, language="en")
    problems = twice([("a.toml", template), ("b.toml", other), ("c.toml", template)])
    assert list(problems) == ["c.toml"]
    assert problems["c.toml"].message("en").endswith("in a.toml")


@given(templates())
def test_what_is_written_is_read_again_as_it_was(template):
    text = write(template)
    assert check(text).problems == ()
    assert read(text, "") == template
    assert write(read(text, "")) == text


@given(st.text() | st.binary())
def test_any_file_is_read_or_refused(source):
    checked = check(source)
    assert (checked.template is None) is bool(checked.problems)


@given(st.data())
def test_a_damaged_file_never_breaks_the_reader(data):
    lines = GOOD.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(st.text(st.characters(codec="utf-8"), max_size=30))
    checked = check("\n".join(lines))
    for problem in checked.problems:
        assert problem.message("en")
        assert 0 <= problem.line <= len(lines)


def test_those_that_ship_are_there_in_both_languages():
    slugs = {slug for slug, _ in shipped()}
    assert {(slug, language) for slug in slugs for language in ("en", "ko")} == set(shipped())
    assert len(slugs) >= 16
    for language in ("en", "ko"):
        folder = files("madang.templates").joinpath("shipped", language)
        assert {file.name for file in folder.iterdir()} == {f"{slug}.toml" for slug in slugs}
    kinds = {slug: {shipped()[slug, one].kind for one in ("en", "ko")} for slug in slugs}
    assert all(len(kind) == 1 for kind in kinds.values())


@pytest.mark.parametrize("key", sorted(shipped()), ids="-".join)
def test_each_that_ships_has_a_whole_example_and_a_good_name(key):
    from madang.templates import render

    template = shipped()[key]
    assert template.slug == key[0]
    assert template.description
    assert all(field.example for field in template.fields if field.required)
    assert template.languages
    prompt = render(template, template.example, "담백하고 짧게.")
    assert "{{" not in prompt
    assert len(prompt) < 4_000
    korean = len(re.findall("[가-힣]", template.prompt))
    assert (korean > 100) is (template.language == "ko")
    assert prompt.count("\n\n\n") == 0
