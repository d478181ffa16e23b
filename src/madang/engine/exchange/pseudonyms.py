"""Names for people that say nothing of them, and stay the same from one export to the next."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

FILE = "pseudonyms"
LENGTH = 20


class Pseudonyms:
    """Made with a secret that lies beside the data, so that only this Madang can make them."""

    def __init__(self, home: Path) -> None:
        path = home / FILE
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            self._secret = path.read_bytes()
        else:
            self._secret = secrets.token_hex(32).encode()
            with os.fdopen(handle, "wb") as file:
                file.write(self._secret)

    def of(self, person: str) -> str:
        return hmac.new(self._secret, person.encode(), hashlib.sha256).hexdigest()[:LENGTH]
