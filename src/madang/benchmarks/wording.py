"""What a comparison comes to, in plain words and both languages."""

from __future__ import annotations

from collections.abc import Sequence

from madang.benchmarks.comparison import Comparison
from madang.benchmarks.words import Words


def sentence(made: Comparison, among: int) -> Words:
    """One comparison in a sentence; `among` is how many were made together."""
    scores = f"{number(made.score_a)} against {number(made.score_b)}"
    ko_scores = f"{number(made.score_a)} 대 {number(made.score_b)}"
    if made.items is not None:
        scores += f" on {made.items:,} questions"
        ko_scores = f"{made.items:,}문항에서 {ko_scores}"
    means = meaning(made, among)
    return Words(
        en=f"{made.benchmark}: {scores}: {means.en}",
        ko=f"{made.benchmark}: {ko_scores}. {means.ko}",
    )


def meaning(made: Comparison, among: int) -> Words:
    """What the difference is worth, with its fine print; its scores are shown beside it."""
    judged, fine = judgement(made, among), fine_print(made)
    return Words(en=f"{judged.en}. {fine.en}".strip(), ko=f"{judged.ko}. {fine.ko}".strip())


def judgement(made: Comparison, among: int) -> Words:
    """Whether the difference can be relied on, without its scores."""
    unit, ko_unit = ("points", "점") if made.unit == "points" else ("rating points", "레이팅 점")
    if made.holm_significant:
        better = made.a if made.difference > 0 else made.b
        low, high = sorted((abs(made.lower), abs(made.upper)))
        return Words(
            en=f"{better} is better, by {number(low)} to {number(high)} {unit}",
            ko=f"{better} 쪽이 {number(low)}~{number(high)}{ko_unit} 높습니다",
        )
    if made.significant:
        return Words(
            en=f"counts alone, but among {among} comparisons it may be chance",
            ko=f"하나만 보면 의미가 있지만, 비교가 {among}개라 우연일 수 있습니다",
        )
    shown = Words(en="", ko="")
    if made.smallest_detectable is not None:
        least = number(made.smallest_detectable)
        shown = Words(
            en=f"; so few show {least} {unit} or more",
            ko=f". 이 문항 수로는 {least}{ko_unit} 이상이라야 드러납니다",
        )
    return Words(
        en=f"not a difference one can rely on{shown.en}",
        ko=f"믿을 만한 차이가 아닙니다{shown.ko}",
    )


def fine_print(made: Comparison) -> Words:
    """What else a reader should know of the two scores; empty where there is nothing."""
    en: list[str] = []
    ko: list[str] = []
    if made.settings_differ:
        asked = [str(setting) or "?" for setting in (made.setting_a, made.setting_b)]
        en.append(f"Asked differently: {asked[0]} against {asked[1]}.")
        ko.append(f"묻는 방식이 다릅니다: {asked[0]} 대 {asked[1]}.")
    if made.approximate:
        en.append("Its error is approximate: a mean read as a share of right answers.")
        ko.append("평균 점수를 정답률처럼 읽은 것이라 오차는 근사값입니다.")
    return Words(" ".join(en), " ".join(ko))


def verdict(comparisons: Sequence[Comparison], *, among: int | None = None) -> Words:
    """All of them in one sentence; `among` where they were judged together with others."""
    count = len(comparisons)
    if not count:
        return Words(
            en="There are no two scores to compare.", ko="견줄 수 있는 점수가 둘이 되지 않습니다."
        )
    sure = [made for made in comparisons if made.holm_significant]
    alone = sum(made.significant for made in comparisons)
    extra = f" of {among} made together" if among and among > count else ""
    ko_extra = f"(모두 {among}개 중) " if among and among > count else ""
    favour = _favour(sure)
    return Words(
        en=f"Of {count} differences{extra}, {len(sure)} can be relied on{favour.en}. "
        f"Taken one by one, {alone} would pass.",
        ko=f"차이 {count}개 {ko_extra}가운데 {len(sure)}개는 믿을 수 있습니다{favour.ko}. "
        f"하나씩 따로 보면 {alone}개가 통과합니다.",
    )


def _favour(sure: Sequence[Comparison]) -> Words:
    """Whom the reliable differences favour, where all have one model in common."""
    if not sure or len({made.a for made in sure}) != 1:
        return Words("", "")
    name = sure[0].a
    ahead = sum(made.difference > 0 for made in sure)
    behind = len(sure) - ahead
    return Words(
        en=f": {name} is ahead in {ahead} and behind in {behind}",
        ko=f". {name} 쪽이 앞선 것이 {ahead}개, 뒤진 것이 {behind}개입니다",
    )


def number(value: float) -> str:
    """A score as tables print it: one decimal, two where it has them."""
    tenths = f"{value:.1f}"
    return tenths if abs(float(tenths) - value) < 0.005 or abs(value) >= 1 else f"{value:.2f}"  # noqa: PLR2004 - half of the last decimal shown
