"""A filled form to a prompt. The same form always makes the same prompt.

What a person fills in is material, and no part of the prompt's own words: it stands between tags
named by its key, `<product>…</product>`. Where any value holds such a tag itself, the tags of that
field get a number that no value holds, so nothing that was pasted can close one or open another.
Choices are the template's own words, and numbers are digits; they stand bare.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from madang.templates.form import take, tidy
from madang.templates.prompt import Part, Section, Variable, parse
from madang.templates.template import VOICE, FieldType, Template

BARE = (FieldType.CHOICE, FieldType.NUMBER)


def render(template: Template, values: Mapping[str, str], voice: str = "") -> str:
    """The prompt.

    Args:
        template: one that was read and found good.
        values: by key, as the form has them.
        voice: the brand voice; "" leaves its sections out.

    Raises:
        UnfitForm: something needed is missing, or does not fit its field.
    """
    taken = take(template, values) | {VOICE: tidy(voice)}
    parts, _ = parse(template.prompt)
    bare = {asked.key for asked in template.form if asked.type in BARE}
    listed = {asked.key for asked in template.form if asked.type is FieldType.LIST}
    shown: dict[str, str] = {}
    for key, value in taken.items():
        if key in bare:
            shown[key] = value
            continue
        text = "- " + value.replace("\n", "\n- ") if key in listed else value
        shown[key] = _enclose(key, text, taken.values(), block="\n" in text or key in listed)
    return _write(parts, taken, shown).strip()


def _enclose(key: str, value: str, all_values: Collection[str], *, block: bool) -> str:
    name, number = key, 1
    while any(f"<{name}" in said or f"</{name}" in said for said in _folded(all_values)):
        number += 1
        name = f"{key}-{number}"
    return f"<{name}>\n{value}\n</{name}>" if block else f"<{name}>{value}</{name}>"


def _folded(values: Collection[str]) -> list[str]:
    """As a reader sees them who takes no notice of case and blanks."""
    return ["".join(value.casefold().split()) for value in values]


def _write(parts: tuple[Part, ...], taken: Mapping[str, str], shown: Mapping[str, str]) -> str:
    text = ""
    for part in parts:
        match part:
            case str():
                text += part
            case Variable(key=key):
                text += shown[key] if taken[key] else ""
            case Section(key=key, filled=filled, parts=inner):
                text += _write(inner, taken, shown) if bool(taken[key]) is filled else ""
    return text
