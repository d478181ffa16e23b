"""A template to its file: always in the same order and layout, so that versions can be compared."""

from __future__ import annotations

import json

from madang.templates.template import FROM_CHOICES, Field, FieldType, Template


def write(template: Template) -> str:
    """The file of a template; `reading` makes the same template of it again."""
    lines = [
        f"{name} = {_text(str(value))}"
        for name, value in (
            ("slug", template.slug),
            ("language", template.language),
            ("kind", template.kind.value),
            ("name", template.name),
            ("description", template.description),
        )
    ]
    lines += [
        f"{key}s = {_list(choices)}" for key in FROM_CHOICES if (choices := template.choices(key))
    ]
    lines.append(f"prompt = {_long(template.prompt)}")
    for field in template.fields:
        lines += ["", "[[fields]]", *_field(field)]
    return "\n".join(lines) + "\n"


def _field(field: Field) -> list[str]:
    lines = [
        f"key = {_text(field.key)}",
        f"label = {_text(field.label)}",
        f"type = {_text(field.type.value)}",
    ]
    if field.hint:
        lines.append(f"hint = {_text(field.hint)}")
    if field.required:
        lines.append("required = true")
    if field.choices:
        lines.append(f"choices = {_list(field.choices)}")
    if field.example:
        listed = field.type is FieldType.LIST
        several = _list(field.example.split("\n")) if listed else _long(field.example)
        lines.append(f"example = {several}")
    return lines


def _text(value: str) -> str:
    """A basic string: JSON's escapes are TOML's, which also wants DEL escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: tuple[str, ...] | list[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _long(value: str) -> str:
    """Text of several lines as it reads, where it can stand so."""
    plain = "'''" not in value and not value.endswith("'")
    shown = all(sign.isprintable() or sign in "\n\t" for sign in value)
    return f"'''\n{value}'''" if "\n" in value and plain and shown else _text(value)
