"""A chat as a file to keep: Markdown, JSON, or one HTML page that needs nothing else."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

import msgspec
from markdown_it import MarkdownIt

from madang.domain.chats import Attachment, Chat, FileKind, Message, MessageAuthor
from madang.domain.errors import Language
from madang.engine.chats.views import view_message

FORMAT = "madang-chat/1"

WORDS: dict[Language, dict[str, str]] = {
    "en": {"person": "Question", "untitled": "Chat", "stopped": "stopped", "failed": "failed"},
    "ko": {"person": "질문", "untitled": "대화", "stopped": "멈춤", "failed": "실패"},
}


class FileForm(StrEnum):
    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFile:
    name: str
    media_type: str
    content: bytes


def write(
    form: FileForm,
    chat: Chat,
    messages: Sequence[Message],
    path: Sequence[Message],
    language: Language,
) -> ChatFile:
    """The chat in one of the three forms.

    Args:
        form: which.
        chat: whose title it carries.
        messages: all of it, for JSON.
        path: the branch in view with its images, for the others.
        language: of the few words that are ours.
    """
    words = WORDS[language]
    stem = re.sub(r"[^\w\-]+", "-", chat.title).strip("-")[:60] or words["untitled"]
    match form:
        case FileForm.MARKDOWN:
            text = _markdown(chat, path, words)
            return ChatFile(name=f"{stem}.md", media_type="text/markdown", content=text.encode())
        case FileForm.JSON:
            content = msgspec.json.format(msgspec.json.encode(_json(chat, messages)), indent=2)
            return ChatFile(name=f"{stem}.json", media_type="application/json", content=content)
        case FileForm.HTML:
            text = _html(chat, path, words, language)
            return ChatFile(name=f"{stem}.html", media_type="text/html", content=text.encode())


def _json(chat: Chat, messages: Sequence[Message]) -> dict[str, object]:
    return {
        "format": FORMAT,
        "title": chat.title,
        "created_at": chat.created_at,
        "leaf": chat.leaf,
        "messages": [view_message(message) for message in messages],
    }


def _markdown(chat: Chat, path: Sequence[Message], words: dict[str, str]) -> str:
    parts = [f"# {chat.title or words['untitled']}"]
    for message in path:
        parts.append(f"## {_speaker(message, words)}")
        parts.extend(f"> 📎 {one.name}" for one in message.attachments)
        parts.append(message.text.strip())
    return "\n\n".join(part for part in parts if part) + "\n"


def _speaker(message: Message, words: dict[str, str]) -> str:
    if message.author is MessageAuthor.PERSON:
        return words["person"]
    name = message.version.contestant.name if message.version else message.label
    end = words.get(message.state.value)
    return f"{name} ({end})" if end else name


def _html(chat: Chat, path: Sequence[Message], words: dict[str, str], language: Language) -> str:
    # What was said is not trusted: any HTML in it is shown as text, links lead only to the web.
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parts: list[str] = []
    for message in path:
        said = (
            f"<p>{escape(message.text).replace(chr(10), '<br>')}</p>"
            if message.author is MessageAuthor.PERSON
            else reader.render(message.text)
        )
        files = "".join(map(_html_file, message.attachments))
        parts.append(
            f'<article class="{message.author.value}"><h2>{escape(_speaker(message, words))}</h2>'
            f"{files}{said}</article>"
        )
    title = escape(chat.title or words["untitled"])
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src data:; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{STYLE}</style><main><h1>{title}</h1>"
        f"{''.join(parts)}</main></html>\n"
    )


def _html_file(attachment: Attachment) -> str:
    name = escape(attachment.name, quote=True)
    if attachment.kind is FileKind.IMAGE and attachment.content:
        data = base64.b64encode(attachment.content).decode()
        return f'<p><img alt="{name}" src="data:{attachment.media_type};base64,{data}"></p>'
    return f"<p>📎 {name}</p>"


STYLE = (
    "body{margin:0;background:#faf8f3;color:#22201c;font:16px/1.65 system-ui,sans-serif;"
    "word-break:keep-all;overflow-wrap:anywhere}"
    "main{max-width:720px;margin:0 auto;padding:32px 20px}h1{font-size:24px}"
    "h2{font-size:13px;color:#6b655b;margin:0 0 4px}article{margin:0 0 24px}"
    ".person{background:#efeae0;border-radius:14px;padding:10px 16px}"
    "pre{background:#efeae0;padding:12px;border-radius:8px;overflow:auto}img{max-width:100%}"
    "table{border-collapse:collapse}td,th{border:1px solid #cfc8ba;padding:4px 10px}"
    "@media(prefers-color-scheme:dark){body{background:#191815;color:#e8e4da}"
    ".person,pre{background:#26241f}h2{color:#a39c8e}}"
)
