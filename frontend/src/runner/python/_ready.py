"""Makes Python feel at home in a worker: input() and sleep() wait without stopping the page."""

import builtins
import sys
import time

import _madang
from _pyodide import _importhook
from pyodide.ffi import can_run_sync, run_sync


def _input(prompt=""):
    if not can_run_sync():
        raise EOFError("input() can't wait in this browser")
    answer = run_sync(_madang.ask(str(prompt)))
    print(f"{prompt}{answer}")
    return answer


_sleep = time.sleep


def _wait(seconds):
    if can_run_sync():
        run_sync(_madang.sleep(seconds))
    else:
        _sleep(seconds)


# How to install what is missing: none of it can be done here.
_importhook.REPODATA_PACKAGES_IMPORT_TO_PACKAGE_NAME = {}
_importhook.SEE_PACKAGE_LOADING = ""

builtins.input = _input
time.sleep = _wait
sys.path.insert(0, "/home/pyodide")
