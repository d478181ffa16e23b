"""Short questions, as people type them, held back from the choice of detector and threshold."""

import pytest

from madang.engine.leaderboard.languages import detect

QUESTIONS = """
en	what is a mutex
en	How tall is Mount Fuji?
en	Give me three names for a cat
en	rewrite this politely
en	top 5 museums Berlin
en	Explain inflation to a child
en	sql join example
en	Is tomato a fruit?
en	ok
en	Draft a resignation letter
en	compare Postgres and MySQL
en	who wrote Hamlet
ko	후지산 높이가 얼마예요?
ko	고양이 이름 세 개만
ko	이거 정중하게 고쳐줘: give me the report now
ko	SQL join 예제
ko	ㅎㅇ
ko	토마토는 과일이야?
ja	富士山の高さは？
ja	猫の名前を三つ
ja	SQLのJOINの例を教えて
ja	ありがとう
zh	富士山有多高？
zh	给我三个猫的名字
zh	请解释 SQL join
zh	謝謝
fr	Quelle est la hauteur du mont Fuji ?
fr	Donne-moi trois noms pour un chat
fr	Qui a écrit Hamlet ?
de	Wie hoch ist der Fuji?
de	Nenne mir drei Namen für eine Katze
de	Wer hat Hamlet geschrieben?
es	¿Qué altura tiene el monte Fuji?
es	Dame tres nombres para un gato
es	¿Quién escribió Hamlet?
it	Quanto è alto il monte Fuji?
it	Chi ha scritto l'Amleto?
pt	Qual é a altura do monte Fuji?
pt	Quem escreveu Hamlet?
nl	Hoe hoog is de berg Fuji?
pl	Jak wysoka jest góra Fudżi?
tr	Fuji Dağı ne kadar yüksek?
vi	Núi Phú Sĩ cao bao nhiêu?
id	Berapa tinggi Gunung Fuji?
ru	Какова высота горы Фудзи?
ru	Кто написал Гамлета?
uk	Яка висота гори Фудзі?
ar	ما ارتفاع جبل فوجي؟
hi	माउंट फ़ूजी कितना ऊँचा है?
th	ภูเขาไฟฟูจิสูงเท่าไหร่
"""

PAIRS = [tuple(line.split("\t")) for line in QUESTIONS.strip().splitlines()]


def test_the_four_languages_a_board_is_promised_for_are_told_apart() -> None:
    promised = [pair for pair in PAIRS if pair[0] in ("ko", "ja", "zh", "en")]
    wrong = [
        (question, detect(question))
        for language, question in promised
        if detect(question) != language
    ]
    assert wrong == []


def test_nine_in_ten_short_questions_of_any_language_are_right() -> None:
    wrong = [
        (question, detect(question)) for language, question in PAIRS if detect(question) != language
    ]
    assert len(wrong) <= len(PAIRS) / 10, wrong


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "und"),
        ("12 + 30 = ?", "und"),
        ("🙂", "und"),
        ("```python\nprint('hello')\n```\n이 코드를 설명해 줘", "ko"),
        ("번역: " + "The quick brown fox jumps over the lazy dog. " * 40, "ko"),
        ("print('x')", "en"),
    ],
)
def test_code_signs_and_mixtures(text: str, language: str) -> None:
    assert detect(text) == language
