"""What can be wrong with a request before anything is known of it.

BadInput
├── InvalidRequest  invalid_request
├── InvalidJson     invalid_json
├── InvalidText     invalid_text
└── TooLarge        too_large
Forbidden
├── CrossSite       cross_site
└── UnknownHost     unknown_host
NotFound
└── UnknownPage     unknown_page
"""

from __future__ import annotations

from madang.domain.errors import BadInput, Forbidden, NotFound


class InvalidRequest(BadInput):
    code = "invalid_request"
    en = "The request can't be used: {reason}."
    ko = "요청을 쓸 수 없습니다: {reason}."


class InvalidJson(BadInput):
    code = "invalid_json"
    en = "The request body is not valid JSON: {reason}."
    ko = "요청 본문이 올바른 JSON이 아닙니다: {reason}."


class InvalidText(BadInput):
    code = "invalid_text"
    en = "The text is not valid UTF-8. Send it as UTF-8."
    ko = "글자가 올바른 UTF-8이 아닙니다. UTF-8로 보내 주세요."


class TooLarge(BadInput):
    code = "too_large"
    en = "The request is larger than {limit} bytes. Send less."
    ko = "요청이 {limit}바이트보다 큽니다. 줄여서 보내 주세요."


class CrossSite(Forbidden):
    code = "cross_site"
    en = "The request came from another site ({origin}). Use Madang's own page."
    ko = "다른 사이트({origin})에서 온 요청입니다. 마당의 페이지에서 해 주세요."


class UnknownHost(Forbidden):
    code = "unknown_host"
    en = "Madang does not answer to the name {host}. Add it to `hosts` in madang.toml if it should."
    ko = "마당은 {host} 이름으로는 답하지 않습니다. 필요하면 madang.toml의 `hosts`에 넣어 주세요."


class UnknownPage(NotFound):
    code = "unknown_page"
    en = "There is nothing at {path}."
    ko = "{path}에는 아무것도 없습니다."
