"""Variables in a prompt: `{{product}}`, and what a case puts in their place.

A name begins with a letter of any script and goes on with letters, digits, blanks, `_` and `-`.
What looks otherwise (`{{}}`, `{{ 1 }}`, LaTeX, Handlebars' `{{#if}}`) is text like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

VARIABLE = re.compile(r"\{\{[ \t]*([^\W\d_][\w-]*(?:[ \t]+[\w-]+)*)[ \t]*\}\}")


def find_variables(text: str) -> list[str]:
    """The names in `text`, each once, in the order in which they first stand there."""
    return list(dict.fromkeys(_bare(match[1]) for match in VARIABLE.finditer(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with the values in place of their names; what a value holds is not read again.

    Raises:
        KeyError: a name has no value.
    """
    return VARIABLE.sub(lambda match: values[_bare(match[1])], text)


def _bare(name: str) -> str:
    """However many blanks stand between the words of a name."""
    return " ".join(name.split())
