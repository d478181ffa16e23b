"""A filled form: what is wrong with it, what the prompt takes of it, how it is shown short."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from madang.templates.template import Field, FieldType, Template

LONGEST_LINE = 300
LONGEST_TEXT = 12_000
MOST_ITEMS = 50
LONGEST_SHOWN = 160

# Control characters but tab and line feed, line separators, and half a surrogate pair.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

SENTENCES: dict[str, tuple[str, str]] = {
    "required": ("{label} is needed", "‘{label}’ 칸을 적어 주세요"),
    "too_long": (
        "{label} has {length} characters; the limit is {limit}",
        "‘{label}’ 칸이 {length}자입니다. 한도는 {limit}자입니다",
    ),
    "too_many": (
        "{label} has {length} items; the limit is {limit}",
        "‘{label}’ 칸이 {length}개입니다. 한도는 {limit}개입니다",
    ),
    "not_a_number": ("{label} has to be a number", "‘{label}’ 칸에는 숫자를 적어 주세요"),
    "not_a_choice": ("Choose {label} from the list", "‘{label}’ 칸을 목록에서 골라 주세요"),
    "unknown_field": ("There is no field {label}", "‘{label}’ 칸은 없습니다"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormProblem:
    """What is wrong with one field of a form."""

    key: str
    code: str
    details: dict[str, str] = field(default_factory=dict[str, str])

    def message(self, language: Literal["en", "ko"]) -> str:
        en, ko = SENTENCES[self.code]
        return (ko if language == "ko" else en).format(**self.details)


class UnfitForm(ValueError):
    """A form that can't be sent as it is filled in."""

    def __init__(self, problems: tuple[FormProblem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.message("en") for problem in problems))


def tidy(value: str) -> str:
    """A value without what no one can see, and with one kind of line end."""
    return UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def items(value: str) -> list[str]:
    """The items of a list: its lines, without the marks that people put before them."""
    found = (re.sub(r"^\s*(?:[-*•·]|\d{1,2}[.)])\s+", "", line) for line in value.split("\n"))
    return [item for line in found if (item := " ".join(line.split()))]


def take(template: Template, values: Mapping[str, str]) -> dict[str, str]:
    """The form's values as the prompt takes them; an empty one is "".

    Raises:
        UnfitForm: something needed is missing, or does not fit its field.
    """
    form = {asked.key: asked for asked in template.form}
    problems = [
        FormProblem(key=key, code="unknown_field", details={"label": key})
        for key in values
        if key not in form
    ]
    taken: dict[str, str] = {}
    for key, asked in form.items():
        value = _whole(asked, values.get(key, ""))
        problem = find_problem(asked, value)
        if problem:
            problems.append(problem)
        taken[key] = value
    if problems:
        raise UnfitForm(tuple(problems))
    return taken


def _whole(asked: Field, value: str) -> str:
    value = tidy(value)
    if asked.type is FieldType.LIST:
        return "\n".join(items(value))
    return value if asked.type is FieldType.TEXT else " ".join(value.split())


def find_problem(asked: Field, value: str) -> FormProblem | None:
    """What is wrong with a value that has been tidied up, if anything."""
    limit = LONGEST_LINE if asked.type is FieldType.LINE else LONGEST_TEXT
    code, details = "", {"label": asked.label}
    if not value:
        code = "required" if asked.required else ""
    elif len(value) > limit:
        code, details = "too_long", details | {"length": str(len(value)), "limit": str(limit)}
    elif asked.type is FieldType.LIST and value.count("\n") >= MOST_ITEMS:
        number = str(value.count("\n") + 1)
        code, details = "too_many", details | {"length": number, "limit": str(MOST_ITEMS)}
    elif asked.type is FieldType.NUMBER and not _is_number(value):
        code = "not_a_number"
    elif asked.type is FieldType.CHOICE and value not in asked.choices:
        code = "not_a_choice"
    return FormProblem(key=asked.key, code=code, details=details) if code else None


def _is_number(value: str) -> bool:
    try:
        return re.fullmatch(r"[+-]?[\d,]*\.?\d+", value, re.ASCII) is not None and math.isfinite(
            float(value.replace(",", ""))
        )
    except ValueError:
        return False


def summarise(template: Template, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Labels and values of what is filled in, each short enough for a line or two."""
    found: list[tuple[str, str]] = []
    for asked in template.form:
        value = _whole(asked, values.get(asked.key, ""))
        value = ", ".join(value.split("\n")) if asked.type is FieldType.LIST else value
        value = " ".join(value.split())
        if len(value) > LONGEST_SHOWN:
            value = f"{value[:LONGEST_SHOWN].rstrip()}…"
        if value:
            found.append((asked.label, value))
    return found
