"""The telling: how a model learns that what it writes can run beside its reply.

A short text after the contestant's own system prompt, the same for both sides of a battle and for
a chat. A model that is told nothing is understood too (`runwindow.kinds`); one that is gives names,
so that later artifacts can use earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from madang.domain.vocabulary import TO_RUN

LOOKED_AT = 20_000
"""Characters of one question that are searched."""

TOLD = """\
Whatever can run or be shown by itself (HTML, SVG, React as JSX or TSX, Mermaid, Vega-Lite, Python,
Markdown, CSV, JSON) goes whole into one fenced code block with name and title in its first line:
```html name=crab-game title="Crab run"
It then runs beside your reply, offline, so use no network. React, recharts, lucide-react, three,
d3, chart.js and Tailwind can be imported. Others of this conversation can be used by name, as in
<img src="asset:crab">. To change one, write all of it again under the same name."""


class Telling(StrEnum):
    """When models are told. ASKED: once a question asks for something to run or to look at."""

    ASKED = "asked"
    ALWAYS = "always"
    NEVER = "never"


def tell(system: str, questions: Iterable[str], telling: Telling) -> str:
    """The system prompt to send: `system`, and the telling where it is due.

    Args:
        system: the contestant's own.
        questions: all that were asked, which both sides share; nothing else decides.
        telling: the setting.
    """
    due = telling is Telling.ALWAYS or (
        telling is Telling.ASKED and any(TO_RUN.search(asked[:LOOKED_AT]) for asked in questions)
    )
    if not due:
        return system
    return f"{system}\n\n{TOLD}" if system else TOLD
