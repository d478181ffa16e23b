"""A person who chats, over HTTP."""

import struct
import zlib
from contextlib import aclosing


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)
"""One black dot, whole."""


async def chat_with(person, text=None, **rest):
    """A new chat, and its first question where there is one: the chat's id and what was begun."""
    body = rest | ({"text": text} if text is not None else {})
    status, begun = await person.post("/api/chats", body)
    assert status == 201, begun
    return begun["id"], begun


async def say(person, chat, text, after, **rest):
    """Say something; gives what was begun once its replies have ended."""
    body = {"text": text, "after": after, **rest}
    status, asked = await person.post(f"/api/chats/{chat}/messages", body)
    assert status == 202, asked
    await ended(person, chat, asked["replies"])
    return asked


async def ended(person, chat, replies, after=""):
    """All events until these replies have ended."""
    left, seen = set(replies), []
    async with aclosing(person.stream(f"/api/chats/{chat}/stream", after)) as events:
        async for event in events:
            seen.append(event)
            name, data, _ = event
            if name == "message" and data["state"] != "streaming":
                left.discard(data["id"])
            if not left:
                break
    return seen


async def messages_of(person, chat):
    """The chat's messages by their ids."""
    status, view = await person.get(f"/api/chats/{chat}")
    assert status == 200, view
    return {message["id"]: message for message in view["messages"]}
