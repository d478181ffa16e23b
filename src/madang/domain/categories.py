"""Categories: what kind of conversation a vote was about, by rules anyone can check.

A rule looks at the questions, the judged replies and the language, and at nothing else, so the same
battle always falls in the same categories. Which language a question is in, the engine finds out.
The words behind `coding`, `maths` and the like are in `vocabulary`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from madang.domain import vocabulary

RULES = 3
"""Raised with every change of a built-in rule: votes are then sorted anew."""

OVERALL = "overall"
UNDETERMINED = "und"
"""The language of a question without a letter in it."""

LONG = 1_000
"""Characters, a Hangul, kana or Han one counting as two: it says about as much as two others."""

SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
"""What the slug of a template looks like; a prompt has blanks or braces."""

WORDY = 200
HARD_SIGNS = 3
MOST_CHARACTERS = 20_000
"""What a rule looks at of one text; beyond it a team's own pattern might take its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What was judged, as far as rules look at it.

    Attributes:
        questions: the counted ones, up to the judged turn.
        replies: the two judged replies.
        language: of the first question, as ISO 639-1; `und` where it has none.
        images: how many pictures came with the questions.
        template, kind: of the template it began from; "" where there was none.
        runnable: whether a judged reply holds something that runs (`runwindow.parse`).
    """

    questions: tuple[str, ...]
    replies: tuple[str, ...] = ()
    language: str = UNDETERMINED
    images: int = 0
    template: str = ""
    kind: str = ""
    runnable: bool = False

    @property
    def asked(self) -> str:
        return "\n".join(question[:MOST_CHARACTERS] for question in self.questions)


Rule = Callable[[Conversation], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A board of its own. `rule` says in both languages which battles fall in it."""

    slug: str
    name: tuple[str, str]
    rule: tuple[str, str]
    holds: Rule = field(compare=False, repr=False)


def _has(pattern: re.Pattern[str], texts: Iterable[str]) -> bool:
    return any(pattern.search(text[:MOST_CHARACTERS]) for text in texts)


def weigh(text: str) -> int:
    """The length of a text in characters, as `LONG` counts them."""
    return len(text) + len(vocabulary.DENSE.findall(text))


def is_coding(said: Conversation) -> bool:
    return _has(vocabulary.CODING, said.questions) or _has(vocabulary.CODE_BLOCK, said.replies)


def is_maths(said: Conversation) -> bool:
    return _has(vocabulary.MATHS, said.questions)


def is_creative(said: Conversation) -> bool:
    return _has(vocabulary.CREATIVE, said.questions)


def is_hard(said: Conversation) -> bool:
    """At least three of: a limit, a format, several parts, a subject to know, some length."""
    signs = (
        _has(vocabulary.LIMIT, said.questions),
        _has(vocabulary.FORMAT, said.questions),
        len(vocabulary.PART.findall(said.asked)) > 1,
        _has(vocabulary.CODING, said.questions) or is_maths(said),
        weigh(said.asked) >= WORDY,
    )
    return sum(signs) >= HARD_SIGNS


BUILT_IN: tuple[Category, ...] = (
    Category(
        slug=OVERALL,
        name=("Overall", "전체"),
        rule=("Every vote that counts.", "집계되는 모든 투표."),
        holds=lambda _: True,
    ),
    Category(
        slug="multi-turn",
        name=("Multi-turn", "여러 차례"),
        rule=(
            "Two or more questions had been asked when the vote was cast.",
            "투표할 때까지 질문을 두 번 이상 했습니다.",
        ),
        holds=lambda said: len(said.questions) > 1,
    ),
    Category(
        slug="artifacts",
        name=("Artifacts", "아티팩트"),
        rule=(
            "A judged reply holds something that runs: HTML, SVG, React, Mermaid, Python, a chart.",
            "답 가운데 실행되는 것이 있습니다: HTML, SVG, React, Mermaid, 파이썬, 차트.",
        ),
        holds=lambda said: said.runnable,
    ),
    Category(
        slug="coding",
        name=("Coding", "코딩"),
        rule=(
            "The question holds code or a programming word, or a judged reply holds a code block.",
            "질문에 코드나 프로그래밍 낱말이 있거나, 답에 코드 블록이 있습니다.",
        ),
        holds=is_coding,
    ),
    Category(
        slug="maths",
        name=("Maths", "수학"),
        rule=(
            "The question holds a formula, a sum to work out, or a mathematical word.",
            "질문에 수식이나 계산, 수학 낱말이 있습니다.",
        ),
        holds=is_maths,
    ),
    Category(
        slug="creative",
        name=("Creative and marketing", "창작과 마케팅"),
        rule=(
            "The question asks for a poem, a story, a slogan, an advertisement or the like.",
            "시, 이야기, 문구, 광고 따위를 써 달라는 질문입니다.",
        ),
        holds=is_creative,
    ),
    Category(
        slug="marketing",
        name=("Marketing templates", "마케팅 템플릿"),
        rule=("It began from a marketing template.", "마케팅 템플릿에서 시작했습니다."),
        holds=lambda said: said.kind == "marketing",
    ),
    Category(
        slug="office",
        name=("Office templates", "사무 템플릿"),
        rule=("It began from an office template.", "사무 템플릿에서 시작했습니다."),
        holds=lambda said: said.kind == "office",
    ),
    Category(
        slug="long",
        name=("Long question", "긴 질문"),
        rule=(
            "1,000 characters or more are asked; a Korean, Japanese or Chinese one is two.",
            "질문을 모두 합쳐 1,000자 이상입니다. 한글, 가나, 한자는 한 자를 두 자로 셉니다.",
        ),
        holds=lambda said: weigh(said.asked) >= LONG,
    ),
    Category(
        slug="hard",
        name=("Hard instructions", "까다로운 지시"),
        rule=(
            (
                "At least three of five: a limit is set (at most, exactly, without…), a format is "
                "asked for, there are several parts, it is about code or maths, it has 200 "
                "characters or more."
            ),
            (
                "다섯 가운데 셋 이상입니다: 조건이 있다(이내, 반드시, 없이…), 형식을 정했다, "
                "여러 부분이다, 코드나 수학이다, 200자 이상이다."
            ),
        ),
        holds=is_hard,
    ),
    Category(
        slug="image",
        name=("Image in", "그림 질문"),
        rule=("A picture came with a question.", "질문에 그림이 있습니다."),
        holds=lambda said: said.images > 0,
    ),
)


def language_category(code: str) -> Category:
    """The category of one language, by ISO 639-1."""
    english, korean = vocabulary.LANGUAGES.get(code, (code, code))
    return Category(
        slug=f"in-{code}",
        name=(english, korean),
        rule=(
            (
                f"The first question is in {english}: by its script where that decides, else by a "
                "detector that runs on this machine."
            ),
            (
                f"첫 질문이 {korean}입니다. 글자로 알 수 있으면 글자로, 아니면 이 컴퓨터에서 도는 "
                "감지기로 정합니다."
            ),
        ),
        holds=lambda said: said.language == code,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRule:
    """A team's own category; all that is given has to hold.

    Attributes:
        slug, name: what it is called.
        pattern: a regular expression that a question has to match somewhere, whatever the case.
        template: the slug of a template it has to have begun from, or a prompt that a question has
            to fit, where `{anything}` stands for any text.
        tag: a word that stands in a question as `#tag`.
        languages: of the first question, as ISO 639-1.
        min_turns, min_characters: of all questions together.
    """

    slug: str
    name: str
    pattern: str = ""
    template: str = ""
    tag: str = ""
    languages: tuple[str, ...] = ()
    min_turns: int = 0
    min_characters: int = 0


class RuleError(ValueError):
    """A rule that can't be used: `en` and `ko` say why."""

    def __init__(self, en: str, ko: str) -> None:
        super().__init__(en)
        self.en, self.ko = en, ko


def compile_rule(own: OwnRule) -> Category:
    """The category of a team's own rule.

    Raises:
        RuleError: it asks for nothing, takes a built-in's name, or its pattern is not one.
    """
    if own.slug in {category.slug for category in BUILT_IN} or own.slug.startswith("in-"):
        raise RuleError(
            f"`{own.slug}` is a category already; take another slug",
            f"`{own.slug}`은(는) 이미 있는 분류입니다. 다른 slug를 쓰세요",
        )
    patterns: list[re.Pattern[str]] = []
    if own.pattern:
        patterns.append(_compile(own))
    from_template = SLUG.fullmatch(own.template) is not None
    if own.template and not from_template:
        fitted = ".*".join(re.escape(part) for part in re.split(r"\{[^{}]*\}", own.template))
        patterns.append(re.compile(rf"\A\s*{fitted}\s*\Z", re.DOTALL))
    if own.tag:
        patterns.append(re.compile(rf"(?<!\w)#{re.escape(own.tag.lstrip('#'))}\b", re.IGNORECASE))
    if not (patterns or from_template or own.languages or own.min_turns > 1 or own.min_characters):
        raise RuleError(
            "every battle would fall in it; give a pattern, a template, a tag or a limit",
            "모든 대결이 들어갑니다. pattern, template, tag나 조건을 주세요",
        )

    def holds(said: Conversation) -> bool:
        return (
            all(_has(pattern, said.questions) for pattern in patterns)
            and (not from_template or said.template == own.template)
            and (not own.languages or said.language in own.languages)
            and len(said.questions) >= own.min_turns
            and weigh(said.asked) >= own.min_characters
        )

    told = _describe(own)
    return Category(
        slug=own.slug,
        name=(own.name, own.name),
        rule=(f"Your own rule: {told}.", f"직접 정한 규칙: {told}."),
        holds=holds,
    )


def _compile(own: OwnRule) -> re.Pattern[str]:
    try:
        return re.compile(own.pattern, re.IGNORECASE)
    except re.error as error:
        raise RuleError(
            f"the pattern is not a regular expression: {error}",
            f"pattern이 올바른 정규 표현식이 아닙니다: {error}",
        ) from error


def _describe(own: OwnRule) -> str:
    given = {
        "pattern": own.pattern,
        "template": own.template,
        "tag": own.tag and f"#{own.tag.lstrip('#')}",
        "languages": ", ".join(own.languages),
        "min_turns": own.min_turns,
        "min_characters": own.min_characters,
    }
    return "; ".join(f"{name} {value}" for name, value in given.items() if value)


class Rulebook:
    """Every category there is: the built-in ones and the team's own."""

    def __init__(self, own: Iterable[OwnRule] = ()) -> None:
        rules = tuple(own)
        self.categories = (*BUILT_IN, *(compile_rule(rule) for rule in rules))
        slugs = [category.slug for category in self.categories]
        twice = next((slug for slug in slugs if slugs.count(slug) > 1), None)
        if twice:
            raise RuleError(f"`{twice}` is there twice", f"`{twice}`이(가) 두 번 있습니다")
        told = f"{RULES} {rules!r}"
        self.edition = hashlib.sha256(told.encode()).hexdigest()[:16]
        """Names the rules: votes sorted under another edition are sorted anew."""

    def sort(self, said: Conversation) -> tuple[str, ...]:
        """The slugs of the categories a conversation falls in, its language's left out."""
        return tuple(category.slug for category in self.categories if category.holds(said))
