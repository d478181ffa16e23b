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


def arena_counts(models=SOME, share=1.0):
    """The counts among some models; of each count only a share, to keep a test short."""
    package = find_spec("leaderbot")
    assert package
    assert package.submodule_search_locations
    folder = Path(package.submodule_search_locations[0])
    whole = json.loads((folder / "data" / "chatbotarena_20240814.json").read_text())
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
