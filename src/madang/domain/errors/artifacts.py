"""What can go wrong in the run window: edits, links, and mending.

BadInput
├── ArtifactTooLong  artifact_too_long
└── BadArtifactName  bad_artifact_name
Forbidden
└── NotYourShare     not_your_share
NotFound
├── UnknownPlace     unknown_place
└── UnknownShare     unknown_share
Conflict
└── NothingToMend    nothing_to_mend
"""

from __future__ import annotations

from madang.domain.errors import BadInput, Conflict, Forbidden, NotFound


class ArtifactTooLong(BadInput):
    code = "artifact_too_long"
    en = "It has {length} characters; the limit is {limit}. Shorten it."
    ko = "{length}자입니다. 한도는 {limit}자입니다. 줄여 주세요."


class BadArtifactName(BadInput):
    code = "bad_artifact_name"
    en = "“{name}” can't be a name: letters, digits, - and _, and at most one extension."
    ko = "“{name}”은(는) 이름으로 쓸 수 없습니다. 글자, 숫자, -, _와 확장자 하나만 쓸 수 있습니다."


class NotYourShare(Forbidden):
    code = "not_your_share"
    en = "Someone else made this link; only they can revoke it."
    ko = "다른 사람이 만든 링크입니다. 만든 사람만 거둘 수 있습니다."


class UnknownPlace(NotFound):
    code = "unknown_place"
    en = "There is no such conversation. It may have been mistyped."
    ko = "그런 대화가 없습니다. 주소를 다시 확인해 주세요."


class UnknownShare(NotFound):
    code = "unknown_share"
    en = "This link leads nowhere: it was revoked, or never existed."
    ko = "이 링크에는 아무것도 없습니다. 거두었거나 처음부터 없던 링크입니다."


class NothingToMend(Conflict):
    code = "nothing_to_mend"
    en = "This side has not answered anything yet that could be mended."
    ko = "이쪽은 아직 고칠 만한 답을 하지 않았습니다."
