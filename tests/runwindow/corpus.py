"""Replies and the artifacts in them, for the parser here and for its twin in the page."""

import json
from pathlib import Path

REPLIES = Path(__file__).parent / "replies"

CASES = [
    (f"{file.stem}: {case['case']}", case["reply"], case["artifacts"])
    for file in sorted(REPLIES.glob("*.json"))
    for case in json.loads(file.read_text())
]
