"""Attacks through text that the app draws: replies, drawings, charts, formulas, titles, names.

Each carries script that says so where it runs in the app's own page, or a picture that calls out.
"""

from tests.browser.wall.case import Case, Line, Sign

# Runs anywhere; says so only where it can touch the page.
HIT = (
    "try{top.document.body.dataset.taken=1;"
    "top.postMessage({wall:`leak`,id:`$ID`,detail:`ran in the page`},`*`,"
    "[new MessageChannel().port1])}catch(e){}"
)
IMG = f'<img src=x: onerror="{HIT}">'
PICTURE = "<img src='$URL/a.png'>"


def markup(name, kind, body, *, unguarded=None, sign=Sign.LEAK, must_not="", **rest):
    return Case(
        name,
        Line.MARKUP,
        must_not or f"run script in the app's page through {kind}",
        body=body,
        kind=kind,
        sign=sign,
        alone=True,
        unguarded=body if unguarded is None else unguarded,
        **rest,
    )


SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'>"

CASES = (
    markup(
        "svg-onload",
        "svg",
        SVG.replace(">", f' onload="{HIT}">') + "<rect width='9' height='9'/></svg>",
    ),
    markup(
        "svg-animate",
        "svg",
        SVG + f"<rect width='9' height='9'><animate attributeName='x' dur='1ms' onbegin=\"{HIT}\"/>"
        "</rect></svg>",
    ),
    markup(
        "svg-foreign",
        "svg",
        SVG + "<foreignObject width='99' height='99'><body xmlns='http://www.w3.org/1999/xhtml'>"
        f"<img src='x:' onerror=\"{HIT}\"/></body></foreignObject></svg>",
    ),
    markup(
        "svg-picture",
        "svg",
        SVG + "<image href='$URL/a.png' width='9'/></svg>",
        sign=Sign.CANARY,
        must_not="call out from a drawing",
    ),
    markup(
        "svg-style",
        "svg",
        SVG + "<style>@import '$URL/a.css';</style><rect width='9'/></svg>",
        sign=Sign.CANARY,
        must_not="call out from a drawing's style",
    ),
    markup("reply-html", "reply", f"before {IMG} after"),
    markup("reply-svg", "reply", f'before <svg onload="{HIT}"></svg> after'),
    markup(
        "reply-details", "reply", f'<details open ontoggle="{HIT}"><summary>x</summary></details>'
    ),
    markup(
        "reply-link",
        "reply",
        f"[the answer](javascript:{HIT.replace(' ', '%20')})",
        unguarded=f'<a id=x href="javascript:{HIT}">x</a><script>x.click()</script>',
    ),
    markup(
        "reply-picture",
        "reply",
        '![a picture]($URL/a.png) and <img src="$URL/b.png">',
        unguarded=PICTURE,
        sign=Sign.CANARY,
        must_not="call out by a picture in a reply",
    ),
    markup(
        "reply-formula",
        "reply",
        f"$$$$\\href{{javascript:{HIT.replace(' ', '')}}}{{x}} \\includegraphics{{$URL/a.png}} "
        "\\htmlStyle{background:url($URL/b.png)}{x}$$$$ and "
        f"$$\\text{{{IMG}}}$$",
        unguarded=IMG,
    ),
    markup("reply-mxss", "reply", f"<math><mtext><table><mglyph><style><!--</style>{IMG}"),
    markup("reply-fence", "reply", f'```x"><img/src=x:/onerror=1>\n{IMG}\n```', unguarded=IMG),
    markup(
        "title",
        "title",
        f"```html name=page title='\"><{IMG[1:]}'\n<p>x</p>\n```",
        unguarded=IMG,
        must_not="run script through an artifact's title",
    ),
    markup(
        "file-name",
        "title",
        '```html name=../../x"onmouseover=1<img/src=x:onerror=1>.html\n<p>x</p>\n```',
        unguarded=IMG,
        must_not="run script through a file's name",
    ),
    markup(
        "mermaid-label",
        "mermaid",
        f'graph TD\n  A["{IMG.replace(chr(34), chr(39))}"] --> B',
        unguarded=IMG,
    ),
    markup(
        "mermaid-click",
        "mermaid",
        f"%%{{init: {{'securityLevel': 'loose'}}}}%%\ngraph TD\n  A --> B\n"
        f'  click A "javascript:{HIT}" "x"\n',
        unguarded=IMG,
    ),
    markup(
        "mermaid-theme",
        "mermaid",
        "%%{init: {'themeCSS': '@import url($URL/a.css); * {background: url($URL/b.png)}'}}%%\n"
        "graph TD\n  A --> B",
        unguarded=PICTURE,
        sign=Sign.CANARY,
        must_not="call out through a chart's theme",
    ),
    markup(
        "markdown-html",
        "markdown",
        f'# A document\n\n{IMG}\n\n<svg onload="{HIT}"></svg>\n',
        unguarded=IMG,
    ),
    markup(
        "markdown-picture",
        "markdown",
        f"# A document\n\n![x]($URL/a.png)\n\n{PICTURE}\n",
        unguarded=PICTURE,
        sign=Sign.CANARY,
        must_not="call out by a document's picture",
    ),
    markup("csv-cell", "csv", f'a,b\n"{IMG.replace(chr(34), chr(34) * 2)}",2\n', unguarded=IMG),
    markup("json-value", "json", '{"a": "' + IMG.replace('"', '\\"') + '"}', unguarded=IMG),
    markup(
        "vega-url",
        "vega",
        '{"$$schema": "https://vega.github.io/schema/vega-lite/v5.json", "data": {"url": '
        '"$URL/a.csv"}, "mark": "bar", "encoding": {"x": {"field": "a"}}}',
        unguarded=PICTURE,
        sign=Sign.CANARY,
        must_not="load a chart's data from elsewhere",
    ),
    markup(
        "react-html",
        "react",
        "export default function App() {\n"
        f"  return <div dangerouslySetInnerHTML={{{{__html: `{IMG.replace('`', chr(39))}`}}}} />;\n"
        "}\n",
        unguarded=IMG,
    ),
    Case(
        "python-fetch",
        Line.PYTHON,
        "call out by Python's js bridge",
        kind="python",
        alone=True,
        body="import js\ntry:\n    await js.fetch('$URL/f')\nexcept Exception as e:\n    print(e)\n"
        "print('tried')\n",
        unguarded="<img src='$URL/a.png'>",
    ),
    Case(
        "python-urllib",
        Line.PYTHON,
        "call out by Python's own libraries",
        kind="python",
        alone=True,
        body="import urllib.request\ntry:\n    urllib.request.urlopen('$URL/f', timeout=2).read()\n"
        "except BaseException as e:\n    print(e)\n"
        "from js import XMLHttpRequest, WebSocket\n"
        "try:\n    x = XMLHttpRequest.new(); x.open('GET', '$URL/x', False); x.send()\n"
        "except BaseException as e:\n    print(e)\n"
        "WebSocket.new('$WS/s')\nprint('tried')\n",
        unguarded="<img src='$URL/a.png'>",
    ),
    Case(
        "python-eval",
        Line.PYTHON,
        "reach the app's page by Python's js bridge",
        kind="python",
        alone=True,
        sign=Sign.LEAK,
        body=f"import js\njs.eval(\"{HIT}\")\nprint('tried')\n",
        unguarded=IMG,
    ),
    Case(
        "python-loop",
        Line.PYTHON,
        "loop without end in Python",
        kind="python",
        alone=True,
        sign=Sign.FREEZE,
        body="print('starts')\nwhile True:\n    pass\n",
        # Again and again: once could be over before anyone looks.
        unguarded="<script>setInterval(() => { for (const s = Date.now(); Date.now() < s + 700;); },"
        " 1000)</script>",
    ),
)
