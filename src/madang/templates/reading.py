"""A template's file, read and checked: every problem with its line, not only the first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from madang.templates.form import find_problem, tidy
from madang.templates.positions import Positions
from madang.templates.problems import Place, Problem, UnusableTemplate
from madang.templates.prompt import Section, Variable, parse, uses
from madang.templates.template import FROM_CHOICES, VOICE, Field, FieldType, Template, TemplateKind

LONGEST_FILE = 60_000
SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
LIMITS = {"name": 60, "description": 300, "label": 60, "hint": 300, "prompt": 20_000}
LONGEST_CHOICE = 100

TEXT = ("text", "글")
TEXTS = ("a list of texts", "글의 목록")
TRUTH = ("true or false", "true나 false")
TABLES = ("tables headed [[fields]]", "[[fields]] 표")
VALUE = ("text, a number or a list of texts", "글, 숫자나 글의 목록")

NEEDED = ("slug", "language", "kind", "name", "prompt")
KEYS = (*NEEDED, "description", "tones", "lengths", "languages", "fields")
FIELD_KEYS = ("key", "label", "type", "hint", "required", "example", "choices")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file holds: the template where it can be used, else what is wrong with it.

    `draft` is as much of it as could be understood, for who mends it; None where nothing was.
    """

    template: Template | None
    problems: tuple[Problem, ...]
    draft: Template | None


def read(source: str | bytes, file: str) -> Template:
    """The template in a file.

    Raises:
        UnusableTemplate: there is something wrong with it; all of it, with its lines.
    """
    checked = check(source)
    if checked.template is None:
        raise UnusableTemplate(file, checked.problems)
    return checked.template


def check(source: str | bytes) -> Checked:
    """Read a file for all that is wrong with it."""
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
        if len(text) > LONGEST_FILE:
            details = {"name": "file", "limit": str(LONGEST_FILE)}
            return Checked(None, (Problem(code="too_long", details=details),), None)
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        return Checked(None, (Problem(code="not_utf8"),), None)
    except tomllib.TOMLDecodeError as error:
        return Checked(None, (_broken(error),), None)
    reader = _Reader(text)
    template = reader.read(values)
    problems = tuple(sorted(reader.problems, key=lambda one: one.line))
    return Checked(None if problems else template, problems, template)


def twice(files: Iterable[tuple[str, Template]]) -> dict[str, Problem]:
    """Files whose template is in an earlier one already, with the problem of each."""
    first: dict[tuple[str, str], str] = {}
    found: dict[str, Problem] = {}
    for name, template in files:
        other = first.setdefault((template.slug, template.language), name)
        if other != name:
            details = {"name": template.slug, "other": other}
            found[name] = Problem(code="twice", place=("slug",), line=1, details=details)
    return found


def _broken(error: tomllib.TOMLDecodeError) -> Problem:
    text = str(error)
    line = re.search(r"line (\d+)", text)
    reason = re.sub(r" \(at .*\)$", "", text)
    return Problem(code="not_toml", line=int(line[1]) if line else 0, details={"reason": reason})


class _Reader:
    """Takes the values of one file up, and notes what is wrong with them."""

    def __init__(self, source: str) -> None:
        self.problems: list[Problem] = []
        self._positions = Positions(source)

    def read(self, values: dict[str, Any]) -> Template:
        self._known((), values, KEYS)
        for name in NEEDED:
            if name not in values:
                self._note("missing", (), name=name)
        slug = self._text((), values, "slug")
        if slug and not SLUG.fullmatch(slug):
            self._note("bad_slug", ("slug",))
        language = self._one_of((), values, "language", ("en", "ko"), "en")
        kind = self._one_of((), values, "kind", tuple(TemplateKind), TemplateKind.MARKETING)
        choices = {f"{key}s": self._texts((), values, f"{key}s") for key in FROM_CHOICES}
        template = Template(
            slug=slug,
            language="ko" if language == "ko" else "en",
            kind=TemplateKind(kind),
            name=self._text((), values, "name"),
            description=self._text((), values, "description"),
            prompt=self._text((), values, "prompt").replace("\r\n", "\n"),
            fields=self._fields(values.get("fields", [])),
            **choices,
        )
        self._check_prompt(template)
        return template

    def _fields(self, tables: Any) -> tuple[Field, ...]:
        if not isinstance(tables, list) or not all(
            isinstance(table, dict) for table in cast("list[object]", tables)
        ):
            self._wrong(("fields",), "fields", TABLES)
            return ()
        found: list[Field] = []
        for number, table in enumerate(cast("list[dict[str, Any]]", tables)):
            field = self._field(("fields", number), table)
            if field.key and field.key in {other.key for other in found}:
                self._note("double_key", ("fields", number, "key"), name=field.key)
            found.append(field)
        return tuple(found)

    def _field(self, place: Place, table: dict[str, Any]) -> Field:
        self._known(place, table, FIELD_KEYS)
        for name in ("key", "label"):
            if name not in table:
                self._note("missing", place, name=name)
        key = self._text(place, table, "key")
        if key in (*FROM_CHOICES, VOICE):
            self._note("reserved_key", (*place, "key"), name=key)
        elif key and not KEY.fullmatch(key):
            self._note("bad_key", (*place, "key"), name=key)
        kind = FieldType(self._one_of(place, table, "type", tuple(FieldType), FieldType.LINE))
        choices = self._texts(place, table, "choices")
        if kind is FieldType.CHOICE and len(choices) < len("ab"):
            self._note("no_choices", (*place, "choices"))
        if kind is not FieldType.CHOICE and choices:
            self._note("choices_of_none", (*place, "choices"))
        required = table.get("required", False)
        if not isinstance(required, bool):
            self._wrong((*place, "required"), "required", TRUTH)
        field = Field(
            key=key,
            label=self._text(place, table, "label"),
            type=kind,
            hint=self._text(place, table, "hint"),
            required=required is True,
            example=self._example(place, table),
            choices=choices,
        )
        if field.example and find_problem(field, tidy(field.example)):
            self._note("example_unfit", (*place, "example"), name=key)
        return field

    def _example(self, place: Place, table: dict[str, Any]) -> str:
        match table.get("example", ""):
            case str(text):
                return text
            case bool():
                pass
            case int(number) | float(number):
                return str(number)
            case [*several] if all(isinstance(x, str) for x in cast("list[object]", several)):
                return "\n".join(cast("list[str]", several))
            case _:
                pass
        self._wrong((*place, "example"), "example", VALUE)
        return ""

    def _check_prompt(self, template: Template) -> None:
        """Every variable has its field, every field its variable, and no tag is left empty."""
        parts, problems = parse(template.prompt)
        for problem in problems:
            line = self._positions.line_within(("prompt",), problem.line)
            self.problems.append(replace(problem, line=line))
        used: set[str] = set()
        for part, sure in uses(parts):
            used.add(part.key)
            if code := _fault(template, part, sure=sure):
                line = self._positions.line_within(("prompt",), part.line)
                details = {"name": part.key}
                self.problems.append(
                    Problem(code=code, place=("prompt",), line=line, details=details)
                )
        for number, field in enumerate(template.fields):
            if field.key and field.key not in used:
                self._note("unused", ("fields", number, "key"), name=field.key)
        for key in FROM_CHOICES:
            if template.choices(key) and key not in used:
                self._note("unused", (f"{key}s",), name=key)

    def _text(self, place: Place, table: Mapping[str, Any], name: str) -> str:
        value = table.get(name, "")
        if not isinstance(value, str):
            self._wrong((*place, name), name, TEXT)
            return ""
        if name in table and name in {*NEEDED, "key", "label"} and not value.strip():
            self._note("missing", (*place, name), name=name)
        limit = LIMITS.get(name, LIMITS["hint"])
        if len(value) > limit:
            self._note("too_long", (*place, name), name=name, limit=str(limit))
        return value if name == "prompt" else tidy(value)

    def _texts(self, place: Place, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(
            isinstance(one, str) and one.strip() for one in cast("list[object]", value)
        ):
            self._wrong((*place, name), name, TEXTS)
            return ()
        found = tuple(
            dict.fromkeys(" ".join(tidy(one).split()) for one in cast("list[str]", value))
        )
        if any(len(one) > LONGEST_CHOICE for one in found):
            self._note("too_long", (*place, name), name=name, limit=str(LONGEST_CHOICE))
        return found

    def _one_of(
        self, place: Place, table: Mapping[str, Any], name: str, known: Sequence[str], usual: str
    ) -> str:
        value = table.get(name, usual)
        if value in known:
            return value
        self._note("wrong_choice", (*place, name), name=name, known=", ".join(known))
        return usual

    def _known(self, place: Place, table: Mapping[str, Any], known: Sequence[str]) -> None:
        for name in table:
            if name not in known:
                self._note("unknown_key", (*place, name), name=name, known=", ".join(known))

    def _wrong(self, place: Place, name: str, wanted: tuple[str, str]) -> None:
        self._note("wrong_type", place, name=name, wanted=wanted[0], wanted_ko=wanted[1])

    def _note(self, code: str, place: Place, **details: str) -> None:
        line = self._positions.line(place)
        self.problems.append(Problem(code=code, place=place, line=line, details=details))


def _fault(template: Template, part: Variable | Section, *, sure: bool) -> str:
    """The code of what is wrong with one variable or section; "" where nothing is."""
    if part.key in FROM_CHOICES:
        return "" if template.choices(part.key) else "no_such_choices"
    field = next((field for field in template.fields if field.key == part.key), None)
    if part.key != VOICE and field is None:
        return "unfilled"
    needed = field is not None and field.required
    return "may_be_empty" if isinstance(part, Variable) and not sure and not needed else ""
