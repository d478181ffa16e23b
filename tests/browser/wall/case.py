"""What an attack is, and the document it is played in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Template
from types import MappingProxyType


class Line(StrEnum):
    """The lines of the attack list. Every one has cases, by test."""

    REACH = "parent and top: DOM, cookies, storage"
    SELF_NAVIGATION = "navigating itself"
    TOP_NAVIGATION = "navigating the app"
    POPUPS = "popups, dialogs and downloads"
    CONNECTIONS = "connections from script"
    LOADS = "loads from markup and styles"
    HINTS = "DNS prefetch, preconnect and other hints"
    WEBRTC = "STUN and TURN"
    FRAMES = "nested frames"
    WORKERS = "workers"
    LOOPS = "endless loops"
    BOMBS = "bombs: heap, DOM, workers, frames"
    FLOODS = "message floods, huge and cyclic payloads"
    FORGERY = "forged runner messages"
    DECEIT = "focus theft, fake login, full-screen and pointer-lock traps"
    MARKUP = "script through SVG, Mermaid, Markdown, KaTeX, titles, file names"
    HISTORY = "history floods and service workers"
    PYTHON = "Python's js bridge"
    IDENTITY = "reading which model made it"


class Sign(StrEnum):
    """How it shows that an attack worked."""

    CANARY = "a canary was reached"
    LEAK = "the document got what it must not have, and says so"
    FREEZE = "the page beside it stood still"
    MOVED = "the page went elsewhere, or a window, a dialog or a download opened"
    KEYS = "a key meant for the page went elsewhere"


class Hands(StrEnum):
    """What the person does meanwhile."""

    STILL = "still"
    TYPE = "type"
    CLICK = "click"


EVIDENCE = {
    Sign.CANARY: ("canary: ",),
    Sign.LEAK: ("said: ",),
    Sign.FREEZE: ("the page stood still", "the other side stood still", "the page was gone"),
    Sign.MOVED: (
        "the page went",
        "the page was gone",
        "a window",
        "a dialog",
        "a download",
        "the hist",
    ),
    Sign.KEYS: ("said: ", "of 'the quick"),
}
"""How the signs begin that show an attack at work."""

PACED = (Line.LOOPS, Line.BOMBS, Line.FLOODS, Line.DECEIT, Line.HISTORY)
"""Lines where it is a matter of time what is seen."""


@dataclass(frozen=True)
class Case:
    """One attack.

    `script` is the body of an async function in the document, `body` is HTML in it; both may use
    `$URL` (this attack's own path at the HTTP canary), `$OTHER` (the same at another host and
    port), `$APP`, `$UDP` and `$TCP` (ports of this attack alone), and the script `leak(detail)`,
    `wait(milliseconds)` and `FOREVER` (milliseconds; bounded in the control only).
    """

    id: str
    line: Line
    must_not: str
    script: str = ""
    body: str = ""
    sign: Sign = Sign.CANARY
    alone: bool = False
    """Needs a document of its own: it leaves it, or wrecks it."""
    hands: Hands = Hands.STILL
    """Typing into the app's box, or clicking into the window, while the attack goes on."""
    kind: str = "html"
    """The kind of artifact; for other kinds than html, `body` is its whole text."""
    is_timed: bool = False
    """What it achieves depends on how fast the machine is just now, as `PACED` lines do."""
    is_thorough: bool = False
    """Much like another one, and slow: played only where `MADANG_WALL=thorough` asks for it."""
    unguarded: str = ""
    """What the page without a wall puts into its own DOM, where that is the attack."""
    cannot_show: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Browser to the reason why the attack does nothing there, even without the wall."""
    not_held: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Browser to the reason why the wall does not hold there."""

    @property
    def is_paced(self):
        """A busy machine may change what is seen of it."""
        return self.is_timed or self.line in PACED or self.sign in (Sign.FREEZE, Sign.KEYS)

    def evidence(self, signs):
        """The signs that the attack did what it is for."""
        return [sign for sign in signs if sign.startswith(EVIDENCE[self.sign])]


PRELUDE = """
<script>
const FOREVER = $FOREVER;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const attack = ((to, Channel) => (id, run) => {
  // The port is what the watching page knows these messages by, before it reads one.
  const tell = (wall, detail = '') =>
    to.postMessage({ wall, id, detail: String(detail).slice(0, 200) }, '*', [new Channel().port1]);
  tell('ran');
  const leak = (detail) => tell('leak', detail);
  const clicked = () => tell('clicked');
  Promise.resolve()
    .then(() => run(leak, clicked))
    .then(() => tell('done'), (error) => tell('done', error));
})(top, MessageChannel);
</script>
"""
PART = """
$BODY
<script>
attack($ID, async (leak, clicked) => {
$SCRIPT
});
</script>
"""


def document(cases, words, *, forever="1e12"):
    """One HTML document that plays these cases; `words` gives each its addresses."""
    parts = [PRELUDE.replace("$FOREVER", forever)]
    for case in cases:
        text = PART.replace("$ID", json.dumps(case.id))
        text = text.replace("$BODY", case.body).replace("$SCRIPT", case.script)
        parts.append(Template(text).safe_substitute(words(case)))
    title = "<!doctype html><html><head><meta charset=utf-8><title>A page</title></head><body>"
    return title + "\n".join(parts) + "</body></html>"
