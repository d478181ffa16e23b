"""Takes the text out of the PDF on its standard input; run as a process of its own.

Answers with JSON on its standard output: `state` is `read`, `encrypted` or `damaged`, and `text`
what was found, page by page. A damaged file may make the library slow, hungry or loud: the process
has limits of its own, and whoever started it may kill it.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys

MEMORY = 2 * 1024**3
"""Bytes of address space."""

PAGES = 1_000
CHARACTERS = 400_000
"""More than is kept of any file, so that the one who asked can tell that there was more."""


def read(data: bytes) -> dict[str, str]:
    """What the document says."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        # Many are locked against changes only, with no password to open them.
        if reader.is_encrypted and not reader.decrypt(""):
            return {"state": "encrypted", "text": ""}
        pages: list[str] = []
        length = 0
        for page in reader.pages[:PAGES]:
            pages.append(page.extract_text())
            length += len(pages[-1])
            if length > CHARACTERS:
                break
    except FileNotDecryptedError:
        return {"state": "encrypted", "text": ""}
    # A file from anywhere can break its reader in any way, and all of them mean the same.
    except Exception:  # noqa: BLE001 - said above
        return {"state": "damaged", "text": ""}
    return {"state": "read", "text": "\n\n".join(pages)}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
