"""Makes the pictures of the guide's page on ratings: docs/guide/pictures/arena-*.svg.

From the Chatbot Arena's votes up to 2024-08-14, as the test dependency `leaderbot` carries them:
once all 1,670,250, and once 1,500 of those among six contestants, drawn with a fixed seed, which is
what a team may have after a month.
"""

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from madang.cli.rank_plot import draw
from madang.rating import Tally, fit, tally_pairs

PICTURES = Path(__file__).parents[1] / "docs" / "guide" / "pictures"
TOP = 12
TEAM_VOTES = 1_500
TEAM = (
    "gpt-4o-2024-05-13",
    "claude-3-5-sonnet-20240620",
    "gemini-1.5-pro-api-0514",
    "claude-3-opus-20240229",
    "gpt-4-turbo-2024-04-09",
    "llama-3-70b-instruct",
)


def arena() -> Tally:
    package = find_spec("leaderbot")
    assert package is not None
    assert package.origin is not None
    file = Path(package.origin).parent / "data" / "chatbotarena_20240814.json"
    data = json.loads(file.read_text())
    return tally_pairs(data["models"], data["X"], data["Y"])


def team(counted: Tally) -> Tally:
    """A few votes among a few contestants, drawn as often as they were cast."""
    members = [counted.names.index(name) for name in TEAM]
    counts = counted.counts[np.ix_(members, members)]
    share = counts.ravel() / counts.sum()
    drawn = np.random.default_rng(2024).multinomial(TEAM_VOTES, share)
    return Tally(TEAM, drawn.astype(np.float64).reshape(counts.shape))


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    counted = arena()
    for name, votes, top in (("arena-all", counted, TOP), ("arena-team", team(counted), None)):
        board = fit(votes)
        for language in ("en", "ko"):
            path = PICTURES / f"{name}.{language}.svg"
            path.write_text(draw(board, language, top), encoding="utf-8")
            print(path.relative_to(Path.cwd()))
        print(board if top is None else "")


if __name__ == "__main__":
    main()
