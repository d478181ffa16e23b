"""A score table's report in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from madang.benchmarks.report import Judged, Report
from madang.benchmarks.wording import number
from madang.benchmarks.words import Words
from madang.cli.terminal import out, pick

MOST_PICTURED = 6

ROOMY = 120
"""Characters from which each row has its sentence in place of a sign."""

LEGEND = Words(
    en="A name: better, also among all comparisons. maybe: only if it had been the one made. "
    "–: not a difference one can rely on. ≠: asked differently.",
    ko="이름: 모두 함께 보아도 더 나은 쪽. 아마도: 하나만 비교했을 때만. –: 믿을 만한 차이가 아님. "
    "≠: 묻는 방식이 다름.",
)
MISSING = {
    "items": Words(
        en="no number of questions: give --items “{0}=N”",
        ko="문항 수를 모릅니다. --items “{0}=N”으로 알려 주세요",
    ),
    "standard_error": Words(
        en="{0}: no standard error: write it as “1287 ± 4”",
        ko="{0}: 표준오차가 없습니다. “1287 ± 4”처럼 적어 주세요",
    ),
}


def show(found: Report, *, to: Console = out) -> None:
    """Print what the report says, the verdict first."""
    if found.title:
        to.print(Text(found.title, "bold"))
    to.print(Text(_said(found.verdict)), soft_wrap=True)
    for rival, rows in _by_pair(found.comparisons).items():
        to.print()
        to.print(_differences(rows, rival, to.width))
    if not found.comparisons:
        to.print(_scores(found))
    elif to.width < ROOMY:
        to.print(Text(f"\n{_said(LEGEND)}", "dim"), soft_wrap=True)
    for line in _notes(found):
        to.print(Text(line, "dim"), soft_wrap=True)


def _said(words: Words) -> str:
    return pick(words.en, words.ko)


def _by_pair(comparisons: Iterable[Judged]) -> dict[tuple[str, str], list[Judged]]:
    found: dict[tuple[str, str], list[Judged]] = {}
    for made in comparisons:
        found.setdefault((made.a, made.b), []).append(made)
    return found


def _differences(rows: list[Judged], names: tuple[str, str], width: int) -> Table:
    title = pick(f"{names[0]} against {names[1]}", f"{names[0]} 대 {names[1]}")
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(pick("Benchmark", "벤치마크"), min_width=12)
    table.add_column(pick("Questions", "문항"), justify="right", no_wrap=True)
    table.add_column(pick("Scores", "점수"), justify="right", no_wrap=True)
    table.add_column(pick("Difference", "차이"), justify="right", no_wrap=True)
    table.add_column(pick("Interval", "구간"), justify="right", no_wrap=True)
    table.add_column(pick("What it says", "뜻"), ratio=1)
    for made in rows:
        style = "cyan" if made.holm_significant else ""
        table.add_row(
            Text(made.benchmark),
            f"{made.items:,}" if made.items else "",
            f"{number(made.score_a)} · {number(made.score_b)}",
            Text(f"{made.difference:+.1f}", style),
            f"{made.lower:+.1f} … {made.upper:+.1f}",
            Text(_said(made.means) if width >= ROOMY else _short(made), style),
        )
    return table


def _short(made: Judged) -> str:
    mark = " ≠" if made.settings_differ else ""
    if made.holm_significant:
        return (made.a if made.difference > 0 else made.b) + mark
    return pick("maybe", "아마도") + mark if made.significant else "–" + mark


def _scores(found: Report) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in (pick("Benchmark", "벤치마크"), pick("Model", "모델"), pick("Score", "점수")):
        table.add_column(heading)
    table.add_column(pick("Interval", "구간"), justify="right")
    for cell in found.scores:
        known = cell.lower is not None and cell.upper is not None
        bounds = f"{cell.lower:.1f} … {cell.upper:.1f}" if known else "–"
        table.add_row(Text(cell.benchmark), Text(cell.model), number(cell.score), bounds)
    return table


def _notes(found: Report) -> Iterable[str]:
    """What lies behind the table: what was left out, other tables, luck, and people's votes."""
    yield ""
    for benchmark, missing in found.left_out.items():
        yield _said(MISSING[missing]).format(benchmark)
    for remark in found.remarks:
        yield pick(f"Note: {remark.en}.", f"참고: {remark.ko}.")
    yield from _cherries(found)
    if found.luck:
        most = max(found.luck, key=lambda luck: luck.points)
        points = number(most.points)
        yield pick(
            f"Luck: the best of {most.tries} equal variants would gain {points} points on "
            f"{most.benchmark} by choice alone.",
            f"운: 똑같은 변형 {most.tries}개 중 가장 나은 것을 고르기만 해도 {most.benchmark}에서 "
            f"{points}점이 오릅니다.",
        )
    yield from _people(found)


def _cherries(found: Report) -> Iterable[str]:
    for each in found.subsets.models:
        if not each.compared or each.longest is None:
            continue
        share = f"{100 * each.led / each.compared:.0f} %"
        names = ", ".join(each.longest.benchmarks[:MOST_PICTURED])
        names += " …" if len(each.longest.benchmarks) > MOST_PICTURED else ""
        line = pick(
            f"{each.model} leads in {each.led} of {each.compared} possible tables ({share})",
            f"{each.model}: 만들 수 있는 표 {each.compared}개 중 {each.led}개에서 선두({share})",
        )
        if each.led:
            line += pick(f"; its longest: {names}", f". 가장 긴 것: {names}")
        yield f"{line}."


def _people(found: Report) -> Iterable[str]:
    if found.preference is None:
        return
    if not found.preference.matched:
        yield pick(
            "No model of the table is on the board; name them with --name MODEL=CONTESTANT.",
            "표의 모델 가운데 순위표에 있는 것이 없습니다. --name 모델=참가자로 이어 주세요.",
        )
        return
    for each in found.preference.agreements:
        if each.correlation is None:
            continue
        yield pick(
            f"{each.benchmark} and people: rank correlation {each.correlation:+.2f} "
            f"({each.lower:+.2f} … {each.upper:+.2f}, {each.models} models).",
            f"{each.benchmark}와 사람들: 순위 상관 {each.correlation:+.2f} "
            f"({each.lower:+.2f} … {each.upper:+.2f}, 모델 {each.models}개).",
        )
    for pair in found.preference.disagreements:
        if pair.reliable:
            yield pick(
                f"{pair.benchmark} puts {pair.a} above {pair.b} by {number(pair.difference)}; "
                f"people the other way round, by {-pair.rating_difference:.0f}.",
                f"{pair.benchmark}에서는 {pair.a} 쪽이 {pair.b}보다 {number(pair.difference)}점 "
                f"높지만, 사람들은 반대로 {-pair.rating_difference:.0f}점 차이로 보았습니다.",
            )
