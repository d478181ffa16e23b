"""The folder where everything that Madang keeps lives."""

from __future__ import annotations

import errno
import os

from madang.domain.errors import HomeUnusable
from madang.engine.settings import Settings


def make_home(settings: Settings) -> None:
    """Make the folder where all data live, for its owner only.

    Raises:
        HomeUnusable: it can't be made or written to.
    """
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(settings.home, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        why = error.strerror or str(error)
        raise HomeUnusable(path=str(settings.home), reason=why) from error
