"""What contestants are called where several share a name, as a new version shares the old one's.

The page has the same rule: `frontend/src/lib/namesakes.ts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from madang.domain.contestants import Version

Called = tuple[str, str]
"""In English and in Korean."""


def tell_apart(versions: Sequence[Version]) -> list[Called]:
    """What each is called beside the others: its name, with what tells it from its namesakes."""
    sharing = Counter(one.contestant.name for one in versions)
    alike = Counter((one.contestant.name, one.contestant.slug) for one in versions)
    return [_call(one, sharing, alike) for one in versions]


def _call(version: Version, sharing: Counter[str], alike: Counter[tuple[str, str]]) -> Called:
    name, slug = version.contestant.name, version.contestant.slug
    same = alike[name, slug]
    if sharing[name] == 1:
        return name, name
    which = [slug] if same < sharing[name] else []
    english = which + [f"version {version.number}"] * (same > 1)
    korean = which + [f"버전 {version.number}"] * (same > 1)
    return f"{name} ({', '.join(english)})", f"{name} ({', '.join(korean)})"
