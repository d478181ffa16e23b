"""The words and shapes that the built-in categories look for, in English and Korean.

Plain lists on purpose: a rule that anyone can read is worth more than one that is right once more
in a hundred. What is made of them is in `categories`.
"""

import re

DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Kana, Han and Hangul syllables."""

CODE_BLOCK = re.compile(r"^ {0,3}(```|~~~)[ \t]*[A-Za-z]\w*", re.MULTILINE)
"""A fenced block that names a language."""


def _words(english: str, korean: str, *shapes: str) -> re.Pattern[str]:
    """Whole English words, Korean words with whatever ending, and further shapes."""
    parts = [rf"\b(?:{'|'.join(english.split(', '))})\b", "|".join(korean.split(", ")), *shapes]
    return re.compile("|".join(parts), re.IGNORECASE | re.MULTILINE)


CODING = _words(
    "code, coding, python, javascript, typescript, java, kotlin, golang, rust, sql, html, "
    "css, react, svelte, django, regex, regular expression, algorithm, debug, bug, compile, "
    "compiler, stack trace, unit test, git, docker, kubernetes, api, json schema, bash, "
    "shell script, refactor, data structure, recursion, traceback, npm, pandas, numpy",
    "코드, 코딩, 파이썬, 자바, 스크립트, 프로그래밍, 알고리즘, 정규식, 정규 표현식, 디버그, "
    "버그, 컴파일, 함수를 짜, 함수를 만들, 쿼리, 리액트, 재귀, 자료구조, 리팩터",
    r"^ {0,3}(?:```|~~~)",
    r"\bdef \w+\(|\bfunction \w*\(|\bSELECT\b.+\bFROM\b|#include\s*<|\bc\+\+|\bc#",
)

MATHS = _words(
    "maths?, mathematics, equations?, integrals?, derivatives?, calculus, algebra, geometry, "
    "probability, theorem, prove that, proof, matrix, polynomial, logarithm, square root, "
    "prime numbers?, average of, per ?cent of, solve for",
    "수학, 방정식, 적분, 미분, 확률, 증명, 행렬, 함수의, 로그, 제곱근, 소수를, 기하, 대수, "
    "통계, 평균을, 몇 퍼센트, 계산해, 더하면, 빼면, 곱하면, 나누면",
    r"\$[^$\n]*[\\^_=][^$\n]*\$|\\(?:frac|int|sum|sqrt|begin)\b",
    r"\d\s*[+*/×÷^=]\s*\d|\d\s+[-−]\s+\d|\d\s*% of",
)

CREATIVE = _words(
    "poems?, poetry, haiku, sonnet, lyrics, song, story, stories, tale, novel, screenplay, "
    "dialogue, slogans?, taglines?, headlines?, ads?, advertisement, advert, ad copy, "
    "copywriting, marketing, campaign, product description, landing page, newsletter, blog "
    "post, press release, brand name, tweet, social media post, speech, toast",
    "시를 써, 시 한 편, 시를 지어, 하이쿠, 가사, 노래, 이야기를 써, 이야기를 만들, 소설, "
    "동화, 대본, 슬로건, 표어, 카피, 광고, 홍보, 마케팅, 캠페인, 상품 설명, 제품 설명, "
    "뉴스레터, 블로그 글, 보도자료, 브랜드 이름, 게시글, 연설문, 축사, 제목을 써, 문구",
)

LIMIT = _words(
    "must, must not, at most, at least, exactly, no more than, no fewer than, less than, "
    "fewer than, under \\d+, within, without, only use, do not, don't, never, avoid, only, "
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|\\d+) "
    "(?:words|sentences|lines|paragraphs|bullets|items|points)",
    "반드시, 꼭, 이내, 이하로, 이상으로, 넘지 않, 없이, 말고, 하지 마, 쓰지 마, 제외하고, 만 "
    "써, 정확히, 문장으로, 글자로, 자 이내, 줄로, 개만",
)

FORMAT = _words(
    "json, yaml, csv, xml, markdown, latex, table, bullet points?, bullets, numbered list, "
    "outline, email, in the form of, format, headings?, columns?",
    "표로, 목록으로, 번호를 매겨, 형식, 형태로, 마크다운, 단락, 항목, 이메일로, 메일로, 제목과",
)

PART = re.compile(
    r"^\s*(?:\d+[.)]|[-*•])\s|[?？]|\b(?:then|also|and then|finally)\b"
    "|그리고|또한|그다음|그 다음|마지막으로",
    re.MULTILINE | re.IGNORECASE,
)

LANGUAGES: dict[str, tuple[str, str]] = {
    "ko": ("Korean", "한국어"),
    "en": ("English", "영어"),
    "ja": ("Japanese", "일본어"),
    "zh": ("Chinese", "중국어"),
    "ar": ("Arabic", "아랍어"),
    "bg": ("Bulgarian", "불가리아어"),
    "ca": ("Catalan", "카탈루냐어"),
    "cs": ("Czech", "체코어"),
    "da": ("Danish", "덴마크어"),
    "de": ("German", "독일어"),
    "el": ("Greek", "그리스어"),
    "es": ("Spanish", "스페인어"),
    "fa": ("Persian", "페르시아어"),
    "fi": ("Finnish", "핀란드어"),
    "fr": ("French", "프랑스어"),
    "he": ("Hebrew", "히브리어"),
    "hi": ("Hindi", "힌디어"),
    "hu": ("Hungarian", "헝가리어"),
    "id": ("Indonesian", "인도네시아어"),
    "it": ("Italian", "이탈리아어"),
    "ms": ("Malay", "말레이어"),
    "nl": ("Dutch", "네덜란드어"),
    "no": ("Norwegian", "노르웨이어"),
    "pl": ("Polish", "폴란드어"),
    "pt": ("Portuguese", "포르투갈어"),
    "ro": ("Romanian", "루마니아어"),
    "ru": ("Russian", "러시아어"),
    "sv": ("Swedish", "스웨덴어"),
    "th": ("Thai", "태국어"),
    "tr": ("Turkish", "튀르키예어"),
    "uk": ("Ukrainian", "우크라이나어"),
    "vi": ("Vietnamese", "베트남어"),
}
"""The languages that are told apart, by ISO 639-1, with their English and Korean names."""

TO_RUN = _words(
    "draw, drawing, game, chart, graph, plot, diagram, flowchart, dashboard, visuali[sz]e\\w*, "
    "visuali[sz]ation, animation, animate, simulat\\w+, interactive, canvas, html, svg, react, "
    "jsx, tsx, mermaid, vega-lite, web ?pages?, web ?sites?, web ?apps?, landing page, widget, "
    "calculator, clock, quiz, slides?, prototype, mock-?up",
    "그려, 그림을, 그림 하나, 게임, 차트, 그래프, 도표, 다이어그램, 순서도, 대시보드, 시각화, "
    "애니메이션, 시뮬레이, 캔버스, 웹 ?페이지, 웹 ?사이트, 홈페이지, 웹 ?앱, 랜딩, 앱을, 앱 하나, "
    "계산기, 시계를, 퀴즈, 화면을, 시제품",
)
"""What a question that asks for something to run or to look at says."""
