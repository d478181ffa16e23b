"""The folder where everything that Madang keeps lives, and the secrets in it."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from madang.domain.errors.server import HomeUnusable
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


def keep_secret(path: Path) -> bytes:
    """The secret in this file, made the first time; readable by its owner only.

    It is written elsewhere and then given its name, so no kill leaves half of one there, and of two
    processes that make it at once both hold the one that was named first.
    """
    with suppress(FileNotFoundError):
        return path.read_bytes()
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        made = Path(folder) / path.name
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        except OSError:  # a disk that knows no links, such as exFAT
            made.replace(path)
    return path.read_bytes()
