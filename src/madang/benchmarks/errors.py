"""Why a table, or a question about it, can't be used: a stable `code` and a sentence per language.

TableError
├── UnreadableTable      unreadable_table
├── TableTooLarge        table_too_large
├── NoScores             no_scores
├── BadCell              bad_cell
├── BadItems             bad_items
├── ScoreOutOfRange      score_out_of_range
├── AmbiguousScale       ambiguous_scale
├── ConflictingScores    conflicting_scores
├── UnknownModel         unknown_model
├── UnknownBenchmark     unknown_benchmark
└── BadItemResults       bad_item_results
"""

from __future__ import annotations

from typing import ClassVar, Literal

from madang.benchmarks.words import Words

Language = Literal["en", "ko"]


class TableError(ValueError):
    """The root. `details` fill the sentences and hold nothing but what the table itself says."""

    code: ClassVar[str] = "table"
    en: ClassVar[str] = "The table can't be used."
    ko: ClassVar[str] = "표를 쓸 수 없습니다."

    def __init__(self, **details: str | float) -> None:
        self.details: dict[str, str | float] = details
        super().__init__(self.message("en"))

    def message(self, language: Language) -> str:
        """The sentence for a reader of `language`."""
        return (self.ko if language == "ko" else self.en).format(**self.details)


class UnreadableTable(TableError):
    """`where` names the file or the like; empty where there is no doubt which is meant."""

    code = "unreadable_table"
    en = (
        "No table was found{place}. Give CSV, JSON, Markdown, HTML or cells copied from a "
        "spreadsheet, with model names in the first row and benchmark names in the first column."
    )
    ko = (
        "{place}표를 찾지 못했습니다. CSV, JSON, Markdown, HTML이나 스프레드시트에서 복사한 "
        "칸을 주세요. 첫 줄에 모델 이름, 첫 칸에 벤치마크 이름이 있어야 합니다."
    )

    def __init__(self, where: str) -> None:
        self._where = where
        super().__init__(where=where)

    def message(self, language: Language) -> str:
        if language == "ko":
            return self.ko.format(place=f"{self._where}에서 " if self._where else "")
        return self.en.format(place=f" in {self._where}" if self._where else "")


class TableTooLarge(TableError):
    code = "table_too_large"
    en = "The table has {found} {what}; at most {limit} can be read. Leave some out."
    ko = "표가 너무 큽니다({what} {found}). {limit}까지 읽을 수 있습니다. 일부를 빼 주세요."

    def __init__(self, found: int, what: Words, limit: int) -> None:
        self._what = what
        super().__init__(found=found, what=what.en, limit=limit)

    def message(self, language: Language) -> str:
        what = self._what.ko if language == "ko" else self._what.en
        text = self.ko if language == "ko" else self.en
        return text.format(**{**self.details, "what": what})


class NoScores(TableError):
    code = "no_scores"
    en = "The table holds no scores: every cell is empty. Check which part of it was copied."
    ko = "표에 점수가 없습니다. 모든 칸이 비어 있습니다. 어디를 복사했는지 확인해 주세요."


class BadCell(TableError):
    code = "bad_cell"
    en = (
        "“{cell}” ({benchmark}, {model}) is not a score. Write a number such as 59.4 or 59.4 %, "
        "or leave the cell empty."
    )
    ko = (
        "“{cell}”({benchmark}, {model})은 점수가 아닙니다. 59.4나 59.4 %처럼 수를 적거나 칸을 "
        "비워 주세요."
    )


class BadItems(TableError):
    code = "bad_items"
    en = "“{cell}” is not a number of questions for {benchmark}. Give a whole number above 0."
    ko = "“{cell}”은 {benchmark}의 문항 수가 될 수 없습니다. 0보다 큰 정수를 적어 주세요."


class ScoreOutOfRange(TableError):
    code = "score_out_of_range"
    en = (
        "{benchmark} gives {model} {score}, and a share of right answers lies between 0 and 100. "
        "If it is a rating, say so in a column “metric” (rating) and add its standard error."
    )
    ko = (
        "{benchmark}에서 {model}의 점수가 {score}인데, 정답률은 0에서 100 사이입니다. "
        "레이팅이라면 “metric” 칸에 rating이라 적고 표준오차를 더해 주세요."
    )


class AmbiguousScale(TableError):
    code = "ambiguous_scale"
    en = (
        "{benchmark} has {score} in a table of percentages, which may be a fraction or a very low "
        "percentage. Write {score} % if it is a percentage, or 100 times the number if it is not."
    )
    ko = (
        "퍼센트 표인데 {benchmark}에 {score}이(가) 있어 비율인지 아주 낮은 퍼센트인지 알 수 "
        "없습니다. 퍼센트라면 {score} %로, 아니라면 100을 곱해 적어 주세요."
    )


class ConflictingScores(TableError):
    code = "conflicting_scores"
    en = (
        "{benchmark} gives {model} both {first} and {second}. Keep one, or tell the rows apart by "
        "their setting, as in “MMLU (5-shot)”."
    )
    ko = (
        "{benchmark}에서 {model}의 점수가 {first}와 {second} 두 가지입니다. 하나만 남기거나 "
        "“MMLU (5-shot)”처럼 설정을 적어 줄을 구별해 주세요."
    )


class UnknownModel(TableError):
    code = "unknown_model"
    en = "The table has no model “{model}”. It has: {models}."
    ko = "표에 “{model}” 모델이 없습니다. 있는 모델: {models}."


class UnknownBenchmark(TableError):
    code = "unknown_benchmark"
    en = "The table has no benchmark “{benchmark}”. It has: {benchmarks}."
    ko = "표에 “{benchmark}” 벤치마크가 없습니다. 있는 벤치마크: {benchmarks}."


class BadItemResults(TableError):
    code = "bad_item_results"
    en = (
        "{where} holds no item results that can be read: {reason}. Give the samples file of "
        "lm-evaluation-harness (--log_samples) or a log of inspect_ai (.eval or .json)."
    )
    ko = (
        "{where}에서 문항별 결과를 읽지 못했습니다: {reason}. lm-evaluation-harness의 samples "
        "파일(--log_samples)이나 inspect_ai의 로그(.eval, .json)를 주세요."
    )

    def __init__(self, where: str, reason: Words) -> None:
        self._reason = reason
        super().__init__(where=where, reason=reason.en)

    def message(self, language: Language) -> str:
        reason = self._reason.ko if language == "ko" else self._reason.en
        text = self.ko if language == "ko" else self.en
        return text.format(**{**self.details, "reason": reason})
