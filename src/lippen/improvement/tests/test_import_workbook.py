"""Spreadsheets as councils keep them: title rows, merged headings, real dates, totals, hidden rows, formulas."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from itertools import chain

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from lippen.improvement.adapters import Proposal, Refused, guess_mapping, propose, read_document
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.adapters.sheet_values import words_of
from lippen.improvement.intake import Reading
from lippen.improvement.tests.plan_files import workbook_bytes
from lippen.improvement.tests.word_files import with_part
from lippen.kernel.calendar import Precision
from lippen.kernel.files import gate

HEADINGS = ("Theme", "Action", "Lead", "Target date", "Progress")


def filled(*rows: tuple[object, ...], headings: tuple[object, ...] = HEADINGS) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    sheet.title = "Plan"
    for row in (headings, *rows):
        sheet.append(list(row))
    return book, sheet


def proposal_of(book: Workbook) -> Proposal:
    document = read_here("plan.xlsx", workbook_bytes(book))
    return propose(document, guess_mapping(document))


def sentences(proposal: Proposal, kind: str) -> list[str]:
    return [doubt.sentence for doubt in proposal.doubts if doubt.kind == kind]


HALF_PAST_TWO = datetime(2026, 3, 31, 14, 30)  # noqa: DTZ001 - a sheet knows no zones
ROW = ("Homes", "Find carers", "AB", date(2026, 3, 31), "Begun")


# Dates and figures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "words", "precision", "last"),
    [
        ("dd/mm/yyyy", "31 March 2026", Precision.DAY, date(2026, 3, 31)),
        ("mmm-yy", "March 2026", Precision.MONTH, date(2026, 3, 31)),
        ("yyyy", "2026", Precision.YEAR, date(2026, 12, 31)),
        ('[$-809]d" of "mmmm\\ yyyy;@', "31 March 2026", Precision.DAY, date(2026, 3, 31)),
    ],
)
def test_a_real_date_stays_a_date_as_exact_as_the_sheet_shows_it(
    shown: str, words: str, precision: Precision, last: date
) -> None:
    book, sheet = filled(ROW)
    sheet["D2"].number_format = shown
    target = proposal_of(book).actions[0].target
    assert (target.text, target.period.precision, target.period.last_day) == (words, precision, last)
    assert not target.year_is_taken


@pytest.mark.parametrize(
    ("value", "shown", "words"),
    [
        (3.0, "General", "3"),
        (2.1, "0.00", "2.10"),
        (0.5, "0%", "50%"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"),
        (HALF_PAST_TWO, "dd/mm/yyyy hh:mm", "31 March 2026 14:30"),
        (None, "General", ""),
    ],
)
def test_a_figure_reads_as_the_sheet_shows_it(value: object, shown: str, words: str) -> None:
    assert words_of(value, shown) == words


# Headings -----------------------------------------------------------------------------------------------------------


def test_title_rows_are_the_documents_own_title_and_facts() -> None:
    book, sheet = filled(ROW)
    sheet.insert_rows(1, 3)
    sheet["A1"], sheet["A2"], sheet["B2"] = "Plan for carers", "Date of Meeting", date(2025, 11, 14)
    sheet["B2"].number_format = "d mmmm yyyy"
    sheet.merge_cells("A1:E1")
    proposal = proposal_of(book)
    assert proposal.header == {"Subject": "Plan for carers", "Date of Meeting": "14 November 2025"}
    assert proposal.dated_on == date(2025, 11, 14)
    assert [action.place for action in proposal.actions] == ["sheet Plan, row 5"] and not proposal.unplaced


def test_headings_over_two_rows_with_merged_cells_name_their_columns() -> None:
    book, sheet = filled(headings=("Theme", "Action", "Who", "Dates", None, "How it goes", None))
    sheet.append([None, None, None, "Target", "Review", "Progress", "Status"])
    sheet.append(["Homes", "Find carers", "AB", date(2026, 3, 31), date(2025, 9, 1), "Two came", "Green"])
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"):
        sheet.merge_cells(area)
    (action,) = (proposal := proposal_of(book)).actions
    assert (action.text, action.leads, action.status) == ("Find carers", ("AB",), "Green")
    assert (action.target.text, action.review.text) == ("31 March 2026", "1 September 2025")
    assert [entry.text for entry in action.progress] == ["Two came"] and not proposal.unplaced


def test_headings_over_two_rows_without_merged_cells_name_their_columns_too() -> None:
    book, sheet = filled(headings=("Theme", "Action", "Who", "Dates", None, "Progress"))
    sheet.append([None, None, None, "Target", "Review", None])
    sheet.append(["Homes", "Find carers", "AB", "March 2026", "September 2025", "Two came"])
    (action,) = proposal_of(book).actions
    assert (action.target.text, action.review.text) == ("March 2026", "September 2025")


def test_a_first_row_of_a_plan_is_no_second_row_of_headings() -> None:
    book, _ = filled(("Homes", "Find", "AB", "", "Begun"), headings=("Theme", "Action", "Lead", "Dates", None))
    assert [action.text for action in proposal_of(book).actions] == ["Find"]


def test_a_theme_merged_over_its_rows_is_the_theme_of_each() -> None:
    book, sheet = filled(ROW, (None, "Paint the room", "CD", "May 2026", ""), ("People", "Fill posts", "AB", "", ""))
    sheet.merge_cells("A2:A3")
    proposal = proposal_of(book)
    assert [(each.title, len(each.actions)) for each in proposal.recommendations] == [("Homes", 2), ("People", 1)]


# Totals, sheets, what is hidden -------------------------------------------------------------------------------------


def test_a_row_of_totals_is_left_out_and_listed() -> None:
    book, _ = filled(ROW, ("Total actions", 1, None, None, "100%"), ("Total", None, None, None, None))
    proposal = proposal_of(book)
    assert [action.text for action in proposal.actions] == ["Find carers"]
    assert [left.text for left in proposal.unplaced] == ["Total actions 1 100%", "Total"]


def test_an_action_that_begins_with_total_is_no_total() -> None:
    book, _ = filled(ROW, ("Total redesign", "Draw the new service", "AB", "May 2026", "Begun"))
    assert [action.text for action in proposal_of(book).actions] == ["Find carers", "Draw the new service"]


def test_every_sheet_that_holds_a_plan_comes_in_and_names_its_theme_where_no_column_does() -> None:
    headings = ("Action", "Lead", "Target date")
    book, sheet = filled(("Find carers", "AB", "May 2026"), headings=headings)
    sheet.title = "1 Homes"
    other = book.create_sheet("2 People")
    other.append(headings)
    other.append(("Fill posts", "CD", "June 2026"))
    book.create_sheet("Empty")
    proposal = proposal_of(book)
    assert [(each.number, each.title) for each in proposal.recommendations] == [("1", "Homes"), ("2", "People")]
    assert [action.place for action in proposal.actions] == ["sheet 1 Homes, row 2", "sheet 2 People, row 2"]


def test_hidden_rows_and_columns_come_in_and_are_said() -> None:
    book, sheet = filled(ROW, ("Homes", "Paint the room", "CD", "May 2026", ""))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    proposal = proposal_of(book)
    assert len(proposal.actions) == 2
    assert sentences(proposal, "hidden") == [
        "Row 3 of the sheet “Plan” is hidden there and comes in like the rest. Look whether it still counts.",
        "Column C of the sheet “Plan” is hidden there and comes in like the rest. Look whether it still counts.",
    ]


def test_no_action_is_read_from_a_hidden_sheet_and_its_words_are_listed() -> None:
    book, _ = filled(ROW)
    hidden = book.create_sheet("Old plan")
    hidden.append(HEADINGS)
    hidden.append(("Homes", "Find fewer carers", "AB", "May 2024", ""))
    hidden.sheet_state = "veryHidden"
    proposal = proposal_of(book)
    assert [action.text for action in proposal.actions] == ["Find carers"]
    assert ("sheet Old plan, cell B2 (Action)", "Find fewer carers") in [(x.place, x.text) for x in proposal.unplaced]
    assert "The sheet “Old plan” is hidden." in sentences(proposal, "hidden")[0]


def test_a_workbook_whose_plan_is_hidden_is_refused_with_what_to_do() -> None:
    book, sheet = filled(ROW)
    book.create_sheet("Cover")
    sheet.sheet_state = "hidden"
    with pytest.raises(Refused, match=r"Every sheet of plan\.xlsx that holds words is hidden"):
        proposal_of(book)


def test_struck_words_are_kept_and_said() -> None:
    book, sheet = filled(ROW)
    sheet["B2"].font = Font(strike=True)
    assert "“Find carers” has a line through it" in sentences(proposal_of(book), "struck through")[0]


# Formulas -----------------------------------------------------------------------------------------------------------


def test_a_formula_is_read_by_the_result_that_was_stored() -> None:
    book, sheet = filled(ROW)
    sheet["B2"] = '="Find "&"carers"'
    content = workbook_bytes(book)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    start = xml.index('<c r="B2"')
    cell = xml[start : xml.index("</c>", start) + 4]
    stored = '<c r="B2" t="str"><f>"Find "&amp;"carers"</f><v>Find carers</v></c>'
    document = read_here(
        "plan.xlsx", with_part(content, "xl/worksheets/sheet1.xml", xml.replace(cell, stored).encode())
    )
    proposal = propose(document, guess_mapping(document))
    assert [action.text for action in proposal.actions] == ["Find carers"]
    assert sentences(proposal, "formula") == [
        "One cell of the sheet “Plan” is worked out by formula; what was stored when the file was last saved is taken."
    ]


def test_a_formula_without_a_stored_result_is_said_and_kept_word_for_word() -> None:
    book, sheet = filled(ROW)
    sheet["E2"] = "=A1&B1"
    document = read_here("plan.xlsx", workbook_bytes(book))
    reading = Reading(document, guess_mapping(document))
    proposal = propose(document, reading.columns)
    assert proposal.actions[0].progress == ()
    assert "The formula =A1&B1 has no result stored beside it" in sentences(proposal, "formula")[0]
    assert ("sheet Plan, cell E2 (Progress)", "=A1&B1") in list(reading.cells())


def test_an_error_in_a_cell_is_said() -> None:
    book, sheet = filled(ROW)
    sheet["E2"] = "#REF!"
    sheet["E2"].data_type = "e"
    assert sentences(proposal_of(book), "formula") == [
        "The cell shows the error #REF! and not what it should say. Look at it."
    ]


# Nothing lost, and limits -------------------------------------------------------------------------------------------


def test_every_cell_is_kept_word_for_word_with_its_place() -> None:
    book, sheet = filled(ROW, ("Total", 1, None, None, None))
    sheet.insert_rows(1)
    sheet["A1"] = "Plan for carers"
    document = read_here("plan.xlsx", workbook_bytes(book))
    kept = dict(Reading(document, guess_mapping(document)).cells())
    assert len(kept) == 1 + len(HEADINGS) + len(ROW) + 2
    assert kept["sheet Plan, cell A1 (Theme)"] == "Plan for carers"
    assert kept["sheet Plan, cell D3 (Target date)"] == "31 March 2026"


def test_formatted_cells_far_below_the_plan_do_not_make_it_larger() -> None:
    book, sheet = filled(ROW)
    sheet["A1048576"].font = Font(bold=True)
    sheet["XFD1"].font = Font(bold=True)
    assert len(proposal_of(book).actions) == 1


def test_as_many_columns_as_a_plan_may_have_are_read_and_one_more_is_refused_by_its_sheet() -> None:
    headings = (*HEADINGS, *(f"Note {number}" for number in range(gate.MOST_COLUMNS - len(HEADINGS))))
    book, sheet = filled(ROW, headings=headings)
    assert read_here("plan.xlsx", workbook_bytes(book)).tables[0].width == gate.MOST_COLUMNS
    sheet.cell(1, gate.MOST_COLUMNS + 1, "One more")
    with pytest.raises(Refused, match=r"plan\.xlsx, sheet Plan: 201 columns; the limit is 200"):
        read_document("plan.xlsx", workbook_bytes(book))
    sheet.cell(1, 2_000, "Far out")
    with pytest.raises(Refused, match=r"plan\.xlsx, sheet Plan: 2,000 columns"):
        read_here("plan.xlsx", workbook_bytes(book))


def test_as_many_rows_as_a_plan_may_have_are_read_and_one_more_is_refused() -> None:
    book, sheet = filled(ROW)
    sheet.cell(gate.MOST_ROWS, 2, "The last action")
    sheet.cell(gate.MOST_ROWS, 3, "AB")
    assert len(read_here("plan.xlsx", workbook_bytes(book)).tables[0].rows) == gate.MOST_ROWS
    sheet.cell(gate.MOST_ROWS + 1, 2, "One more")
    with pytest.raises(Refused, match=r"sheet Plan: 20,001 rows; the limit is 20,000"):
        read_here("plan.xlsx", workbook_bytes(book))


def test_a_cell_that_is_too_long_is_refused_by_its_sheet_and_cell() -> None:
    book, sheet = filled(ROW)
    sheet["E2"] = "a" * gate.MOST_CELL_CHARACTERS
    assert proposal_of(book).actions
    sheet["E2"] = "a" * (gate.MOST_CELL_CHARACTERS + 1)
    with pytest.raises(Refused, match=r"plan\.xlsx, sheet Plan, cell E2 \(Progress\): 32,001 characters"):
        proposal_of(book)


def test_merged_areas_that_lie_over_each_other_without_end_are_refused() -> None:
    book, _ = filled(*[ROW] * 600, headings=(*HEADINGS, *map(str, range(195))))
    merges = "".join(f'<mergeCell ref="A1:GR{row}"/>' for row in range(590, 600))
    content = workbook_bytes(book)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    xml = xml.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    with pytest.raises(Refused, match="merged areas lie over each other"):
        read_document("plan.xlsx", with_part(content, "xl/worksheets/sheet1.xml", xml.encode()))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_workbook_with_a_broken_part_is_called_damaged(part: str) -> None:
    book, _ = filled(ROW)
    with pytest.raises(Refused, match=r"^plan\.xlsx is damaged and cannot be opened"):
        read_document("plan.xlsx", with_part(workbook_bytes(book), part, b"<broken"))


def test_a_workbook_without_words_holds_no_table() -> None:
    with pytest.raises(Refused, match=r"^plan\.xlsx holds no table"):
        read_document("plan.xlsx", workbook_bytes(Workbook()))


def test_two_plans_under_each_other_on_a_sheet_are_two_tables() -> None:
    book, sheet = filled(ROW)
    for row in ([], ("Action", "Who", "When"), ("Fill posts", "CD", "June 2026")):
        sheet.append(list(row))
    proposal = proposal_of(book)
    assert [action.text for action in proposal.actions] == ["Find carers", "Fill posts"]
    assert list(chain(*(action.leads for action in proposal.actions))) == ["AB", "CD"]
