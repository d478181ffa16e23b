"""The text of a prompt, taken apart: plain text, variables, and sections that may be left out.

The language is three signs of Mustache: `{{key}}`, `{{#key}}…{{/key}}` where the field is filled,
`{{^key}}…{{/key}}` where it is empty. A sign of a section that has a line to itself takes the whole
line, so that a prompt can be laid out to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from madang.templates.problems import Problem

SIGN = re.compile(r"\{\{([#^/]?)\s*([^{}\n]*?)\s*\}\}")
ALONE = re.compile(r"^[ \t]*(\{\{[#^/][^{}\n]*\}\})[ \t]*(?:\n|\Z)", re.MULTILINE)
STRAY = re.compile(r"\{\{[^\n]{0,20}|[^\n]{0,20}\}\}")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Variable:
    key: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """What stands only where the field is filled, or (`filled` is False) only where it is not."""

    key: str
    filled: bool
    parts: tuple[Part, ...]
    line: int


Part = str | Variable | Section


def parse(text: str) -> tuple[tuple[Part, ...], list[Problem]]:
    """The parts of a prompt, and what is wrong with it; lines are counted from 0 within it.

    Problems carry the line in `line`; who knows where the prompt begins adds that.
    """
    problems: list[Problem] = []
    stack: list[tuple[str, bool, int, list[Part]]] = [("", True, 0, [])]
    for part in _signs(text, problems):
        if isinstance(part, str):
            stack[-1][3].append(part)
            continue
        mark, key, line = part
        if mark in ("#", "^"):
            stack.append((key, mark == "#", line, []))
        elif mark == "/":
            if len(stack) == 1 or stack[-1][0] != key:
                problems.append(_problem("not_open", key, line))
                continue
            name, filled, opened, parts = stack.pop()
            stack[-1][3].append(Section(name, filled, tuple(parts), opened))
        else:
            stack[-1][3].append(Variable(key, line))
    problems += [_problem("not_closed", key, line) for key, _, line, _ in stack[1:]]
    while len(stack) > 1:
        name, filled, opened, parts = stack.pop()
        stack[-1][3].append(Section(name, filled, tuple(parts), opened))
    return tuple(stack[0][3]), problems


def uses(
    parts: tuple[Part, ...], given: frozenset[str] = frozenset()
) -> Iterator[tuple[Variable | Section, bool]]:
    """Every variable and section, and whether its field is sure to be filled where it stands."""
    for part in parts:
        if isinstance(part, Variable):
            yield part, part.key in given
        elif isinstance(part, Section):
            yield part, True
            yield from uses(part.parts, given | {part.key} if part.filled else given)


def _signs(text: str, problems: list[Problem]) -> Iterator[str | tuple[str, str, int]]:
    """Plain text, and signs as (mark, key, line)."""
    alone = {found.start(1): found for found in ALONE.finditer(text)}
    at = 0
    for sign in SIGN.finditer(text):
        whole = alone.get(sign.start())
        begin, end = (whole.start(), whole.end()) if whole else sign.span()
        line = text.count("\n", 0, sign.start())
        yield _plain(text[at:begin], text.count("\n", 0, at), problems)
        if KEY.fullmatch(sign[2]):
            yield sign[1], sign[2], line
        else:
            problems.append(_problem("stray", sign[0], line))
        at = end
    yield _plain(text[at:], text.count("\n", 0, at), problems)


def _plain(text: str, line: int, problems: list[Problem]) -> str:
    if stray := STRAY.search(text):
        problems.append(_problem("stray", stray[0], line + text.count("\n", 0, stray.start())))
    return text


def _problem(code: str, name: str, line: int) -> Problem:
    return Problem(code=code, place=("prompt",), line=line, details={"name": name})
