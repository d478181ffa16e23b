"""What can go wrong in battles and with votes on them.

BadInput
├── EmptyQuestion        empty_question
├── QuestionTooLong      question_too_long
├── CommentTooLong       comment_too_long
├── ConversationTooLong  conversation_too_long
└── SameContestant       same_contestant
Forbidden
└── NotYourBattle        not_your_battle
NotFound
├── UnknownBattle        unknown_battle
├── UnknownTurn          unknown_turn
└── UnknownVote          unknown_vote
Conflict
├── StillAnswering       still_answering
├── NothingToVoteOn      nothing_to_vote_on
├── AlreadyVoted         already_voted
├── UndoTooLate          undo_too_late
├── NothingToStop        nothing_to_stop
└── NothingToRetry       nothing_to_retry
Unavailable
├── TooFewContestants    too_few_contestants
├── ContestantGone       contestant_gone
└── ContestantAway       contestant_away
"""

from __future__ import annotations

from madang.domain.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable


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


class ConversationTooLong(BadInput):
    """Of whom it is too long is not said: before the vote that would tell them apart."""

    code = "conversation_too_long"
    en = (
        "With this question the conversation is longer than contestants can read here. "
        "Shorten it, or start a new battle."
    )
    ko = (
        "이 질문까지 더하면 참가자가 읽을 수 있는 길이를 넘습니다. "
        "질문을 줄이거나 새 대결을 시작해 주세요."
    )


class SameContestant(BadInput):
    code = "same_contestant"
    en = "A battle needs two contestants, and this is {name} twice. Choose another."
    ko = "대결에는 서로 다른 두 참가자가 필요한데 둘 다 {name}입니다. 다른 참가자를 골라 주세요."


class NotYourBattle(Forbidden):
    code = "not_your_battle"
    en = "This battle belongs to someone else. Start one of your own."
    ko = "다른 사람의 대결입니다. 새 대결을 시작해 주세요."


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


class StillAnswering(Conflict):
    code = "still_answering"
    en = "The replies are still being written. Wait for both, or stop them."
    ko = "아직 답하는 중입니다. 둘 다 끝나기를 기다리거나 멈춰 주세요."


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


class ContestantAway(Unavailable):
    code = "contestant_away"
    en = "{name} can't be asked just now. `madang doctor` says what is missing."
    ko = "{name}에게는 지금 물을 수 없습니다. 무엇이 빠졌는지는 `madang doctor`로 볼 수 있습니다."
