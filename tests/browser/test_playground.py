"""The playground as someone who tunes prompts uses it, in both languages."""

import csv
import io
import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NAMES
from tests.browser.test_pages import violations
from tests.madang_process import madang

SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}},
    "required": ["title"],
    "additionalProperties": False,
}


@pytest.fixture
def bench(visit):
    """The page, with two columns of the contestants there are."""

    def open_bench(**options):
        page = visit("/playground", **options)
        expect(page.locator(".column")).to_have_count(2)
        return page

    return open_bench


def prompt(page):
    return page.locator(".dock textarea")


def column(page, name):
    return page.get_by_role("region", name=name, exact=True)


def question(voice):
    return voice.messages[-1]["content"]


def speak(voices, text="Said by {model}."):
    for voice in voices:
        voice.say(text.format(model=voice.model))
        voice.end()


def test_one_prompt_to_all_columns_side_by_side(bench, models):
    page = bench()
    expect(page).to_have_title("Playground · Madang")
    prompt(page).fill("Three headlines, please.")
    page.keyboard.press("Control+Enter")
    voices = models.asked()
    assert {question(voice) for voice in voices.values()} == {"Three headlines, please."}
    assert voices["one"].messages[0] == {"role": "system", "content": "You are one."}
    one, two = column(page, NAMES["one"]), column(page, NAMES["two"])
    voices["one"].say("Dinner, **ready**", exactly=True)
    expect(one.get_by_text("Dinner, ready")).to_be_visible()
    expect(one.locator(".figures")).to_contain_text("≈ 5 tok")
    expect(two.locator(".figures")).to_have_text("")
    voices["one"].end()
    expect(one.locator(".figures")).to_contain_text("11 tok")
    expect(one.locator(".figures")).to_contain_text("$0.00019")
    expect(one.locator(".figures")).not_to_contain_text("≈")
    expect(page.get_by_text("Telltale One has finished.")).to_be_attached()
    voices["two"].say("Rice.")
    voices["two"].end()
    expect(page.get_by_text("2 of 2 done")).to_be_visible()
    past = page.get_by_text("What is asked has changed since.")
    expect(past).to_have_count(0)
    one.get_by_label("System prompt").fill("Be brief.")
    expect(past).to_have_count(1)
    prompt(page).fill("Three headlines, pretty please.")
    expect(past).to_have_count(2)


def test_korean(bench, models):
    page = bench(locale="ko-KR")
    expect(page).to_have_title("실험실 · 마당")
    prompt(page).fill("{{제품}}을 {{말투}} 말투로 소개해 주세요.")
    expect(page.get_by_role("button", name="돌리기", exact=True)).to_be_disabled()
    page.get_by_label("1번 사례: 제품").fill("밥솥")
    expect(page.get_by_text("1번 사례에 {{말투}} 값이 없습니다.").first).to_be_visible()
    page.get_by_label("1번 사례: 말투").fill("다정한")
    page.get_by_role("button", name="돌리기", exact=True).click()
    voices = models.asked()
    assert question(voices["one"]) == "밥솥을 다정한 말투로 소개해 주세요."
    voices.say("저녁이 준비되어 있습니다.")
    voices.end()
    one = column(page, NAMES["one"])
    expect(one.locator(".figures")).to_contain_text("11토큰")
    one.get_by_role("button", name="코드").click()
    expect(page.get_by_role("dialog")).to_contain_text("밥솥을 다정한 말투로")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="English").click()
    expect(one.get_by_role("button", name="Code")).to_be_visible()
    expect(one.locator(".figures")).to_contain_text("11 tok")


def test_a_column_that_fails_says_why_and_is_run_again_alone(bench, models):
    page = bench()
    prompt(page).fill("Why?")
    page.keyboard.press("Meta+Enter")
    voices = models.asked()
    voices["one"].say("So far so ")
    voices["one"].fail()
    voices["two"].say("Because.")
    voices["two"].end()
    one, two = column(page, NAMES["one"]), column(page, NAMES["two"])
    expect(one.get_by_role("group")).to_contain_text("The answer broke off before its end.")
    expect(one.get_by_text("So far so")).to_be_visible()
    expect(two.get_by_text("Because.")).to_be_visible()
    one.get_by_role("button", name="Run this one again").click()
    (voice,) = models.each(1)
    assert voice.model == "one"
    voice.say("Good now.")
    voice.end()
    expect(one.get_by_text("Good now.")).to_be_visible()
    expect(two.get_by_text("Because.")).to_be_visible()


def test_one_column_is_stopped_and_then_all(bench, models):
    page = bench()
    prompt(page).fill("Why?")
    page.keyboard.press("Control+Enter")
    voices = models.asked()
    voices.say("From {model}")
    one, two = column(page, NAMES["one"]), column(page, NAMES["two"])
    expect(one.get_by_text("From one")).to_be_visible()
    one.get_by_role("button", name="Stop").click()
    expect(one.get_by_text("Stopped here.")).to_be_visible()
    voices["two"].say(" goes on")
    expect(two.get_by_text("From two goes on")).to_be_visible()
    page.get_by_role("button", name="Stop all").click()
    expect(two.get_by_text("Stopped here.")).to_be_visible()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    expect(one.get_by_text("From one")).to_be_visible()


def test_any_model_with_its_own_parameters(bench, models):
    page = bench()
    page.get_by_role("button", name="Add a column").click()
    third = page.locator(".column").nth(2)
    third.get_by_label("Column 3: Who answers", exact=True).select_option("free stage")
    third.get_by_label("Column 3: Who answers: Model").fill("o3-mini")
    third.get_by_label("System prompt").fill("No adjectives.")
    third.get_by_role("button", name="Parameters").click()
    third.get_by_label("Temperature").fill("0.3")
    third.get_by_label("Longest reply").fill("99")
    third.get_by_label("Seed").fill("7")
    expect(third.get_by_text("This model does not take temperature: not sent.")).to_be_visible()
    third.get_by_label("JSON schema of the reply").fill("{")
    expect(third.get_by_text("not valid JSON: see line 1, character 2.")).to_be_visible()
    expect(third.get_by_text("JSON ✗")).to_be_visible()
    third.get_by_label("JSON schema of the reply").fill(json.dumps(SCHEMA))
    expect(third.get_by_text("JSON ✓")).to_be_visible()
    prompt(page).fill("Go.")
    page.keyboard.press("Control+Enter")
    voices = models.asked(3)
    body = voices["o3-mini"].body
    assert (body["seed"], body["max_completion_tokens"]) == (7, 99)
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert "temperature" not in body
    assert body["messages"][0]["content"] == "No adjectives."
    voices["o3-mini"].say('{"title": "Dinner"}')
    for voice in voices.values():
        voice.say(" ")
        voice.end()
    expect(third.locator("pre")).to_have_text('{\n  "title": "Dinner"\n}')
    expect(third.locator(".figures")).to_contain_text("price not known")


def test_cases_fill_the_prompt_and_results_are_a_grid(bench, models, tmp_path):
    page = bench()
    prompt(page).fill("Sell {{product}} in a {{tone}} tone.")
    cell = page.get_by_label("Case 1: product")
    cell.focus()
    paste(cell, 'rice cooker\twarm\nair purifier\tdry\n"fan\nheater"\tcool')
    expect(page.get_by_label("Case 3: tone")).to_have_value("cool")
    expect(page.get_by_label("Case 3: product")).to_have_value("fan\nheater")
    page.get_by_role("button", name="Run all 3 cases").click()
    voices = models.each(4)  # no more than four at a time
    expect(page.get_by_text("0 of 6 done")).to_be_visible()
    for voice in voices:
        voice.say(f"Buy it, says {voice.model}. {question(voice)}", exactly=True)
        voice.end()
    for voice in models.each(2):
        voice.say("A fan, =1+1", exactly=True)
        voice.end()
    expect(page.get_by_text("6 of 6 done")).to_be_visible()
    grid = page.get_by_role("region", name="Results").get_by_role("row")
    expect(grid).to_have_count(4)
    expect(grid.nth(2)).to_contain_text("Buy it, says two. Sell air purifier in a dry tone.")
    page.get_by_label("Mark differences").select_option("all")
    marks = grid.nth(2).locator("mark")
    expect(marks).to_have_text(["one.", "two."])
    page.get_by_label("Mark differences").select_option(
        label=f"Mark differences: against {NAMES['one']}"
    )
    expect(marks).to_have_text(["two"])
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    path = tmp_path / "results.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["product"] for row in rows] == ["rice cooker", "air purifier", "fan\nheater"]
    assert rows[0][NAMES["one"]] == "Buy it, says one. Sell rice cooker in a warm tone."
    assert rows[0][f"{NAMES['two']} · tokens out"] == "11"
    assert rows[2][NAMES["two"]] == "A fan, =1+1"
    page.get_by_role("button", name="air purifier").first.click()
    expect(column(page, NAMES["two"])).to_contain_text("Sell air purifier in a dry tone.")


def paste(box, text):
    box.evaluate(
        """(element, text) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            element.dispatchEvent(new ClipboardEvent('paste',
                {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def test_stopping_a_run_of_cases_keeps_what_is_done(bench, models):
    page = bench()
    prompt(page).fill("Say {{n}}.")
    paste(page.get_by_label("Case 1: n"), "n\n1\n2\n3")
    page.get_by_role("button", name="Run all 3 cases").click()
    voices = models.each(4)
    done = next(voice for voice in voices if (voice.model, question(voice)) == ("one", "Say 1."))
    done.say("One.")
    done.end()
    models.each(1)
    expect(page.get_by_text("1 of 6 done")).to_be_visible()
    page.get_by_role("button", name="Stop all").click()
    expect(page.get_by_text("1 of 6 done · 5 stopped")).to_be_visible()
    grid = page.get_by_role("region", name="Results")
    expect(grid.get_by_text("One.")).to_be_visible()
    expect(grid.get_by_text("Stopped before the first word.")).to_have_count(5)
    grid.get_by_role("button", name=f"Run this one again: Case 2, {NAMES['two']}").click()
    (voice,) = models.each(1)
    assert (voice.model, question(voice)) == ("two", "Say 2.")
    voice.say("Two.")
    voice.end()
    expect(grid.get_by_text("Two.")).to_be_visible()


def test_a_csv_file_becomes_cases_and_gaps_are_said(bench, tmp_path):
    page = bench()
    prompt(page).fill("Sell {{제품}}.")
    chooser = page.locator("input[accept*=csv]")
    file = tmp_path / "cases.csv"
    file.write_text("제품,메모\n밥솥,x\n,y\n선풍기,\n", "utf-8-sig")
    chooser.set_input_files(file)
    expect(page.get_by_label("Case 3: 제품")).to_have_value("선풍기")
    expect(page.get_by_role("columnheader", name="메모")).to_contain_text("not in the prompt")
    expect(page.get_by_text("Case 2 has no value for {{제품}}.")).to_be_visible()
    expect(page.get_by_role("button", name="Run all 3 cases")).to_be_disabled()
    page.get_by_role("button", name="Remove case 2").click()
    expect(page.get_by_role("button", name="Run all 2 cases")).to_be_enabled()
    file.write_text("nothing")
    chooser.set_input_files(file)
    expect(page.get_by_text("There are no cases in this file")).to_be_visible()
    # As Excel saves it in Korea; what stood here before can be brought back.
    file.write_bytes("제품\n똠양꿍 밀키트\n".encode("cp949"))
    chooser.set_input_files(file)
    first = page.get_by_label("Case 1: 제품")
    expect(first).to_have_value("똠양꿍 밀키트")
    page.get_by_role("button", name="Bring it back").click()
    expect(first).to_have_value("밥솥")
    expect(page.get_by_label("Case 2: 제품")).to_have_value("선풍기")
    expect(page.get_by_role("button", name="Bring it back")).to_have_count(0)


def test_the_bench_survives_a_reload_and_setups_have_names(bench, tmp_path):
    page = bench()
    prompt(page).fill("Say {{n}}.")
    page.get_by_label("Case 1: n").fill("one thing")
    column(page, NAMES["two"]).get_by_label("System prompt").fill("Be kind.")
    page.get_by_role("button", name="Setups").click()
    page.get_by_label("Name of the setup").fill("Kindness")
    page.evaluate("localStorage.setItem('other', 'x'.repeat(5 * 1024 * 1024 - 100))")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("did not save it")
    expect(page.get_by_role("button", name="Open Kindness")).to_have_count(0)
    page.evaluate("localStorage.removeItem('other')")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Open Kindness")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    file = tmp_path / "setup.json"
    download.value.save_as(file)
    page.keyboard.press("Escape")
    prompt(page).fill("Something else.")
    page.reload()
    expect(prompt(page)).to_have_value("Something else.")
    system = column(page, NAMES["two"]).get_by_label("System prompt")
    expect(system).to_have_value("Be kind.")
    page.get_by_role("button", name="Setups").click()
    page.get_by_role("button", name="Open Kindness").click()
    expect(prompt(page)).to_have_value("Say {{n}}.")
    expect(page.get_by_label("Case 1: n")).to_have_value("one thing")
    prompt(page).fill("")
    page.get_by_role("button", name="Setups").click()
    page.get_by_role("button", name="Remove Kindness").click()
    chooser = page.locator("input[accept*=json]")
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[]")
    chooser.set_input_files(wrong)
    expect(page.get_by_text("This file is not a setup")).to_be_visible()
    chooser.set_input_files(file)
    expect(prompt(page)).to_have_value("Say {{n}}.")


def test_results_survive_a_reload_by_their_cases(bench, models):
    page = bench()
    prompt(page).fill("Say {{n}}.")
    paste(page.get_by_label("Case 1: n"), "n\nfirst\nsecond")
    page.get_by_role("button", name="Run all 2 cases").click()
    voices = {(v.model, question(v)): v for v in models.each(4)}
    for (model, asked), voice in voices.items():
        voice.say(f"{model} on {asked}")
        # One is still being written when the page goes.
        if (model, asked) != ("two", "Say second."):
            voice.end()
    expect(page.get_by_text("3 of 4 done")).to_be_visible()
    cells = page.locator("tbody tr").filter(has=page.locator("td")).locator("td .text")
    expect(cells.nth(3)).to_have_text("two on Say second.")
    page.reload()
    said = ["one on Say first.", "two on Say first.", "one on Say second.", "two on Say second."]
    expect(cells).to_have_text(said)
    expect(page.get_by_text("Stopped here.")).to_have_count(1)
    expect(page.get_by_text("What is asked has changed since.")).to_have_count(0)
    page.get_by_role("link", name="Leaderboard").click()
    page.get_by_role("link", name="Playground").click()
    expect(cells).to_have_text(said)


def test_too_much_to_keep_is_said(bench, models):
    page = bench()
    page.get_by_role("button", name="Remove this column: Telltale Two").click()
    prompt(page).fill("All of it.")
    page.keyboard.press("Control+Enter")
    (voice,) = models.each(1)
    page.evaluate("sessionStorage.setItem('other', 'x'.repeat(5 * 1024 * 1024 - 2000))")
    voice.say("word " * 500)
    voice.end()
    expect(page.get_by_text("too much for the browser to keep")).to_be_visible()
    page.reload()
    expect(prompt(page)).to_have_value("All of it.")
    expect(page.get_by_text("The reply will be here.")).to_be_visible()


def test_two_columns_meet_blind_and_their_vote_counts_for_no_board(house, visit_at, models):
    page = visit_at(house.start(), "/playground")
    expect(page.locator(".column")).to_have_count(2)
    prompt(page).fill("Name {{thing}}.")
    page.get_by_label("Case 1: thing").fill("a rice cooker")
    column(page, NAMES["two"]).get_by_label("System prompt").fill("Be brief.")
    page.get_by_role("button", name="Battle these blind").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("as it stands")).to_have_count(1)
    begin = dialog.get_by_role("button", name="Start the battle")
    expect(begin).to_be_disabled()
    dialog.get_by_label("Its set-up is no contestant yet").fill("Brief Two")
    assert violations(page) == []
    begin.click()
    page.wait_for_url("**/battle/*")
    voices = models.each(2)
    assert {question(voice) for voice in voices} == {"Name a rice cooker."}
    systems = {voice.messages[0]["content"] for voice in voices}
    assert len([one for one in systems if "Be brief." in one]) == 1
    speak(voices, "Pot.")
    expect(page.get_by_text("You chose these two")).to_be_visible()
    for name in (NAMES["one"], NAMES["two"], "Brief Two"):
        expect(page.locator("main").get_by_text(name)).to_have_count(0)
    page.get_by_role("button", name="A is better").click()
    reveal = page.get_by_role("region", name="The reveal")
    expect(reveal.get_by_text("Brief Two")).to_be_visible()
    expect(reveal.get_by_text(NAMES["one"])).to_be_visible()
    expect(page.get_by_text("you chose these two yourself")).to_be_visible()
    page.goto("/playground")
    made = page.get_by_role("region", name="Contestants made here")
    expect(made.get_by_text("paused")).to_be_visible()
    expect(column(page, "Brief Two")).to_be_visible()


def test_the_code_is_the_request_and_never_the_key(bench):
    page = bench()
    prompt(page).fill("Why?")
    column(page, NAMES["one"]).get_by_role("button", name="Code").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("pre")).to_contain_text("curl -N")
    dialog.get_by_role("button", name="Python").click()
    expect(dialog.locator("pre")).to_contain_text("urllib.request.urlopen")
    dialog.get_by_role("button", name="JavaScript").click()
    expect(dialog.locator("pre")).to_contain_text("await fetch(")
    expect(dialog.locator("pre")).to_contain_text('"content": "Why?"')
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_can_be_read_by_all(bench, models, theme, width):
    page = bench(color_scheme=theme, width=width, reduced_motion="reduce")
    assert violations(page) == []
    prompt(page).fill("Say {{n}}.")
    paste(page.get_by_label("Case 1: n"), "n\n1\n2")
    column(page, NAMES["one"]).get_by_role("button", name="Parameters").click()
    page.get_by_role("button", name="Run all 2 cases").click()
    voices = models.each(4)
    voices[0].fail()
    speak(voices[1:])
    page.get_by_label("Mark differences").select_option("all")
    expect(page.get_by_text("3 of 4 done · 1 failed")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    column(page, NAMES["two"]).get_by_role("button", name="Make it a contestant").click()
    assert violations(page) == []


def test_everything_is_within_reach_of_the_keyboard(bench):
    page = bench()
    prompt(page).fill("Why?")
    page.get_by_role("link", name="Playground").focus()
    reached = []
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"
            )
        )
    reached = [name.split("  ")[0].split(" the vendor")[0] for name in reached]
    wanted = ["Setups", "Column 1: Who answers", f"{NAMES['one']}: System prompt"]
    wanted += [
        f"{NAMES['one']}: Parameters",
        f"Code: {NAMES['two']}",
        "Prompt to all columns",
        "Run",
    ]
    assert [name for name in wanted if name not in reached] == []


class TestContestants:
    """In a Madang of their own: they would join the battles of other tests."""

    @pytest.fixture
    def server(self, house):
        return house.start()

    def test_a_column_becomes_a_contestant_and_meets_the_others(self, bench, models):
        page = bench()
        one = column(page, NAMES["one"])
        one.get_by_label("System prompt").fill("Write as a friend would.")
        one.get_by_role("button", name="Make it a contestant").click()
        page.get_by_label("Name", exact=True).fill("Friend v7")
        expect(page.get_by_label("Short name")).to_have_value("friend-v7")
        page.get_by_label("Short name").fill("two")
        page.get_by_role("button", name="Enter the battles").click()
        expect(page.get_by_role("alert")).to_contain_text("short name two")
        page.get_by_label("Short name").fill("friend-v7")
        page.get_by_role("button", name="Enter the battles").click()
        expect(page.get_by_text("Friend v7 is in the next battles.")).to_be_visible()
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_text("Friend v7 is in the next battles.")).to_have_count(0)
        friend = column(page, "Friend v7")
        expect(friend.get_by_label("System prompt")).to_have_value("Write as a friend would.")

        friend.get_by_label("System prompt").fill("Write as a foe would.")
        friend.get_by_role("button", name="Make it a contestant").click()
        expect(page.get_by_role("button", name="As a new version of Friend v7")).to_be_visible()
        page.get_by_role("button", name="Enter the battles").click()
        expect(page.get_by_text("Friend v7, version 2, is in the next battles.")).to_be_visible()

        row = page.get_by_role("listitem").filter(has_text="friend-v7")
        row.get_by_role("button", name="Rename").click()
        page.get_by_label("New name of Friend v7").fill("Foe")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(row.get_by_role("link", name="Foe")).to_be_visible()
        row.get_by_role("button", name="Pause").click()
        expect(row).to_contain_text("paused")
        row.get_by_role("button", name="Draw again").click()
        expect(row).to_contain_text("in battles")

        page.goto("/leaderboard")
        page.goto("/")
        for _ in range(20):  # it is one of three, so most pairs have it
            expect(page.get_by_role("textbox")).to_be_focused()
            page.keyboard.type("Hello?")
            page.keyboard.press("Enter")
            page.wait_for_url("**/battle/*")
            voices = models.each(2)
            speak(voices, "Fine.")
            expect(page.get_by_role("button", name="A is better")).to_be_visible()
            if any(voice.messages[0]["content"] == "Write as a foe would." for voice in voices):
                break
            page.goto("/")
        page.get_by_role("button", name="A is better").click()
        expect(page.get_by_role("heading", name="Foe").first).to_be_visible()
        page.goto("/playground")
        row.get_by_role("button", name="Retire").click()
        expect(row).to_contain_text("retired")
        expect(row.get_by_role("button", name="Bring back")).to_be_visible()

    def test_korean(self, bench, models):
        page = bench(locale="ko-KR")
        one = column(page, NAMES["one"])
        one.get_by_role("button", name="참가자로 만들기").click()
        page.get_by_label("이름", exact=True).fill("다정한 하나 v2")
        expect(page.get_by_label("짧은 이름")).to_have_value("contestant-1")
        page.get_by_label("짧은 이름").fill("둘")
        page.get_by_role("button", name="대결에 내보내기").click()
        expect(page.get_by_role("alert")).to_contain_text("짧은 이름으로 쓸 수 없습니다")
        page.get_by_label("짧은 이름").fill("kind-one")
        page.get_by_role("button", name="대결에 내보내기").click()
        entered = page.get_by_text("다정한 하나 v2, 다음 대결부터 나옵니다.")
        expect(entered).to_be_visible()
        prompt(page).fill("누구세요?")
        page.keyboard.press("Control+Enter")
        speak(models.each(2))
        expect(page.get_by_text("2개 중 2개 끝남")).to_be_visible()
        expect(entered).to_have_count(0)
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("heading", name="Contestants made here")).to_be_visible()


class TestLost:
    @pytest.fixture
    def server(self, house):
        return house.start()

    def test_a_lost_connection_keeps_what_had_come(self, bench, models, server):
        page = bench()
        prompt(page).fill("Why?")
        page.keyboard.press("Control+Enter")
        voices = models.asked()
        voices.say("So far from {model}.")
        expect(page.get_by_text("So far from one.")).to_be_visible()
        expect(page.get_by_text("So far from two.")).to_be_visible()
        server.kill()
        expect(page.get_by_role("alert")).to_contain_text("What had come is kept")
        expect(page.get_by_text("So far from one.")).to_be_visible()
        expect(page.get_by_text("Stopped here.")).to_have_count(2)
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("could not be reached")
        expect(page.get_by_text("So far from one.")).to_be_visible()


@pytest.mark.embedded
class TestEmbedded:
    @pytest.fixture
    def server(self, tmp_path):
        config = tmp_path / "madang.toml"
        config.write_text('presets = false\nollama_url = "http://127.0.0.1:9"\n')
        with madang("--config", str(config), "--home", str(tmp_path / "home")) as running:
            yield running

    def test_the_model_that_comes_along_is_tried_and_held_to_a_schema(self, visit):
        page = visit("/playground")
        first, second = page.locator(".column").nth(0), page.locator(".column").nth(1)
        second.get_by_role("button", name="Parameters").click()
        moods = {"mood": {"enum": ["warm", "dry"]}}
        wanted = {"type": "object", "properties": moods, "required": ["mood"]}
        second.get_by_label("JSON schema of the reply").fill(json.dumps(wanted))
        second.get_by_label("Longest reply").fill("60")
        first.get_by_role("button", name="Parameters").click()
        first.get_by_label("Longest reply").fill("20")
        prompt(page).fill("Which mood has {{thing}}?")
        page.get_by_label("Case 1: thing").fill("rice")
        prompt(page).focus()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("2 of 2 done")).to_be_visible(timeout=180_000)
        for column in (first, second):
            expect(column.locator(".figures")).to_contain_text("tok/s")
            expect(column.locator(".figures")).to_contain_text("$0")
            expect(column.locator(".figures")).not_to_contain_text("≈")
        assert json.loads(second.locator("pre").inner_text())["mood"] in ("warm", "dry")
        first.get_by_role("button", name="Code").click()
        expect(page.get_by_role("dialog")).to_contain_text("listens to nobody but Madang")
