"""The decision report: one page of HTML that prints well, with the verdict and what it rests on.

A document of its own: no script, nothing loaded from anywhere. What the verdict says is made in
`verdict` and `wording`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from madang import rating
from madang.domain.categories import Category
from madang.domain.errors import Language
from madang.engine.leaderboard.namesakes import tell_apart
from madang.engine.leaderboard.standings import Board, Fitted, Standing
from madang.engine.leaderboard.verdict import State

WIDTH = 300

MOST = 12
"""Rows on the one page of a report; what is shared by link has all."""

STYLE = """
:root{color-scheme:light dark;--ink:#1d1b16;--soft:#5d574b;--faint:#6d6759;--rule:#e4ddcf;
--sheet:#fff;--a:#2f4b9e}
@media screen and (prefers-color-scheme:dark){:root{--ink:#ece6d8;--soft:#b9b1a0;--faint:#a39b8b;
--rule:#3a362e;--sheet:#1a1814;--a:#8fa6f0}}
*{box-sizing:border-box}
body{font:15px/1.5 'Pretendard','Segoe UI','Apple SD Gothic Neo','Noto Sans CJK KR',sans-serif;
max-width:780px;margin:32px auto;padding:0 24px;color:var(--ink);background:var(--sheet);
word-break:keep-all;overflow-wrap:anywhere}
a{color:var(--a)}h1{font-size:26px;letter-spacing:-.02em;margin:0}
h2{font-size:17px;margin:20px 0 6px}
.by{color:var(--soft);margin:2px 0 14px}.verdict{font-size:18px;border-left:4px solid var(--a);
padding:6px 0 6px 16px;margin:0}table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{text-align:left;padding:4px 8px 4px 0;border-bottom:1px solid var(--rule);font-weight:400;
font-variant-numeric:tabular-nums}
td{white-space:nowrap;overflow-wrap:normal}.few{white-space:normal}
thead th{overflow-wrap:normal;color:var(--faint);font-size:12px}.n{text-align:right}
small{color:var(--soft);font-size:12px}svg{display:block;width:100%;min-width:90px;max-width:300px;height:14px}
path{stroke:var(--soft);stroke-width:3;vector-effect:non-scaling-stroke}
circle{fill:var(--a)}p{margin:0 0 8px}ul{padding-left:20px;margin:0}
@media (max-width:640px){body{padding:0 16px;margin:20px auto}.wide{display:none}}
@media print{body{margin:0;max-width:none;padding:0;font-size:12px}
table{font-size:11.5px}th,td{padding:2px 8px 2px 0}h2{margin:12px 0 4px;font-size:15px}
.verdict{font-size:16px}@page{margin:14mm}
tr,svg{break-inside:avoid}}
"""

Words = Mapping[str, str]

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Which should we use?",
        "by": "{category} · {voters} · {date}",
        "known": "{votes:,} votes by {people:,} people",
        "one": "{votes:,} votes by one person",
        "unknown": "{votes:,} votes by unknown voters",
        "rest": "Not shown: {n:,} of {all:,} contestants, lower down or with too few votes.",
        "whole": "The whole board",
        "evidence": "The evidence",
        "rank": "Rank",
        "contestant": "Contestant",
        "rating": "Rating, 95 % interval",
        "picture": "Interval",
        "votes": "Votes",
        "win": "Win",
        "cost": "Cost / reply",
        "doubt": "The doubt",
        "few": "too few votes: about {n:,} more",
        "flip": "Had {n:,} of the votes not been cast, {rival} would lead.",
        "flip_one": "Had one of the votes not been cast, {rival} would lead.",
        "solid": "No set of votes was found whose absence changes the leader.",
        "range": "Rank ranges hold for all contestants at once: at 95 %, none of them is wrong.",
        "unsettled": "The verdict is not settled; the chance in it is how things look today.",
        "settled": "The verdict is settled: valid however often the votes were looked at.",
        "excluded": "{n:,} votes were left out by whoever runs this board, each with a reason.",
        "groups": "Some contestants never met, even through others, and are ranked apart.",
        "method": "The method",
        "how": (
            "People asked a question, saw two answers without names, and chose. Ratings are "
            "Bradley–Terry; 1000 is the average contestant, and 100 points more win 64 % of the "
            "votes, where ties and “both bad” count half for each. {intervals} A lead is called "
            "settled by an e-value against each rival, from the first decisive votes on the pair "
            "or from the ratings, which at most 1 in 20 wrong findings ever reaches."
        ),
        "clustered": "Intervals take each person's votes together.",
        "independent": "Intervals take every vote as independent: nobody knows who cast them.",
        "rule": "The category: {rule}",
    },
    "ko": {
        "title": "무엇을 쓸까요?",
        "by": "{category} · {voters} · {date}",
        "known": "{people:,}명이 던진 {votes:,}표",
        "one": "한 사람이 던진 {votes:,}표",
        "unknown": "누가 던졌는지 모르는 {votes:,}표",
        "rest": "참가자 {all:,}명 가운데 아래쪽이거나 표가 모자란 {n:,}명은 뺐습니다.",
        "whole": "전체 순위표",
        "evidence": "근거",
        "rank": "순위",
        "contestant": "참가자",
        "rating": "점수와 95% 구간",
        "picture": "구간",
        "votes": "표",
        "win": "승률",
        "cost": "답당 비용",
        "doubt": "의심",
        "few": "표가 모자람: 약 {n:,}표 더",
        "flip": "{n:,}표가 없었다면 1위는 {rival}입니다.",
        "flip_one": "한 표가 없었다면 1위는 {rival}입니다.",
        "solid": "빠졌을 때 1위가 바뀌는 표 묶음은 찾지 못했습니다.",
        "range": "순위 범위는 95% 확률로 모든 참가자에게 한꺼번에 맞습니다.",
        "unsettled": "결론은 아직 가려지지 않았습니다. 적힌 확률은 오늘 보이는 모습입니다.",
        "settled": "결론은 가려졌습니다. 표를 몇 번 들여다보았든 맞습니다.",
        "excluded": "순위표를 맡은 사람이 까닭을 적고 {n:,}표를 뺐습니다.",
        "groups": "다른 참가자를 거쳐서도 만나지 않은 참가자들은 따로 순위를 매겼습니다.",
        "method": "방법",
        "how": (
            "사람들이 묻고, 이름 없는 두 답을 보고 골랐습니다. 점수는 브래들리–테리 점수입니다. "
            "1000점이 평균 참가자이고, 100점 앞서면 표의 64%를 얻습니다. 무승부와 ‘둘 다 별로’는 "
            "반씩 나눕니다. {intervals} 가려졌다는 말은 상대마다, 그 짝에 처음 던진 승패가 갈린 "
            "표나 점수로 셈한 e값으로 정합니다. 틀린 말이 여기에 이르는 일은 스무 번에 한 번을 "
            "넘지 않습니다."
        ),
        "clustered": "구간은 한 사람의 표를 한데 묶어 셈합니다.",
        "independent": "누가 던졌는지 몰라, 구간은 모든 표를 서로 독립으로 보았습니다.",
        "rule": "분류: {rule}",
    },
}


def write_report(
    fitted: Fitted,
    category: Category,
    language: Language,
    links: Sequence[tuple[str, tuple[str, str]]] = (),
    *,
    whole: bool = False,
) -> str:
    """The report as an HTML document. Takes a second where there are many votes.

    Args:
        fitted: the board.
        category: of this category.
        language: of every word.
        links: slugs and names of the categories that can be read at the same address.
        whole: every contestant, where it is the board that is shared; else one page, with the
            leader, those in question, and as many of the next as it has room for.
    """
    words, board = WORDS[language], fitted.board
    which = 1 if language == "ko" else 0
    verdict = board.verdict.ko if language == "ko" else board.verdict.en
    by = words["by"].format(
        category=category.name[which],
        voters=_voters(board, words),
        date=board.updated_at.strftime("%Y-%m-%d %H:%M UTC"),
    )
    called = [names[which] for names in tell_apart(fitted.versions)]
    shown = fitted.fitted.order if whole else _pick(fitted)
    left = len(called) - len(shown)
    rest = words["rest"].format(n=left, all=len(called))
    rest = f"<p>{rest} {_link(category, words)}</p>" if left else ""
    doubts = "".join(f"<li>{escape(doubt)}</li>" for doubt in _doubts(fitted, words, called))
    ways = " · ".join(
        f'<a href="?category={quote(slug)}&amp;language={language}">{escape(name[which])}</a>'
        for slug, name in links
    )
    rule = words["rule"].format(rule=category.rule[which])
    intervals = words["clustered" if fitted.fitted.clustered else "independent"]
    how = words["how"].format(intervals=intervals)
    return (
        f"{_head(words['title'], language)}<h1>{escape(words['title'])}</h1>"
        f'<p class="by">{escape(by)}</p>{ways and f"<p>{ways}</p>"}'
        f'<p class="verdict">{escape(verdict)}</p>'
        f"<h2>{words['evidence']}</h2>{_table(fitted, shown, called, words)}{rest}"
        f"<h2>{words['doubt']}</h2><ul>{doubts}</ul>"
        f"<h2>{words['method']}</h2><p>{escape(how)}</p><p>{escape(rule)}</p></html>"
    )


def write_refusal(message: str, language: Language) -> str:
    """What stands where a report would, had the address been right."""
    return f"{_head(message, language)}<h1>{escape(message)}</h1></html>"


def _head(title: str, language: Language) -> str:
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
    )


def _voters(board: Board, words: Words) -> str:
    known = board.votes - board.unnamed
    told = [words["one" if board.people == 1 else "known"]] * (board.people > 0)
    told = [one.format(votes=known, people=board.people) for one in told]
    if board.unnamed or not told:
        told.append(words["unknown"].format(votes=board.unnamed))
    return " · ".join(told)


def _link(category: Category, words: Words) -> str:
    address = f"/leaderboard?category={quote(category.slug)}"
    return f'<a href="{address}">{escape(words["whole"])}</a>'


def _pick(fitted: Fitted) -> list[int]:
    """The leader, those in question and the next, in the board's order."""
    order = fitted.fitted.order
    asked = fitted.question
    first = [asked.leader, *asked.rivals] if asked else []
    wanted = list(dict.fromkeys([*first[:MOST], *order]))[:MOST]
    return sorted(wanted, key=order.index)


def _doubts(fitted: Fitted, words: Words, called: Sequence[str]) -> list[str]:
    board = fitted.board
    settled = board.verdict.state is State.SETTLED
    found = [words["settled" if settled else "unsettled"], words["range"]]
    if board.verdict.leader:
        flip = rating.votes_to_flip(rating.tally(fitted.votes))
        kind = "solid" if flip is None else "flip_one" if flip.votes == 1 else "flip"
        found.append(
            words[kind].format(n=flip.votes, rival=called[flip.rival]) if flip else words[kind]
        )
    if board.excluded:
        found.append(words["excluded"].format(n=board.excluded))
    if len({row.group for row in board.board if row.enough}) > 1:
        found.append(words["groups"])
    return found


def _table(fitted: Fitted, shown: Sequence[int], called: Sequence[str], words: Words) -> str:
    standings = dict(zip(fitted.fitted.order, fitted.board.board, strict=True))
    rows = [standings[i] for i in shown]
    rated = [row for row in rows if row.lower is not None and row.upper is not None]
    low = min((row.lower or 0 for row in rated), default=0)
    high = max((row.upper or 0 for row in rated), default=1)

    def x(points: float | None) -> float:
        return 6 + (WIDTH - 12) * ((points or 0) - low) / max(high - low, 1e-9)

    head = "".join(
        f"<th{kind}>{words[name]}</th>"
        for name, kind in (
            ("rank", ""),
            ("contestant", ""),
            ("picture", ' class="wide"'),
            ("rating", ""),
            ("votes", ' class="n wide"'),
            ("win", ' class="n"'),
            ("cost", ' class="n wide"'),
        )
    )
    body = "".join(
        _row(row, called[i], words, (x(row.lower), x(row.rating), x(row.upper)))
        for i, row in zip(shown, rows, strict=True)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: Standing, called: str, words: Words, at: tuple[float, float, float]) -> str:
    maker = f" <small>{escape(row.maker)}</small>" if row.maker else ""
    who = f"<th scope='row'><b>{escape(called)}</b>{maker}</th>"
    cost = f'<td class="n wide">{"–" if row.cost is None else f"${row.cost:.4f}"}</td>'
    votes = f'<td class="n wide">{row.votes:,}</td>'
    if row.rating is None or row.lower is None or row.upper is None:
        told = escape(words["few"].format(n=row.votes_needed))
        few = f'<td class="wide"></td><td class="few">{told}</td>'
        return f'<tr><td>–</td>{who}{few}{votes}<td class="n">–</td>{cost}</tr>'
    low, middle, high = at
    span = f"{row.lower:.0f}–{row.upper:.0f}"
    picture = (
        f'<svg viewBox="0 0 {WIDTH} 14" role="img" aria-label="{span}">'
        f'<path d="M{low:.1f} 7H{high:.1f}"/><circle cx="{middle:.1f}" cy="7" r="5"/></svg>'
    )
    return (
        f"<tr><td><b>{row.rank}</b> ({row.rank_best}–{row.rank_worst})</td>{who}"
        f'<td class="wide">{picture}</td><td><b>{row.rating:.0f}</b> <small>{span}</small></td>'
        f'{votes}<td class="n">{row.wins / row.votes:.0%}</td>{cost}</tr>'
    )
