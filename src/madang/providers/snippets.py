"""A request as it could be sent by hand: `curl`, Python with nothing installed, JavaScript in Node.

What a wire format would send is written out, and sent by nobody. The key stands in it by the name
of its environment variable only.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from madang.providers.base import Request
from madang.providers.profiles import WireName
from madang.providers.upstream import WIRES

KEY = "\0"
"""Where the key goes in a header, until each language has put its own way of reading it there."""

PYTHON_TEXT: dict[WireName, str] = {
    "openai": '"".join(c["delta"].get("content") or "" for c in event.get("choices") or [])',
    "anthropic": 'event.get("delta", {}).get("text", "")',
    "google": (
        '"".join(\n'
        '                part.get("text", "")\n'
        '                for candidate in event.get("candidates", [])\n'
        '                for part in candidate.get("content", {}).get("parts", [])\n'
        "            )"
    ),
}
JAVASCRIPT_TEXT: dict[WireName, str] = {
    "openai": 'event.choices?.[0]?.delta?.content ?? ""',
    "anthropic": 'event.delta?.text ?? ""',
    "google": (
        '(event.candidates?.[0]?.content?.parts ?? []).map((part) => part.text ?? "").join("")'
    ),
}

CURL = """\
curl -N --fail-with-body {url} \\
{headers}  --data-binary @- <<'JSON'
{body}
JSON
"""

PYTHON = """\
import json
import os
import urllib.request

request = urllib.request.Request(
    {url},
    headers={{
{headers}    }},
    data=json.dumps(
        {body}
    ).encode(),
)
with urllib.request.urlopen(request) as response:
    for line in response:
        if line.startswith(b"data: {{"):
            event = json.loads(line[6:])
            text = {text}
            print(text, end="", flush=True)
"""

JAVASCRIPT = """\
const response = await fetch({url}, {{
  method: "POST",
  headers: {{
{headers}  }},
  body: JSON.stringify({body}),
}});
if (!response.ok) throw new Error(await response.text());

let rest = "";
for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {{
  const lines = (rest + piece).split("\\n");
  rest = lines.pop();
  for (const line of lines) {{
    if (!line.startsWith("data: {{")) continue;
    const event = JSON.parse(line.slice(6));
    process.stdout.write({text});
  }}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippets:
    """One request in three languages."""

    curl: str
    python: str
    javascript: str


def write_out(request: Request, *, wire: WireName, base_url: str, key_env: str | None) -> Snippets:
    """`request` as it would go to the server at `base_url`, with the key named and not told."""
    form = WIRES[wire]
    url = form.base(_without_password(base_url)) + form.path(request)
    headers = {"Content-Type": "application/json"} | form.headers(KEY if key_env else None)
    body, name = form.body(request), key_env or ""
    return Snippets(
        curl=CURL.format(
            url=shlex.quote(url),
            headers="".join(f"  -H {_shell(h, v, name)} \\\n" for h, v in headers.items()),
            body=_json(body),
        ),
        python=PYTHON.format(
            url=_string(url),
            headers="".join(
                f"        {_string(h)}: {_python_header(v, name)},\n" for h, v in headers.items()
            ),
            body=_python(body, 8),
            text=PYTHON_TEXT[wire],
        ),
        javascript=JAVASCRIPT.format(
            url=_string(url),
            headers="".join(
                f"    {_string(h)}: {_script_header(v, name)},\n" for h, v in headers.items()
            ),
            body=_json(body).replace("\n", "\n  "),
            text=JAVASCRIPT_TEXT[wire],
        ),
    )


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _string(text: str) -> str:
    """Quoted as both Python and JavaScript read it."""
    return json.dumps(text, ensure_ascii=False)


def _shell(header: str, value: str, name: str) -> str:
    line = f"{header}: {value}"
    return f'"{line.replace(KEY, f"${name}")}"' if KEY in value else shlex.quote(line)


def _python_header(value: str, name: str) -> str:
    before, found, _ = value.partition(KEY)
    if not found:
        return _string(value)
    key = f"os.environ[{_string(name)}]"
    return f"{_string(before)} + {key}" if before else key


def _script_header(value: str, name: str) -> str:
    before, found, _ = value.partition(KEY)
    if not found:
        return _string(value)
    key = f"process.env[{_string(name)}]" if not name.isidentifier() else f"process.env.{name}"
    return f"{_string(before)} + {key}" if before else key


def _python(value: Any, indent: int) -> str:
    """What `json.dumps` makes the body of, laid out as one would write it."""
    if isinstance(value, str):
        return _string(value)
    if not value or not isinstance(value, dict | list):
        return repr(value)
    inside, end = "\n" + " " * (indent + 4), "\n" + " " * indent
    if isinstance(value, list):
        rows = [_python(one, indent + 4) for one in cast("list[Any]", value)]
        return "[" + "".join(f"{inside}{row}," for row in rows) + end + "]"
    pairs = cast("dict[str, Any]", value).items()
    rows = [f"{_string(name)}: {_python(one, indent + 4)}" for name, one in pairs]
    return "{" + "".join(f"{inside}{row}," for row in rows) + end + "}"
