"""What can be wrong with a template's file: where it stands, and a sentence in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Place = tuple[str | int, ...]
"""Keys and numbers down to what is meant: `("fields", 2, "key")`; empty means the file."""

SENTENCES: dict[str, tuple[str, str]] = {
    "unreadable": ("The file can't be read: {reason}", "파일을 읽을 수 없습니다: {reason}"),
    "not_toml": ("This is not valid TOML: {reason}", "올바른 TOML이 아닙니다: {reason}"),
    "not_utf8": ("The file is not UTF-8. Save it as UTF-8", "UTF-8이 아닙니다. UTF-8로 저장하세요"),
    "too_long": ("{name} is longer than {limit} characters", "{name}이(가) {limit}자를 넘습니다"),
    "missing": ("`{name}` is missing", "`{name}`이(가) 없습니다"),
    "unknown_key": (
        "There is no `{name}` here; there are: {known}",
        "`{name}`(이)라는 항목은 없습니다. 있는 것: {known}",
    ),
    "wrong_type": ("`{name}` has to be {wanted}", "`{name}`은(는) {wanted_ko}이어야 합니다"),
    "wrong_choice": ("`{name}` has to be one of: {known}", "`{name}`은(는) 다음 중 하나: {known}"),
    "bad_slug": (
        "The slug has small Latin letters, digits and hyphens, and begins with a letter",
        "slug는 영문 소문자로 시작하고 소문자, 숫자, 하이픈만 씁니다",
    ),
    "bad_key": (
        "The key `{name}` has to be small Latin letters, digits and _, beginning with a letter",
        "key `{name}`은(는) 영문 소문자로 시작하고 소문자, 숫자, _만 씁니다",
    ),
    "reserved_key": (
        "`{name}` is filled by Madang itself; give the field another key",
        "`{name}`은(는) 마당이 채우는 이름입니다. 다른 key를 쓰세요",
    ),
    "double_key": ("Two fields have the key `{name}`", "key가 `{name}`인 항목이 둘입니다"),
    "no_choices": (
        "A choice needs at least two `choices`",
        "choice에는 choices가 둘 이상 필요합니다",
    ),
    "choices_of_none": (
        "Only a field of type choice has `choices`",
        "choices는 type이 choice일 때만 씁니다",
    ),
    "example_unfit": (
        "The example of `{name}` does not fit the field",
        "`{name}`의 example이 그 항목에 맞지 않습니다",
    ),
    "unfilled": (
        "`{{{{{name}}}}}` is filled by no field; add a field with this key, or take it out",
        "`{{{{{name}}}}}`을(를) 채우는 항목이 없습니다. 그 key의 항목을 더하거나 빼세요",
    ),
    "no_such_choices": (
        "`{{{{{name}}}}}` needs `{name}s`: the choices to choose from",
        "`{{{{{name}}}}}`을(를) 쓰려면 고를 것들, `{name}s`가 있어야 합니다",
    ),
    "unused": (
        "`{name}` is asked for and never used: put `{{{{{name}}}}}` into the prompt",
        "`{name}`을(를) 받아 놓고 쓰지 않습니다. 프롬프트에 `{{{{{name}}}}}`을(를) 넣으세요",
    ),
    "may_be_empty": (
        "`{name}` may be left empty: put it between `{{{{#{name}}}}}` and `{{{{/{name}}}}}`",
        "`{name}`은(는) 비어 있을 수 있습니다. `{{{{#{name}}}}}`…`{{{{/{name}}}}}` 안에 넣으세요",
    ),
    "not_closed": (
        "`{{{{#{name}}}}}` is never closed by `{{{{/{name}}}}}`",
        "`{{{{#{name}}}}}`을(를) 닫는 `{{{{/{name}}}}}`이(가) 없습니다",
    ),
    "not_open": (
        "`{{{{/{name}}}}}` closes nothing that is open",
        "`{{{{/{name}}}}}`이(가) 닫을 것이 열려 있지 않습니다",
    ),
    "stray": (
        "`{name}` is no variable: a key between double braces is",
        "`{name}`은(는) 변수가 아닙니다. 이중 중괄호 사이에 key를 쓰세요",
    ),
    "twice": (
        "`{name}` in this language is there already, in {other}",
        "`{name}`은(는) 같은 언어로 이미 있습니다: {other}",
    ),
}

IN_FORM: dict[str, tuple[str, str]] = {
    "missing": ("This is needed", "꼭 적어 주세요"),
    "too_long": ("At most {limit} characters", "{limit}자까지 쓸 수 있어요"),
    "bad_slug": (
        "Only small Latin letters, digits and hyphens, beginning with a letter",
        "영문 소문자로 시작하고 소문자, 숫자, 하이픈만 쓸 수 있어요",
    ),
    "bad_key": (
        "Only small Latin letters, digits and _, beginning with a letter",
        "영문 소문자로 시작하고 소문자, 숫자, _만 쓸 수 있어요",
    ),
    "reserved_key": (
        "Madang fills this one itself; choose another",
        "마당이 직접 채우는 이름이에요. 다른 이름을 써 주세요",
    ),
    "double_key": ("Another field has this key", "다른 칸과 변수 이름이 같아요"),
    "no_choices": ("Give at least two to choose from", "고를 것을 둘 이상 적어 주세요"),
    "example_unfit": ("This does not fit the field", "이 칸에는 맞지 않는 예시예요"),
    "unused": (
        "The prompt does not use it yet: put {{{{{name}}}}} into the prompt",
        "프롬프트에서 아직 쓰지 않아요. 쓸 자리에 {{{{{name}}}}} 변수를 넣어 주세요",
    ),
    "unfilled": (
        "No field has the key {name}, so nothing would fill {{{{{name}}}}}",
        "변수 이름이 {name}인 칸이 없어서 {{{{{name}}}}} 자리를 채울 수 없어요",
    ),
    "no_such_choices": (
        "{{{{{name}}}}} needs something to choose from: write it above",
        "{{{{{name}}}}} 자리를 쓰려면 위에 고를 것을 적어 주세요",
    ),
}
"""Beside the box that it is about, in a form: there no key of the file is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong. `line` counts from 1; 0 where it is about the file as a whole."""

    code: str
    place: Place = ()
    line: int = 0
    details: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def path(self) -> str:
        """The place as one word: `fields.2.key`."""
        return ".".join(str(part) for part in self.place)

    def message(self, language: Literal["en", "ko"], *, in_form: bool = False) -> str:
        """The sentence for a reader of `language`, without the place."""
        sentences = SENTENCES | IN_FORM if in_form else SENTENCES
        en, ko = sentences[self.code]
        return (ko if language == "ko" else en).format(**self.details)


class UnusableTemplate(ValueError):
    """A file that holds no template that can be used. `problems` are all that were found."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file, self.problems = file, tuple(problems)
        super().__init__(self.message("en"))

    def message(self, language: Literal["en", "ko"]) -> str:
        """File, line and sentence of each problem, a line each."""
        return "\n".join(
            f"{self.file}:{one.line or 1}: {one.message(language)}" for one in self.problems
        )
