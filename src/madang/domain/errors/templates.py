"""What can go wrong with templates and the documents made of them.

BadInput
├── VoiceTooLong         voice_too_long
└── DocumentTooLong      document_too_long
Forbidden
└── TemplatesLocked      templates_locked
NotFound
└── UnknownTemplate      unknown_template
Conflict
├── TemplateChanged      template_changed
├── TemplateTaken        template_taken
├── TemplateNotOwn       template_not_own
└── DocumentMoved        document_moved
Unavailable
└── TemplatesUnwritable  templates_unwritable
"""

from __future__ import annotations

from madang.domain.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable


class VoiceTooLong(BadInput):
    code = "voice_too_long"
    en = "The brand voice has {length} characters; the limit is {limit}. Shorten it."
    ko = "브랜드 목소리가 {length}자입니다. 한도는 {limit}자입니다. 줄여 주세요."


class DocumentTooLong(BadInput):
    code = "document_too_long"
    en = "The document has {length} characters; the limit is {limit}. Shorten it to keep it."
    ko = "문서가 {length}자입니다. 한도는 {limit}자입니다. 줄이면 저장됩니다."


class TemplatesLocked(Forbidden):
    code = "templates_locked"
    en = "Templates can't be changed in the page here: `editable` of `[templates]` is false."
    ko = (
        "여기서는 페이지에서 템플릿을 바꿀 수 없습니다. `[templates]`의 `editable`이 꺼져 있습니다."
    )


class UnknownTemplate(NotFound):
    code = "unknown_template"
    en = "There is no template called {slug}. Choose one from the gallery."
    ko = "{slug}라는 템플릿은 없습니다. 목록에서 골라 주세요."


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


class DocumentMoved(Conflict):
    """`text` is what stands there now, and `digest` names it; neither: the reply as written."""

    code = "document_moved"
    en = "This document was changed in another window meanwhile. Choose which text goes on."
    ko = "그사이 다른 창에서 이 문서를 고쳤습니다. 어느 글로 이어 갈지 골라 주세요."


class TemplatesUnwritable(Unavailable):
    code = "templates_unwritable"
    en = "The folder of templates can't be written: {reason}. Nothing was changed."
    ko = "템플릿 폴더에 쓸 수 없습니다: {reason}. 아무것도 바뀌지 않았습니다."
