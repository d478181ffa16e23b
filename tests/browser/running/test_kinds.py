"""Every kind runs, in a real browser, behind the wall."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.running.stage import artifact

PAGE = """<!doctype html>
<html><head><title>t</title>
<style>body { background: rgb(1, 2, 3) }</style></head>
<body><h1>Hello</h1>
<script>
console.log('sum', 1 + 2, {a: [1]});
document.querySelector('h1').onclick = () => {
  missing();
};
</script></body></html>"""
CRAB = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    '<circle cx="20" cy="20" r="15" fill="{}"/></svg>'
)


def test_html_runs_and_its_errors_have_its_own_lines(stage):
    one = stage()
    one.show("html", PAGE)
    one.phase("running")
    assert one.line("sum 3 {a: [1]}")["line"] == 6
    one.inner.get_by_role("heading").click()
    error = one.line("missing is not defined")
    assert (error["level"], error["line"]) == ("error", 8)
    one.wait_for({"errors": 1})


def test_svg_runs_its_scripts(stage):
    one = stage()
    one.show(
        "svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">\n<circle id="c" r="4"/>\n'
        "<script>console.log(document.getElementById('c').getAttribute('r'))</script></svg>",
    )
    one.phase("running")
    assert one.line("4")["line"] == 3
    expect(one.inner.locator("circle")).to_be_visible()


DASHBOARD = """import { useState } from 'react';
import { LineChart, Line, XAxis } from 'recharts';
import { Crab, Anchor } from 'lucide-react';
import * as THREE from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import * as d3 from 'd3';
import { Chart } from 'chart.js/auto';
import crab from 'asset:crab';
import sales from 'asset:sales';

interface Point { x: number; y: number }
const data: Point[] = [{ x: 1, y: d3.max([2, 5]) as number }, { x: 2, y: 3 }];

export default function Dashboard() {
  const [n, setN] = useState<number>(0);
  if (n === 3) throw new Error('three is too many');
  return (
    <main className="p-4 text-red-500">
      <button onClick={() => setN(n + 1)}>clicked {n}</button>
      <Anchor aria-label="anchor" />
      <img src={crab} alt="crab" />
      <p>{sales.total} {THREE.REVISION} {typeof OrbitControls} {typeof Chart} {typeof Crab}</p>
      <LineChart width={300} height={120} data={data}>
        <XAxis dataKey="x" /><Line dataKey="y" />
      </LineChart>
    </main>
  );
}
"""


def test_react_runs_with_its_libraries_and_assets(stage):
    one = stage()
    assets = [
        artifact("svg", CRAB.format("red"), "crab"),
        artifact("json", '{"total": 42}', "sales"),
    ]
    text = DASHBOARD.replace(", Anchor", ", Anchor").replace("Crab, ", "Camera as Crab, ")
    one.show("react", text, assets=assets)
    one.phase("running")
    button = one.inner.get_by_role("button", name="clicked 0")
    # A person sees it first: Chromium can drop a click in a frame that has not been drawn yet.
    one.page.wait_for_timeout(300)
    button.click()
    expect(one.inner.get_by_role("button", name="clicked 1")).to_be_visible()
    expect(one.inner.get_by_text("42 187 function function object")).to_be_visible()
    expect(one.inner.locator("path.recharts-line-curve")).to_be_visible()
    expect(one.inner.get_by_label("anchor")).to_be_visible()
    main = one.inner.get_by_role("main")
    expect(main).to_have_css("padding", "16px")
    assert one.inner.get_by_alt_text("crab").evaluate("image => image.naturalWidth") == 40
    one.inner.get_by_role("button").click()
    one.inner.get_by_role("button").click()
    assert one.line("three is too many")["line"] == 16
    assert one.states()[-1]["phase"] == "running"


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("const a = 1;\nexport default () => <p>{a</p>;", "Unexpected token", 2),
        (
            (
                "import React from 'react';\nimport { motion } from 'framer-motion';\n"
                "import { create } from 'zustand';\nexport default () => <motion.p a={create} />;"
            ),
            "“framer-motion”, “zustand” are not shipped",
            2,
        ),
        (
            "import { Nonsense } from 'lucide-react';\nexport default () => <Nonsense/>;",
            "Nonsense",
            1,
        ),
        ("import x from 'asset:nothing';\nexport default () => <p>{x}</p>;", "no asset:nothing", 1),
    ],
)
def test_what_keeps_react_from_running_is_said_with_its_line(stage, text, said, line):
    one = stage()
    one.show("react", text)
    one.phase("failed")
    found = one.line(said)
    assert (found["level"], found["line"]) == ("error", line)
    shown = one.inner.get_by_text(f"line {line} │ {text.splitlines()[line - 1].strip()}")
    expect(shown).to_contain_text(found["text"])
    if "framer" in text:
        there = found["text"].partition("There is: ")[2].rstrip(".").split(", ")
        assert {"recharts", "lucide-react", "three", "d3", "react-dom"} <= set(there)
        assert not any("/" in name or name.startswith("d3-") for name in there)
        assert [line["level"] for line in one.lines()].count("error") == 1


BLANK = {
    "a component that throws when it is first shown": (
        "react",
        "export default () => {\n  null.f();\n}",
        "null",
        "line 2 │ null.f();",
    ),
    "an effect of it": (
        "react",
        (
            "import { useEffect } from 'react';\n"
            "export default () => {\n  useEffect(() => { missing(); });\n  return <p>hi</p>;\n}"
        ),
        "missing is not defined",
        "line 3 │ useEffect(",
    ),
    "an object for a child": ("react", "export default () => <p>{{}}</p>;", "object can’t be", ""),
    "a component that is put there by hand": (
        "react",
        (
            "import { createRoot } from 'react-dom/client';\nconst App = () => missing();\n"
            "createRoot(document.getElementById('root')).render(<App />);"
        ),
        "missing is not defined",
        "line 2 │ const App",
    ),
    "a canvas that nothing was drawn on": (
        "html",
        "<body style='background:#123'><canvas></canvas>\n<script>missing()</script>",
        "missing is not defined",
        "line 2",
    ),
    "what waits for the page": (
        "html",
        "<div id=app></div><script>onload = async () => missing()</script>",
        "missing is not defined",
        "line 1",
    ),
    "a program that ends before its first word": ("python", "x = 1\n1 / 0", "by zero", ""),
}


@pytest.mark.parametrize("case", BLANK)
def test_what_breaks_before_it_shows_anything_has_not_run(stage, case):
    kind, text, said, where = BLANK[case]
    one = stage()
    one.show(kind, text)
    one.phase("failed", timeout=150_000)
    expect(one.inner.locator("body")).to_contain_text(said)
    expect(one.inner.locator("body")).to_contain_text(where)
    one.line(said)
    assert not any(state["ran"] for state in one.states())


@pytest.mark.parametrize(
    "text",
    [
        "<h1>Score: 0</h1><script>missing()</script>",
        "<script>missing()</script><div style='background:red;height:9px'></div>",
        (
            "<canvas></canvas><script>setTimeout(() => {\n"
            "document.querySelector('canvas').getContext('2d').fillRect(0, 0, 9, 9) }, 200)\n"
            "missing()</script>"
        ),
        "<script>setTimeout(() => missing(), 1500)</script>",
    ],
)
def test_what_breaks_when_there_is_something_to_see_has_run(stage, text):
    one = stage()
    one.show("html", text)
    one.wait_for({"phase": "running", "errors": 1})
    assert one.states()[-1]["ran"]


def test_a_page_that_loads_libraries_from_elsewhere_gets_ours(stage):
    one = stage()
    one.show(
        "html",
        """<!doctype html><html><head>
<script src="https://cdn.tailwindcss.com"></script>
<script src="https://cdn.jsdelivr.net/npm/chart.js@4.4.0/dist/chart.umd.js"></script>
<script src="https://d3js.org/d3.v7.min.js"></script>
<script src="https://cdnjs.cloudflare.com/ajax/libs/three.js/r128/three.min.js"></script>
<script src="https://unpkg.com/react@18/umd/react.production.min.js" crossorigin></script>
<script src="https://unpkg.com/react-dom@18/umd/react-dom.production.min.js" crossorigin></script>
<script src="https://unpkg.com/@babel/standalone/babel.min.js"></script>
<script src="https://cdn.jsdelivr.net/npm/gsap@3/dist/gsap.min.js"></script>
<script type="importmap">{"imports": {"three": "https://unpkg.com/three@0.160.0/build/three.module.js",
"three/addons/": "https://unpkg.com/three@0.160.0/examples/jsm/"}}</script>
</head><body class="p-4"><div id="root"></div>
<script type="text/babel">
  const App = () => <b>{React.version.split('.')[0]}</b>;
  ReactDOM.createRoot(document.getElementById('root')).render(<App />);
</script>
<script type="module">
  import * as T from 'three';
  console.log('module', T.REVISION, typeof Chart, typeof d3.max, THREE.REVISION);
</script></body></html>""",
    )
    one.phase("running")
    one.line("module 187 function function 187")
    expect(one.inner.locator("b")).to_have_text("19")
    expect(one.inner.locator("body")).to_have_css("padding", "16px")
    assert "“gsap” is not shipped" in one.line("gsap")["text"]


def test_mermaid_is_drawn_and_its_errors_are_told(stage):
    one = stage()
    one.show("mermaid", "graph TD\n  A[Start] --> B{Even?}\n  B -->|yes| C[Half]")
    one.phase("running")
    expect(one.inner.get_by_text("Even?")).to_be_visible()
    one.show("mermaid", "sequenceDiagram\n  Alice->>Bob: Hi")
    expect(one.inner.get_by_text("Alice").first).to_be_visible()
    one.show("mermaid", "graph TD\n  A[[[ --> ")
    one.phase("failed")


def test_a_markdown_document_has_formulas_and_tables_and_runs_nothing(stage):
    one = stage()
    text = (
        "# Report\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$$\\int_0^1 x\\,dx$$\n\n"
        "```mermaid\ngraph TD\n A-->B\n```\n\n<img src=x onerror=\"console.log('ran')\">"
        "<script>console.log('ran')</script> [l](javascript:console.log('ran'))"
    )
    one.show("markdown", text)
    one.phase("running")
    expect(one.inner.get_by_role("heading", name="Report")).to_be_visible()
    expect(one.inner.locator(".katex-display")).to_be_visible()
    expect(one.inner.locator("figure svg")).to_be_visible()
    assert not [line for line in one.lines() if line["text"] == "ran"]


def test_csv_is_a_table_that_can_be_sorted_and_filtered(stage):
    one = stage()
    one.show("csv", 'name,sum\n"Kim, A",10\nLee,9\nPark,"1,200"\n')
    one.phase("running")
    first = one.inner.locator("tbody tr:first-child td:first-child")
    expect(first).to_have_text("Kim, A")
    by_sum = one.inner.get_by_role("button", name="Sort by sum")
    by_sum.click()
    expect(first).to_have_text("Lee")
    by_sum.click()
    expect(first).to_have_text("Park")
    one.inner.get_by_role("searchbox").click()
    one.page.keyboard.type("kim")
    expect(one.inner.get_by_role("status")).to_have_text("1 of 3 rows")
    for head, way in (("name", "start"), ("sum", "end")):
        header = one.inner.get_by_role("columnheader", name=f"Sort by {head}")
        expect(header).to_have_css("text-align", way)


def test_json_is_a_tree_and_its_errors_have_lines(stage):
    one = stage()
    one.show("json", json.dumps({"crabs": [{"legs": 10}], "many": list(range(1000))}))
    one.phase("running")
    expect(one.inner.get_by_text("crabs")).to_be_visible()
    one.inner.get_by_text("many").click()
    one.show("json", '[12345678901234567890, 1e21, -0.10, {"2": "caf\\u00e9", "1": null}]')
    for written in ("12345678901234567890", "1e21", "-0.10", '"café"'):
        expect(one.inner.get_by_text(written, exact=True)).to_be_visible()
    expect(one.inner.locator(".k").last).to_have_text("1")
    one.show("json", '{"a": 1,\n "b": }')
    one.phase("failed")
    assert one.line("JSON")["line"] == 2
    expect(one.inner.get_by_text('line 2 │  "b": }')).to_be_visible()


def test_vega_lite_charts_are_drawn_with_data_of_an_asset(stage):
    one = stage()
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"url": "asset:sales.csv"},
        "mark": "bar",
        "encoding": {
            "x": {"field": "name", "type": "nominal"},
            "y": {"field": "sum", "type": "quantitative"},
            "tooltip": {"field": "sum"},
        },
    }
    assets = [artifact("csv", "name,sum\na,1\nb,2\nc,3", "sales.csv")]
    one.show("vega", json.dumps(spec), assets=assets)
    one.phase("running")
    expect(one.inner.locator(".mark-rect path")).to_have_count(3)
    elsewhere = "https://example.org/sales.csv"
    one.show("vega", json.dumps(spec | {"data": {"url": elsewhere}}))
    one.phase("failed")
    expect(
        one.inner.get_by_text(re.compile(f"Data must stand in the chart.*{elsewhere}"))
    ).to_be_visible()


def test_code_is_shown(stage):
    one = stage()
    one.show("code", "fn main() { <script>alert(1)</script> }")
    one.phase("running")
    expect(one.inner.get_by_text("fn main() { <script>alert(1)</script> }")).to_be_visible()


def test_python_prints_asks_draws_and_is_warm_the_second_time(stage):
    one = stage()
    one.show(
        "python",
        "import math\nprint('pi', round(math.pi, 2))\nname = input('Who? ')\nprint('hi', name)",
    )
    one.phase("running", timeout=150_000)
    one.line("pi 3.14")
    box = one.inner.get_by_label("Who?").last
    box.click()
    one.page.keyboard.type("Crab")
    one.page.keyboard.press("Enter")
    one.line("hi Crab")
    assert any("progress" in state for state in one.states())
    one.show("python", "import time\ntime.sleep(0.01)\nprint('again')\n1 / 0")
    error = one.line("ZeroDivisionError", timeout=150_000)
    assert (error["level"], error["line"]) == ("error", 4)
    one.show(
        "python",
        "import turtle\nfor _ in range(4):\n    turtle.forward(50)\nprint('drawn')",
    )
    one.line("drawn", timeout=150_000)
    expect(one.inner.locator("canvas")).to_be_visible()
    one.show("python", "while True: pass")
    one.show("python", "import numpy")
    one.line("numpy, matplotlib", timeout=150_000)
    said = one.inner.locator("pre")
    expect(said).to_have_text(
        re.compile("^numpy, matplotlib and .*No module named 'numpy'", re.DOTALL)
    )
    expect(said).not_to_contain_text("pip")
    one.phase("failed")
    assert not one.states()[-1]["ran"]
