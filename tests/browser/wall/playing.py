"""Plays cases on a place, in a browser, and notes what each of them achieved."""

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.browser.wall.case import Hands, Line, Sign
from tests.browser.wall.drivers import Gone

BATCH = 10
"""Quiet cases that share a document."""
TOGETHER = 12
"""Documents of cases that leave or wreck only their own, on one page."""
LINGER = 1.2
"""Seconds of silence after all cases say that they are done."""
USABLE = 100
"""Milliseconds between frames that a page may take and still be usable, on a calm machine."""
MOST = 1000
"""The same on any machine: longer is a freeze, however busy it is."""
STILL = 350
"""And without the wall, where an attack lasts for 1.5 seconds."""
TRIES = 3
WATCHED = 2.0
"""Seconds that an attack is watched which never says that it is done."""
TYPED = "the quick brown fox"


@dataclass
class Seen:
    """What one attack did: whether it ran, and the signs that it worked."""

    ran: bool = False
    signs: list[str] = field(default_factory=list)
    gap: int = 0
    """The longest the page stood still, in milliseconds."""
    beside: int = 0
    """The same of the document beside it."""


@dataclass
class PageSigns:
    address: str = ""
    length: int = 0
    signs: list[str] = field(default_factory=list)


def is_solo(case):
    """Must be the only attack on its page to be seen at work."""
    return case.sign in (Sign.FREEZE, Sign.KEYS) or case.hands is not Hands.STILL or is_loud(case)


def is_loud(case):
    """What it does is done to the page, which does not say whose doing it was."""
    return case.sign is Sign.MOVED or case.line in (
        Line.FORGERY,
        Line.TOP_NAVIGATION,
        Line.POPUPS,
    )


def batched(cases, size):
    return [cases[at : at + size] for at in range(0, len(cases), size)]


class Playing:
    """All cases on one kind of place in one browser."""

    def __init__(self, browser, place, canaries):
        self._browser = browser
        self._place = place
        self._canaries = canaries
        self.seen = {}

    def play(self, cases):
        self._still = self._calm()
        quiet = [c for c in cases if not c.alone and not is_solo(c)]
        own = [c for c in cases if c.alone and not is_solo(c)]
        solo = [c for c in cases if is_solo(c)]
        if self._place.is_guarded:
            # Where nothing should happen they may be loud together; if something does, it is
            # found out whose doing it was.
            loud = [c for c in solo if is_loud(c) and c.hands is Hands.STILL]
            solo = [c for c in solo if c not in loud]
            for some in batched(loud, TOGETHER):
                if self._together([[case] for case in some]):
                    solo += some
        for groups in batched(batched(quiet, BATCH), TOGETHER):
            self._together(groups)
        for some in batched(own, TOGETHER):
            self._together([[case] for case in some])
        for case in solo:
            self._alone(case)
            # A busy machine makes a page stand still once; a hole does it every time.
            for _ in range(TRIES - 1) if self._place.is_guarded else ():
                if case.sign is not Sign.FREEZE or not self.seen[case.id].signs:
                    break
                self._still = self._calm()
                self._alone(case)
        self._again(cases)
        return self.seen

    def _again(self, cases):
        """Once more what a busy machine kept from showing, by itself: a sign once seen stays."""
        for _ in range(TRIES - 1):
            for case in [case for case in cases if self._is_owed(case)]:
                if is_solo(case) and (not self._place.is_guarded or case.hands is not Hands.STILL):
                    self._alone(case)
                else:
                    self._together([[case]])

    def _is_owed(self, case):
        """The control did not do its work, or behind the wall the attack was not even played."""
        seen = self.seen[case.id]
        if self._place.is_guarded:
            return not seen.ran and not seen.signs
        return self._browser.name not in case.cannot_show and not case.evidence(seen.signs)

    def play_together(self, cases):
        """All on one page; where something happens to the page, each of them may have done it."""
        signs = self._together([cases])
        for case in cases:
            self.seen[case.id].signs += signs
        return self.seen

    def _calm(self):
        """What counts as standing still on this machine now: longer than with nothing going on."""
        if not self._place.is_guarded:
            return STILL
        tab = self._browser.tab()
        self._place.open(tab, [])
        self._wait(tab, 20, lambda said: said)
        tab.evaluate("__seen.restart()")
        tab.pause(WATCHED)
        worst = max(tab.evaluate("[__seen.gap, __seen.beside]"))
        tab.close()
        return max(USABLE, min(MOST, 2 * worst))

    def _together(self, groups, patience=20):
        """Play them on one page; what happened to the page itself."""
        cases = [case for group in groups for case in group]
        tab = self._browser.tab()
        with self._page_signs(tab) as page:
            page.address = self._place.open(tab, groups)
            page.length = tab.evaluate("history.length")
            ends = {("ran" if c.alone else "done", c.id) for c in cases if c.script}
            mute = [index for index, group in enumerate(groups) if not group[0].script]
            self._wait(
                tab,
                # What only our scripts show brings libraries with it, Python most of all.
                3 * patience if mute and self._place.is_guarded else patience,
                lambda said: (
                    ends <= {tuple(one[:2]) for one in said}
                    and all(self._place.is_shown(tab, index) for index in mute)
                ),
            )
            tab.pause(LINGER)
            said = tab.evaluate("__seen.said")
            for index, group in enumerate(groups):
                shown = self._place.is_shown(tab, index)
                for case in group:
                    seen = self.seen[case.id] = Seen(ran=shown and not case.script)
                    self._note(case, seen, said)
        for case in cases:
            self._hear(case)
        return page.signs

    def _alone(self, case):
        tab = self._browser.tab()
        seen = self.seen[case.id] = Seen()
        with self._page_signs(tab) as page:
            if case.line is Line.HISTORY:
                self._place.open(tab, [])
            page.address = self._place.open(tab, [[case]])
            page.length = tab.evaluate("history.length")
            self._watch(case, tab, page, seen)
            seen.ran = seen.ran or (not case.script and self._place.is_shown(tab, 0))
            if case.id == "beforeunload":
                page.address = self._place.open(tab, [])
        seen.signs += page.signs
        self._hear(case)

    def _watch(self, case, tab, page, seen):
        def is_told(what):
            return lambda said: (
                [what, case.id] in [one[:2] for one in said] or tab.address() != page.address
            )

        if case.script:
            self._wait(tab, 20, is_told("ran"))
        else:
            tab.pause(LINGER)
        tab.evaluate("__seen.restart()")
        for _ in range(TRIES) if case.hands is Hands.CLICK else ():
            tab.click_frame(*self._place.window(tab))
            if self._wait(tab, 2, is_told("clicked")):
                break
        typed = self._type(tab) if case.hands is Hands.TYPE else None
        tab.pause(WATCHED if case.sign is Sign.FREEZE else LINGER)
        self._note(case, seen, tab.evaluate("__seen.said"))
        if case.sign is Sign.FREEZE:
            seen.gap, seen.beside = tab.evaluate("[__seen.gap, __seen.beside]")
            if seen.gap >= self._still:
                seen.signs.append(f"the page stood still for {seen.gap} ms")
            if seen.beside >= self._still:
                seen.signs.append(f"the other side stood still for {seen.beside} ms")
        if typed is not None and typed != TYPED:
            seen.signs.append(f"of {TYPED!r} the page got {typed!r}")

    @contextmanager
    def _page_signs(self, tab):
        """What happens to the page itself, and to the browser around it."""
        browser = self._browser
        counted = (browser.windows(), len(browser.downloads), len(browser.dialogs))
        page = PageSigns()
        try:
            yield page
            if (grown := tab.evaluate("history.length") - page.length) > 0 and page.length:
                page.signs.append(f"the history grew by {grown}")
        except Gone as gone:
            page.signs.append(f"the page was gone: {gone}")
        with suppress(Gone):
            if (now := tab.address()) != page.address:
                page.signs.append(f"the page went to {now}")
        now = (browser.windows(), len(browser.downloads), len(browser.dialogs))
        for what, old, new in zip(("window", "download", "dialog"), counted, now, strict=True):
            page.signs += [f"a {what} opened"] * (new - old)
        tab.close()
        browser.tidy()

    def _hear(self, case):
        heard = self._canaries.heard(case.id)
        self.seen.setdefault(case.id, Seen()).signs += [f"canary: {one}" for one in heard]

    def _type(self, tab):
        tab.click(*self._place.box(tab))
        for letter in TYPED:
            tab.type(letter)
            tab.pause(0.04)
        return self._place.typed(tab)

    @staticmethod
    def _note(case, seen, said):
        mine = [(what, detail) for what, id_, detail in said if id_ == case.id]
        begun = "clicked" if case.hands is Hands.CLICK else "ran"
        seen.ran = seen.ran or any(what == begun for what, _ in mine)
        seen.signs += [f"said: {detail}" for what, detail in mine if what == "leak"]

    @staticmethod
    def _wait(tab, seconds, is_enough):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if is_enough(tab.evaluate("__seen.said")):
                return True
            tab.pause(0.1)
        return False
