"""Exports of other programs, of any size: `conversations.json` as ChatGPT and as Claude write it.

Written as a stream, so that making one takes no memory either. Among the usual conversations there
is a very long one, and one with branches.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

USUAL = 14
LONG = 1_000
WORDS = (
    "A crab walks sideways because its legs are jointed so. "
    "게는 다리 관절이 옆으로 접혀서 옆으로 걷습니다. "
    "```python\ncrab.x += 1\n```\n| leg | side |\n|---|---|\n| 1 | left |\n"
)
BEGUN = datetime(2025, 3, 1, 10, tzinfo=UTC)
CLOSE = 64
"""Bytes left for the end of the file."""


@dataclass(frozen=True)
class Exported:
    """What an export holds."""

    chats: int
    messages: int
    size: int


def text_of(chat, place):
    return f"{chat}·{place}: " + WORDS * (1 if place % 2 == 0 else 4)


def chatgpt(number, length):
    """One conversation, its last reply given twice: two branches."""
    nodes = {"root": {"id": "root", "parent": None, "message": None, "children": []}}
    for place in range(length + 1):
        twin = place == length
        at, above = (length - 1, length - 2) if twin else (place, place - 1)
        role = "user" if at % 2 == 0 else "assistant"
        key = f"n{at}b" if twin else f"n{at}"
        parent = f"n{above}" if above >= 0 else "root"
        nodes[parent]["children"].append(key)
        nodes[key] = {
            "id": key,
            "parent": parent,
            "children": [],
            "message": {
                "author": {"role": role},
                "create_time": BEGUN.timestamp() + number + at,
                "content": {"content_type": "text", "parts": [text_of(number, at)]},
                "metadata": {"model_slug": "gpt-4o"} if role == "assistant" else {},
            },
        }
    chat = {
        "title": f"Chat {number}",
        "create_time": BEGUN.timestamp() + number,
        "update_time": BEGUN.timestamp() + number + length,
        "conversation_id": f"conv-{number}",
        "current_node": f"n{length - 1}",
        "mapping": nodes,
    }
    return chat, length + 1


def claude(number, length):
    begun = BEGUN + timedelta(seconds=number)
    said = [
        {
            "uuid": f"m-{number}-{place}",
            "sender": ("human", "assistant")[place % 2],
            "text": text_of(number, place),
            "created_at": (begun + timedelta(seconds=place)).isoformat(),
        }
        for place in range(length)
    ]
    chat = {
        "uuid": f"claude-{number}",
        "name": f"이야기 {number}",
        "created_at": begun.isoformat(),
        "updated_at": (begun + timedelta(seconds=length)).isoformat(),
        "chat_messages": said,
    }
    return chat, length


MAKERS = {"chatgpt": chatgpt, "claude": claude}


def write_export(path, kind, size):
    """An export of `kind` with just `size` bytes."""
    make = MAKERS[kind]
    chats = messages = 0
    with path.open("wb") as file:
        written = file.write(b"[")
        while True:
            chat, said = make(chats, LONG if chats == 1 else USUAL)
            block = (b"," if chats else b"") + json.dumps(chat, ensure_ascii=False).encode()
            if written + len(block) + CLOSE > size:
                break
            written += file.write(block)
            chats, messages = chats + 1, messages + said
        file.write(b" " * (size - written - 1) + b"]")
    return Exported(chats=chats, messages=messages, size=size)
