"""What can go wrong in chats.

BadInput
├── NameUnusable           name_unusable  a title or a folder's name
├── InstructionsTooLong    instructions_too_long
└── FileUnusable
    ├── FileEmpty          file_empty
    ├── FileTooLarge       file_too_large
    ├── FileKindUnknown    file_kind_unknown
    ├── FileNotWhatItSays  file_not_what_it_says
    ├── FileEncrypted      file_encrypted
    ├── FileWithoutText    file_without_text
    ├── FileTooSlow        file_too_slow
    └── TooManyFiles       too_many_files
Forbidden
└── NotYourChat            not_your_chat
NotFound
├── UnknownChat            unknown_chat
├── UnknownMessage         unknown_message
├── UnknownFolder          unknown_folder
├── UnknownFile            unknown_file
├── UnknownChatShare       unknown_chat_share
└── UnknownImport          unknown_import
Conflict
├── ChatMoved              chat_moved     another tab said something there first
├── ReplyRunning           reply_running
├── NotAQuestion           not_a_question
├── CanNotSee              can_not_see
├── TooLongToRead          too_long_to_read
├── NothingToSummarise     nothing_to_summarise
├── FolderExists           folder_exists
├── NothingToContinue      nothing_to_continue
└── ImportRunning          import_running
Unavailable
├── ChatContestantGone     chat_contestant_gone
├── TooFewUnseen           too_few_unseen
└── TooFewSeeing           too_few_seeing
"""

from __future__ import annotations

from madang.domain.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable


class NameUnusable(BadInput):
    code = "name_unusable"
    en = "A name needs 1 to {limit} characters."
    ko = "이름은 1자 이상 {limit}자 이하여야 합니다."


class InstructionsTooLong(BadInput):
    code = "instructions_too_long"
    en = "The instructions have {length} characters; the limit is {limit}. Shorten them."
    ko = "지침이 {length}자입니다. 한도는 {limit}자입니다. 줄여 주세요."


class FileUnusable(BadInput):
    pass


class FileEmpty(FileUnusable):
    code = "file_empty"
    en = "{name} is empty, so there is nothing to read in it."
    ko = "{name}은(는) 비어 있어 읽을 것이 없습니다."


class FileTooLarge(FileUnusable):
    code = "file_too_large"
    en = "{name} is larger than {limit} MB, the most a file of this kind may have."
    ko = "{name}이(가) 너무 큽니다. 이 종류의 파일은 {limit}MB까지 붙일 수 있습니다."


class FileKindUnknown(FileUnusable):
    code = "file_kind_unknown"
    en = (
        "{name} is of a kind that can't be read here. "
        "Images (PNG, JPEG, GIF, WebP), PDF, and text of any kind can."
    )
    ko = (
        "{name}은(는) 여기서 읽을 수 없는 종류입니다. "
        "이미지(PNG, JPEG, GIF, WebP), PDF, 글로 된 파일을 붙여 주세요."
    )


class FileNotWhatItSays(FileUnusable):
    code = "file_not_what_it_says"
    en = "{name} is not what its name says, or it is damaged. Open it, save it anew, try again."
    ko = "{name}은(는) 이름과 내용이 다르거나 깨졌습니다. 열어서 다시 저장한 뒤 붙여 주세요."


class FileEncrypted(FileUnusable):
    code = "file_encrypted"
    en = "{name} is locked with a password. Save a copy without one and attach that."
    ko = "{name}은(는) 암호로 잠겨 있습니다. 암호 없는 사본을 저장해 붙여 주세요."


class FileWithoutText(FileUnusable):
    code = "file_without_text"
    en = "{name} holds pictures of text only, no text. Attach its pages as images."
    ko = "{name}에는 글자 없이 그림만 들어 있습니다. 쪽을 이미지로 붙여 주세요."


class FileTooSlow(FileUnusable):
    code = "file_too_slow"
    en = "{name} could not be read within {seconds} seconds. Attach a part of it."
    ko = "{name}을(를) {seconds}초 안에 읽지 못했습니다. 일부만 붙여 주세요."


class TooManyFiles(FileUnusable):
    code = "too_many_files"
    en = "A message can carry {limit} files, not {count}."
    ko = "메시지 하나에 파일은 {limit}개까지입니다. 지금은 {count}개입니다."


class NotYourChat(Forbidden):
    code = "not_your_chat"
    en = "This chat belongs to someone else. Start one of your own."
    ko = "다른 사람의 대화입니다. 새 대화를 시작해 주세요."


class UnknownChat(NotFound):
    code = "unknown_chat"
    en = "There is no such chat. It may have been deleted."
    ko = "없는 대화입니다. 지워졌을 수 있습니다."


class UnknownMessage(NotFound):
    code = "unknown_message"
    en = "This message is not in the chat any more. It may have been deleted in another tab."
    ko = "이 메시지는 이제 대화에 없습니다. 다른 탭에서 지웠을 수 있습니다."


class UnknownFolder(NotFound):
    code = "unknown_folder"
    en = "There is no such folder. It may have been deleted in another tab."
    ko = "없는 폴더입니다. 다른 탭에서 지웠을 수 있습니다."


class UnknownFile(NotFound):
    code = "unknown_file"
    en = "A file is not here any more: one that is not sent is kept for a day. Attach it again."
    ko = "파일이 이제 없습니다. 보내지 않은 파일은 하루 동안 둡니다. 다시 붙여 주세요."


class UnknownChatShare(NotFound):
    code = "unknown_chat_share"
    en = "This link shows nothing any more. Whoever shared the chat has taken it back."
    ko = "이 링크는 더는 열리지 않습니다. 나눈 사람이 거두었습니다."


class UnknownImport(NotFound):
    code = "unknown_import"
    en = "There is no such import. Choose the file again."
    ko = "없는 가져오기입니다. 파일을 다시 골라 주세요."


class ChatMoved(Conflict):
    code = "chat_moved"
    en = (
        "This chat went on in another tab, so nothing was sent. Your text is kept. "
        "Send it after what is new, or as a branch of its own."
    )
    ko = (
        "다른 탭에서 대화가 더 이어져 보내지 않았습니다. 쓰신 글은 그대로 있습니다. "
        "새 내용 뒤에 보내거나 따로 갈래로 보내 주세요."
    )


class ReplyRunning(Conflict):
    code = "reply_running"
    en = "A reply is still being written. Wait for it, or stop it."
    ko = "아직 답을 쓰고 있습니다. 기다리거나 멈춰 주세요."


class NotAQuestion(Conflict):
    code = "not_a_question"
    en = "Only what you said yourself can be answered. Choose one of your messages."
    ko = "직접 쓴 메시지에만 답을 받을 수 있습니다. 내 메시지를 골라 주세요."


class CanNotSee(Conflict):
    code = "can_not_see"
    en = "{name} can't see images. Choose a contestant that can, or send without the image."
    ko = "{name}은(는) 이미지를 볼 수 없습니다. 볼 수 있는 참가자를 고르거나 이미지를 빼 주세요."


class TooLongToRead(Conflict):
    code = "too_long_to_read"
    en = (
        "This message with its files has about {tokens} tokens; {name} reads {limit}. "
        "Shorten it, or choose a contestant that reads more."
    )
    ko = (
        "이 메시지와 파일은 약 {tokens}토큰인데 {name}은(는) {limit}토큰까지 읽습니다. "
        "줄이거나 더 많이 읽는 참가자를 골라 주세요."
    )


class NothingToSummarise(Conflict):
    code = "nothing_to_summarise"
    en = "All of this chat still fits, so there is nothing to summarise."
    ko = "대화가 아직 모두 들어가므로 요약할 것이 없습니다."


class FolderExists(Conflict):
    code = "folder_exists"
    en = "There is a folder called {name} already."
    ko = "{name} 폴더가 이미 있습니다."


class NothingToContinue(Conflict):
    code = "nothing_to_continue"
    en = "This battle has no winner to go on with. Vote for A or B first."
    ko = "이어 갈 승자가 없습니다. 먼저 A나 B에 투표해 주세요."


class ImportRunning(Conflict):
    code = "import_running"
    en = "An import is running. Wait for it to end, then start the next."
    ko = "가져오는 중입니다. 끝난 뒤에 다음 파일을 가져와 주세요."


class ChatContestantGone(Unavailable):
    code = "chat_contestant_gone"
    en = "{name} can't be asked any more. What was said is kept; choose another to go on with."
    ko = "{name}에게는 더 물을 수 없습니다. 나눈 말은 그대로 있으니 다른 참가자를 골라 주세요."


class TooFewUnseen(Unavailable):
    code = "too_few_unseen"
    en = (
        "A blind battle needs two contestants that have not answered this message yet; "
        "there are {ready}."
    )
    ko = "블라인드 대결에는 이 메시지에 아직 답하지 않은 참가자가 둘 필요한데 {ready}명뿐입니다."


class TooFewSeeing(Unavailable):
    code = "too_few_seeing"
    en = (
        "There are images in this chat. A blind battle needs two contestants that see images and "
        "have not answered this message yet; there are {ready}."
    )
    ko = (
        "이미지가 있는 대화입니다. 블라인드 대결에는 이미지를 보고 이 메시지에 아직 "
        "답하지 않은 참가자가 둘 필요한데 {ready}명뿐입니다."
    )
