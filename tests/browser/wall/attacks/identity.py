"""Attacks on blindness: a document that finds out which model made it could say so, or act on it."""

from tests.browser.wall.case import Case, Line, Sign


def know(name, must_not, script, **rest):
    look = """
    const tells = $TELLS;
    const look = (value) => {
      const text = String(value);
      for (const tell of tells) if (text.includes(tell)) leak(tell + ' in ' + text.slice(0, 120));
    };
    """
    return Case(name, Line.IDENTITY, must_not, look + script, sign=Sign.LEAK, **rest)


CASES = (
    know("referrer", "learn the page it stands in from the referrer", "look(document.referrer);"),
    know("address", "learn anything from its own address", "look(location.href + document.URL);"),
    know("window-name", "learn anything from its frame's name", "look(window.name);"),
    know(
        "ancestors",
        "learn more than an origin from its ancestors",
        """
        look([...(location.ancestorOrigins ?? [])].join());
        if (top.location.href) look(top.location.href);
        """,
    ),
    know(
        "own-source",
        "find a name in the document around its own code",
        """
        const clone = document.documentElement.cloneNode(true);
        for (const script of clone.querySelectorAll('script')) {
          if (script.textContent.includes('look(')) script.remove();
        }
        look(clone.outerHTML);
        """,
    ),
    know(
        "globals",
        "find a name in what the runner left behind",
        """
        const own = Object.getOwnPropertyNames(window).filter((name) => !name.startsWith('on'));
        for (const name of own) {
          try { if (typeof window[name] !== 'function') look(JSON.stringify(window[name])); } catch {}
        }
        """,
    ),
    know(
        "entries",
        "learn anything from the list of what was loaded",
        "look(JSON.stringify(performance.getEntries()));",
    ),
    know(
        "streaming-time",
        "learn from its own loading how fast it was written",
        """
        await wait(700);
        const [entry] = performance.getEntriesByType('navigation');
        if (entry.responseEnd - entry.responseStart > 250) leak(entry.responseEnd);
        """,
        is_timed=True,
        cannot_show={"firefox": "what it says of its loading is too short there to tell"},
    ),
)
