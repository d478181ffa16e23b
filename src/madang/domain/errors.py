"""Every error a person or a caller can meet.

Each has a stable `code` and a sentence in both languages: what was wrong, and what to do.

    MadangError
    ├── BadInput               what was sent can't be used as it is
    │   ├── InvalidRequest       invalid_request
    │   ├── InvalidJson          invalid_json
    │   ├── InvalidText          invalid_text
    │   ├── EmptyQuestion        empty_question
    │   ├── QuestionTooLong      question_too_long
    │   ├── CommentTooLong       comment_too_long
    │   ├── UnknownProvider      unknown_provider
    │   ├── NoModel              no_model
    │   ├── BadParameter         bad_parameter
    │   ├── BadSchema            bad_schema
    │   ├── SchemaNotJson        schema_not_json
    │   ├── BadSlug              bad_slug
    │   ├── NoName               no_name
    │   ├── NoColumns            no_columns
    │   ├── TooManyCases         too_many_cases
    │   ├── NoValue              no_value
    │   └── TooLarge             too_large
    │   ├── VoiceTooLong         voice_too_long
    │   ├── DocumentTooLong      document_too_long
    ├── Forbidden
    │   ├── TemplatesLocked      templates_locked
    │   ├── NotYourBattle        not_your_battle
    │   ├── CrossSite            cross_site
    │   ├── UnknownHost          unknown_host
    │   ├── PlaygroundOff        playground_off
    │   └── WorkshopOff          workshop_off
    ├── NotFound
    │   ├── UnknownPage          unknown_page
    │   ├── UnknownBattle        unknown_battle
    │   ├── UnknownTurn          unknown_turn
    │   ├── UnknownVote          unknown_vote
    │   ├── UnknownCategory      unknown_category
    │   ├── UnknownContestant    unknown_contestant
    │   ├── UnknownRun           unknown_run
    │   └── NotMadeHere          not_made_here
    │   ├── UnknownTemplate      unknown_template
    ├── Conflict               right in itself, but not now
    │   ├── StillAnswering       still_answering
    │   ├── NothingToVoteOn      nothing_to_vote_on
    │   ├── AlreadyVoted         already_voted
    │   ├── UndoTooLate          undo_too_late
    │   ├── NothingToStop        nothing_to_stop
    │   ├── NothingToRetry       nothing_to_retry
    │   ├── NoStyleControl       no_style_control
    │   ├── SlugTaken            slug_taken
    │   ├── TemplateChanged      template_changed
    │   ├── TemplateTaken        template_taken
    │   ├── TemplateNotOwn       template_not_own
    ├── Unavailable            nothing is wrong with the request
    │   ├── TooFewContestants    too_few_contestants
    │   ├── ContestantGone       contestant_gone
    │   ├── StoreFull            store_full
    │   ├── StoreLocked          store_locked
    │   ├── StoreFailed          store_failed
    │   └── TemplatesUnwritable  templates_unwritable
    ├── SettingsError          settings, with file, line and reason
    ├── HomeUnusable           home_unusable
    ├── PortInUse              port_in_use
    ├── SandboxPortInUse     sandbox_port_in_use
    ├── HostUnusable           host_unusable
    ├── VotesFileError         votes_file             a file of votes, with what was wrong in it
    └── UpstreamError          a contestant's model did not answer as it should
        ├── UpstreamUnreachable  upstream_unreachable    refused, no route, name unknown
        ├── UpstreamTimeout      upstream_timeout        no first word, or a silence too long
        ├── UpstreamAuth         upstream_auth           the key is wrong or missing
        ├── UpstreamRateLimited  upstream_rate_limited   429
        ├── UpstreamFailed       upstream_failed         5xx, or an error inside the stream
        ├── UpstreamRejected     upstream_rejected       another 4xx: the request was refused
        ├── UpstreamFiltered     upstream_filtered       withheld by the vendor's own filter
        ├── UpstreamMalformed    upstream_malformed      not the format it promised
        ├── UpstreamTruncated    upstream_truncated      the stream broke off before its end
        ├── UpstreamEmpty        upstream_empty          ended properly with no text
        └── UpstreamEndless      upstream_endless        longer, or slower, than the settings allow
"""

from __future__ import annotations

from typing import ClassVar, Literal

Language = Literal["en", "ko"]


class MadangError(Exception):
    """The root. `details` fill the sentence and travel with it as JSON, so they hold no secret."""

    code: ClassVar[str] = "error"
    en: str = "Something went wrong."
    ko: str = "문제가 생겼습니다."

    def __init__(self, **details: str | float | list[str]) -> None:
        self.details = details
        super().__init__(self.message("en"))

    def message(self, language: Language) -> str:
        """The sentence for a reader of `language`."""
        return (self.ko if language == "ko" else self.en).format(**self.details)


class BadInput(MadangError):
    pass


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


class EmptyQuestion(BadInput):
    code = "empty_question"
    en = "The question is empty. Type something to ask."
    ko = "질문이 비어 있습니다. 물어볼 내용을 적어 주세요."


class QuestionTooLong(BadInput):
    code = "question_too_long"
    en = (
        "The question has {length} characters; the limit is {limit}. "
        "Shorten it, or raise `question_characters`."
    )
    ko = (
        "질문이 {length}자입니다. 한도는 {limit}자입니다. "
        "줄이거나 `question_characters` 설정을 올려 주세요."
    )


class CommentTooLong(BadInput):
    code = "comment_too_long"
    en = "The comment has {length} characters; the limit is {limit}. Shorten it."
    ko = "의견이 {length}자입니다. 한도는 {limit}자입니다. 줄여 주세요."


class UnknownProvider(BadInput):
    code = "unknown_provider"
    en = "There is no provider called {provider}. There are: {names}."
    ko = "{provider}라는 공급자는 없습니다. 있는 것: {names}."


class NoModel(BadInput):
    code = "no_model"
    en = "No model is named. Choose one, or type its name."
    ko = "모델이 비어 있습니다. 고르거나 이름을 적어 주세요."


class BadParameter(BadInput):
    """A parameter that no model would take; `name` is its name in the interface."""

    code = "bad_parameter"
    en = "{name} has to be {range}."
    ko = "{name} 값은 {range}이어야 합니다."


class BadSchema(BadInput):
    code = "bad_schema"
    en = "The JSON schema has to be one object in braces, of at most {limit} characters."
    ko = "JSON 스키마는 중괄호로 묶인 객체 하나여야 하고, {limit}자까지 쓸 수 있습니다."


class SchemaNotJson(BadInput):
    code = "schema_not_json"
    en = "The JSON schema is not valid JSON: see line {line}, character {column}."
    ko = "JSON 스키마가 올바른 JSON이 아닙니다. {line}번째 줄 {column}번째 글자를 봐 주세요."


class BadSlug(BadInput):
    code = "bad_slug"
    en = (
        "“{slug}” can't be a short name. Use small letters a to z, digits, dots, hyphens and "
        "underscores, 64 at most, and begin with a letter or a digit."
    )
    ko = (
        "‘{slug}’은(는) 짧은 이름으로 쓸 수 없습니다. 영어 소문자나 숫자로 시작해서 "
        "소문자, 숫자, 점, 붙임표, 밑줄로 64자까지 적어 주세요."
    )


class NoName(BadInput):
    code = "no_name"
    en = "The contestant has no name, or one of more than {limit} characters. Give it one."
    ko = "참가자 이름이 비었거나 {limit}자를 넘습니다. 이름을 적어 주세요."


class NoColumns(BadInput):
    code = "no_columns"
    en = "A run takes one to {limit} columns."
    ko = "한 번에 열 하나에서 {limit}개까지 돌릴 수 있습니다."


class TooManyCases(BadInput):
    code = "too_many_cases"
    en = "There are {cases} cases; one run takes {limit} at most. Run them in parts."
    ko = "사례가 {cases}개입니다. 한 번에 {limit}개까지 돌릴 수 있으니 나눠서 돌려 주세요."


class NoValue(BadInput):
    """A variable that a case has no value for."""

    code = "no_value"
    en = "Case {case} has no value for {names}. Fill it in, or take it out of the prompt."
    ko = "{case}번 사례에 {names} 값이 없습니다. 채우거나 프롬프트에서 빼 주세요."


class VoiceTooLong(BadInput):
    code = "voice_too_long"
    en = "The brand voice has {length} characters; the limit is {limit}. Shorten it."
    ko = "브랜드 목소리가 {length}자입니다. 한도는 {limit}자입니다. 줄여 주세요."


class DocumentTooLong(BadInput):
    code = "document_too_long"
    en = "The document has {length} characters; the limit is {limit}. Shorten it to keep it."
    ko = "문서가 {length}자입니다. 한도는 {limit}자입니다. 줄이면 저장됩니다."


class TooLarge(BadInput):
    code = "too_large"
    en = "The request is larger than {limit} bytes. Send less."
    ko = "요청이 {limit}바이트보다 큽니다. 줄여서 보내 주세요."


class Forbidden(MadangError):
    pass


class NotYourBattle(Forbidden):
    code = "not_your_battle"
    en = "This battle belongs to someone else. Start one of your own."
    ko = "다른 사람의 대결입니다. 새 대결을 시작해 주세요."


class TemplatesLocked(Forbidden):
    code = "templates_locked"
    en = "Templates can't be changed in the page here: `editable` of `[templates]` is false."
    ko = (
        "여기서는 페이지에서 템플릿을 바꿀 수 없습니다. `[templates]`의 `editable`이 꺼져 있습니다."
    )


class CrossSite(Forbidden):
    code = "cross_site"
    en = "The request came from another site ({origin}). Use Madang's own page."
    ko = "다른 사이트({origin})에서 온 요청입니다. 마당의 페이지에서 해 주세요."


class UnknownHost(Forbidden):
    code = "unknown_host"
    en = "Madang does not answer to the name {host}. Add it to `hosts` in madang.toml if it should."
    ko = "마당은 {host} 이름으로는 답하지 않습니다. 필요하면 madang.toml의 `hosts`에 넣어 주세요."


class PlaygroundOff(Forbidden):
    code = "playground_off"
    en = "The playground is switched off here (`enabled` under `[playground]` in madang.toml)."
    ko = "이곳에서는 실험실을 쓰지 않습니다 (madang.toml의 `[playground]` 아래 `enabled`)."


class WorkshopOff(Forbidden):
    code = "workshop_off"
    en = (
        "Contestants can't be made in the page here (`contestants` under `[playground]` in "
        "madang.toml)."
    )
    ko = (
        "이곳에서는 페이지에서 참가자를 만들 수 없습니다 (madang.toml의 `[playground]` 아래 "
        "`contestants`)."
    )


class NotFound(MadangError):
    pass


class UnknownPage(NotFound):
    code = "unknown_page"
    en = "There is nothing at {path}."
    ko = "{path}에는 아무것도 없습니다."


class UnknownBattle(NotFound):
    code = "unknown_battle"
    en = "There is no such battle. Check the address, or start a new one."
    ko = "없는 대결입니다. 주소를 확인하거나 새 대결을 시작해 주세요."


class UnknownTurn(NotFound):
    code = "unknown_turn"
    en = "This battle has no turn {turn}."
    ko = "이 대결에는 {turn}번째 차례가 없습니다."


class UnknownVote(NotFound):
    code = "unknown_vote"
    en = "There is no vote on this battle."
    ko = "이 대결에는 투표가 없습니다."


class UnknownCategory(NotFound):
    code = "unknown_category"
    en = "There is no category called {category}. Choose one from the leaderboard."
    ko = "{category}라는 분류는 없습니다. 순위표에서 골라 주세요."


class UnknownContestant(NotFound):
    code = "unknown_contestant"
    en = "There is no contestant called {slug}. Choose one from the leaderboard."
    ko = "{slug}라는 참가자는 없습니다. 순위표에서 골라 주세요."


class UnknownRun(NotFound):
    code = "unknown_run"
    en = "This run is over, so there is nothing to stop."
    ko = "이미 끝나서 멈출 것이 없습니다."


class NotMadeHere(NotFound):
    code = "not_made_here"
    en = "{slug} was not made in the page. Change it in madang.toml."
    ko = "{slug}은(는) 페이지에서 만든 참가자가 아닙니다. madang.toml에서 바꿔 주세요."


class UnknownTemplate(NotFound):
    code = "unknown_template"
    en = "There is no template called {slug}. Choose one from the gallery."
    ko = "{slug}라는 템플릿은 없습니다. 목록에서 골라 주세요."


class Conflict(MadangError):
    pass


class StillAnswering(Conflict):
    code = "still_answering"
    en = "The replies are still being written. Wait for both, or stop them."
    ko = "아직 답하는 중입니다. 둘 다 끝나기를 기다리거나 멈춰 주세요."


class TemplateChanged(Conflict):
    code = "template_changed"
    en = (
        "{file} was changed by someone else meanwhile. "
        "Copy your text, cancel, open the template again, and put it in."
    )
    ko = (
        "그사이 다른 사람이 {file}을(를) 바꿨습니다. "
        "적은 것을 복사해 두고 그만둔 뒤, 템플릿을 다시 열어 넣어 주세요."
    )


class TemplateTaken(Conflict):
    code = "template_taken"
    en = (
        "{file} is there already. Choose another slug; "
        "or copy your text, cancel, and change the one that is there."
    )
    ko = (
        "{file} 파일이 이미 있습니다. 다른 슬러그를 고르거나, "
        "적은 것을 복사해 두고 그만둔 뒤 있는 것을 고쳐 주세요."
    )


class TemplateNotOwn(Conflict):
    code = "template_not_own"
    en = "This template ships with Madang and can't be deleted, only replaced by one of your own."
    ko = "마당에 들어 있는 템플릿이라 지울 수 없습니다. 고쳐서 팀의 것으로 바꿀 수는 있습니다."


class NothingToVoteOn(Conflict):
    code = "nothing_to_vote_on"
    en = "There are no two replies to choose between yet. Ask, or retry the side that failed."
    ko = "아직 견줄 두 답이 없습니다. 질문하거나 실패한 쪽을 다시 시도해 주세요."


class AlreadyVoted(Conflict):
    code = "already_voted"
    en = "You have voted on this battle already; only one vote counts."
    ko = "이 대결에는 이미 투표했습니다. 한 표만 셉니다."


class UndoTooLate(Conflict):
    code = "undo_too_late"
    en = "A vote can be undone for {seconds} seconds, and those are over. It stands."
    ko = "투표는 {seconds}초 동안만 되돌릴 수 있는데 그 시간이 지났습니다. 투표는 그대로입니다."


class NothingToStop(Conflict):
    code = "nothing_to_stop"
    en = "Nothing is being written, so there is nothing to stop."
    ko = "쓰고 있는 답이 없어 멈출 것이 없습니다."


class NothingToRetry(Conflict):
    code = "nothing_to_retry"
    en = "This reply has not failed, so there is nothing to retry."
    ko = "이 답은 실패하지 않아 다시 시도할 것이 없습니다."


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


class SlugTaken(Conflict):
    code = "slug_taken"
    en = "There is, or was, a contestant with the short name {slug}. Choose another."
    ko = "{slug}라는 짧은 이름은 이미 쓰였습니다. 다른 이름을 골라 주세요."


class Unavailable(MadangError):
    pass


class TooFewContestants(Unavailable):
    code = "too_few_contestants"
    en = (
        "A battle needs two contestants and {ready} can answer now. "
        "Run `madang doctor` to see what is missing."
    )
    ko = (
        "대결에는 둘이 필요한데 지금 답할 수 있는 참가자는 {ready}명입니다. "
        "무엇이 빠졌는지는 `madang doctor`로 볼 수 있습니다."
    )


class ContestantGone(Unavailable):
    code = "contestant_gone"
    en = "A contestant of this battle is no longer configured. What was said is kept."
    ko = "이 대결의 참가자 하나가 더는 설정되어 있지 않습니다. 나눈 말은 그대로 있습니다."


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


class TemplatesUnwritable(Unavailable):
    code = "templates_unwritable"
    en = "The folder of templates can't be written: {reason}. Nothing was changed."
    ko = "템플릿 폴더에 쓸 수 없습니다: {reason}. 아무것도 바뀌지 않았습니다."


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


class VotesFileError(MadangError):
    """A file of votes that can't be read or rated as asked."""

    code = "votes_file"

    def __init__(self, reason_en: str, reason_ko: str) -> None:
        self.en, self.ko = reason_en, reason_ko
        super().__init__()

    def message(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en


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
