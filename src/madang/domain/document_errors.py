"""What can go wrong with a document that is changed by hand; the bases are in `errors`."""

from __future__ import annotations

from madang.domain.errors import Conflict


class DocumentMoved(Conflict):
    """`text` is what stands there now, and `digest` names it; neither: the reply as written."""

    code = "document_moved"
    en = "This document was changed in another window meanwhile. Choose which text goes on."
    ko = "그사이 다른 창에서 이 문서를 고쳤습니다. 어느 글로 이어 갈지 골라 주세요."
