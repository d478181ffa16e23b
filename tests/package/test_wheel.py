"""The wheel carries the page, and runs where there is no Node."""

import json
import re
import signal
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "src" / "madang" / "web" / "dist" / "index.html"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not PAGE.is_file():
        pytest.fail("The page is not built. Run `make test`, or `npm run build` in frontend/.")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def place(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; what it depends on is borrowed from this one."""
    place = tmp_path_factory.mktemp("place")
    venv.create(place, with_pip=False, symlinks=True)
    python = str(place / "bin" / "python")
    install = ["--python", python, "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *install], check=True, capture_output=True)
    # A path file in a path file's folder is not read, so our own editable install stays away.
    paths = {"base": str(place), "platbase": str(place)}
    packages = Path(sysconfig.get_path("purelib", vars=paths))
    packages.joinpath("borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return place


@contextmanager
def serving(place: Path, home: Path) -> Generator[str]:
    """`madang serve` with nothing but its environment on the path; yields its address."""
    server = subprocess.Popen(
        [str(place / "bin" / "madang"), "serve", "--port", "0"],
        env={"PATH": str(place / "bin"), "HOME": str(home), "MADANG_HOME": str(home / "data")},
        cwd=home,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    try:
        first = server.stderr.readline()
        address = re.search(r"http://\S+", first)
        assert address, first + server.stderr.read()
        yield address[0]
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)


def test_the_wheel_holds_the_package_and_the_page_only(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert "madang/web/dist/index.html" in names
    assert "madang/web/sandbox/manifest.json" in names
    assert any(name.startswith("madang/store/migrations/versions/") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"madang"}


def test_the_installed_wheel_serves_the_page_without_node(place: Path, tmp_path: Path) -> None:
    where = [str(place / "bin" / "python"), "-c", "import madang; print(madang.__file__)"]
    package = subprocess.run(where, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert package.startswith(str(place))
    with serving(place, tmp_path) as address:
        page = urllib.request.urlopen(f"{address}/", timeout=30).read().decode()
        script = re.search(r'src="(/assets/[^"]+\.js)"', page)
        assert script, page
        assert urllib.request.urlopen(address + script[1], timeout=30).status == 200
        artifact = {"name": "a", "kind": "react", "text": "export default () => 1"}
        asked = Request(
            f"{address}/api/runs",
            data=json.dumps({"artifact": artifact}).encode(),
            headers={"Content-Type": "application/json"},
        )
        ticket = json.load(urllib.request.urlopen(asked, timeout=30))
        # Names under localhost are loopback's, which not every resolver knows.
        place_of_run = urlsplit(ticket["url"])
        document = Request(
            f"http://127.0.0.1:{place_of_run.port}{place_of_run.path}",
            headers={"Host": place_of_run.netloc, "Sec-Fetch-Dest": "iframe"},
        )
        run = urllib.request.urlopen(document, timeout=30).read().decode()
        library = re.search(r'href="(/v/[^"]+\.js)"', run)
        assert library, run
        asked = Request(
            f"http://127.0.0.1:{place_of_run.port}{library[1]}",
            headers={"Host": place_of_run.netloc},
        )
        assert urllib.request.urlopen(asked, timeout=30).status == 200
