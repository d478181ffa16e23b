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
from madang.engine.leaderboard.standings import Fitted, Standing
from madang.engine.leaderboard.verdict import State

WIDTH = 300

STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{font:15px/1.55 'Pretendard','Segoe UI','Apple SD Gothic Neo','Noto Sans CJK KR',sans-serif;
max-width:780px;margin:32px auto;padding:0 24px;color:#1d1b16;background:#fff;word-break:keep-all}
h1{font-size:26px;letter-spacing:-.02em;margin:0}h2{font-size:17px;margin:26px 0 6px}
.by{color:#5d574b;margin:2px 0 18px}.verdict{font-size:18px;border-left:4px solid #2f4b9e;
padding:6px 0 6px 16px;margin:0}table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{text-align:left;padding:6px 8px 6px 0;border-bottom:1px solid #e4ddcf;font-weight:400;
font-variant-numeric:tabular-nums}thead th{color:#6d6759;font-size:12px}.n{text-align:right}
svg{display:block}p{margin:0 0 8px}ul{padding-left:20px;margin:0}
@media print{body{margin:0;max-width:none}@page{margin:16mm}tr,svg{break-inside:avoid}}
"""

Words = Mapping[str, str]

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Which should we use?",
        "by": "{category} · {votes:,} votes by {people:,} known people · {date}",
        "evidence": "The evidence",
        "rank": "Rank",
        "contestant": "Contestant",
        "rating": "Rating, 95 % interval",
        "votes": "Votes",
        "win": "Win",
        "cost": "Cost / reply",
        "doubt": "The doubt",
        "few": "too few votes: about {n:,} more",
        "flip": "Had {n:,} of the votes not been cast, {rival} would lead.",
        "solid": "No set of votes was found whose absence changes the leader.",
        "range": "Rank ranges hold for all contestants at once: at 95 %, none of them is wrong.",
        "unsettled": "The verdict is not settled; the chance in it is how things look today.",
        "settled": "The verdict is settled: valid however often the votes were looked at.",
        "excluded": "{n:,} votes were left out by whoever runs this board, each with a reason.",
        "groups": "Some contestants never met, even through others, and are ranked apart.",
        "method": "The method",
        "how": (
            "People asked a question, saw two answers without names, and chose. Ratings are "
            "Bradley–Terry; 1000 is the average contestant, and 100 points more win 64 % of "
            "decisive votes. Ties and “both bad” count half for each. Intervals take each "
            "person's votes together. A lead is called settled by an e-value on each person's "
            "first decisive vote of a pair, which at most 1 in 20 wrong findings ever reaches."
        ),
        "rule": "The category: {rule}",
    },
    "ko": {
        "title": "무엇을 쓸까요?",
        "by": "{category} · 투표 {votes:,}표, 알려진 사람 {people:,}명 · {date}",
        "evidence": "근거",
        "rank": "순위",
        "contestant": "참가자",
        "rating": "점수와 95% 구간",
        "votes": "표",
        "win": "승률",
        "cost": "답당 비용",
        "doubt": "의심",
        "few": "표가 모자람: 약 {n:,}표 더",
        "flip": "{n:,}표가 없었다면 1위는 {rival}입니다.",
        "solid": "빠졌을 때 1위가 바뀌는 표 묶음은 찾지 못했습니다.",
        "range": "순위 범위는 95% 확률로 모든 참가자에게 한꺼번에 맞습니다.",
        "unsettled": "결론은 아직 가려지지 않았습니다. 적힌 확률은 오늘 보이는 모습입니다.",
        "settled": "결론은 가려졌습니다. 표를 몇 번 들여다보았든 맞습니다.",
        "excluded": "순위표를 맡은 사람이 까닭을 적고 {n:,}표를 뺐습니다.",
        "groups": "다른 참가자를 거쳐서도 만나지 않은 참가자들은 따로 순위를 매겼습니다.",
        "method": "방법",
        "how": (
            "사람들이 묻고, 이름 없는 두 답을 보고 골랐습니다. 점수는 브래들리–테리 점수입니다. "
            "1000점이 평균 참가자이고, 100점 앞서면 승패가 갈린 표의 64%를 얻습니다. 무승부와 "
            "‘둘 다 별로’는 반씩 나눕니다. 구간은 한 사람의 표를 한데 묶어 셈합니다. "
            "가려졌다는 말은 사람마다 그 짝에 처음 던진 승패가 갈린 표의 e값으로 정합니다. "
            "틀린 말이 여기에 이르는 일은 스무 번에 한 번을 넘지 않습니다."
        ),
        "rule": "분류: {rule}",
    },
}


def write_report(
    fitted: Fitted,
    category: Category,
    language: Language,
    links: Sequence[tuple[str, tuple[str, str]]] = (),
) -> str:
    """The report as an HTML document. Takes a second where there are many votes.

    Args:
        fitted: the board.
        category: of this category.
        language: of every word.
        links: slugs and names of the categories that can be read at the same address.
    """
    words, board = WORDS[language], fitted.board
    which = 1 if language == "ko" else 0
    verdict = board.verdict.ko if language == "ko" else board.verdict.en
    by = words["by"].format(
        category=category.name[which],
        votes=board.votes,
        people=board.people,
        date=board.updated_at.strftime("%Y-%m-%d %H:%M UTC"),
    )
    doubts = "".join(f"<li>{escape(doubt)}</li>" for doubt in _doubts(fitted, words))
    ways = " · ".join(
        f'<a href="?category={quote(slug)}&amp;language={language}">{escape(name[which])}</a>'
        for slug, name in links
    )
    rule = words["rule"].format(rule=category.rule[which])
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f"<title>{escape(words['title'])}</title>"
        '<meta name="viewport" content="width=device-width">'
        f"<style>{STYLE}</style><h1>{escape(words['title'])}</h1>"
        f'<p class="by">{escape(by)}</p>{ways and f"<p>{ways}</p>"}'
        f'<p class="verdict">{escape(verdict)}</p>'
        f"<h2>{words['evidence']}</h2>{_table(board.board, words)}"
        f"<h2>{words['doubt']}</h2><ul>{doubts}</ul>"
        f"<h2>{words['method']}</h2><p>{escape(words['how'])}</p><p>{escape(rule)}</p></html>"
    )


def _doubts(fitted: Fitted, words: Words) -> list[str]:
    board = fitted.board
    settled = board.verdict.state is State.SETTLED
    found = [words["settled" if settled else "unsettled"], words["range"]]
    if board.verdict.leader:
        flip = rating.votes_to_flip(rating.tally(fitted.votes))
        rival = flip and fitted.versions[flip.rival].contestant.name
        found.append(words["flip"].format(n=flip.votes, rival=rival) if flip else words["solid"])
    if board.excluded:
        found.append(words["excluded"].format(n=board.excluded))
    if len({row.group for row in board.board if row.enough}) > 1:
        found.append(words["groups"])
    return found


def _table(rows: Sequence[Standing], words: Words) -> str:
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
            ("rating", ' colspan="2"'),
            ("votes", ' class="n"'),
            ("win", ' class="n"'),
            ("cost", ' class="n"'),
        )
    )
    body = "".join(_row(row, words, x(row.lower), x(row.rating), x(row.upper)) for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: Standing, words: Words, low: float, middle: float, high: float) -> str:
    who = f"<th scope='row'><b>{escape(row.name)}</b><br>{escape(row.maker)}</th>"
    cost = "–" if row.cost is None else f"${row.cost:.4f}"
    if row.rating is None or row.lower is None or row.upper is None:
        few = escape(words["few"].format(n=row.votes_needed))
        rest = f'<td colspan="2">{few}</td><td class="n">{row.votes:,}</td><td class="n">–</td>'
        return f'<tr><td>–</td>{who}{rest}<td class="n">{cost}</td></tr>'
    picture = (
        f'<svg width="{WIDTH}" height="14" role="img" aria-label="{row.lower:.0f}–{row.upper:.0f}">'
        f'<path d="M{low:.1f} 7H{high:.1f}" stroke="#5d574b" stroke-width="3"/>'
        f'<circle cx="{middle:.1f}" cy="7" r="5" fill="#2f4b9e"/></svg>'
    )
    return (
        f"<tr><td><b>{row.rank}</b> ({row.rank_best}–{row.rank_worst})</td>{who}"
        f"<td>{picture}</td><td><b>{row.rating:.0f}</b> {row.lower:.0f}–{row.upper:.0f}</td>"
        f'<td class="n">{row.votes:,}</td><td class="n">{row.wins / row.votes:.0%}</td>'
        f'<td class="n">{cost}</td></tr>'
    )
