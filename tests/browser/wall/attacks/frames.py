"""Attacks from a document or a worker within the document."""

from tests.browser.wall.case import Case, Line, Sign

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


CROWD = """
const address = URL.createObjectURL(new Blob(['postMessage(1); setInterval(() => {}, 999)']));
const many = `for (let n = 0; n < 9; n++) new Worker('${address}').onmessage = () => postMessage(1);`;
let said = 0;
const count = (worker) => (worker.onmessage = () => ++said === 3 && leak('a third worker'));
let make = (Maker) => count(new Maker(address));
let makers = () => [Worker];
$BEFORE
for (const Maker of makers()) {
  for (let n = 0; n < 6; n++) try { make(Maker); } catch {}
}
await wait(2000);
"""


def crowd(name, how, before):
    script = CROWD.replace("$BEFORE", before)
    return Case(
        f"crowd-{name}",
        Line.WORKERS,
        f"run more workers than two {how}",
        script,
        sign=Sign.LEAK,
        alone=True,
    )


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
    crowd(
        "constructor",
        "by the constructor behind the one it is given",
        """
        makers = () => [Object.getPrototypeOf(Worker), Worker.prototype.constructor,
          Object.getPrototypeOf(Worker.prototype).constructor, Worker];
        """,
    ),
    crowd(
        "terminated",
        "by ending one again and again",
        "for (const once = new Worker(address), n = [9]; n[0]--; ) once.terminate();",
    ),
    crowd(
        "within",
        "by making one while another is made",
        """
        let left = 9;
        const Target = new Proxy(function () {}, { get(of, name) {
          if (name === 'prototype' && left-- > 0) make();
          return name === 'prototype' ? Worker.prototype : of[name];
        } });
        make = () => count(Reflect.construct(Worker, [address], Target));
        """,
    ),
    crowd(
        "words",
        "by having its own words put into their first lines",
        """
        const [Own, held] = [Blob, URL.createObjectURL(new Blob([many]))];
        window.Blob = function () { return new Own([many]); };
        URL.createObjectURL = () => held;
        JSON.stringify = window.String = () => `'${held}'`;
        """,
    ),
    crowd(
        "iterator",
        "by saying what a list holds",
        """
        const own = Array.prototype[Symbol.iterator];
        Array.prototype[Symbol.iterator] = function () {
          let isRead = typeof this[0] !== 'string';
          if (isRead) return own.call(this);
          return { next: () => ({ done: isRead, value: (isRead = true) && many }) };
        };
        """,
    ),
    crowd(
        "realm",
        "by the constructor of a nested document",
        """
        const inner = document.createElement('iframe');
        document.body.append(inner);
        try { const Other = inner.contentWindow.Worker; makers = () => [Other]; } catch {}
        """,
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
