"""Attacks that want the page beside them to stand still, or the machine to run out."""

from tests.browser.wall.case import Case, Line, Sign

UNTIL = "const end = Date.now() + FOREVER;\n"
# What is too small to matter alone is repeated, and what never ends alone is bounded in the control.
WHILE = "while (Date.now() < end)"


def wreck(name, line, must_not, script, **rest):
    start = "await wait(400);\n" + UNTIL
    return Case(name, line, must_not, start + script, sign=Sign.FREEZE, alone=True, **rest)


def loop(name, must_not, script, **rest):
    return wreck(name, Line.LOOPS, must_not, script, **rest)


def bomb(name, must_not, script, **rest):
    return wreck(name, Line.BOMBS, must_not, script, **rest)


def flood(name, must_not, script, **rest):
    return wreck(name, Line.FLOODS, must_not, script, **rest)


ABLE = "it takes them as they come, wall or none: no frame is late"
MACHINE = "a thread of its own does not stop the page's, only slows the machine"

CASES = (
    loop("loop", "loop without end", WHILE + ";"),
    loop(
        "loop-in-message",
        "loop without end in a message handler",
        f"""
        addEventListener('message', () => {{ {WHILE}; }});
        MessagePort.prototype.addEventListener = function () {{}};
        """,
    ),
    loop(
        "loop-in-every-handler",
        "loop in a handler of its own port, again and again",
        """
        const { port1, port2 } = new MessageChannel();
        port2.onmessage = () => {
          const stop = Date.now() + 900;
          while (Date.now() < stop);
          if (Date.now() < end) port1.postMessage(0);
        };
        port1.postMessage(0);
        """,
        is_thorough=True,
    ),
    loop("loop-microtasks", "loop in promises", f"{WHILE} await null;", is_thorough=True),
    loop(
        "loop-frames",
        "take all of every frame",
        """
        const burn = () => {
          const stop = Date.now() + 700;
          while (Date.now() < stop);
          if (Date.now() < end) requestAnimationFrame(burn);
        };
        burn();
        """,
        is_thorough=True,
    ),
    loop(
        "loop-layout",
        "lay out again and again",
        f"""
        const box = document.body.appendChild(document.createElement('div'));
        box.innerHTML = '<p>word</p>'.repeat(2000);
        {WHILE} {{ box.style.width = Math.random() * 900 + 'px'; box.offsetHeight; }}
        """,
    ),
    loop(
        "loop-regexp",
        "search without end",
        f"{WHILE} /^(a+)+$/.test('a'.repeat(24) + 'b');",
        is_thorough=True,
    ),
    loop(
        "loop-wasm",
        "loop in WebAssembly",
        f"""
        // f counts a local down from 2^31.
        const bytes = [0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,26,1,24,1,1,127,
          65,255,255,255,255,7,33,0,3,64,32,0,65,1,107,34,0,13,0,11,11];
        const {{ instance }} = await WebAssembly.instantiate(new Uint8Array(bytes));
        {WHILE} instance.exports.f();
        """,
    ),
    Case(
        "loop-dialogs",
        Line.POPUPS,
        "ask again and again",
        UNTIL + f"{WHILE} if (!confirm('Leave?')) await wait(1);",
        sign=Sign.MOVED,
        alone=True,
    ),
    loop(
        "loop-recursion",
        "call itself without end",
        f"const again = () => again(); {WHILE} try {{ again(); }} catch {{}}",
        is_thorough=True,
    ),
    bomb(
        "bomb-heap",
        "fill the heap",
        f"""
        const kept = [];
        for (let round = 0; Date.now() < end && round < 60; round++) {{
          kept.push(Array.from({{ length: 250_000 }}, (_, i) => ({{ i, round }})));
        }}
        {WHILE} kept.length;
        """,
    ),
    bomb(
        "bomb-buffers",
        "take memory beside the heap",
        f"""
        const kept = [];
        for (let round = 0; Date.now() < end && round < 24; round++) {{
          kept.push(new Uint8Array(32 << 20).fill(round));
        }}
        {WHILE} kept.length;
        """,
    ),
    bomb(
        "bomb-string",
        "double a text until it breaks",
        f"""
        {WHILE} {{
          let text = 'x';
          try {{ for (;;) {{ text += text; text.charCodeAt(text.length >> 1); }} }} catch {{}}
        }}
        """,
        is_thorough=True,
    ),
    bomb(
        "bomb-dom",
        "make elements without end",
        f"""
        for (let n = 0; Date.now() < end && n < 3000; n++) {{
          document.body.insertAdjacentHTML('beforeend', '<p><b>x</b></p>'.repeat(100));
        }}
        {WHILE};
        """,
    ),
    bomb(
        "bomb-deep",
        "nest elements without end",
        f"""
        let inmost = document.body;
        for (let n = 0; Date.now() < end && n < 20000; n++) {{
          inmost = inmost.appendChild(document.createElement('div'));
        }}
        {WHILE} {{ inmost.style.padding = Math.random() + 'px'; inmost.offsetHeight; }}
        """,
        is_thorough=True,
    ),
    bomb(
        "bomb-frames",
        "make frames without end",
        """
        for (let n = 0; Date.now() < end && n < 9; n++) {
          const inner = document.createElement('iframe');
          inner.srcdoc = '<script>for (const s = Date.now(); Date.now() < s + 400;);</scr' + 'ipt>';
          document.body.append(inner);
          if (n % 4 === 0) await wait(0);
        }
        """,
    ),
    bomb(
        "bomb-workers",
        "make workers without end",
        f"""
        const source = `const end = Date.now() + ${{Math.min(FOREVER, 8000)}}; {WHILE};`;
        const address = URL.createObjectURL(new Blob([source]));
        for (let n = 0; n < 24; n++) new Worker(address);
        """,
        cannot_show={"chromium": MACHINE, "firefox": MACHINE},
    ),
    bomb(
        "bomb-canvas",
        "paint more than can be painted",
        f"""
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 4000;
        const brush = canvas.getContext('2d');
        {WHILE} {{
          brush.filter = 'blur(30px)';
          brush.fillRect(0, 0, 4000, 4000);
          brush.getImageData(0, 0, 1, 1);
        }}
        """,
        is_thorough=True,
    ),
    bomb(
        "bomb-filter",
        "style what takes seconds to paint",
        f"""
        document.body.insertAdjacentHTML('beforeend',
          `<style>@keyframes k{{to{{filter:blur(99px) hue-rotate(9rad)}}}}
          i{{position:fixed;inset:0;background:#f00;animation:k .1s infinite alternate;
          backdrop-filter:blur(40px)}}</style>` + '<i></i>'.repeat(60));
        {WHILE} {{ document.body.offsetHeight; }}
        """,
        is_thorough=True,
    ),
    bomb(
        "bomb-timers",
        "set timers without end",
        """
        const again = () => {
          for (const stop = Date.now() + 300; Date.now() < stop;);
          if (Date.now() < end) for (let n = 0; n < 4; n++) setTimeout(again);
        };
        again();
        """,
        is_thorough=True,
    ),
    flood(
        "flood-messages",
        "send messages without end",
        f"{WHILE} {{ for (let n = 0; n < 500; n++) top.postMessage({{ n }}, '*'); }}",
        not_held={"firefox": "what was sent waits in a queue that the page must empty"},
    ),
    flood(
        "flood-paced",
        "send messages at a pace that never blocks itself",
        """
        while (Date.now() < end) {
          for (let n = 0; n < 20000; n++) top.postMessage({ type: 'console', n }, '*');
          await wait(1);
        }
        """,
        is_thorough=True,
    ),
    flood(
        "flood-top",
        "send messages to the top window",
        f"{WHILE} {{ for (let n = 0; n < 500; n++) top.postMessage('x'.repeat(999), '*'); }}",
        is_thorough=True,
    ),
    flood(
        "flood-console",
        "write to the console without end",
        f"{WHILE} console.log('word', {{ a: {{ b: [1, 2, 3] }} }});",
        is_thorough=True,
    ),
    flood(
        "flood-console-paced",
        "write to the console at a pace that never blocks itself",
        """
        while (Date.now() < end) {
          for (let n = 0; n < 2000; n++) console.error('word '.repeat(50) + n);
          await wait(1);
        }
        """,
        cannot_show={"chromium": ABLE, "firefox": ABLE},
    ),
    flood(
        "flood-errors",
        "fail without end",
        """
        while (Date.now() < end) {
          for (let n = 0; n < 5000; n++) setTimeout(() => { throw new Error('word ' + n); });
          await wait(1);
        }
        """,
        cannot_show={"firefox": ABLE},
    ),
    flood(
        "huge-payload",
        "send one huge message",
        f"""
        const list = Array.from({{ length: 1_500_000 }}, (_, n) => ({{ n }}));
        const huge = {{ type: 'console', list, text: 'x'.repeat(60 << 20) }};
        {WHILE} {{ top.postMessage(huge, '*'); await wait(50); }}
        """,
        not_held={
            "firefox": "it reads what was sent before the page can refuse it; the run ends there"
        },
    ),
    flood(
        "huge-console",
        "log one huge text",
        f"{WHILE} {{ console.log('x'.repeat(60 << 20)); await wait(50); }}",
        is_thorough=True,
    ),
    flood(
        "cyclic-payload",
        "send and log what contains itself",
        f"""
        const cycle = {{ list: [] }};
        for (let n = 0; n < 1_500_000; n++) cycle.list.push({{ cycle, n }});
        {WHILE} {{ top.postMessage(cycle, '*'); console.log(cycle); await wait(20); }}
        """,
        not_held={
            "firefox": "it reads what was sent before the page can refuse it; the run ends there"
        },
    ),
    flood(
        "hostile-console",
        "log what does harm when it is read",
        """
        const trap = new Proxy({}, {
          get: (_, key) => { for (const s = Date.now(); Date.now() < s + 500;); return trap; },
          ownKeys: () => { for (;;) if (Date.now() > end) return []; },
        });
        console.log(trap);
        console.log({ toString() { for (;;) if (Date.now() > end) return ''; } } + '');
        """,
        is_thorough=True,
    ),
    flood(
        "flood-ports",
        "send ports without end",
        """
        for (let n = 0; Date.now() < end && n < 9; n++) {
          const ports = Array.from({ length: 40_000 }, () => new MessageChannel().port1);
          top.postMessage(0, '*', ports);
          await wait(1);
        }
        """,
        not_held={
            "chromium": "it unpacks 40,000 ports, once, before the page can refuse them",
            "firefox": "what was sent waits in a queue that the page must empty",
        },
    ),
    Case(
        "history-flood",
        Line.HISTORY,
        "fill the history so that Back no longer leaves",
        """
        await wait(300);
        for (let n = 0; n < 60; n++) history.pushState({}, '');
        """,
        sign=Sign.MOVED,
        alone=True,
    ),
    Case(
        "history-hash",
        Line.HISTORY,
        "fill the history by its own address",
        """
        await wait(300);
        for (let n = 0; n < 60; n++) { location.hash = 'n' + n; await wait(5); }
        """,
        sign=Sign.MOVED,
        alone=True,
        not_held={"chromium": "each place in the run's own document is a step of Back"},
    ),
    Case(
        "history-back",
        Line.HISTORY,
        "walk the app's history",
        "await wait(300); history.go(-1);",
        sign=Sign.MOVED,
        alone=True,
    ),
    Case(
        "reload",
        Line.HISTORY,
        "reload itself without end",
        "await fetch('$URL/start').catch(() => 0); location.reload();",
        sign=Sign.CANARY,
        alone=True,
    ),
)
