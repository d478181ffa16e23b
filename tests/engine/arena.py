"""The real Chatbot Arena counts up to 2024-08-14, from the package leaderbot (BSD-3-Clause)."""

import json
from importlib.util import find_spec
from pathlib import Path

SOME = (
    "gpt-4o-2024-05-13",
    "claude-3-5-sonnet-20240620",
    "gemini-1.5-pro-api-0514",
    "gpt-4-turbo-2024-04-09",
    "llama-3-70b-instruct",
    "claude-3-haiku-20240307",
    "mixtral-8x7b-instruct-v0.1",
)


def whole_arena():
    package = find_spec("leaderbot")
    assert package
    assert package.submodule_search_locations
    folder = Path(package.submodule_search_locations[0])
    return json.loads((folder / "data" / "chatbotarena_20240814.json").read_text())


def arena_leaders(number):
    """The models with the best share of their votes."""
    whole = whole_arena()
    won, met = [0.0] * len(whole["models"]), [1.0] * len(whole["models"])
    for (a, b), (wins, losses, *ties) in zip(whole["X"], whole["Y"], strict=True):
        for one, own in ((a, wins), (b, losses)):
            won[one] += own + sum(ties) / 2
            met[one] += wins + losses + sum(ties)
    order = sorted(range(len(won)), key=lambda one: -won[one] / met[one])
    return tuple(whole["models"][one] for one in order[:number])


def arena_counts(models=SOME, share=1.0):
    """The counts among some models; of each count only a share, to keep a test short."""
    whole = whole_arena()
    place = {whole["models"].index(model): i for i, model in enumerate(models)}
    chosen = [
        ([place[a], place[b]], [round(number * share) for number in row])
        for (a, b), row in zip(whole["X"], whole["Y"], strict=True)
        if a in place and b in place
    ]
    return {
        "models": list(models),
        "X": [pair for pair, _ in chosen],
        "Y": [row for _, row in chosen],
    }
