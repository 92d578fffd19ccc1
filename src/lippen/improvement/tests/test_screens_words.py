from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from lippen.design.components import blocks
from lippen.design.days import is_no_day
from lippen.improvement import exports
from lippen.improvement.rows import ActionRow, LeadRow
from lippen.improvement.screens.dates import period_in
from lippen.improvement.screens.days import day_in
from lippen.improvement.screens.filters import Wanted
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.saying import date_words, paragraphs_of, typed_again
from lippen.improvement.tests.factories import month

TODAY = date(2012, 10, 17)  # a Wednesday


def row(**given: object) -> ActionRow:
    """An action with nothing said of it but what is given."""
    empty: dict[str, object] = dict.fromkeys(ActionRow.__dataclass_fields__, "")
    empty |= {"leads": (LeadRow(1, "Ann Brown", "AB", "Team leader"),), "authorities": ("Braeside Council",)}
    empty |= dict.fromkeys(("accountable", "first_target", "target", "first_review", "review", "postponed"), None)
    empty |= {"number": "1.1", "kind": "finish", "state": "under_way", "standing": "green", "state_on": TODAY}
    empty |= {"slips": 0, "review_slips": 0, "updates_count": 0, "doubts_open": 0, "theme_number": 1}
    empty |= {"last_update_on": None, "evidence_accepted": False, "evidence_outside_line": False}
    return ActionRow(**{**empty, **given})


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", date(2012, 10, 17)),
        ("Yesterday", date(2012, 10, 16)),
        ("friday", date(2012, 10, 12)),
        ("last Wednesday", date(2012, 10, 10)),
        ("12 Oct", date(2012, 10, 12)),
        ("1st of December", date(2011, 12, 1)),
        ("12/10", date(2012, 10, 12)),
        ("12/10/09", date(2009, 10, 12)),
        ("2012-06-14", date(2012, 6, 14)),
        ("31/2/2012", None),
        ("soon", None),
    ],
)
def test_a_day_is_read_as_people_type_it_on_a_telephone(words, day) -> None:
    assert day_in(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "is_none"),
    [
        ("31/02/2026", True),
        ("31.2.26", True),
        ("31 February 2026", True),
        ("30 Feb", True),
        ("2026-02-30", True),
        ("29/2/2024", False),
        ("29 February", False),
        ("31/12/1850", False),
        ("October 2012", False),
        ("soon", False),
    ],
)
def test_a_day_that_no_calendar_has_is_told_from_words_that_name_none(words, is_none) -> None:
    assert is_no_day(words) is is_none


@pytest.mark.parametrize(
    ("words", "starts_on"),
    [("March", date(2013, 3, 1)), ("Nov / Dec", date(2012, 11, 1)), ("14 November", date(2012, 11, 14))],
)
def test_a_date_to_come_without_a_year_is_the_next_such_date(words, starts_on) -> None:
    assert period_in(words, TODAY).starts_on == starts_on


def test_a_date_in_the_year_9999_is_not_read() -> None:
    assert period_in("9999-01-01", TODAY) is None


def test_lines_become_paragraphs_and_dashes_bullets_and_back() -> None:
    paragraphs = paragraphs_of("One\n\n- two\n* three\n")
    assert paragraphs == ("One", "• two", "• three")
    assert typed_again(paragraphs) == "One\n- two\n- three"


def test_bullets_between_paragraphs_are_gathered_into_one_list() -> None:
    found = blocks(("One", "• two", "• three", "Four"))
    assert [getattr(each, "bullets", each) for each in found] == ["One", ("two", "three"), "Four"]


def test_a_passed_review_is_never_overdue() -> None:
    said = date_words(row(review=month(2012, 8), review_words="Review due since 31 August 2012"), TODAY)
    assert not said.is_late and "due since" in said.note


def test_a_passed_target_is_late_with_its_first_date() -> None:
    moved = row(first_target=month(2012, 8), target=month(2012, 9), due_words="Overdue, 17 days late")
    said = date_words(moved, TODAY)
    assert (said.now, said.first, said.is_late) == ("September 2012", "first August 2012", True)


@pytest.mark.parametrize("words", ["=1+1", "+44 1632", "-5", "@sum", "\tx"])
def test_a_cell_that_looks_like_a_formula_leaves_as_text(words) -> None:
    rows = list(csv.reader(io.StringIO(exports.plan_csv([row(text=words)]).decode("utf-8-sig"))))
    assert rows[1][2] == f"'{words}"


def test_the_spreadsheet_holds_text_and_never_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exports.plan_xlsx([row(text="=1+1")], title="Plan")))
    cell = book["Plan"].cell(2, 3)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_spreadsheet_holds_days_as_days() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exports.plan_xlsx([row()], title="Plan")))
    assert book["Plan"].cell(2, 11).value.date() == TODAY


def test_what_the_address_asks_wrongly_is_left_out() -> None:
    wanted = Wanted.read({"sort": "; drop", "page": "-3", "lead": "AB"})
    assert (wanted.sort, wanted.page, wanted.lead) == ("number", 1, "AB")


def test_a_day_known_by_means_its_whole_day(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    seen = look({"as_at": "2012-06-14", "known_at": "2012-06-20"})
    assert seen.known_at.isoformat() == "2012-06-20T22:59:59.999999+00:00"
    assert "14 June 2012" in seen.banner and "20 June 2012" in seen.banner
