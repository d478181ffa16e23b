"""Votes that the owner left out, with a reason: noted, never deleted, and restored as easily."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from madang.domain.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which votes are meant: those to which everything given applies.

    Attributes:
        person: the id of who cast them.
        contestant: the slug of one of the two sides.
        since, until: cast from this moment on, and before that one.
        votes: their ids.
    """

    person: str | None = None
    contestant: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    votes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One decision of the owner. `chosen` is how the votes were chosen, as it was asked for."""

    id: int
    reason: str
    chosen: str
    at: datetime
    restored_at: datetime | None
    votes: int


class UnknownExclusion(NotFound):
    code = "unknown_exclusion"
    en = "There is no exclusion {number} to restore. `madang votes excluded` lists them."
    ko = "되돌릴 제외 {number}번이 없습니다. `madang votes excluded`로 목록을 볼 수 있습니다."


class UnknownVoter(NotFound):
    code = "unknown_voter"
    en = "Nobody here is called {person}. Exports and `madang votes check` have the names."
    ko = "{person}라는 사람은 없습니다. 이름은 내보낸 파일과 `madang votes check`에 있습니다."


class NothingExcluded(Conflict):
    code = "nothing_excluded"
    en = "No counted vote fits this choice, so nothing was left out."
    ko = "이 조건에 맞는 집계 중인 투표가 없어 아무것도 빼지 않았습니다."


class VotesImportRunning(Conflict):
    code = "votes_import_running"
    en = "Another import is running. Wait until it is done; both would be too much at once."
    ko = "다른 가져오기가 진행 중입니다. 끝난 뒤에 다시 해 주세요."
