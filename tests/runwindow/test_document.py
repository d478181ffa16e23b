"""One artifact to one document: whatever it holds, the runner comes first and lines stay lines."""

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.domain.artifacts import Artifact, Kind
from madang.runwindow import document
from madang.runwindow.assets import TooMuch
from madang.runwindow.kit import Kit, localise, package_of
from madang.runwindow.origins import Sandbox, fresh_label, origin_of
from madang.runwindow.policy import Scripts, headers

KIT = Kit(
    runner="RUNNER",
    shows={kind.value: f"{kind.value}.js" for kind in Kind} | {"write": "write.js"},
    modules={"react": "react.js", "three": "three.js"},
    needs={"react.js": ["c-one.js"], "c-one.js": ["c-two.js"], "c-two.js": ["c-one.js"]},
    globals={"d3": "g-d3.js"},
)
WISH = document.Wish(nonce="n", app="http://127.0.0.1:1", language="en")


def artifact(kind, text, name="thing"):
    return Artifact(name=name, title="</script><b>", kind=kind, language="", text=text)


@given(st.sampled_from(Kind), st.text())
def test_the_runner_stands_before_all_that_an_artifact_says(kind, text):
    made = document.make(artifact(kind, text), [], KIT, WISH)
    before, runner, _ = made.text.partition("RUNNER</script>")
    assert runner
    assert before.count("<script") == 1
    assert "\n" not in before


@given(st.text(alphabet="a<>/!-scriptheadml \n\"'="))
def test_lines_of_a_page_are_lines_of_its_document(text):
    made = document.make(artifact(Kind.HTML, text), [], KIT, WISH)
    assert made.text.endswith(text)
    assert made.text.count("\n") == text.count("\n")


@given(st.text())
def test_what_is_shown_can_not_leave_its_place(text):
    made = document.make(artifact(Kind.JSON, text), [], KIT, WISH)
    held = re.search(r'id="madang-source">(.*?)</script>', made.text, re.DOTALL)
    assert json.loads(held[1])["text"] == text
    assert made.text.count("</script>") == 3


def test_all_that_an_artifact_loads_is_asked_for_at_once():
    page = document.make(artifact(Kind.REACT, "import * as T from 'three'"), [], KIT, WISH).text
    ahead = re.findall(r'rel="modulepreload" nonce="n" href="/v/([^"]*)"', page)
    assert sorted(ahead) == ["c-one.js", "c-two.js", "react.js", "three.js"]
    # A browser heeds no import map that comes after a module was asked for.
    assert page.index("importmap") < page.index("modulepreload")
    without = document.make(artifact(Kind.REACT, "export default 1"), [], KIT, WISH).text
    assert "three.js" not in without.partition("modulepreload")[2]


def test_assets_that_grow_without_end_are_refused():
    def doubled(of):
        return f"<svg><image href='asset:{of}'/><image href='asset:{of}'/></svg>"

    names = [f"a{n}" for n in range(40)]
    assets = [artifact(Kind.SVG, doubled(after), name) for name, after in pairwise(names)]
    assets.append(artifact(Kind.SVG, "<svg/>", names[-1]))
    with pytest.raises(TooMuch):
        document.make(artifact(Kind.HTML, "<img src='asset:a0'>"), assets, KIT, WISH)


def test_only_running_kinds_have_their_own_scripts_run():
    for kind in Kind:
        made = document.make(artifact(kind, "x"), [], KIT, WISH)
        runs = kind in (Kind.HTML, Kind.SVG, Kind.REACT, Kind.PYTHON)
        assert (made.scripts is not Scripts.OURS) == runs
        grown = document.make(artifact(kind, "x"), [], KIT, document.Wish(growing=True, nonce="n"))
        assert grown.scripts is Scripts.OURS


@pytest.mark.parametrize("scripts", Scripts)
def test_no_header_lets_anything_out(scripts):
    made = headers(scripts, sandbox="http://r.localhost:2", app="http://127.0.0.1:1", nonce="n")
    policy = made["Content-Security-Policy"]
    assert "sandbox allow-scripts allow-forms allow-pointer-lock;" in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    hosts = set(re.findall(r"https?://[^ ;]+", policy))
    assert hosts <= {"http://r.localhost:2/v/", "http://127.0.0.1:1"}
    assert not re.search(r"(?:^|[ ;])(?:\*|https?:)(?:[ ;]|$)", policy)
    assert made["Connection-Allowlist"] == "(response-origin)"


@pytest.mark.parametrize(
    ("host", "path", "package"),
    [
        ("unpkg.com", "/three@0.160.0/build/three.module.js", "three"),
        ("cdn.jsdelivr.net", "/npm/chart.js@4/dist/chart.umd.js", "chart.js"),
        ("cdnjs.cloudflare.com", "/ajax/libs/Chart.js/3.9.1/chart.min.js", "chart.js"),
        ("esm.sh", "/@babel/standalone@7", "@babel/standalone"),
        ("cdn.tailwindcss.com", "", "@tailwindcss/browser"),
    ],
)
def test_addresses_of_package_hosts_name_packages(host, path, package):
    assert package_of(host, path) == package


def test_libraries_that_are_missing_are_named_once_with_those_that_people_can_import():
    kit = Kit(
        runner="",
        modules=dict.fromkeys(["d3", "d3-array", "react", "react/jsx-runtime", "three"], "x.js"),
        globals={"three": "g.js", "@babel/standalone": "b.js"},
    )
    text = "".join(
        f'<script src="https://unpkg.com/{name}"></script>' for name in ("gsap", "aos", "gsap@3")
    )
    _, [problem] = localise(text, kit, "/v/")
    assert problem.en == (
        "“gsap”, “aos” are not shipped with Madang, and nothing is loaded from elsewhere. "
        "There is: @babel/standalone, d3, react, three."
    )
    assert problem.ko.startswith("“gsap”, “aos”은(는) ")


def test_each_run_has_a_label_of_its_own_where_there_are_labels():
    local = Sandbox(port=8001)
    one = fresh_label()
    assert re.fullmatch(r"r[0-9a-f]{20}", one)
    assert one != fresh_label()
    assert local.origin("http://127.0.0.1:8000", one) == (f"http://{one}.localhost:8001", True)
    assert local.origin("http://10.0.0.5:8000", one) == ("http://10.0.0.5:8001", False)
    behind = Sandbox(port=8001, pattern="https://*.play.example.org")
    assert behind.frame_source("https://madang.example.org") == "https://*.play.example.org"
    origin, _ = behind.origin("https://madang.example.org", one)
    name = origin.removeprefix("https://")
    assert behind.answers(name, frozenset())
    assert behind.owns(name)
    assert not behind.answers("madang.example.org", frozenset({"madang.example.org"}))
    assert not local.answers("localhost", frozenset({"localhost"}))
    assert not local.answers("127.0.0.1", frozenset({"*"}))


@given(st.text())
def test_no_origin_carries_more_than_an_origin(text):
    assert re.fullmatch(r"null|https?://[a-z0-9._:\[\]-]+", origin_of(f"http://{text}"))
