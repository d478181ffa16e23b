"""What can be wrong with two that a person wants to meet; the bases are in `errors`."""

from __future__ import annotations

from madang.domain.errors import BadInput, Unavailable


class SameContestant(BadInput):
    code = "same_contestant"
    en = "A battle needs two contestants, and this is {name} twice. Choose another."
    ko = "대결에는 서로 다른 두 참가자가 필요한데 둘 다 {name}입니다. 다른 참가자를 골라 주세요."


class ContestantAway(Unavailable):
    code = "contestant_away"
    en = "{name} can't be asked just now. `madang doctor` says what is missing."
    ko = "{name}에게는 지금 물을 수 없습니다. 무엇이 빠졌는지는 `madang doctor`로 볼 수 있습니다."
