from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from lippen.design.tests import gallery

KINDS = ("base", "desk", "list", "story", "form", "board", "paper", "picture", "error")


def test_every_page_kind_stands_with_nothing_to_show() -> None:
    for kind in KINDS:
        html = gallery.ENGINE.get_template(f"design/{kind}.html").render({"title": "A page"})
        assert BeautifulSoup(html, "html.parser").h1.get_text() == "A page", kind  # type: ignore[union-attr]


@pytest.mark.parametrize("name", gallery.PAGES)
def test_a_page_has_one_heading_and_a_way_past_the_menu(name: str) -> None:
    page = BeautifulSoup(gallery.page(name), "html.parser")

    assert len(page.select("h1")) == 1
    assert page.select_one("main#main-content") is not None
    assert page.select_one("a.ds_skip-links__link")["href"] == "#main-content"  # type: ignore[index]


def test_signing_out_is_a_post_with_the_site_s_own_token() -> None:
    form = BeautifulSoup(gallery.page("desk"), "html.parser").select_one(".lippen-who form")

    assert form is not None and form["method"] == "post"
    assert form.select_one("input[name=csrfmiddlewaretoken]") is not None


def test_a_page_says_who_is_signed_in_and_as_which_post() -> None:
    who = BeautifulSoup(gallery.page("desk"), "html.parser").select_one(".lippen-who__name")

    assert who is not None
    assert who.get_text(" ", strip=True) == "Signed in as Morag Sinclair Acting Head of Service"


def test_the_current_room_is_marked_in_the_menu() -> None:
    page = BeautifulSoup(gallery.page("desk"), "html.parser")

    assert [each.get_text() for each in page.select(".lippen-menu [aria-current=page]")] == ["Plans"]


def test_a_print_says_who_printed_it_and_when() -> None:
    printed = BeautifulSoup(gallery.page("list"), "html.parser").select_one(".lippen-printed")

    assert printed is not None
    assert printed.get_text() == "Printed from Lippen by Morag Sinclair on 17 October 2026 at 10:05."


def test_a_stranger_is_offered_no_sign_out_and_no_name() -> None:
    page = BeautifulSoup(gallery.page("error", actor=None, menu=()), "html.parser")

    assert page.select_one(".lippen-who") is None
    assert "Morag Sinclair" not in page.get_text()


def test_a_refused_form_says_error_in_the_title() -> None:
    page = BeautifulSoup(gallery.page("form", form=gallery.refused_form()), "html.parser")

    assert page.title is not None and page.title.get_text().startswith("Error: Record an update")


def test_a_refusal_says_who_can_help() -> None:
    page = BeautifulSoup(gallery.page("error"), "html.parser")

    assert "Iain Petrie, Service Manager" in page.get_text()


def test_the_first_button_of_a_form_sends_it() -> None:
    page = BeautifulSoup(gallery.page("form", draft_saved_at=gallery.TODAY_AT), "html.parser")

    buttons = [each.get("name") for each in page.select("form.lippen-form button")]

    assert buttons == [None, "_draft", "_discard"]
