"""A battle at its own address: reload, another tab, a lost server, someone else."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.test_battle import finish, sides, vote_bar


def test_a_reload_in_mid_stream_goes_on_where_it_was(visit, ask):
    page = visit()
    voices = ask(page)
    voices.say("Before. ")
    for side in sides(page):
        expect(side).to_contain_text("Before.")
    page.reload()
    for side in sides(page):
        expect(side).to_contain_text("Before.")
    voices.say("After.")
    for side in sides(page):
        expect(side.locator(".reply")).to_have_text("Before. After.")
    voices.end()
    expect(vote_bar(page)).to_be_visible()


def test_a_second_tab_follows_and_sees_the_vote(visit, ask):
    page = visit()
    voices = ask(page)
    voices.say("Words. ")
    other = visit(page.url, like=page.context)
    for side in sides(other):
        expect(side).to_contain_text("Words.")
    finish(other, voices, "More.")
    page.get_by_role("button", name="Tie").click()
    expect(other.locator(".verdict")).to_have_text("tied with")
    expect(vote_bar(other)).to_have_count(0)


def test_someone_elses_battle_is_not_shown(visit, ask):
    page = visit()
    finish(page, ask(page), "A secret.")
    stranger = visit(page.url)
    expect(stranger.get_by_text("belongs to someone else")).to_be_visible()
    assert "A secret." not in stranger.content()


def test_one_s_own_battles_are_listed(visit, ask):
    page = visit()
    finish(page, ask(page))
    address = page.url
    page.get_by_role("link", name="Your battles · 1").click()
    page.get_by_role("link", name="Why is the sky blue?").click()
    expect(vote_bar(page)).to_be_visible()
    assert page.url == address


def test_a_question_that_could_not_be_sent_is_still_there(visit):
    page = visit()
    page.route("**/turns", lambda route: route.abort())
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Will this be lost?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("What you typed is still here.")
    expect(page.get_by_role("textbox")).to_have_value("Will this be lost?")
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("Will this be lost?")


def test_an_over_long_question_is_not_sent_and_says_by_how_much(visit):
    page = visit()
    page.get_by_role("textbox").fill("가" * 403)
    expect(page.get_by_text("too long by 3")).to_be_visible()
    expect(page.get_by_role("button", name="Ask both")).to_be_disabled()


class TestRestart:
    @pytest.fixture
    def server(self, house):
        return house.start()

    def test_a_server_that_went_away_and_came_back(self, visit, ask, house, server):
        page = visit()
        voices = ask(page)
        voices.say("Said before the fall.")
        for side in sides(page):
            expect(side).to_contain_text("Said before the fall.")
        page.get_by_role("textbox").fill("A draft")
        server.kill()
        expect(page.get_by_text("Connection lost.")).to_be_visible()
        house.start("--port", str(urlsplit(server.url).port))
        expect(page.get_by_text("Connection lost.")).to_have_count(0)
        expect(page.get_by_text("Madang was cut off")).to_have_count(2)
        expect(page.get_by_role("textbox")).to_have_value("A draft")
        page.reload()
        expect(page.get_by_role("textbox")).to_have_value("A draft")
