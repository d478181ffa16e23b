"""The verdict's sentences, in English and Korean. What they say is decided in `verdict`.

Korean sentences are built so that no particle has to fit a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from madang.domain.categories import OVERALL, Category
from madang.domain.contestants import Version
from madang.engine.leaderboard.namesakes import tell_apart
from madang.engine.leaderboard.verdict import Named, State, Verdict

SURE = 0.99
"""The highest chance that is said; beyond it stands ">99 %", and "<1 %" at the other end."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What the leader and the rival are called in one language."""

    leader: str
    rival: str


def word(verdict: Verdict, category: Category, versions: Sequence[Version]) -> Verdict:
    """The verdict with its sentences; `versions` are all that stand on the board."""
    called = {
        (version.contestant.slug, version.number): names
        for version, names in zip(versions, tell_apart(versions), strict=True)
    }

    def call(one: Named | None, language: int) -> str:
        return called[one.slug, one.version][language] if one else ""

    english, korean = (
        Pair(call(verdict.leader, language), call(verdict.rival, language)) for language in (0, 1)
    )
    return replace(
        verdict, en=_english(verdict, category, english), ko=_korean(verdict, category, korean)
    )


def _english(verdict: Verdict, category: Category, pair: Pair) -> str:
    where = "" if category.slug == OVERALL else f" in {category.name[0]}"
    match verdict.state:
        case State.NONE:
            return f"Nobody has voted{where} yet, so there is nothing to say."
        case State.ALONE:
            return "A comparison needs two contestants, and fewer can be drawn now."
        case State.TOO_FEW if verdict.votes_needed is None:
            return (
                f"Too few people have voted{where} yet to say who leads. More votes by the same "
                "people would not tell: those of two or three others would be a start."
            )
        case State.TOO_FEW:
            votes = _more_votes(verdict.votes_needed or 1)
            by = ", by more people," if verdict.by_others else ""
            told = f"Not enough votes{where} yet to say who leads: about "
            return f"{told}{votes}{by} would be a start."
        case State.SETTLED:
            beaten = "the other" if verdict.rated == 2 else f"all {verdict.rated - 1} others"  # noqa: PLR2004
            return f"{pair.leader} leads{where}, ahead of {beaten}, and this is settled. Use it."
        case State.LEVEL:
            told = f"{pair.leader} and {pair.rival} can’t be told apart{where} yet: the chance "
            told += f"that the first is the stronger is {say_chance(verdict.probability)}."
        case State.LEANING:
            told = f"{pair.leader} leads{where}, and this is not yet certain: the chance that it, "
            told += f"and not {pair.rival}, is the stronger is {say_chance(verdict.probability)}."
    whose = "These are one person’s votes so far. " if _of_one(verdict) else ""
    return f"{whose}{told} {_more_in_english(verdict)}"


def _of_one(verdict: Verdict) -> bool:
    """Whether all votes are known to be one person's, who can't speak for others."""
    return verdict.by_others and verdict.people == 1


def _more_in_english(verdict: Verdict) -> str:
    if verdict.votes_needed is None:
        return "More votes may never settle it: choose by cost or speed."
    alone = verdict.pairs == 1
    if verdict.people_needed and verdict.people_needed > verdict.people:
        people = f"about {verdict.people_needed:,} more people"
        pairs = "that pair" if alone else f"{verdict.pairs:,} pairs, first this one"
        voted = "1 has" if verdict.people == 1 else f"{verdict.people:,} have"
        return (
            f"To settle it, {people} would have to judge {pairs}, and {voted} voted so far: act on "
            "the chance, or choose by cost or speed."
        )
    votes = _more_votes(verdict.votes_needed)
    if alone:
        by = ", by people who have not judged it yet," if verdict.by_others else ""
        return f"About {votes} on that pair{by} would settle it."
    by = " by people who have not judged them yet," if verdict.by_others else ""
    return f"About {votes} over {verdict.pairs:,} pairs,{by} first this one, would settle it."


def _more_votes(number: int) -> str:
    return "1 more vote" if number == 1 else f"{number:,} more votes"


def _korean(verdict: Verdict, category: Category, pair: Pair) -> str:
    where = "" if category.slug == OVERALL else f"‘{category.name[1]}’ 분류에서 "
    match verdict.state:
        case State.NONE:
            return f"{where}아직 아무도 투표하지 않아 말할 것이 없습니다."
        case State.ALONE:
            return "견주려면 참가자가 둘 있어야 하는데, 지금은 모자랍니다."
        case State.TOO_FEW if verdict.votes_needed is None:
            return (
                f"{where}누가 앞서는지 말하기에는 투표한 사람이 모자랍니다. 같은 사람의 표가 더 "
                "모여도 알 수 없고, 다른 두세 사람의 표가 있어야 합니다."
            )
        case State.TOO_FEW:
            more = f"약 {verdict.votes_needed:,}표"
            more = f"여러 사람이 던진 {more}" if verdict.by_others else more
            return f"{where}누가 앞서는지 말하기에는 표가 모자랍니다. {more}가 더 있으면 됩니다."
        case State.SETTLED:
            beaten = "다른 하나" if verdict.rated == 2 else f"나머지 {verdict.rated - 1}명 모두"  # noqa: PLR2004
            told = f"{where}1위는 {pair.leader}입니다. {beaten}보다 앞선다는 것이 가려졌습니다."
            return f"{told} 써도 됩니다."
        case State.LEVEL:
            told = f"{where}{pair.leader} / {pair.rival}: 둘은 아직 가려지지 않았습니다. 앞쪽이 더 "
        case State.LEANING:
            told = (
                f"{where}1위는 {pair.leader}입니다. 다만 아직 확실하지 않습니다. {pair.rival}보다 "
            )
    chance = say_chance(verdict.probability).replace("\u00a0", "")
    whose = "아직 한 사람의 표뿐입니다. " if _of_one(verdict) else ""
    return f"{whose}{told}강할 확률은 {chance}입니다. {_more_in_korean(verdict)}"


def _more_in_korean(verdict: Verdict) -> str:
    if verdict.votes_needed is None:
        return "표를 더 모아도 가려지지 않을 수 있으니 비용이나 속도로 고르세요."
    alone = verdict.pairs == 1
    if verdict.people_needed and verdict.people_needed > verdict.people:
        pairs = "이 둘을" if alone else f"이 둘부터 {verdict.pairs:,}개 짝을"
        return (
            f"가려지려면 약 {verdict.people_needed:,}명이 {pairs} 더 견주어야 하는데, 지금까지 "
            f"{verdict.people:,}명이 투표했습니다. 이 확률이나 비용, 속도를 보고 고르세요."
        )
    if alone:
        by = "아직 이 둘을 견주지 않은 사람들의 " if verdict.by_others else "이 둘에 대한 "
    else:
        by = f"이 둘부터 {verdict.pairs:,}개 짝에 "
        by += "아직 견주지 않은 사람들의 " if verdict.by_others else ""
    return f"{by}표가 약 {verdict.votes_needed:,}개 더 모이면 가려집니다."


def say_chance(share: float | None) -> str:
    """A chance in whole percent, and no surer than `SURE`."""
    share = 0.5 if share is None else share
    told = f">{SURE:.0%}" if share > SURE else f"{share:.0%}"
    # Held together by a space that no line breaks at.
    return ("<1%" if share < 1 - SURE else told).replace("%", "\u00a0%")
