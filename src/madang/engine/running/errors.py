"""Why an artifact can't be run."""

from __future__ import annotations

from madang.domain.errors import BadInput, NotFound, Unavailable


class RunTooLarge(BadInput):
    code = "run_too_large"
    en = (
        "With all that it uses, this has more than {limit} characters, which is the most that runs."
    )
    ko = "쓰는 것까지 합치면 실행할 수 있는 한도인 {limit}자를 넘습니다."


class RunsBusy(Unavailable):
    code = "runs_busy"
    en = "Too much is waiting to run at the moment. Try again in a minute."
    ko = "지금은 실행을 기다리는 것이 너무 많습니다. 1분 뒤에 다시 해 주세요."


class RunGone(NotFound):
    code = "run_gone"
    en = "That run is no longer waited for. Run it again."
    ko = "그 실행은 이제 기다리고 있지 않습니다. 다시 실행해 주세요."


class SandboxNotBuilt(Unavailable):
    code = "sandbox_not_built"
    en = "The run window's own files are not there. Run `make run`, or install the wheel."
    ko = "실행창에 필요한 파일이 없습니다. `make run`을 실행하거나 휠을 설치해 주세요."
