"""Images that are given: of which kind one is, and whether it is whole.

Only its frame is looked at, not what is drawn: sizes, and the parts it says it has up to its end.
A file that was cut off, or has an image's first bytes and nothing of one, is found out by that.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
JPEG_HEAD = b"\xff\xd8\xff"
GIF_HEADS = (b"GIF87a", b"GIF89a")

# Markers of JPEG: those that hold the size, where the drawing begins, and its end.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SCAN = 0xDA
END = b"\xff\xd9"
# Of GIF: an extension, a drawing, and the end.
EXTENSION, DRAWING, TRAILER = 0x21, 0x2C, 0x3B


def image_type(data: bytes) -> str | None:
    """The media type of what begins as an image does; None: it is no image."""
    if data.startswith(PNG_HEAD):
        return "image/png"
    if data.startswith(JPEG_HEAD):
        return "image/jpeg"
    if data.startswith(GIF_HEADS):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def is_whole(data: bytes, media_type: str) -> bool:
    """Whether an image has all its parts."""
    try:
        return WHOLE[media_type](data)
    except IndexError:  # it ends in the middle of one
        return False


def _png(data: bytes) -> bool:
    at, drawn = len(PNG_HEAD), False
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        end = at + 8 + length
        if zlib.crc32(kind + body) != int.from_bytes(data[end : end + 4]):
            return False
        if at == len(PNG_HEAD) and not (kind == b"IHDR" and any(body[:4]) and any(body[4:8])):
            return False
        drawn |= kind == b"IDAT"
        if kind == b"IEND":
            return drawn
        at = end + 4
    return False


def _jpeg(data: bytes) -> bool:
    at, sized = 2, False
    while True:
        while data[at : at + 2] == b"\xff\xff":  # a marker may be padded
            at += 1
        if data[at : at + 1] != b"\xff":
            return False
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker in FRAMES:
            sized = any(data[at + 5 : at + 7]) and any(data[at + 7 : at + 9])
        if marker == SCAN:
            return sized and data.find(END, at + 2 + length) > 0
        at += 2 + length


def _gif(data: bytes) -> bool:
    at = 13 + _colours(data[10])
    drawn = False
    while data[at] != TRAILER:
        if data[at] == EXTENSION:
            at += 2
        elif data[at] == DRAWING:
            drawn = True
            at += 10 + _colours(data[at + 9]) + 1
        else:
            return False
        while data[at]:
            at += data[at] + 1
        at += 1
    return drawn and any(data[6:8]) and any(data[8:10])


def _colours(flags: int) -> int:
    """Bytes of the table of colours that these flags tell of."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes) -> bool:
    size = int.from_bytes(data[4:8], "little")
    begun = {
        b"VP8 ": data[23:26] == b"\x9d\x01\x2a",
        b"VP8L": data[20:21] == b"/",
        b"VP8X": any(data[30:]),
    }
    return len(data) >= 8 + size and begun.get(data[12:16], False)


WHOLE: dict[str, Callable[[bytes], bool]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
}
