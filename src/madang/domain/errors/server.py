"""What can keep the server from starting, or from saving.

Unavailable
├── StoreFull         store_full
├── StoreLocked       store_locked
└── StoreFailed       store_failed
MadangError
├── SettingsError     settings
├── HomeUnusable      home_unusable
├── PortInUse         port_in_use
├── SandboxPortInUse  sandbox_port_in_use
└── HostUnusable      host_unusable
"""

from __future__ import annotations

from madang.domain.errors import Language, MadangError, Unavailable


class StoreFull(Unavailable):
    code = "store_full"
    en = "The disk is full, so this was not saved. Free some space and press again."
    ko = "디스크가 가득 차 저장하지 못했습니다. 공간을 비우고 다시 눌러 주세요."


class StoreLocked(Unavailable):
    code = "store_locked"
    en = "The database is locked by another program, so this was not saved. Try again."
    ko = "다른 프로그램이 데이터베이스를 잠가 저장하지 못했습니다. 다시 시도해 주세요."


class StoreFailed(Unavailable):
    code = "store_failed"
    en = "The database did not answer, so this was not saved. Try again."
    ko = "데이터베이스가 답하지 않아 저장하지 못했습니다. 다시 시도해 주세요."


class SettingsError(MadangError):
    """A setting that can't be used; `place` names the file and line, the variable or the flag."""

    code = "settings"

    def __init__(self, place: str, reason_en: str, reason_ko: str) -> None:
        self.en = f"{place}: {reason_en}."
        self.ko = f"{place}: {reason_ko}."
        super().__init__(place=place)

    def message(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en


class HomeUnusable(MadangError):
    code = "home_unusable"
    en = "The folder for the data, {path}, can't be used: {reason}. Choose one with `--home`."
    ko = "자료 폴더 {path}을(를) 쓸 수 없습니다: {reason}. `--home`으로 다른 곳을 주세요."


class PortInUse(MadangError):
    code = "port_in_use"
    en = "Port {port} is in use. Stop what uses it, or choose another with `--port`."
    ko = "포트 {port}은(는) 쓰는 중입니다. 그 프로그램을 끄거나 `--port`로 바꿔 주세요."


class SandboxPortInUse(MadangError):
    code = "sandbox_port_in_use"
    en = "Port {port}, which `sandbox_port` names, is in use. Choose another, or set none."
    ko = (
        "`sandbox_port`로 정한 포트 {port}은(는) 쓰는 중입니다. "
        "다른 포트로 바꾸거나 설정을 지워 주세요."
    )


class HostUnusable(MadangError):
    code = "host_unusable"
    en = "Madang can't listen at {host}:{port}: {reason}. Choose with `--host` and `--port`."
    ko = "{host}:{port}에서 기다릴 수 없습니다: {reason}. `--host`와 `--port`로 바꿔 주세요."
