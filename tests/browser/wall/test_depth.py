"""How deep Firefox loads frames: by this alone, without the runner, a run holds no document."""

import re
from pathlib import Path

import pytest

from tests.browser.wall.control import control

DEPTH = Path(__file__).parents[3] / "frontend/src/lib/run/depth.ts"
AROUND = int(re.search(r"AROUND = (\d+)", DEPTH.read_text())[1])

HEARD = """new Promise((done) => {
  const heard = [];
  addEventListener('message', ({ data }) => heard.push(data));
  let source = `<script>
    const within = document.createElement('iframe');
    within.srcdoc = '<script>top.postMessage("within", "*")<\\\\/script>';
    document.documentElement.append(within);
    top.postMessage('run', '*');
    setTimeout(() => top.postMessage('over', '*'), 1000);
  <\\/script>`;
  for (let n = 0; n <= around; n++) {
    const frame = document.createElement('iframe');
    if (n === 0) frame.setAttribute('sandbox', 'allow-scripts');
    frame.srcdoc = source;
    source = frame.outerHTML;
  }
  document.body.insertAdjacentHTML('beforeend', source);
  const look = setInterval(() => {
    if (!heard.includes('over')) return;
    clearInterval(look);
    done(heard);
  }, 50);
})"""


@pytest.mark.xdist_group("wall-firefox")
@pytest.mark.parametrize("browser", ["firefox"], indirect=True)
@pytest.mark.parametrize(
    ("around", "loaded"),
    [
        pytest.param(AROUND, ["over", "run"], id="none within a run as deep as ours"),
        pytest.param(AROUND - 1, ["over", "run", "within"], id="one a step less deep"),
    ],
)
def test_firefox_loads(browser, around, loaded):
    with control() as host:
        tab = browser.tab()
        tab.goto(f"{host.origin}/battle/b_depth")
        heard = tab.evaluate(f"((around) => {HEARD})({around})")
        tab.close()
    assert sorted(heard) == loaded
