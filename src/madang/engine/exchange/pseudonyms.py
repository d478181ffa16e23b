"""Names for people that say nothing of them, and stay the same from one export to the next."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from madang.engine.home import keep_secret

FILE = "pseudonyms"
LENGTH = 20


class Pseudonyms:
    """Made with a secret that lies beside the data, so that only this Madang can make them."""

    def __init__(self, home: Path) -> None:
        self._secret = keep_secret(home / FILE)

    def of(self, person: str) -> str:
        return hmac.new(self._secret, person.encode(), hashlib.sha256).hexdigest()[:LENGTH]
