"""Files as strangers send them: every one comes in with all its words, or is refused in a sentence that says where."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from lippen.improvement.adapters import Proposal, Refused, guess_mapping, propose, read_document
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.command import import_plan
from lippen.improvement.models import Action, Doubt, Plan
from lippen.improvement.tests.lookalike import plan_text
from lippen.kernel import access
from lippen.kernel.files import gate
from lippen.kernel.files.confined import run_confined
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

HEADINGS = ("Theme", "Action", "Lead", "Review date", "Progress")
ROWS = (("Homes", "Find carers", "AB", "June 2025", "Begun"), ("People", "Fill posts", "CdE", "May 2025", "In place"))


def csv_text(*rows: tuple[str, ...], mark: str = ",", headings: tuple[str, ...] = HEADINGS) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows((headings, *rows))
    return out.getvalue()


def proposal_of(content: str | bytes, name: str = "plan.csv") -> Proposal:
    document = read_here(name, content.encode() if isinstance(content, str) else content)
    return propose(document, guess_mapping(document))


def texts(paper: Proposal) -> list[str]:
    return [action.text for action in paper.actions]


# Delimiters and rows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["^", "~", "¦", "\x1f"])
def test_a_rarer_delimiter_is_found(mark: str) -> None:
    assert texts(proposal_of(csv_text(*ROWS, mark=mark))) == ["Find carers", "Fill posts"]


def test_the_first_line_that_names_the_delimiter_for_excel_is_not_a_row() -> None:
    paper = proposal_of("sep=!\n" + csv_text(*ROWS, mark="!"))
    assert texts(paper) == ["Find carers", "Fill posts"] and not paper.unplaced


def test_rows_that_leave_out_their_last_cells_are_rows() -> None:
    paper = proposal_of("Action,Lead,Due\nDo it,CD\nDo that,AB\nDo more,AB,June 2025,extra words\n")
    assert texts(paper) == ["Do it", "Do that", "Do more"]
    assert [entry.text for entry in paper.actions[2].progress] == ["extra words"]


def test_signs_that_other_systems_take_for_line_ends_break_no_row() -> None:
    paper = proposal_of(
        csv_text(("Homes", "Find\u2028carers", "AB", "June 2025", "one\x0btwo\x0cthree\x85four\x1cfive"))
    )
    assert texts(paper) == ["Find carers"]
    assert [entry.text for entry in paper.actions[0].progress] == ["one two three four five"]


def test_lone_carriage_returns_end_rows() -> None:
    assert texts(proposal_of(csv_text(*ROWS).replace("\r\n", "\r"))) == ["Find carers", "Fill posts"]


def test_a_quotation_mark_inside_a_cell_is_a_word_of_it() -> None:
    assert texts(proposal_of('Action,Lead,Due\n"Do" it,AB,June 2025\n')) == ["Do it"]


@pytest.mark.parametrize("content", [",".join(HEADINGS) + "\n", "\t".join(HEADINGS), ",".join(HEADINGS) + "\n,,,,\n"])
def test_headings_with_nothing_under_them_are_refused(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.csv").write_text(content)
    assert import_plan(tmp_path / "plan.csv", dry_run=True, as_json=True) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("plan.csv, table 1: no action stands under its headings")


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n  \n", "\x0c"])
def test_a_file_without_a_word_is_called_empty(content: str) -> None:
    with pytest.raises(Refused, match=r"^plan\.csv is empty"):
        read_document("plan.csv", content.encode())


def test_utf_32_is_refused_as_letters_that_are_not_read() -> None:
    with pytest.raises(Refused, match="UTF-32"):
        read_document("plan.csv", csv_text(*ROWS).encode("utf-32"))


@pytest.mark.parametrize(
    "content",
    [
        "Action<table>Words alone<td>",
        "<table></table><td>",
        "<table><tr></tr></table><td>x",
        "<td rowspan=9>Theme,Action<table>Lead</table>",
    ],
)
def test_an_html_table_without_rows_is_no_table(content: str) -> None:
    with pytest.raises(Refused, match=r"^plan\.txt holds no table"):
        read_document("plan.txt", content.encode())


def test_words_in_an_html_table_without_rows_are_kept_as_text() -> None:
    found = read_here("plan.txt", b"<table>Words alone</table><table><tr><td>Action</td><td>Lead</td></tr></table>")
    assert [paragraph.text for paragraph in found.body if paragraph.table is None] == ["Words alone"]


def test_a_fault_of_the_reader_is_a_sentence_and_its_place_is_logged_without_words_of_the_file(
    caplog: pytest.LogCaptureFixture,
) -> None:
    function = "lippen.improvement.tests.lookalike:broken_reader"
    with caplog.at_level("ERROR"), pytest.raises(Refused, match=r"^plan\.csv could not be read, in a way"):
        run_confined(function, b"x", options={"name": "plan.csv"}, memory_mb=900, seconds=20)
    assert "KeyError" in caplog.text and "a name from the file" not in caplog.text


# Dates --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("Sept / Oct 2026", "2026-09-01", "2026-10-31", "range"),
        ("end March 2027", "2027-03-01", "2027-03-31", "range"),
        ("Q3 2026/27", "2026-10-01", "2026-12-31", "range"),
        ("Winter 2026", "2026-12-01", "2027-02-28", "range"),
        ("31/03/2027", "2027-03-31", "2027-03-31", "day"),
        ("2026/27", "2026-04-01", "2027-03-31", "range"),
    ],
)
def test_a_date_is_read_with_its_precision(words: str, first: str, last: str, precision: str) -> None:
    found = proposal_of(csv_text(("Homes", "Find", "AB", words, "Begun"))).actions[0].review
    assert (found.text, found.period.starts_on.isoformat(), found.period.last_day.isoformat()) == (words, first, last)
    assert found.period.precision == precision


@pytest.mark.parametrize("words", ["2027-02-30", "31/02/2027", "ongoing", "tbc", "when funds allow"])
def test_what_is_no_date_is_a_doubt_that_keeps_its_words(words: str) -> None:
    paper = proposal_of(csv_text(("Homes", "Find", "AB", words, "Begun")))
    assert paper.actions[0].review.text == words and paper.actions[0].review.period is None
    assert "date:1.1.review" in {doubt.key for doubt in paper.doubts}


# Coming in ----------------------------------------------------------------------------------------------------------

LONG = {
    "a long number": csv_text(
        ("R-2026-000123-ABCDEFGH-1", "One", "AB"),
        ("R-2026-000123-ABCDEFGH-2", "Two", "AB"),
        headings=("Ref", "Action", "Lead"),
    ),
    "long headings": csv_text(
        ("One", "AB", "x", "y"), ("Two", "AB", "x", "y"), headings=("Action", "Lead", "Z" * 300 + "1", "Z" * 300 + "2")
    ),
    "long cells": csv_text(
        ("T" * 31_000, "A" * 31_000, "L" * 31_000, "June " * 5_000, "P" * 31_000), ("T", "B", "CD", "x" * 5_000, "")
    ),
    "long blanks": csv_text(
        (" " * 31_000 + "x", "a" + " " * 31_000 + "b", "A" + " " * 31_000 + "B", "June", "c"), *ROWS
    ),
    "a lead for each comma": csv_text(("T", "a\n" * 150, "A," * 15_000, "June\n" * 6_000, "- a\n" * 7_000), *ROWS),
    "odd signs": csv_text(
        (
            "Homes",
            "Fi\u200bnd ca\u0301rers \u202enow\u202c 👩‍👩‍👧 \ue123",
            "A\u0301B",
            "\u2066June\u2069 2025",
            "\U000e0041 %s {x} <script>",
        ),
    ),
    "formulas": csv_text(("=1+1", "@SUM(1)", "+AB", "-1", "=HYPERLINK(1)")),
    "the same keys": plan_text(
        "1\tOne\tWork towards the\tAB\tJune\t> < Waiting for the", "1\tOne\tAnd the\tAB\tJune\t<"
    ).decode(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("which", LONG)
def test_an_odd_file_comes_in_whole(which: str, tmp_path: Path) -> None:
    officer = people.actor(people.authority("Braeside Council"), Role.PERFORMANCE_OFFICER)
    access.identify(officer, today=people.START)
    (tmp_path / "plan.csv").write_text(LONG[which], encoding="utf-8")
    assert import_plan(tmp_path / "plan.csv", dry_run=True) == 0
    assert import_plan(tmp_path / "plan.csv") == 0
    access.identify(officer, today=people.START)
    proposed = proposal_of(LONG[which])
    assert Action.objects.count() == len(proposed.actions) > 0
    assert Doubt.objects.count() >= len(proposed.doubts)


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing(tmp_path: Path) -> None:
    officer = people.actor(people.authority("Braeside Council"), Role.PERFORMANCE_OFFICER)
    access.identify(officer, today=people.START)
    for content in (",".join(HEADINGS), csv_text(("a", "b\x00", "c", "d", "e")), "no table"):
        (tmp_path / "plan.csv").write_text(content)
        assert import_plan(tmp_path / "plan.csv") == 1
    access.identify(officer, today=people.START)
    assert not Plan.objects.exists()


# Limits -------------------------------------------------------------------------------------------------------------


def test_a_cell_of_the_most_characters_comes_in() -> None:
    words = "a" * gate.MOST_CELL_CHARACTERS
    assert texts(proposal_of(f"Action,Lead,Due\n{words},AB,June 2025\n")) == [words]


def test_a_cell_of_the_most_actions_comes_in_and_one_more_is_refused_by_its_place() -> None:
    def many(count: int) -> str:
        return csv_text(("Homes", "\n".join(f"• Do {n}" for n in range(count)), "AB", "June 2025", "Begun"), *ROWS)

    assert len(proposal_of(many(200)).recommendations[0].actions) == 200 + 1
    with pytest.raises(Refused, match=r"plan\.csv, table 1, row 2, column of actions: 201 paragraphs in one cell"):
        proposal_of(many(201))


def test_a_table_of_the_most_cells_is_read_and_one_row_more_is_not() -> None:
    most = gate.MOST_CELLS // 200
    wide = b"Action,Lead" + b",x" * 198 + b"\n"
    row = b"Do it,AB" + b"," * 198 + b"\n"
    assert len(read_here("plan.csv", wide + row * (most - 1)).tables[0].rows) == most
    with pytest.raises(Refused, match="400,200 cells; the limit is 400,000"):
        read_document("plan.csv", wide + row * most)


def test_nothing_but_json_is_printed_whatever_is_in_the_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.csv").write_text(LONG["odd signs"], encoding="utf-8")
    assert import_plan(tmp_path / "plan.csv", dry_run=True, as_json=True) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"recommendations", "doubts", "unplaced"}
