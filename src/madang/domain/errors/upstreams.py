"""Why a contestant's model did not answer as it should.

MadangError
└── UpstreamError
    ├── UpstreamUnreachable  upstream_unreachable   refused, no route, name unknown
    ├── UpstreamTimeout      upstream_timeout       no first word, or a silence too long
    ├── UpstreamAuth         upstream_auth          the key is wrong or missing
    ├── UpstreamRateLimited  upstream_rate_limited  429
    ├── UpstreamFailed       upstream_failed        5xx, or an error inside the stream
    ├── UpstreamRejected     upstream_rejected      another 4xx: the request was refused
    ├── UpstreamFiltered     upstream_filtered      withheld by the vendor's own filter
    ├── UpstreamMalformed    upstream_malformed     not the format it promised
    ├── UpstreamTruncated    upstream_truncated     the stream broke off before its end
    ├── UpstreamEmpty        upstream_empty         ended properly with no text
    └── UpstreamEndless      upstream_endless       longer, or slower, than the settings allow
"""

from __future__ import annotations

from madang.domain.errors import MadangError


class UpstreamError(MadangError):
    """A contestant's model did not answer as it should.

    `reason` is the upstream's own words where it gave any. They may name the vendor, so they are
    kept with the reply and shown only after the reveal, and never enter a log.
    """

    code = "upstream"
    en = "The model could not be asked: {reason}"
    ko = "모델에 물을 수 없었습니다: {reason}"

    def __init__(self, reason: str = "") -> None:
        self.reason = reason[:500]
        super().__init__(reason=self.reason)


class UpstreamUnreachable(UpstreamError):
    code = "upstream_unreachable"
    en = "The model's server could not be reached. {reason}"
    ko = "모델 서버에 연결하지 못했습니다. {reason}"


class UpstreamTimeout(UpstreamError):
    code = "upstream_timeout"
    en = "The model's server went silent. {reason}"
    ko = "모델 서버가 응답을 멈췄습니다. {reason}"


class UpstreamAuth(UpstreamError):
    code = "upstream_auth"
    en = "The model's server did not accept the key. {reason}"
    ko = "모델 서버가 키를 받아들이지 않았습니다. {reason}"


class UpstreamRateLimited(UpstreamError):
    code = "upstream_rate_limited"
    en = "The model's server says: too many requests. {reason}"
    ko = "모델 서버에 요청이 너무 많습니다. {reason}"


class UpstreamFailed(UpstreamError):
    code = "upstream_failed"
    en = "The model's server failed. {reason}"
    ko = "모델 서버에 오류가 났습니다. {reason}"


class UpstreamRejected(UpstreamError):
    code = "upstream_rejected"
    en = "The model's server refused the request. {reason}"
    ko = "모델 서버가 요청을 거절했습니다. {reason}"


class UpstreamFiltered(UpstreamError):
    code = "upstream_filtered"
    en = "The vendor's filter withheld the answer. {reason}"
    ko = "공급자의 필터가 답을 막았습니다. {reason}"


class UpstreamMalformed(UpstreamError):
    code = "upstream_malformed"
    en = "The model's server sent something that could not be read. {reason}"
    ko = "모델 서버가 읽을 수 없는 것을 보냈습니다. {reason}"


class UpstreamTruncated(UpstreamError):
    code = "upstream_truncated"
    en = "The answer broke off before its end. {reason}"
    ko = "답이 끝나기 전에 끊겼습니다. {reason}"


class UpstreamEmpty(UpstreamError):
    code = "upstream_empty"
    en = "The model answered with nothing. {reason}"
    ko = "모델이 빈 답을 보냈습니다. {reason}"


class UpstreamEndless(UpstreamError):
    code = "upstream_endless"
    en = "The answer did not end within the limits set. {reason}"
    ko = "답이 정해진 한도 안에 끝나지 않았습니다. {reason}"
