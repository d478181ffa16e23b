"""Votes of one category to a board: pure computation, run in a thread. Nothing is fetched here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from madang import rating
from madang.domain.categories import Category
from madang.domain.contestants import Prices, Version
from madang.domain.errors.votes import NoStyleControl
from madang.domain.measures import FIGURES
from madang.engine.leaderboard.ledger import NOBODY, Sample
from madang.engine.leaderboard.verdict import Question, Verdict, judge
from madang.engine.leaderboard.wording import word
from madang.rating.style import contrast, contrast_counts, contrast_flags
from madang.rating.tally import Matrix

STRANGERS = 200
"""Votes of unknown voters are dealt into so many groups where known people voted too. They are
independent of each other, so that groups of them show their spread as well as voters would."""

FEWEST_STYLED = 50
MOSTLY = 0.9
"""A feature known for a smaller share of votes is left out rather than the votes."""

CONTRASTS = {
    "length": contrast,
    "headers": contrast_counts,
    "lists": contrast_counts,
    "bold": contrast_counts,
    "first_word": contrast,
    "speed": contrast,
    "ran": contrast_flags,
}
"""How each figure of a reply becomes a feature; what a reply costs, nobody sees while judging."""

Figures = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One version of a contestant. Points and ranks are None while there are too few votes.

    `current` is False for a version that is no longer drawn. `votes_needed` is about how many more
    votes it takes to show a rating. Contestants whose `group` differs were never linked by votes,
    so their ratings can't be compared. `first_word` (seconds), `speed` (tokens per second) are
    medians and `cost` (US dollars a reply) and `ran` (share of artifacts) means over judged
    replies; None where nothing is known.
    """

    slug: str
    version: int
    name: str
    maker: str
    current: bool
    open_weights: bool
    sees_images: bool
    context_tokens: int | None
    prices: Prices | None
    rating: float | None
    lower: float | None
    upper: float | None
    rank: int | None
    rank_best: int | None
    rank_worst: int | None
    votes: int
    wins: int
    losses: int
    ties: int
    both_bad: int
    group: int
    enough: bool
    votes_needed: int
    first_word: float | None
    speed: float | None
    cost: float | None
    ran: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a feature of style is worth: points for a reply that is twice the other, or the like.

    `difference` says what for: `double` (length, seconds, speed), `one` (one more header, item or
    bold run than none), `yes` (its artifact ran and the other's did not).
    """

    feature: str
    difference: str
    points: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All standings of a category, best first.

    `people` are those who are known; `unnamed` of the votes are of unknown people. `confidence` is
    that of every interval and rank range. `effects` is None unless style is held equal. `unsorted`
    votes have not been looked at by the rules yet. `excluded` votes were left out by the owner.
    `revision` grows with votes.
    """

    category: str
    votes: int
    people: int
    unnamed: int
    updated_at: datetime
    confidence: float
    verdict: Verdict
    effects: tuple[Effect, ...] | None
    unsorted: int
    excluded: int
    revision: int
    board: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A board, and what it was made of, for whoever wants more of it.

    Attributes:
        versions: whom indices stand for.
        current: (n,) which of them may be drawn.
        fitted: the ratings.
        votes: the votes they were fitted to.
        question: what the verdict hangs on; None where nobody can say yet.
        board: what is shown.
    """

    versions: tuple[Version, ...]
    current: tuple[bool, ...]
    fitted: rating.Board
    votes: rating.Votes
    question: Question | None
    board: Board

    @property
    def points(self) -> dict[str, float]:
        """The rating of each version that has votes enough, by id."""
        return {
            version.id: float(self.fitted.ratings[i])
            for i, version in enumerate(self.versions)
            if self.fitted.enough[i]
        }


def arrange(sample: Sample, known: Mapping[str, Version], current: set[str]) -> tuple[Version, ...]:
    """The versions of a board: with votes in it, or drawn; in an order of their own."""
    met = np.zeros(len(sample.versions), dtype=np.bool_)
    met[sample.rows["a"]] = met[sample.rows["b"]] = True
    there = {version for version, seen in zip(sample.versions, met, strict=True) if seen} | current
    found = [known[version] for version in there if version in known]
    return tuple(sorted(found, key=lambda v: (v.contestant.slug, v.number)))


def gather(sample: Sample, versions: Sequence[Version]) -> rating.Votes:
    """The votes as the rating floor wants them, one by one."""
    place = {version.id: i for i, version in enumerate(versions)}
    index = np.array([place.get(version, -1) for version in sample.versions], dtype=np.intp)
    rows, each = sample.rows, sample.each
    return rating.collect(
        index[rows["a"]][each] if len(rows) else [],
        index[rows["b"]][each] if len(rows) else [],
        rows["outcome"][each],
        voters=_voters(rows["voter"][each]),
        contestants=[version.id for version in versions],
    )


def _voters(voter: NDArray[np.int32]) -> NDArray[np.intp] | None:
    """The ledger numbers people as they first appear, so who they are changes no digit."""
    stranger = voter == NOBODY
    if stranger.all():  # which no votes are, too
        return None
    if not stranger.any():
        return voter.astype(np.intp)
    dealt = int(voter.max()) + 1 + np.cumsum(stranger) % STRANGERS
    return np.where(stranger, dealt, voter)


def compute(
    sample: Sample,
    versions: tuple[Version, ...],
    drawn: set[str],
    category: Category,
    *,
    revision: int,
    styled: bool = False,
) -> Fitted:
    """The board of one category.

    Raises:
        NoStyleControl: style is to be held equal, and too little is known of it.
    """
    votes = gather(sample, versions)
    current = tuple(version.id in drawn for version in versions)
    effects: tuple[Effect, ...] | None = None
    if styled:
        fitted, effects = _fit_styled(votes, sample)
    else:
        fitted = rate(votes)
    known = sample.rows["voter"] != NOBODY
    everyone = bool(known.all()) and sample.people > 0
    evidence = _independent(votes, known[sample.each])
    verdict, question = judge(
        fitted, votes, evidence, versions, current=current, known_voters=everyone
    )
    figures = _summarise(sample, versions)
    board = Board(
        category=category.slug,
        votes=len(sample),
        people=sample.people,
        unnamed=int(sample.rows["times"][~known].sum()),
        updated_at=datetime.now(UTC),
        confidence=fitted.confidence,
        verdict=word(verdict, category, versions),
        effects=effects,
        unsorted=sample.unsorted,
        excluded=sample.excluded,
        revision=revision,
        board=tuple(
            _standing(fitted, i, versions[i], current[i], figures[i]) for i in fitted.order
        ),
    )
    return Fitted(versions, current, fitted, votes, question, board)


def _independent(votes: rating.Votes, known: NDArray[np.bool_]) -> Matrix:
    """(n, n) wins that are evidence each by itself: of a known voter the first on a pair only."""
    if votes.voter is None or known.all():
        return rating.tally(rating.first_votes(votes)).wins
    own = rating.tally(rating.first_votes(votes.where(known))).wins
    return own + rating.tally(votes.where(~known)).wins


def rate(votes: rating.Votes) -> rating.Board:
    """The fit, by voter; votes of one person alone count each by itself.

    They say what that person prefers. That they say nothing of others is the verdict's to tell.
    """
    return rating.fit(votes, clustered=votes.voters != 1)


def _fit_styled(votes: rating.Votes, sample: Sample) -> tuple[rating.Board, tuple[Effect, ...]]:
    """The fit over the votes whose style is known, with every feature that is mostly known."""
    styles: Figures = sample.rows["styles"]
    known = {name: _known(styles[:, i]) for i, name in enumerate(FIGURES)}
    usable = known["length"]
    if np.count_nonzero(usable) < FEWEST_STYLED:
        raise NoStyleControl(votes=int(np.count_nonzero(usable)), needed=FEWEST_STYLED)
    features: dict[str, NDArray[np.float64]] = {}
    each = sample.each
    for name in CONTRASTS:
        if np.count_nonzero(known[name] & usable) >= MOSTLY * np.count_nonzero(usable):
            usable = usable & known[name]
    for name, take in CONTRASTS.items():
        both = styles[each[usable[each]], FIGURES.index(name)]
        row = take(both[:, 0], both[:, 1])
        if np.isfinite(row).all() and row.std() > 0:
            features[name] = row
    try:
        fitted, effects = rating.fit_styled(
            votes.where(usable[each]), features, clustered=votes.voters != 1
        )
    except rating.VotesError as error:
        raise NoStyleControl(votes=int(np.count_nonzero(usable)), needed=FEWEST_STYLED) from error
    return fitted, tuple(_effect(effects, name) for name in effects.features)


def _known(both: Figures) -> NDArray[np.bool_]:
    """(votes,) whether a figure is known of both sides."""
    return np.asarray(np.isfinite(both).all(axis=1), dtype=np.bool_)


def _effect(effects: rating.Effects, name: str) -> Effect:
    """Points for a reply twice as long (contrast 1/3), or with one header where none is (½)."""
    take = CONTRASTS[name]
    difference, kind = {contrast: (1 / 3, "double"), contrast_counts: (1 / 2, "one")}.get(
        take, (1.0, "yes")
    )
    place = effects.features.index(name)
    worth = difference / float(effects.scale[place])
    return Effect(
        feature=name,
        difference=kind,
        points=float(effects.points[place]) * worth,
        lower=float(effects.lower[place]) * worth,
        upper=float(effects.upper[place]) * worth,
    )


def _summarise(sample: Sample, versions: Sequence[Version]) -> list[dict[str, float | None]]:
    """Median or mean of each contestant's figures over its judged replies."""
    n = len(versions)
    place = {version.id: i for i, version in enumerate(versions)}
    # Sixteen bits are sorted by counting: five times quicker, and no board has more contestants.
    index = np.array([place.get(version, -1) for version in sample.versions], dtype=np.int16)
    both_sides = np.concatenate([sample.rows["a"], sample.rows["b"]])
    who = index[both_sides] if len(both_sides) else np.zeros(0, dtype=np.int16)
    order = np.argsort(who, kind="stable")
    bounds = np.searchsorted(who[order], np.arange(n + 1))
    found: list[dict[str, float | None]] = [{} for _ in range(n)]
    for name in ("first_word", "speed", "cost", "ran"):
        both = sample.rows["styles"][:, FIGURES.index(name)]
        values = np.concatenate([both[:, 0], both[:, 1]])[order]
        take = np.median if name in ("first_word", "speed") else np.mean
        for i in range(n):
            own = values[bounds[i] : bounds[i + 1]]
            own = own[np.isfinite(own)]
            found[i][name] = float(take(own.astype(np.float64))) if own.size else None
    return found


def _standing(
    fitted: rating.Board,
    i: int,
    version: Version,
    current: bool,
    figures: dict[str, float | None],
) -> Standing:
    def shown(values: Matrix) -> float | None:
        return float(values[i]) if fitted.enough[i] else None

    def counted(values: Matrix) -> int:
        return round(float(values[i]))

    ranked = bool(fitted.enough[i])
    contestant = version.contestant
    return Standing(
        slug=contestant.slug,
        version=version.number,
        name=contestant.name,
        maker=contestant.maker,
        current=current,
        open_weights=contestant.open_weights,
        sees_images=contestant.sees_images,
        context_tokens=contestant.context_tokens,
        prices=contestant.prices,
        rating=shown(fitted.ratings),
        lower=shown(fitted.lower),
        upper=shown(fitted.upper),
        rank=int(fitted.rank[i]) if ranked else None,
        rank_best=int(fitted.rank_best[i]) if ranked else None,
        rank_worst=int(fitted.rank_worst[i]) if ranked else None,
        votes=counted(fitted.votes),
        wins=counted(fitted.wins),
        losses=counted(fitted.losses),
        ties=counted(fitted.ties),
        both_bad=counted(fitted.both_bad),
        group=int(fitted.group[i]),
        enough=ranked,
        votes_needed=int(fitted.votes_needed[i]),
        first_word=figures["first_word"],
        speed=figures["speed"],
        cost=figures["cost"],
        ran=figures["ran"],
    )
