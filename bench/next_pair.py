"""How many votes each rule for the next pair needs, until a decision can rest on them.

    python bench/next_pair.py [--repeats 200] [--top 3]

Six contestants 20 to 80 points apart, voters with tastes of their own, and three rules side by
side: chance, the published one (arXiv 2403.04132, eq. 9) and the one aimed at the decision. Votes
are counted until the leader is the best with 95 % probability, by the clustered covariance, and
until the first three are in the order shown with 95 %; then it is checked whether that was true.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field

import numpy as np

from madang.rating import (
    Board,
    Votes,
    collect,
    draw_pair,
    fit,
    settle_order,
    shrink_intervals,
    tally,
    uniform,
)

RATINGS = np.array([1120.0, 1080, 1030, 970, 950, 870])
THETA = RATINGS * np.log(10) / 400
PEOPLE = 60
TASTE = 0.3
TIES = 0.2
BATCH = 20
LEAST = 100
MOST = 6_000
SURE = 0.95
DRAWS = 1_000


def draw_by(rule: str, places: int, votes: Votes, board: Board, seed: int) -> np.ndarray:
    """The probabilities of each pair under a rule."""
    if rule == "chance":
        return uniform(6)
    if rule == "published":
        return shrink_intervals(tally(votes))
    return settle_order(board, places, seed=seed)


QUESTIONS = {1: "the leader", 3: "the first three in order"}
RULES = ("chance", "published", "decision")


@dataclass
class Run:
    """One repetition: votes as they come."""

    random: np.random.Generator
    a: list[int] = field(default_factory=list)
    b: list[int] = field(default_factory=list)
    outcome: list[int] = field(default_factory=list)
    voter: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.own = THETA + self.random.normal(0, TASTE, (PEOPLE, 6))
        self.order = list(np.argsort(-RATINGS))

    def votes(self) -> Votes:
        return collect(self.a, self.b, self.outcome, voters=self.voter, contestants=6)

    def cast(self, rule: np.ndarray) -> None:
        pair = draw_pair(rule, self.random)
        a, b = self.random.permutation([pair.first, pair.second])
        person = int(self.random.integers(PEOPLE))
        odds = self.own[person, a] - self.own[person, b]
        won = self.random.random() < 1 / (1 + np.exp(-odds))
        tie = self.random.random() < TIES
        self.a.append(int(a))
        self.b.append(int(b))
        self.outcome.append(2 if tie else int(not won))
        self.voter.append(person)


def is_sure(board: Board, places: int, random: np.random.Generator) -> bool:
    """Whether the first `places` stand as shown with probability `SURE`."""
    values, vectors = np.linalg.eigh(board.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    drawn = board.ratings + (root @ random.standard_normal((6, DRAWS))).T
    stand = board.order[:places]
    return bool((np.argsort(-drawn, axis=1)[:, :places] == stand).all(axis=1).mean() >= SURE)


def count_votes(rule: str, places: int, seed: int) -> tuple[int, bool]:
    """Votes until sure, and whether the answer was right."""
    run = Run(np.random.default_rng(seed))
    board = fit(run.votes())
    while len(run.a) < MOST:
        chances = draw_by(rule, places, run.votes(), board, len(run.a))
        for _ in range(BATCH):
            run.cast(chances)
        board = fit(run.votes())
        ready = len(run.a) >= LEAST and board.votes.min() > 0 and board.group.max() == 0
        if ready and is_sure(board, places, run.random):
            break
    return len(run.a), board.order[:places] == run.order[:places]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--top", type=int, choices=QUESTIONS, help="only this question")
    asked = parser.parse_args()
    repeats = asked.repeats
    for places, question in QUESTIONS.items():
        if asked.top not in (None, places):
            continue
        print(f"\nVotes until {question} is known at 95 % ({repeats} repetitions)")
        print(f"{'rule':<12}{'median':>8}{'90 %':>8}{'right':>8}{'seconds':>9}")
        for name in RULES:
            begin = time.perf_counter()
            found = [count_votes(name, places, seed) for seed in range(repeats)]
            votes = np.array([votes for votes, _ in found])
            right = np.mean([ok for _, ok in found])
            print(
                f"{name:<12}{np.median(votes):>8.0f}{np.quantile(votes, 0.9):>8.0f}"
                f"{100 * right:>7.0f}%{time.perf_counter() - begin:>9.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
