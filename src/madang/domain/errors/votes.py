"""What can go wrong with votes as a whole: boards, files, what is left out.

NotFound
├── UnknownCategory     unknown_category
├── UnknownExclusion    unknown_exclusion
└── UnknownVoter        unknown_voter
Conflict
├── NoStyleControl      no_style_control
├── NothingExcluded     nothing_excluded
└── VotesImportRunning  votes_import_running
MadangError
└── VotesFileError      votes_file  a file of votes, with what was wrong in it
"""

from __future__ import annotations

from madang.domain.errors import Conflict, Language, MadangError, NotFound


class UnknownCategory(NotFound):
    code = "unknown_category"
    en = "There is no category called {category}. Choose one from the leaderboard."
    ko = "{category}라는 분류는 없습니다. 순위표에서 골라 주세요."


class UnknownExclusion(NotFound):
    code = "unknown_exclusion"
    en = "There is no exclusion {number} to restore. `madang votes excluded` lists them."
    ko = "되돌릴 제외 {number}번이 없습니다. `madang votes excluded`로 목록을 볼 수 있습니다."


class UnknownVoter(NotFound):
    code = "unknown_voter"
    en = "Nobody here is called {person}. Exports and `madang votes check` have the names."
    ko = "{person}라는 사람은 없습니다. 이름은 내보낸 파일과 `madang votes check`에 있습니다."


class NoStyleControl(Conflict):
    code = "no_style_control"
    en = (
        "Style can't be held equal yet: the style of {votes} votes is known, and it takes about "
        "{needed} that differ in it. Look at the board without style control."
    )
    ko = (
        "아직 문체를 맞춰 볼 수 없습니다. 문체를 아는 표가 {votes}개인데, 서로 다른 {needed}개쯤 "
        "필요합니다. 문체 보정 없이 보세요."
    )


class NothingExcluded(Conflict):
    code = "nothing_excluded"
    en = "No counted vote fits this choice, so nothing was left out."
    ko = "이 조건에 맞는 집계 중인 투표가 없어 아무것도 빼지 않았습니다."


class VotesImportRunning(Conflict):
    code = "votes_import_running"
    en = "Another import is running. Wait until it is done; both would be too much at once."
    ko = "다른 가져오기가 진행 중입니다. 끝난 뒤에 다시 해 주세요."


class VotesFileError(MadangError):
    """A file of votes that can't be read or rated as asked."""

    code = "votes_file"

    def __init__(self, reason_en: str, reason_ko: str) -> None:
        self.en, self.ko = reason_en, reason_ko
        super().__init__()

    def message(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en
