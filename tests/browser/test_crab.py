"""The story of the crab, in Korean: drawn, made a game of, played, changed, undone, shared."""

import base64
import re

from playwright.sync_api import expect

CRAB = """게를 그렸어요.

```svg name=crab title="꽃게"
<svg viewBox="0 0 80 60" xmlns="http://www.w3.org/2000/svg">
<ellipse cx="40" cy="34" rx="26" ry="17" fill="#e2552f"/>
<circle cx="31" cy="18" r="5" fill="#ffffff"/><circle cx="49" cy="18" r="5" fill="#ffffff"/>
</svg>
```
"""
GAME = """그 게로 만든 게임이에요. 스페이스로 뛰어요.

```html name=crab-game title="게 달리기"
<!doctype html><meta charset="utf-8">
<body style="margin:0;background:#0f1220;color:#fff;font:20px sans-serif">
<p id="score">뛴 높이 0</p>
<img id="crab" src="asset:crab" alt="꽃게" width="80" style="position:absolute;left:40px;top:160px">
<script>
const JUMP = 14;
let jumps = 0;
addEventListener('keydown', (event) => {
  if (event.code !== 'Space') return;
  event.preventDefault();
  jumps += 1;
  document.getElementById('score').textContent = `뛴 높이 ${JUMP * jumps}`;
  console.log(`jump ${JUMP}`);
});
</script>
```
"""


def say(voices, text):
    """The same to the end from both."""
    for voice in voices.values():
        voice.say(text)
        voice.end()


def window(page, side):
    return page.get_by_role("region", name=f"실행창, 모델 {side}")


def inside(window):
    return window.frame_locator("iframe:not([inert])")


def shows(game, colour):
    """The game shows the drawing in this colour."""
    text = CRAB.split("```")[1].partition("\n")[2].strip().replace("#e2552f", colour)
    packed = base64.b64encode(text.encode()).decode()
    address = f"data:image/svg+xml;charset=utf-8;base64,{packed}#asset-crab"
    expect(game.locator("#crab")).to_have_attribute("src", address)


def ask_next(page, question):
    box = page.get_by_role("textbox", name="둘에게 보낼 다음 질문")
    box.fill(question)
    box.press("Enter")


def draw(page, ask):
    """The first turn: a crab."""
    say(ask(page, "게를 하나 그려줘"), CRAB)
    for side in "AB":
        expect(window(page, side)).to_be_visible()
        expect(window(page, side).get_by_text("꽃게").first).to_be_visible()


def make_game(page, models):
    """The second: the game made of it."""
    ask_next(page, "이제 그 게로 게임을 만들어줘")
    voices = models.asked()
    assert all("asset:crab" in voice.messages[0]["content"] for voice in voices.values())
    say(voices, GAME)
    for side in "AB":
        expect(window(page, side).get_by_text("실행 중")).to_be_visible()
        expect(inside(window(page, side)).locator("#score")).to_have_text("뛴 높이 0")


def test_the_story_of_the_crab(visit, ask, models, server):
    page = visit(locale="ko-KR")
    draw(page, ask)
    make_game(page, models)
    left = window(page, "A")
    game = inside(left)
    # The game is made of the drawing.
    shows(game, "#e2552f")

    # Played by keyboard: the keys go to the one that was clicked, and no vote is cast by them.
    game.locator("body").click()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(game.locator("#score")).to_have_text("뛴 높이 28")
    expect(inside(window(page, "B")).locator("#score")).to_have_text("뛴 높이 0")

    # The jump is raised by its slider, and the game runs again with it.
    left.get_by_role("button", name="조절").click()
    slider = left.get_by_role("slider", name="JUMP 값")
    slider.focus()
    for _ in range(6):
        slider.press("ArrowRight")
    expect(left.get_by_text("투표는 고친 것이 아니라")).to_be_visible()
    expect(left.get_by_role("button", name=re.compile("· 판$"))).to_have_text(
        re.compile("3번째 판|2번째 판")
    )
    expect(game.locator("#score")).to_have_text("뛴 높이 0")
    game.locator("body").click()
    page.keyboard.press("Space")
    expect(game.locator("#score")).to_have_text("뛴 높이 20")

    # Taken back.
    left.get_by_role("button", name="되돌리기").click()
    expect(game.locator("#score")).to_have_text("뛴 높이 0")
    game.locator("body").click()
    page.keyboard.press("Space")
    expect(game.locator("#score")).to_have_text("뛴 높이 14")

    # The drawing is edited, and the game shows the new crab.
    left.get_by_role("button", name="꽃게").click()
    left.get_by_label("#e2552f 색").fill("#2f4b9e")
    expect(left.get_by_role("button", name=re.compile("· 판$"))).to_contain_text("나")
    left.get_by_role("button", name="게 달리기").click()
    shows(game, "#2f4b9e")

    # Shared: someone else sees it at its own address, and plays it there.
    left.get_by_role("button", name="더 보기").click()
    left.get_by_role("menuitem", name="링크로 공유").click()
    left.get_by_role("button", name="링크 만들기").click()
    link = left.get_by_role("textbox", name="링크").input_value()
    other = visit(link.removeprefix(server.url), locale="ko-KR")
    shared = other.frame_locator("iframe:not([inert])")
    expect(shared.locator("#score")).to_have_text("뛴 높이 0")
    shared.locator("body").click()
    other.keyboard.press("Space")
    expect(shared.locator("#score")).to_have_text("뛴 높이 14")
    # What can't be had is said, and it runs on.
    other.route("**/api/runs/file", lambda route: route.abort())
    other.get_by_role("button", name="파일 하나로 내려받기").click()
    expect(other.get_by_role("alert")).to_contain_text("마당에 연결하지 못했습니다")
    expect(shared.locator("#score")).to_have_text("뛴 높이 14")
    left.get_by_role("button", name="거두기").click()
    expect(left.get_by_text("거두었습니다")).to_be_visible()
    other.reload()
    expect(other.get_by_text("이 링크에는 아무것도 없습니다")).to_be_visible()


def test_the_next_turn_and_a_new_page_have_the_drawing_as_it_was_changed(visit, ask, models):
    page = visit(locale="ko-KR")
    draw(page, ask)
    left = window(page, "A")
    left.get_by_role("button", name="조절").click()
    left.get_by_label("#e2552f 색").fill("#2f4b9e")
    expect(left.get_by_role("button", name=re.compile("· 판$"))).to_contain_text("나")
    make_game(page, models)
    shows(inside(left), "#2f4b9e")
    shows(inside(window(page, "B")), "#e2552f")
    page.reload()
    shows(inside(left), "#2f4b9e")
