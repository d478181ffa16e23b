"""What is wrong with a settings file: its line, and the reason in both languages.

The checking itself is msgspec's; this turns its English sentences and paths into ours.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

from madang.domain.errors import SettingsError

TYPES = {
    "int": ("a whole number", "정수"),
    "float": ("a number", "수"),
    "str": ("text", "문자열"),
    "bool": ("true or false", "true 또는 false"),
    "array": ("a list", "목록"),
    "object": ("a table", "표"),
    "null": ("nothing", "빈 값"),
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
    en, ko = f"`{where}`" if where else "a setting", f"`{where}`" if where else "설정"
    if match := re.search(r"unknown field `(.+)`", text):
        return f"there is no setting `{match[1]}`", f"`{match[1]}`라는 설정은 없습니다"
    if match := re.search(r"missing required field `(.+)`", text):
        return f"{en} needs `{match[1]}`", f"{ko}에 `{match[1]}`이(가) 필요합니다"
    if match := re.search(r"Expected `([^`]+)`, got `([^`]+)`", text):
        wants, got = _types(match[1]), _types(match[2])
        return f"{en} takes {wants[0]}, not {got[0]}", f"{ko}: {got[1]} 말고 {wants[1]}"
    if match := re.search(r"Expected `[^`]+` (>=|>|<=|<) ([\d.]+)", text):
        return f"{en} must be {match[1]} {match[2]}", f"{ko}: {match[1]} {match[2]}이어야 합니다"
    if match := re.search(r"Invalid enum value (.+)", text):
        return f"{en} can't be {match[1]}", f"{ko}: {match[1]}은(는) 쓸 수 없습니다"
    if match := re.search(r"matching regex '(.+)'", text):
        return f"{en} must match {match[1]}", f"{ko}: {match[1]} 꼴이어야 합니다"
    return f"{en}: {text}", f"{ko}: {text}"


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
