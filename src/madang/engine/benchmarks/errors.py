"""What a person meets whose score table, file or board can't be used."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from madang.benchmarks import TableError
from madang.domain.errors import BadInput, Language


class UnusableTable(BadInput):
    """A table, or a question about one, that can't be used; the sentence is the floor's own."""

    code = "unusable_table"

    def __init__(self, error: TableError) -> None:
        self._error = error
        super().__init__(**{**error.details, "problem": error.code})

    def message(self, language: Language) -> str:
        return self._error.message(language)


class UnreadableFile(BadInput):
    code = "unreadable_file"
    en = "{file} can't be read: {reason}. Check its name, and that you may open it."
    ko = "{file}을(를) 읽을 수 없습니다: {reason}. 이름과 읽기 권한을 확인해 주세요."


class SecondTable(BadInput):
    code = "second_table"
    en = "{file} holds a second table. Give one table, or as many logs as you like."
    ko = "{file}은(는) 두 번째 표입니다. 표는 하나만, 로그는 몇 개든 주세요."


class UnreadableBoard(BadInput):
    code = "unreadable_board"
    en = (
        "{file} is no board. Give what `madang rank FILE --json` prints: "
        "contestants with rating, lower and upper."
    )
    ko = (
        "{file}은(는) 순위표가 아닙니다. `madang rank FILE --json`이 내는 파일(contestant, rating, "
        "lower, upper)을 주세요."
    )


class BadPair(BadInput):
    code = "bad_pair"
    en = "{option} takes NAME=VALUE, and got “{pair}”."
    ko = "{option}에는 이름=값을 적어 주세요. 받은 값: “{pair}”."


@contextmanager
def usable() -> Generator[None]:
    """Turn the floor's errors into ours."""
    try:
        yield
    except TableError as error:
        raise UnusableTable(error) from error
