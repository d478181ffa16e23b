"""A secret is there whole or not at all, and there is only one, whoever makes it and is killed."""

import signal
import subprocess
import sys
from pathlib import Path

from madang.engine.home import keep_secret

LENGTH = 64

CUT_OFF = """
import resource, signal, sys
from pathlib import Path
from madang.engine.home import keep_secret
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
keep_secret(Path(sys.argv[1]))
"""

AT_ONCE = """
import sys
from pathlib import Path
from madang.engine.home import keep_secret
print(flush=True)
sys.stdin.readline()
print(keep_secret(Path(sys.argv[1])).decode())
"""


def test_who_is_killed_while_writing_leaves_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    for size in ("0", "10"):
        killed = subprocess.run([sys.executable, "-c", CUT_OFF, path, size], check=False)
        # The second is told that only part was written, writes on, and is killed then.
        assert killed.returncode == -signal.SIGXFSZ
        assert not path.exists()
    assert len(keep_secret(path)) == LENGTH
    assert path.stat().st_mode & 0o777 == 0o600


def test_several_processes_hold_the_same_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    together = [
        subprocess.Popen(
            [sys.executable, "-c", AT_ONCE, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for one in together:
        assert one.stdout
        one.stdout.readline()
    for one in together:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    told = {one.communicate()[0].strip() for one in together}
    assert told == {path.read_text()}
    assert len(path.read_text()) == LENGTH
    assert [left.name for left in tmp_path.iterdir()] == ["secret"]
