"""Where cases are played: the page without a wall, and Madang."""

import json
import time
from string import Template

from tests.browser.running.stage import ADDRESS
from tests.browser.wall.case import document
from tests.browser.wall.control import SIBLING

SIX, NAMED = "[::1]", "canary.localhost"


def middle(tab, selector):
    found = f"document.querySelector('{selector}').getBoundingClientRect()"
    return tab.evaluate(f"(r => [r.x + r.width / 2, r.y + r.height / 2])({found})")


class Addresses:
    """The words that give each case its addresses at the canaries."""

    def __init__(self, canaries, app, tells):
        self._canaries = canaries
        self._fixed = {"APP": app, "TELLS": json.dumps(tells)}
        self._ports = {}

    def __call__(self, case):
        port, other = self._canaries.port, self._canaries.other_port
        words = {
            "ID": case.id,
            "URL": f"http://127.0.0.1:{port}/{case.id}",
            "OTHER": f"http://127.0.0.2:{other}/{case.id}",
            "SIX": f"http://[::1]:{other}/{case.id}",
            "NAMED": f"http://canary.localhost:{port}/{case.id}",
            "WS": f"ws://127.0.0.1:{port}/{case.id}",
        }
        text = case.body + case.script
        for word, opened in (("UDP", self._canaries.udp), ("TCP", self._canaries.tcp)):
            if f"${word}" in text:
                if (word, case.id) not in self._ports:
                    self._ports[word, case.id] = opened(case.id)
                words[word] = self._ports[word, case.id]
        return self._fixed | words


class Unguarded:
    """The page that trusts what it frames."""

    is_guarded = False

    def __init__(self, control, canaries):
        self._control = control
        self._words = Addresses(canaries, control.origin, ["Telltale", "/battle/"])
        self._number = 0

    def open(self, tab, groups):
        self._number += 1
        here = f"{self._control.origin}/battle/b_{self._number}"
        tab.goto(here)
        for index, group in enumerate(groups):
            address = f"{self._number}-{index}"
            self._control.documents[address] = self._page(group)
            tab.evaluate(f"frame('/run/{address}?model=Telltale')")
        tab.evaluate("frame('/sibling')")
        return here

    def _page(self, group):
        if group[0].unguarded:
            return Template(group[0].unguarded).safe_substitute(self._words(group[0]))
        text = document(group, self._words, forever="1500")
        return text.replace("<body>", "<body><!-- by Telltale -->", 1)

    def is_shown(self, tab, index):
        return bool(tab.evaluate(f"frames.length > {index}"))

    def window(self, tab):
        return middle(tab, "iframe")

    def box(self, tab):
        return middle(tab, "#box")

    def typed(self, tab):
        return tab.evaluate("document.getElementById('box').value")


class Madang:
    """Madang's own page with real run windows on it."""

    is_guarded = True

    def __init__(self, url, canaries, harness):
        self._url = url
        self._words = Addresses(canaries, url, ["Telltale", "/battle/"])
        self._script, self._styles = harness

    def open(self, tab, groups):
        here = f"{self._url}/leaderboard"
        tab.answer(f"{self._url}{ADDRESS}", self._script)
        tab.goto(here)
        sources = [self._source(group) for group in groups] + [("html", SIBLING)]
        tab.evaluate(OPEN % json.dumps([ADDRESS, self._styles, sources]))
        return here

    def _source(self, group):
        case = group[0]
        if case.kind == "html":
            return "html", document(group, self._words, forever="15000")
        return case.kind, Template(case.body).safe_substitute(self._words(case))

    def is_shown(self, tab, index):
        """Something of the document came to be seen, or it was refused with a reason."""
        return tab.evaluate(
            f"['running', 'failed', 'ready'].includes(stages[{index}]?.states.at(-1)?.phase)"
        )

    def window(self, tab):
        return middle(tab, "[data-stage] iframe")

    def box(self, tab):
        return middle(tab, "#box")

    def typed(self, tab):
        return tab.evaluate("document.getElementById('box').value")


class Battle:
    """A battle whose two replies carry the attacks as text: what the page itself draws."""

    is_guarded = True
    end = "Here it ends."

    def __init__(self, url, canaries, models):
        self._url = url
        self._models = models
        self._words = Addresses(canaries, url, ["Telltale", "/battle/"])

    def open(self, tab, groups):
        tab.goto(f"{self._url}/")
        battle = tab.evaluate(ASK)
        cases = [case for group in groups for case in group]
        texts = [Template(case.body).safe_substitute(self._words(case)) for case in cases]
        for voice in self._models.asked().values() if cases else ():
            voice.say("\n\n".join([*texts, self.end]))
            voice.end()
        here = f"{self._url}/battle/{battle}"
        tab.goto(here)
        end = time.monotonic() + 60
        while not self.is_shown(tab, 0) and time.monotonic() < end:
            tab.pause(0.2)
        return here

    def is_shown(self, tab, _):
        return tab.evaluate(f"document.body.innerText.split({self.end!r}).length > 2")


ASK = """
(async () => {
  const post = async (path, body) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return answer.json();
  };
  const { id } = await post('/api/battles');
  await post(`/api/battles/${id}/turns`, { text: 'What is it?' });
  return id;
})()
"""

# The box stands where the page has its own, so that focus comes and goes as it does there.
OPEN = """
(async ([address, styles, sources]) => {
  const { open } = await import(address);
  document.head.append(Object.assign(document.createElement('style'), { textContent: styles }));
  const main = document.querySelector('main');
  main.replaceChildren(Object.assign(document.createElement('input'), { id: 'box' }));
  window.stages = sources.map(([kind, text], index) => {
    const place = document.createElement('div');
    place.style.cssText = 'height:200px;width:300px;float:left';
    place.dataset.stage = index;
    main.append(place);
    const stage = open(place, String(index));
    const artifact = { name: 'thing', title: '', kind, language: '', text, ended: true };
    setTimeout(() => stage.set({ artifact, assets: [] }));
    return stage;
  });
})(%s)
"""
