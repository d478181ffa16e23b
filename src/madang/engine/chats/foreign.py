"""Other programs' exports as chats: `conversations.json` of ChatGPT and of Claude, one at a time.

ChatGPT writes a tree in `mapping` with `current_node`; Claude a list in `chat_messages`, with
parents in newer exports. Pure: the bytes come from `importing`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from madang.domain.chats import MessageAuthor, title_of

Raw = Mapping[str, Any]

TITLE_CHARACTERS = 120
CHARACTERS = 1_000_000
"""Of one message, at most."""

TRANSCRIPTION = "audio_transcription"
SOUNDS = frozenset({"audio_asset_pointer", "real_time_user_audio_video_asset_pointer"})
"""What ChatGPT notes beside the transcription of what was heard."""

CODE = "application/vnd.ant.code"
LANGUAGES = {
    "text/html": "html",
    "text/markdown": "markdown",
    "image/svg+xml": "svg",
    "application/vnd.ant.react": "jsx",
    "application/vnd.ant.mermaid": "mermaid",
}
"""What Claude calls the kinds of its artifacts, as languages of a fence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignMessage:
    """`key` and `parent` are names within the chat."""

    key: str
    parent: str | None
    author: MessageAuthor
    text: str
    said_at: datetime
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignChat:
    """A chat from elsewhere, parents before what is under them; `leaf` is the branch in view."""

    source: str
    title: str
    created_at: datetime
    changed_at: datetime
    messages: tuple[ForeignMessage, ...]
    leaf: str | None


def read_chat(raw: object) -> ForeignChat | None:
    """One conversation of an export; None where it is none, or nothing was said in it."""
    if not isinstance(raw, Mapping):
        return None
    found = cast("Raw", raw)
    if isinstance(found.get("mapping"), Mapping):
        return _chatgpt(found)
    if isinstance(found.get("chat_messages"), list):
        return _claude(found)
    return None


def _chatgpt(raw: Raw) -> ForeignChat | None:
    nodes = cast("Mapping[str, Raw]", raw["mapping"])
    created = _moment(raw.get("create_time"))
    kept: dict[str, str | None] = {}
    messages: list[ForeignMessage] = []
    for key in _in_order(nodes):
        node = nodes[key]
        above = node.get("parent")
        parent = kept.get(above) if isinstance(above, str) else None
        message = _chatgpt_message(key, parent, node.get("message"), created)
        # Hidden nodes (system, tools) are passed over: what is under them hangs on what is above.
        kept[key] = key if message else parent
        if message:
            messages.append(message)
    source = raw.get("conversation_id") or raw.get("id")
    return _chat(
        "chatgpt",
        source,
        raw.get("title"),
        created,
        raw.get("update_time"),
        messages,
        kept.get(str(raw.get("current_node"))),
    )


def _chatgpt_message(
    key: str, parent: str | None, raw: object, created: datetime
) -> ForeignMessage | None:
    if not isinstance(raw, Mapping):
        return None
    message = cast("Raw", raw)
    role = _at(message, "author", "role")
    if role not in ("user", "assistant") or message.get("recipient", "all") != "all":
        return None
    if _at(message, "metadata", "is_visually_hidden_from_conversation"):
        return None
    text = _chatgpt_text(_at(message, "content", "parts"))
    if not text:
        return None
    return ForeignMessage(
        key=key,
        parent=parent,
        author=MessageAuthor.PERSON if role == "user" else MessageAuthor.CONTESTANT,
        text=text[:CHARACTERS],
        said_at=_moment(message.get("create_time"), created),
        label=str(_at(message, "metadata", "model_slug") or "ChatGPT") if role != "user" else "",
    )


def _chatgpt_text(parts: object) -> str:
    """What was written or said; of anything else that there was one of it."""
    found = cast("list[object]", parts) if isinstance(parts, list) else []
    unheard = SOUNDS if any(_kind(part) == TRANSCRIPTION for part in found) else ()
    said = [_spell(part) for part in found if _kind(part) not in unheard]
    return "\n\n".join(one for one in said if one.strip()).strip()


def _kind(part: object) -> str:
    return str(_row(part).get("content_type") or "")


def _spell(part: object) -> str:
    if isinstance(part, str):
        return part
    kind = _kind(part)
    if kind == TRANSCRIPTION:
        return str(_row(part).get("text") or "")
    return f"[{kind}]" if kind else ""


def _claude(raw: Raw) -> ForeignChat | None:
    created = _moment(raw.get("created_at"))
    messages: list[ForeignMessage] = []
    kept: dict[str, str | None] = {}
    last: str | None = None
    made: dict[str, _Made] = {}
    rows = _rows(raw["chat_messages"])
    known = {message.get("uuid") for message in rows}
    for place, message in enumerate(rows):
        key = str(message.get("uuid") or place)
        above = str(message.get("parent_message_uuid") or "")
        # What names a parent that is no message stands at the beginning: there may be several.
        parent = None if above and above not in known else kept.get(above, last)
        text = _claude_text(message, made)
        kept[key] = key if text else parent
        if not text:
            continue
        person = message.get("sender") == "human"
        messages.append(
            ForeignMessage(
                key=key,
                parent=parent,
                author=MessageAuthor.PERSON if person else MessageAuthor.CONTESTANT,
                text=text[:CHARACTERS],
                said_at=_moment(message.get("created_at"), created),
                label="" if person else "Claude",
            )
        )
        last = key
    current = raw.get("current_leaf_message_uuid")
    leaf = kept.get(current) if isinstance(current, str) else last
    return _chat(
        "claude",
        raw.get("uuid"),
        raw.get("name"),
        created,
        raw.get("updated_at"),
        messages,
        leaf or last,
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """An artifact of Claude's as it stands."""

    title: str
    language: str
    text: str


def _claude_text(message: Raw, made: dict[str, _Made]) -> str:
    parts: list[str] = []
    for part in _rows(message.get("content")):
        if part.get("type") == "text" and part.get("text"):
            parts.append(str(part["text"]))
        elif part.get("type") == "tool_use" and part.get("name") == "artifacts":
            parts.append(_claude_artifact(part.get("input"), made))
    text = "\n\n".join(parts) or str(message.get("text") or "")
    for file in _rows(message.get("attachments")):
        if file.get("extracted_content"):
            name = file.get("file_name") or "file"
            text = f'<file name="{name}">\n{file["extracted_content"]}\n</file>\n\n{text}'
    return text.strip()


def _claude_artifact(raw: object, made: dict[str, _Made]) -> str:
    """One version of an artifact, whole and fenced as `runwindow.fences` reads it.

    Claude writes a change as what stands instead of what; where that can't be followed, there is a
    note of it.
    """
    given = _row(raw)
    name = re.sub(r"[^\w.-]+", "-", str(given.get("id") or "")).strip("-") or "artifact"
    before = made.get(name, _Made("", "", ""))
    title = re.sub(r'["\s]+', " ", str(given.get("title") or before.title or name)).strip()
    language = LANGUAGES.get(str(given.get("type")), before.language)
    if given.get("type") == CODE:
        language = str(given.get("language") or "")
    old, text = str(given.get("old_str") or ""), given.get("content")
    if given.get("command") == "update" and old and old in before.text:
        text = before.text.replace(old, str(given.get("new_str") or ""), 1)
    if not isinstance(text, str) or not text:
        return f"[artifact: {title}]"
    made[name] = _Made(title, language, text)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f'{fence}{language} name={name} title="{title}"\n{text}\n{fence}'


def _row(value: object) -> Raw:
    return cast("Raw", value) if isinstance(value, Mapping) else {}


def _rows(value: object) -> list[Raw]:
    rows = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("Raw", row) for row in rows if isinstance(row, Mapping)]


def _chat(  # noqa: PLR0917 - the same seven of both formats
    program: str,
    id_: object,
    title: object,
    created: datetime,
    changed: object,
    messages: list[ForeignMessage],
    leaf: str | None,
) -> ForeignChat | None:
    if not messages:
        return None
    if not isinstance(id_, str) or not id_:
        said = "\0".join(message.text for message in messages)
        id_ = hashlib.sha256(f"{created}{said}".encode(errors="replace")).hexdigest()[:32]
    name = str(title or "").strip() or title_of(messages[0].text)
    return ForeignChat(
        source=f"{program}:{id_}",
        title=name[:TITLE_CHARACTERS],
        created_at=created,
        changed_at=_moment(changed, created),
        messages=tuple(messages),
        leaf=leaf or messages[-1].key,
    )


def _in_order(nodes: Mapping[str, Raw]) -> Iterable[str]:
    """The nodes' names, parents first and siblings as their parent lists them; no loops."""
    seen: set[str] = set()
    waiting = [key for key, node in nodes.items() if node.get("parent") not in nodes]
    while waiting:
        key = waiting.pop(0)
        if key in seen or key not in nodes:
            continue
        seen.add(key)
        yield key
        children = nodes[key].get("children")
        waiting.extend(str(one) for one in cast("list[Any]", children or []))


def _at(raw: Raw, *path: str) -> Any:
    found: Any = raw
    for name in path:
        found = cast("Raw", found).get(name) if isinstance(found, Mapping) else None
    return found


def _moment(value: object, otherwise: datetime | None = None) -> datetime:
    """Seconds since 1970 or ISO 8601, as the two programs write them."""
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        if value is not None:
            return datetime.fromtimestamp(float(cast("Any", value)), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        pass
    return otherwise or datetime.fromtimestamp(0, UTC)
