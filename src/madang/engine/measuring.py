"""A judged battle to its measures: pure but for the language detector."""

from __future__ import annotations

import re
from dataclasses import replace

from madang.domain.battles import Battle, Reply, Side
from madang.domain.categories import Conversation, Rulebook
from madang.domain.measures import Measures, Style
from madang.engine.languages import detect

CODE = re.compile(r"(?ms)^ {0,3}(```|~~~).*?(^ {0,3}\1|\Z)")
HEADER = re.compile(r"^ {0,3}#{1,6} \S", re.MULTILINE)
ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)
BOLD = re.compile(r"\*\*(?=\S)[^*\n]+(?<=\S)\*\*|__(?=\S)[^_\n]+(?<=\S)__")


def measure(battle: Battle, turn: int, rulebook: Rulebook) -> Measures:
    """What a vote on turn number `turn` was about."""
    until = [held for held in battle.turns if held.counted and held.number <= turn]
    judged: dict[Side, Reply] = {}
    for held in until:
        judged = held.replies if held.number == turn else judged
    questions = tuple(held.question for held in until if held.question)
    said = Conversation(
        questions=questions,
        replies=tuple(judged[side].text for side in Side if side in judged),
        language=detect(questions[0]) if questions else "und",
    )
    tokens = [judged[side].timings.tokens_out for side in Side if side in judged]
    in_tokens = len(tokens) == len(Side) and all(tokens)
    return Measures(
        edition=rulebook.edition,
        language=said.language,
        categories=rulebook.sort(said),
        turns=len(until),
        styles={
            side: style(judged[side], in_tokens=in_tokens) if side in judged else Style()
            for side in Side
        },
    )


def style(reply: Reply, *, in_tokens: bool) -> Style:
    """One reply in figures."""
    timings = reply.timings
    return replace(
        style_of(reply.text),
        length=timings.tokens_out if in_tokens else len(reply.text),
        first_word=timings.first_word,
        speed=timings.tokens_per_second,
        cost=timings.cost,
    )


def style_of(text: str) -> Style:
    """What a text alone shows; what stands in a code block is no formatting."""
    prose = CODE.sub("", text)
    return Style(
        length=len(text),
        headers=len(HEADER.findall(prose)),
        lists=len(ITEM.findall(prose)),
        bold=len(BOLD.findall(prose)),
    )
