from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from lippen.design.components import Column, Table
from lippen.design.marks import STANDINGS, STATES, standing_mark
from lippen.design.tests.gallery import PlanFilter
from lippen.kernel.calendar import Period, Precision


def show(source: str, address: str = "/plans", **context: object) -> BeautifulSoup:
    request = RequestFactory().get(address)
    html = Template("{% load design %}" + source).render(Context({"request": request, **context}))
    return BeautifulSoup(html, "html.parser")


def test_a_standing_is_said_in_a_word_and_its_shape_is_silent() -> None:
    page = show("{% standing 'red' 'past its date by 17 days' %}")

    assert page.get_text(" ", strip=True) == "Off course past its date by 17 days"
    assert page.svg is not None and page.svg["aria-hidden"] == "true"


def test_a_reason_that_only_repeats_the_word_is_left_out() -> None:
    assert show("{% standing 'green' 'on course' %}").get_text(" ", strip=True) == "On course"


@pytest.mark.parametrize("marks", [STATES, STANDINGS], ids=["states", "standings"])
def test_no_two_marks_share_a_word_or_a_shape(marks: dict) -> None:
    assert len({mark.word for mark in marks.values()}) == len(marks)
    assert len({mark.shape for mark in marks.values()}) == len(marks)


def test_an_unknown_standing_is_an_error_and_not_a_grey_tag() -> None:
    with pytest.raises(LookupError, match="There is no mark 'purple'"):
        standing_mark("purple")


def test_a_reason_is_text_and_never_markup() -> None:
    assert show("{% state 'blocked' reason %}", reason="<b>x</b>").b is None


def test_a_moved_date_shows_its_first() -> None:
    first = Period("Mar", Precision.MONTH, date(2026, 3, 1), date(2026, 4, 1))

    page = show("{% first_and_current first now %}", first=first, now=date(2026, 10, 17))

    assert page.get_text() == "17 October 2026 first set: March 2026"


def test_sorting_turns_round_and_keeps_the_filters_but_not_the_page() -> None:
    up = show("{% sort_link 'Target' 'target' %}", "/plans?lead=1&page=3").a
    down = show("{% sort_link 'Target' 'target' %}", "/plans?lead=1&sort=target").a

    assert up is not None and up["href"] == "?lead=1&sort=target"
    assert down is not None and down["href"] == "?lead=1&sort=-target"


@pytest.mark.parametrize(("sort", "said"), [("target", "ascending"), ("-target", "descending"), ("lead", None)])
def test_a_sorted_column_says_its_direction(sort: str, said: str | None) -> None:
    page = show("<table><th{% sort_state 'target' %}></th></table>", f"/plans?sort={sort}")

    assert page.th is not None and page.th.get("aria-sort") == said


def test_a_page_says_where_it_stands_and_keeps_the_filters() -> None:
    page = show("{% pages rows 'actions' %}", "/plans?lead=1&page=2", rows=Paginator(range(1234), 100).page(2))

    assert "101 to 200 of 1,234 actions" in page.get_text()
    assert page.select_one("a[rel=next]")["href"] == "?lead=1&page=3"  # type: ignore[index]
    assert page.select_one("[aria-current=page]").get_text() == "2"  # type: ignore[union-attr]


def test_one_page_has_no_links_to_others() -> None:
    page = show("{% pages rows 'actions' %}", rows=Paginator(range(32), 100).page(1))

    assert page.get_text().strip() == "32 actions"
    assert page.a is None


@pytest.mark.parametrize(
    ("nouns", "said"), [("'actions'", "1 action"), ("'pieces of evidence' 'piece of evidence'", "1 piece of evidence")]
)
def test_a_single_row_is_counted_in_the_singular(nouns: str, said: str) -> None:
    page = show("{% pages rows " + nouns + " %}", rows=Paginator(range(1), 100).page(1))

    assert page.get_text().strip() == said


def test_filters_are_sent_by_get_and_keep_the_order_and_the_day() -> None:
    address = "/plans?standing=amber&as_at=2026-10-17&sort=target&page=4"
    page = show("{% filters form %}", address, form=PlanFilter({"standing": "amber"}))

    assert page.form is not None and page.form["method"] == "get"
    assert {each["name"] for each in page.select("input[type=hidden]")} == {"as_at", "sort"}
    assert page.select_one("a")["href"] == "?as_at=2026-10-17&sort=target"  # type: ignore[index]


def test_filters_that_are_not_set_cannot_be_cleared() -> None:
    assert show("{% filters form %}", "/plans?sort=target", form=PlanFilter({})).a is None


def test_every_cell_of_a_table_carries_its_heading_for_a_phone() -> None:
    table = Table("Papers", (Column("Paper"), Column("Children", numeric=True)), (("March", 12),))

    page = show("{% data_table table %}", table=table)

    assert [cell["data-label"] for cell in page.select("tbody > tr > *")] == ["Paper", "Children"]
    assert page.td is not None and page.td["class"] == ["lippen-number"]


def test_an_empty_list_says_what_will_appear_and_how_to_begin() -> None:
    page = show("{% empty 'No plans yet' 'Plans appear here.' '/plans/new' 'Bring in the first' %}")

    assert page.a is not None and (page.a["href"], page.a.get_text()) == ("/plans/new", "Bring in the first")


def test_a_summary_list_takes_pairs() -> None:
    page = show("{% summary_list rows %}", rows=[("Lead", "Morag Sinclair")])

    assert [page.dt.get_text(), page.dd.get_text()] == ["Lead", "Morag Sinclair"]  # type: ignore[union-attr]
