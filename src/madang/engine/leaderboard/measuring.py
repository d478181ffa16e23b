"""A judged battle to its measures: pure but for the language detector."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from madang.domain.artifacts import Run, ran
from madang.domain.battles import Battle, Reply, Side
from madang.domain.categories import Conversation, Rulebook
from madang.domain.measures import Measures, Style
from madang.engine.leaderboard.languages import detect
from madang.runwindow.parse import is_runnable

CODE = re.compile(r"(?ms)^ {0,3}(```|~~~).*?(^ {0,3}\1|\Z)")
HEADER = re.compile(r"^ {0,3}#{1,6} \S", re.MULTILINE)
ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)
BOLD = re.compile(r"\*\*(?=\S)[^*\n]+(?<=\S)\*\*|__(?=\S)[^_\n]+(?<=\S)__")


def measure(
    battle: Battle,
    turn: int,
    rulebook: Rulebook,
    runs: Mapping[Side, Sequence[Run]] | None = None,
) -> Measures:
    """What a vote on turn number `turn` was about.

    Args:
        battle: all that was said; what one side alone was asked is no question of the person's.
        turn: the vote's.
        rulebook: sorts it.
        runs: how the artifacts of each side ran, by the time of the vote.
    """
    until = [held for held in battle.turns if held.counted and held.number <= turn]
    asked = [held for held in until if held.side is None]
    by = battle.judged(turn)
    judged = {side: held.replies[side] for side, held in by.items()}
    questions = tuple(held.question for held in asked if held.question)
    said = Conversation(
        questions=questions,
        replies=tuple(judged[side].text for side in Side if side in judged),
        language=detect(questions[0]) if questions else "und",
        template=battle.form.template if battle.form else "",
        kind=battle.form.kind if battle.form else "",
        runnable=any(is_runnable(reply.text) for reply in judged.values()),
        images=len(battle.context.images) if battle.context else 0,
    )
    tokens = [judged[side].timings.tokens_out for side in Side if side in judged]
    in_tokens = len(tokens) == len(Side) and all(tokens)
    return Measures(
        edition=rulebook.edition,
        language=said.language,
        categories=rulebook.sort(said),
        turns=len(asked),
        styles={
            side: replace(
                style(judged[side], in_tokens=in_tokens),
                ran=_ran((runs or {}).get(side, ()), by[side].number, judged[side].text),
            )
            if side in judged
            else Style()
            for side in Side
        },
    )


def _ran(runs: Sequence[Run], after: int, text: str) -> float | None:
    """1 where what the judged reply made ran, 0 where it did not, None where nobody tried."""
    tried = ran(runs, after) if is_runnable(text) else None
    return None if tried is None else float(tried)


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
