"""What is wrong with a settings file: its line, and the reason in both languages.

The checking itself is msgspec's; this turns its English sentences and paths into ours.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

from madang.domain.errors.server import SettingsError

TYPES = {
    "int": ("a whole number", "정수"),
    "float": ("a number", "수"),
    "str": ("text", "문자열"),
    "bool": ("true or false", "true 또는 false"),
    "array": ("a list", "목록"),
    "object": ("a table", "표"),
    "null": ("nothing", "빈 값"),
}
SENTENCES = {
    "unknown field `(.+)`": ("there is no setting `{0}`", "`{0}`라는 설정은 없습니다"),
    "missing required field `(.+)`": ("{name} needs `{0}`", "{name}에 `{0}`이(가) 필요합니다"),
    "Expected `([^`]+)`, got `([^`]+)`": ("{name} takes {0}, not {1}", "{name}: {1} 말고 {0}"),
    r"Expected `[^`]+` (>=|>|<=|<) ([\d.]+)": (
        "{name} must be {0} {1}",
        "{name}: {0} {1}이어야 합니다",
    ),
    "Invalid enum value (.+)": ("{name} can't be {0}", "{name}: {0}은(는) 쓸 수 없습니다"),
    "matching regex '(.+)'": ("{name} must match {0}", "{name}: {0} 꼴이어야 합니다"),
}
PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")


def unreadable(path: Path, error: OSError) -> SettingsError:
    why = error.strerror or str(error)
    return SettingsError(str(path), f"can't be read: {why}", f"읽을 수 없습니다: {why}")


def not_utf8(path: Path) -> SettingsError:
    return SettingsError(
        str(path), "is not UTF-8; save it as UTF-8", "UTF-8이 아닙니다. UTF-8로 저장해 주세요"
    )


def broken(path: Path, error: tomllib.TOMLDecodeError) -> SettingsError:
    """A file that is not TOML."""
    text = str(error)
    line = re.search(r"line (\d+)", text)
    place = f"{path}:{line[1]}" if line else str(path)
    reason = re.sub(r" \(at .*\)$", "", text)
    return SettingsError(place, f"not valid TOML: {reason}", f"올바른 TOML이 아닙니다: {reason}")


def wrong(path: Path, source: str, error: msgspec.ValidationError) -> SettingsError:
    """A file that is TOML, with a value that can't be used."""
    reason_en, reason_ko = explain(error)
    line = line_of(source, str(error))
    return SettingsError(f"{path}:{line}" if line else str(path), reason_en, reason_ko)


def explain(error: msgspec.ValidationError) -> tuple[str, str]:
    """The reason, in English and in Korean."""
    text = PATH.sub("", str(error))
    found = PATH.search(str(error))
    where = found["path"] if found else ""
    name = (f"`{where}`", f"`{where}`") if where else ("a setting", "설정")
    for pattern, (en, ko) in SENTENCES.items():
        if match := re.search(pattern, text):
            said = [_types(group) for group in match.groups()]
            return (
                en.format(*(english for english, _ in said), name=name[0]),
                ko.format(*(korean for _, korean in said), name=name[1]),
            )
    return f"{name[0]}: {text}", f"{name[1]}: {text}"


def _types(names: str) -> tuple[str, str]:
    pairs = [TYPES.get(name.strip(), (name, name)) for name in names.split("|")]
    return " or ".join(en for en, _ in pairs), " 또는 ".join(ko for _, ko in pairs)


def line_of(source: str, message: str) -> int | None:
    """The line of the setting a message is about: its key, else the head of its table."""
    found = PATH.search(message)
    keys = re.findall(r"[^.\[\]]+|\[\d+\]", found["path"]) if found else []
    unknown = re.search(r"unknown field `(.+?)`", message)
    names = [key for key in keys if not key.startswith("[")]
    if unknown:
        names.append(unknown[1])
    index = next((int(key[1:-1]) for key in keys if key.startswith("[")), 0)
    table = names[0] if len(names) > 1 or index or (keys and keys[-1].startswith("[")) else None
    key = names[-1] if names and names[-1] != table else None
    seen, inside, head = -1, table is None, None
    for number, line in enumerate(source.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([\w.-]+)\s*\]+", line):
            if table is None:
                if key == header[1]:
                    return number
                inside = False
                continue
            seen += header[1] == table
            inside = header[1] == table and seen == index
            head = number if inside else head
        elif inside and key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    return head
