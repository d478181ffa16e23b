"""What can go wrong where contestants are tried, made and looked up.

BadInput
├── UnknownProvider    unknown_provider
├── NoModel            no_model
├── BadParameter       bad_parameter
├── BadSchema          bad_schema
├── SchemaNotJson      schema_not_json
├── BadSlug            bad_slug
├── NoName             no_name
├── NoColumns          no_columns
├── TooManyCases       too_many_cases
└── NoValue            no_value
Forbidden
├── PlaygroundOff      playground_off
└── WorkshopOff        workshop_off
NotFound
├── UnknownContestant  unknown_contestant
├── UnknownRun         unknown_run
└── NotMadeHere        not_made_here
Conflict
└── SlugTaken          slug_taken
"""

from __future__ import annotations

from madang.domain.errors import BadInput, Conflict, Forbidden, NotFound


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


class SlugTaken(Conflict):
    code = "slug_taken"
    en = "There is, or was, a contestant with the short name {slug}. Choose another."
    ko = "{slug}라는 짧은 이름은 이미 쓰였습니다. 다른 이름을 골라 주세요."
