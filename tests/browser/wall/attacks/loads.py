"""Attacks that let markup and styles call out."""

from tests.browser.wall.case import Case, Line

NO = "the browser does not have it"
HIDDEN = "style='position:absolute;width:9px;height:9px'"


def load(name, must_not, body, script="await wait(300);", **rest):
    return Case(name, Line.LOADS, must_not, script, body, **rest)


def style(name, must_not, css, **rest):
    return load(name, must_not, f"<style>{css}</style><p class=$ID>x</p>", **rest)


def hint(name, must_not, relation, extra="", **rest):
    body = f"<link rel='{relation}' {extra} href='$URL/a.html'>"
    return Case(name, Line.HINTS, must_not, "await wait(300);", body, **rest)


CASES = (
    load("img", "load a picture", "<img src='$URL/a.png'>"),
    load("img-srcset", "load a picture by srcset", "<img srcset='$URL/a.png 1x'>"),
    load(
        "picture", "load a picture's source", "<picture><source srcset='$URL/a.png'><img></picture>"
    ),
    load("input-image", "load a button's picture", "<input type=image src='$URL/a.png'>"),
    load("background", "load a table's background", "<table background='$URL/a.png'><td>x</table>"),
    load("script", "load a script", "<script src='$URL/a.js'></script>"),
    load("module", "load a module", "<script type=module src='$URL/a.js'></script>"),
    load(
        "import-map",
        "load a module by an import map",
        """<script type=importmap>{"imports": {"crab": "$URL/a.js"}}</script>""",
        "await import('crab');",
        alone=True,
    ),
    load("stylesheet", "load a style sheet", "<link rel=stylesheet href='$URL/a.css'>"),
    load(
        "icon",
        "load an icon",
        "<link rel=icon href='$URL/a.png'>",
        cannot_show={
            "chromium": "a frame's icon is not loaded",
            "firefox": "a frame's icon is not loaded",
        },
    ),
    load(
        "manifest",
        "load a manifest",
        "<link rel=manifest href='$URL/a.json'>",
        cannot_show={
            "chromium": "a frame's manifest is not loaded",
            "firefox": "a frame's manifest is not loaded",
        },
    ),
    load("video", "load a video", "<video src='$URL/a.mp4' preload=auto autoplay muted></video>"),
    load("poster", "load a video's poster", "<video poster='$URL/a.png'></video>"),
    load(
        "track",
        "load a video's captions",
        """<video muted autoplay crossorigin src='data:video/mp4,'>
        <track default src='$URL/a.vtt'></video>""",
        """
        const [track] = document.querySelector('video track').track ? [1] : [];
        document.querySelectorAll('video').forEach((v) => {
          for (const t of v.textTracks) t.mode = 'showing';
        });
        await wait(500);
        """,
    ),
    load("object", "load an object", "<object data='$URL/a.html'></object>"),
    load("embed", "load an embedded document", "<embed src='$URL/a.svg'>"),
    load("svg-image", "load a picture in a drawing", "<svg><image href='$URL/a.png'/></svg>"),
    load(
        "svg-use",
        "load a part of another drawing",
        "<svg><use href='$URL/a.svg#x'/></svg>",
        cannot_show={
            "chromium": "only from the same origin",
            "firefox": "only from the same origin",
        },
    ),
    load(
        "svg-fe-image",
        "load a picture in a filter",
        """<svg><filter id=f-$ID><feImage href='$URL/a.png'/></filter>
        <rect width=9 height=9 filter='url(#f-$ID)'/></svg>""",
    ),
    load(
        "svg-script", "load a script in a drawing", "<svg><script href='$URL/a.js'></script></svg>"
    ),
    load(
        "xml-stylesheet",
        "load a style sheet of a drawing used as a picture",
        "<img id=i-$ID>",
        """
        const text = '<?xml-stylesheet href="$URL/a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>';
        document.getElementById('i-$ID').src =
          URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
        await wait(300);
        """,
        cannot_show={
            "chromium": "a drawing used as a picture loads nothing",
            "firefox": "a drawing used as a picture loads nothing",
        },
    ),
    style("css-background", "load a background", ".$ID{background:url($URL/a.png)}"),
    style("css-import", "import a style sheet", "@import '$URL/a.css';"),
    style(
        "css-font",
        "load a font by CSS",
        "@font-face{font-family:f-$ID;src:url($URL/a.woff2)}.$ID{font-family:f-$ID}",
    ),
    style("css-list", "load a list's mark", ".$ID{display:list-item;list-style:url($URL/a.png)}"),
    style("css-content", "load content", ".$ID::before{content:url($URL/a.png)}"),
    style("css-mask", "load a mask", ".$ID{mask-image:url($URL/a.svg)}"),
    style(
        "css-filter",
        "load a filter",
        ".$ID{filter:url($URL/a.svg#x)}",
        cannot_show={
            "chromium": "only from the same origin",
            "firefox": "only from the same origin",
        },
    ),
    style("css-image-set", "load by image-set", ".$ID{background:image-set('$URL/a.png' 1x)}"),
    load(
        "css-attribute",
        "tell a value letter by letter",
        """<style>input[value^=s]{background:url($URL/starts-with-s.png)}</style>
        <input value=secret>""",
    ),
    hint(
        "dns-prefetch",
        "look a name up ahead",
        "dns-prefetch",
        cannot_show={
            "chromium": "a look-up of a name is not seen on loopback",
            "firefox": "a look-up of a name is not seen on loopback",
        },
    ),
    Case(
        "preconnect",
        Line.HINTS,
        "connect ahead",
        "await wait(500);",
        "<link rel=preconnect href='http://127.0.0.1:$TCP'>",
        is_timed=True,
        cannot_show={"chromium": "as it is driven here, it does not connect ahead"},
        not_held={"firefox": "no policy covers a connection without a request"},
    ),
    hint("prefetch", "fetch ahead", "prefetch"),
    hint("preload", "preload", "preload", "as=fetch crossorigin"),
    hint("preload-image", "preload a picture", "preload", "as=image"),
    hint("modulepreload", "preload a module", "modulepreload"),
    hint(
        "prerender",
        "render ahead",
        "prerender",
        cannot_show={"chromium": "a frame is not let to", "firefox": NO},
    ),
    Case(
        "speculation",
        Line.HINTS,
        "speculate",
        "await wait(800);",
        """<script type=speculationrules>
        {"prefetch": [{"source": "list", "urls": ["$URL/p.html"], "eagerness": "immediate"}],
         "prerender": [{"source": "list", "urls": ["$URL/r.html"], "eagerness": "immediate"}]}
        </script>""",
        cannot_show={"chromium": "a frame is not let to", "firefox": NO},
    ),
)
