from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

SAVED = {"version": 1, "saved_at": "2026-10-17T13:05:00Z"}


class Server:
    """Answers the page's draft requests as each test wants, and remembers them."""

    def __init__(self, page: Page) -> None:
        self.posts: list[dict[str, Any]] = []
        self.status, self.answer, self.is_off_line = 200, SAVED, False
        self.newest = 7
        page.route("**/draft", self.handle)

    def handle(self, route: Route) -> None:
        if self.is_off_line:
            route.abort()
            return
        if route.request.method == "GET":
            route.fulfill(json={"version": self.newest, "fields": {}})
            return
        self.posts.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(status=self.status, json=self.answer)


@pytest.fixture
def server(page: Page, gallery_url: str) -> Iterator[Server]:
    server = Server(page)
    page.clock.install()
    page.goto(f"{gallery_url}/form.html")
    yield server


def status(page: Page) -> Any:
    return page.locator("[data-draft-status]")


def test_what_is_typed_is_saved_soon_after_the_writer_stops(page: Page, server: Server) -> None:
    page.fill("#id_progress", "Two schools now use the form")
    page.click("label[for=id_audience_0]")
    page.click("label[for=id_audience_1]")
    page.clock.run_for(2100)

    expect(status(page)).to_have_text("Draft saved at 14:05.")
    [sent] = server.posts
    assert sent["version"] == 0
    assert sent["fields"]["progress"] == "Two schools now use the form"
    assert sent["fields"]["audience"] == "committee\npartner"
    assert "form_token" not in sent["fields"] and "csrfmiddlewaretoken" not in sent["fields"]


def test_a_writer_who_never_stops_is_saved_within_ten_seconds(page: Page, server: Server) -> None:
    for second in range(10):
        page.fill("#id_progress", "word " * (second + 1))
        page.clock.run_for(1000)

    expect(status(page)).to_have_text("Draft saved at 14:05.")
    assert len(server.posts) >= 1


def test_nothing_is_sent_while_nothing_has_changed(page: Page, server: Server) -> None:
    page.fill("#id_link", "a")
    page.fill("#id_link", "")
    page.clock.run_for(20000)

    assert server.posts == []


def test_the_next_save_carries_the_new_version(page: Page, server: Server) -> None:
    page.fill("#id_link", "first")
    page.clock.run_for(2100)
    expect(page.locator("input[name=_draft_version]")).to_have_value("1")
    server.answer = {**SAVED, "version": 2}
    page.fill("#id_link", "second")
    page.clock.run_for(2100)

    expect(page.locator("input[name=_draft_version]")).to_have_value("2")
    assert [sent["version"] for sent in server.posts] == [0, 1]


def test_a_writer_who_is_off_line_is_told_and_saved_later(page: Page, server: Server) -> None:
    server.is_off_line = True
    page.fill("#id_progress", "Typed on the train")
    page.clock.run_for(2100)
    expect(status(page)).to_have_text("Not saved: you are off line. Keep this page open.")

    server.is_off_line = False
    page.clock.run_for(16000)

    expect(status(page)).to_have_text("Draft saved at 14:05.")


def test_a_newer_draft_is_never_overwritten_without_asking(page: Page, server: Server) -> None:
    server.status, server.answer = 409, {"error": "You have saved this form in another tab or on another device since."}
    page.fill("#id_progress", "Mine")
    page.clock.run_for(2100)
    expect(status(page)).to_contain_text("in another tab")
    page.fill("#id_progress", "Mine, longer")
    page.clock.run_for(20000)
    assert len(server.posts) == 1

    server.status, server.answer = 200, SAVED
    page.get_by_role("button", name="Keep what is on this page").click()

    expect(status(page)).to_contain_text("Draft saved")
    assert (server.posts[-1]["version"], server.posts[-1]["fields"]["progress"]) == (7, "Mine, longer")


def test_a_draft_that_is_refused_for_its_length_says_so(page: Page, server: Server) -> None:
    server.status, server.answer = 409, {"error": "This is too long to save as a draft."}
    page.fill("#id_progress", "Long")
    page.clock.run_for(2100)

    expect(status(page)).to_have_text("This is too long to save as a draft.")


def test_the_save_draft_button_saves_without_leaving_the_page(page: Page, server: Server) -> None:
    page.fill("#id_link", "kept")
    page.get_by_role("button", name="Save draft").click()

    expect(status(page)).to_have_text("Draft saved at 14:05.")
    assert server.posts[-1]["fields"]["link"] == "kept"


def test_without_javascript_a_draft_can_still_be_saved(browser: Browser, gallery_url: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{gallery_url}/form.html")

    button = page.get_by_role("button", name="Save draft")

    assert button.get_attribute("name") == "_draft"
    assert page.locator("form.lippen-form").get_attribute("method") == "post"
    page.close()


def test_slash_goes_to_the_search_and_is_typed_in_a_box(page: Page, gallery_url: str) -> None:
    page.goto(f"{gallery_url}/list.html")

    page.keyboard.press("/")
    expect(page.locator("#id_search")).to_be_focused()
    page.keyboard.press("/")

    expect(page.locator("#id_search")).to_have_value("/")


def test_the_error_summary_takes_the_focus_and_leads_to_the_question(page: Page, gallery_url: str) -> None:
    page.goto(f"{gallery_url}/refused.html")
    expect(page.locator("#error-summary")).to_be_focused()

    page.get_by_role("link", name="There is no day 31 2 2026").click()

    expect(page.locator("#id_so_on_day")).to_be_focused()
