"""Dishonest voters stand out, honest ones rarely, and nobody is deleted."""

import numpy as np
import pytest

from madang.rating import Votes, VotesError, check_voters, collect, compare, fit, leave_out

THETA = np.array([0.9, 0.4, 0.0, -0.4, -0.9])


def draw(seed: int, *, people: int = 25, size: int = 60, ties: float = 0.35) -> Votes:
    random = np.random.default_rng(seed)
    total = people * size
    a = random.integers(0, 5, total)
    b = (a + random.integers(1, 5, total)) % 5
    outcome = (random.random(total) > 1 / (1 + np.exp(THETA[b] - THETA[a]))).astype(int)
    outcome = np.where(random.random(total) < ties, random.integers(2, 4, total), outcome)
    return collect(a, b, outcome, voters=np.repeat(np.arange(people), size), contestants=5)


def with_outcomes(votes: Votes, voter: int, say: object) -> Votes:
    outcome = votes.outcome.copy()
    own = votes.voter == voter
    outcome[own] = say(votes.a[own], votes.b[own])  # type: ignore[operator]
    return Votes(votes.names, votes.a, votes.b, outcome, votes.voter)


def test_honest_voters_with_many_ties_are_left_alone() -> None:
    named = sum(any(check_voters(draw(seed)).flags()) for seed in range(60))
    assert named <= 6


KINDS = {
    "random": lambda a, _: np.random.default_rng(1).integers(0, 2, len(a)),
    "left": lambda a, _: np.zeros(len(a), dtype=int),
    "contrary": lambda a, b: (a < b).astype(int),
    "fan": lambda a, b: np.where(a == 4, 0, np.where(b == 4, 1, (a > b).astype(int))),
}


@pytest.mark.parametrize(
    ("kind", "size", "flag"),
    [
        ("random", 300, "pattern"),
        ("left", 60, "side"),
        ("contrary", 60, "unusual"),
        ("contrary", 60, "pattern"),
        ("fan", 100, "pattern"),
    ],
)
def test_each_kind_of_dishonesty_is_seen_by_its_test(kind: str, size: int, flag: str) -> None:
    votes = with_outcomes(draw(3, size=size), 7, KINDS[kind])
    flags = check_voters(votes).flags()
    assert flag in flags[7]
    assert not any(flags[:7] + flags[8:])


def test_influence_is_what_leaving_out_would_do() -> None:
    votes = with_outcomes(draw(4), 2, KINDS["fan"])
    found = check_voters(votes)
    assert found.contestant[2] == 4
    everyone, rest = compare(votes, [2])
    actual = abs(everyone.ratings[4] - rest.ratings[4])
    assert found.moved[2] == pytest.approx(actual, rel=0.15)
    assert int(found.moved.argmax()) == 2


def test_leaving_out_keeps_everyone_else() -> None:
    votes = draw(5)
    rest = leave_out(votes, [0, 3])
    assert len(rest) == len(votes) - 120
    assert rest.voters == 23
    assert len(votes) == 25 * 60


def test_voters_nobody_knows_can_not_be_checked() -> None:
    votes = collect([0], [1], [0], contestants=2)
    for call in (check_voters, lambda v: leave_out(v, [1])):
        with pytest.raises(VotesError, match="nobody knows"):
            call(votes)


def test_few_votes_are_no_evidence() -> None:
    votes = collect([0, 1, 0], [1, 0, 2], [0, 0, 2], voters=[0, 1, 2], contestants=3)
    assert check_voters(votes).flags() == [(), (), ()]
    assert fit(votes).voters == 3
    empty = collect([], [], [], voters=[], contestants=2)
    assert check_voters(empty).flags() == []
