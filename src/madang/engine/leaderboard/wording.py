"""The verdict's sentences, in English and Korean. What they say is decided in `verdict`.

Korean sentences are built so that no particle has to fit a name.
"""

from __future__ import annotations

from dataclasses import replace

from madang.domain.categories import OVERALL, Category
from madang.engine.leaderboard.verdict import State, Verdict

SURE = 0.99
"""The highest chance that is said; beyond it stands "over 99 %"."""


def word(verdict: Verdict, category: Category) -> Verdict:
    """The verdict with its sentences."""
    return replace(verdict, en=_english(verdict, category), ko=_korean(verdict, category))


def _english(verdict: Verdict, category: Category) -> str:
    where = "" if category.slug == OVERALL else f" in {category.name[0]}"
    match verdict.state:
        case State.NONE:
            return f"Nobody has voted{where} yet, so there is nothing to say."
        case State.ALONE:
            return "A comparison needs two contestants, and fewer can be drawn now."
        case State.TOO_FEW:
            more = f"about {verdict.votes_needed:,} more votes"
            return f"Not enough votes{where} yet to say who leads: {more} would be a start."
        case _:
            pass
    assert verdict.leader
    assert verdict.rival
    leader, rival = verdict.leader.name, verdict.rival.name
    if verdict.state is State.SETTLED:
        beaten = "the other" if verdict.rated == 2 else f"all {verdict.rated - 1} others"  # noqa: PLR2004
        return f"{leader} leads{where}, ahead of {beaten}, and this is settled. Use it."
    chance = _chance(verdict.probability or 0.5)
    if verdict.state is State.LEVEL:
        told = f"{leader} and {rival} can’t be told apart{where} yet: the chance that the first "
        return f"{told}is the better is {chance}. {_more_in_english(verdict)}"
    told = f"{leader} leads{where}, and this is not yet certain: the chance that it beats {rival} "
    return f"{told}is {chance}. {_more_in_english(verdict)}"


def _more_in_english(verdict: Verdict) -> str:
    if verdict.votes_needed is None:
        return "More votes may never settle it: choose by cost or speed."
    if verdict.by_others and verdict.votes_needed > verdict.people:
        return (
            f"To settle it, about {verdict.votes_needed:,} more people would have to judge that "
            f"pair, and {verdict.people:,} have voted so far: act on the chance, or choose by cost "
            "or speed."
        )
    votes = "1 more vote" if verdict.votes_needed == 1 else f"{verdict.votes_needed:,} more votes"
    by = ", by people who have not judged it yet," if verdict.by_others else ""
    return f"About {votes} on that pair{by} would settle it."


def _korean(verdict: Verdict, category: Category) -> str:
    where = "" if category.slug == OVERALL else f"‘{category.name[1]}’ 분류에서 "
    match verdict.state:
        case State.NONE:
            return f"{where}아직 아무도 투표하지 않아 말할 것이 없습니다."
        case State.ALONE:
            return "견주려면 참가자가 둘 있어야 하는데, 지금은 모자랍니다."
        case State.TOO_FEW:
            more = f"약 {verdict.votes_needed:,}표"
            return f"{where}누가 앞서는지 말하기에는 표가 모자랍니다. {more}가 더 있으면 됩니다."
        case _:
            pass
    assert verdict.leader
    assert verdict.rival
    leader, rival = verdict.leader.name, verdict.rival.name
    if verdict.state is State.SETTLED:
        beaten = "다른 하나" if verdict.rated == 2 else f"나머지 {verdict.rated - 1}명 모두"  # noqa: PLR2004
        return f"{where}1위는 {leader}입니다. {beaten}보다 앞선다는 것이 가려졌습니다. 써도 됩니다."
    chance = _chance(verdict.probability or 0.5).replace("over ", "").replace(" %", "%")
    chance = f"{chance} 넘게" if (verdict.probability or 0) > SURE else chance
    if verdict.state is State.LEVEL:
        told = f"{where}{leader} / {rival}: 둘은 아직 가려지지 않았습니다. 앞쪽이 나을 확률은 "
        return f"{told}{chance}입니다. {_more_in_korean(verdict)}"
    told = f"{where}1위는 {leader}입니다. 다만 아직 확실하지 않습니다. {rival}보다 나을 확률은 "
    return f"{told}{chance}입니다. {_more_in_korean(verdict)}"


def _more_in_korean(verdict: Verdict) -> str:
    if verdict.votes_needed is None:
        return "표를 더 모아도 가려지지 않을 수 있으니 비용이나 속도로 고르세요."
    if verdict.by_others and verdict.votes_needed > verdict.people:
        return (
            f"가려지려면 약 {verdict.votes_needed:,}명이 이 둘을 더 견주어야 하는데, 지금까지 "
            f"{verdict.people:,}명이 투표했습니다. 이 확률이나 비용, 속도를 보고 고르세요."
        )
    by = "아직 이 둘을 견주지 않은 사람들의 " if verdict.by_others else "이 둘에 대한 "
    return f"{by}표가 약 {verdict.votes_needed:,}개 더 모이면 가려집니다."


def _chance(share: float) -> str:
    return f"over {SURE * 100:.0f} %" if share > SURE else f"{share * 100:.0f} %"
