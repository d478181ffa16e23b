"""Votes drawn from known strengths, with voters who have tastes of their own."""

import numpy as np

from madang.rating import Tally, Votes, collect, solve

TIES = 0.2


def draw_votes(
    theta: np.ndarray, sizes: list[int], taste: float, random: np.random.Generator
) -> Votes:
    """`sizes[u]` votes of voter u, whose strengths are theta plus a taste of that sd."""
    n, people = len(theta), len(sizes)
    voter = np.repeat(np.arange(people), sizes)
    own = theta + random.normal(0, taste, (people, n))
    a = random.integers(0, n, len(voter))
    b = (a + random.integers(1, n, len(voter))) % n
    odds = own[voter, a] - own[voter, b]
    outcome = (random.random(len(voter)) > 1 / (1 + np.exp(-odds))).astype(int)
    outcome = np.where(random.random(len(voter)) < TIES, 2, outcome)
    return collect(a, b, outcome, voters=voter, contestants=n)


def population(theta: np.ndarray, taste: float) -> np.ndarray:
    """What endless votes of endless voters would be fitted as: tastes draw strengths together."""
    x, weight = np.polynomial.hermite_e.hermegauss(41)
    odds = theta[:, None, None] - theta[None, :, None] + taste * np.sqrt(2) * x
    share = (weight / weight.sum() / (1 + np.exp(-odds))).sum(axis=-1)
    n = len(theta)
    counts = np.zeros((n, n, 4))
    counts[:, :, 0] = share * (1 - TIES) * (1 - np.eye(n))
    counts[:, :, 2] = TIES / 2 * (1 - np.eye(n))
    return solve(Tally(tuple(map(str, range(n))), 100 * counts)).theta
