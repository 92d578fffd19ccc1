"""CSV in all its dialects, and the ones that must be refused."""

from __future__ import annotations

import csv
import io

import pytest

from lippen.improvement.adapters import Proposal, Refused, guess_mapping, propose, read_document
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.vocabulary import State
from lippen.kernel.files import gate

HEADINGS = ["No", "Theme", "Action", "Responsible", "Due", "RAG", "Update"]
ROWS = [
    ["1.1", "Homes", "Find carers, soon", "AB", "31/03/2025", "Green", "Adverts are out"],
    ["1.2", "Homes", "Paint the “blue” room", "CdE/AB", "June 2025", "Complete", "First coat\nSecond coat"],
    ["2.1", "People", "Fill the posts – all £9", "Head of Service", "Q2 2025/26", "", ""],
]


def csv_text(delimiter: str = ",", rows: list[list[str]] = ROWS) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADINGS, *rows])
    return out.getvalue()


def proposal_of(content: bytes) -> Proposal:
    document = read_here("plan.csv", content)
    return propose(document, guess_mapping(document))


def check(paper: Proposal) -> None:
    assert [(r.number, r.title, len(r.actions)) for r in paper.recommendations] == [
        ("1", "Homes", 2),
        ("2", "People", 1),
    ]
    assert [action.text for action in paper.actions] == [
        "Find carers, soon",
        "Paint the “blue” room",
        "Fill the posts – all £9",
    ]
    assert paper.actions[1].leads == ("CdE", "AB")
    assert [entry.text for entry in paper.actions[1].progress] == ["First coat", "Second coat"]
    assert paper.actions[2].target.period.starts_on.isoformat() == "2025-07-01"
    assert paper.actions[1].printed_number == "1.2"
    assert paper.actions[1].proposed.state is State.SAYS_DONE


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_is_found(delimiter: str) -> None:
    check(proposal_of(csv_text(delimiter).encode()))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    check(proposal_of(csv_text().encode(encoding)))


def test_letters_in_windows_1252_are_a_doubt() -> None:
    assert "encoding" in {doubt.kind for doubt in proposal_of(csv_text().encode("windows-1252")).doubts}


def test_a_title_above_the_headings_is_kept_and_does_not_hide_them() -> None:
    paper = proposal_of(("Plan of 2025,,,,,,\n" + csv_text()).encode())
    check(paper)
    assert "Plan of 2025" in [left.text for left in paper.unplaced]


def test_a_column_that_nothing_matches_is_listed_and_doubted_once() -> None:
    text = "Action,Lead,Due,Shoe size\nFind carers,AB,June 2025,9\nPaint it,AB,July 2025,11\n"
    paper = proposal_of(text.encode())
    assert [left.text for left in paper.unplaced] == ["9", "11"]
    assert [doubt.place for doubt in paper.doubts if doubt.kind == "column"] == ["table 1, column Shoe size"]


def test_columns_can_be_changed_and_are_remembered_for_their_headings() -> None:
    document = read_here("plan.csv", b"Deed,Shoe,Due\nFind carers,AB,June 2025\nPaint it,CdE,July 2025\n")
    layout = guess_mapping(document).layouts[0]
    assert not layout.is_plan
    roles = ("action", *layout.roles[1:])
    again = guess_mapping(document, remembered={layout.key: roles})
    assert [action.text for action in propose(document, again).actions] == ["Find carers", "Paint it"]
    assert again.layouts[0].columns[0].because == "you chose it"


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row() -> None:
    with pytest.raises(Refused, match=r"plan\.csv, table 1, row 3 .* never closed"):
        read_document("plan.csv", b'Action,Lead,Due\nDo it,AB,June\n"Do that,AB,May\nOther,AB,May\n')


def test_a_nul_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match=r"plan\.csv, line 2, character 6: a NUL"):
        read_document("plan.csv", b"Action,Lead,Due\nDo it\x00,AB,June\n")


def test_two_hundred_columns_come_in_and_one_more_does_not() -> None:
    def wide(columns: int) -> bytes:
        extra = columns - 3
        return ("Action,Lead,Due" + ",x" * extra + "\nDo it,AB,June" + "," * extra + "\n").encode()

    assert proposal_of(wide(200)).actions[0].text == "Do it"
    for columns in (201, 2_000):
        with pytest.raises(Refused, match=r"plan\.csv, table 1: .* columns; the limit is 200"):
            read_document("plan.csv", wide(columns))


def test_twenty_thousand_rows_come_in_and_one_more_does_not() -> None:
    rows = b"Do it,AB,June\n"
    assert (
        len(read_here("plan.csv", b"Action,Lead,Due\n" + rows * (gate.MOST_ROWS - 1)).tables[0].rows) == gate.MOST_ROWS
    )
    with pytest.raises(Refused, match="more than 20,000 rows"):
        read_document("plan.csv", b"Action,Lead,Due\n" + rows * gate.MOST_ROWS)


def test_a_cell_that_is_too_long_is_refused_by_its_place() -> None:
    with pytest.raises(Refused, match="table 1, row 2, column Action: 32,001 characters"):
        read_document("plan.csv", b"Action,Lead,Due\n" + b"a" * 32_001 + b",AB,June\n")


def test_hidden_direction_marks_are_left_out_of_the_words_and_doubted() -> None:
    paper = proposal_of("Action,Lead,Due\nFind \u202ecarers\u202c,AB,June 2025\n".encode())
    assert paper.actions[0].text == "Find carers"
    assert [doubt.place for doubt in paper.doubts if doubt.kind == "stray mark"] == ["table 1, row 2, column Action"]


def test_cells_that_look_like_formulas_are_words() -> None:
    assert proposal_of(b"Action,Lead,Due\n=1+1 carers,AB,June 2025\n").actions[0].text == "=1+1 carers"


def test_dates_in_cells_give_the_year_and_not_the_day_of_the_document() -> None:
    paper = proposal_of(b"Action,Lead,Review date\nFind carers,AB,31/03/2025\nPaint it,AB,June\n")
    assert paper.dated_on is None
    assert paper.actions[1].review.period.starts_on.isoformat() == "2025-06-01"
    assert "the commonest date in its table" in next(doubt.sentence for doubt in paper.doubts if doubt.kind == "year")


def groups(text: str) -> list[tuple[str, list[str]]]:
    paper = proposal_of(text.encode())
    return [(found.number, [a.printed_number or a.text for a in found.actions]) for found in paper.recommendations]


def test_a_number_for_each_row_is_the_actions_own() -> None:
    assert groups("No,Action,Lead,Due\n1,Do it,AB,May 2025\n2,See it,AB,May 2025\n") == [("1", ["1", "2"])]


def test_a_number_that_stands_again_is_the_recommendations() -> None:
    text = "Rec no,Action,Lead,Due\n4,Do it,AB,May 2025\n4,See it,AB,May 2025\n5,Be it,AB,May 2025\n"
    assert groups(text) == [("4", ["Do it", "See it"]), ("5", ["Be it"])]


def test_references_of_actions_under_one_title_do_not_split_it() -> None:
    rows = "A1,Homes,Do it,AB,May 2025\nA2,Homes,See it,AB,May 2025\nB1,Staff,Be it,AB,May 2025\n"
    assert groups("Ref,Theme,Action,Lead,Due\n" + rows) == [("1", ["A1", "A2"]), ("2", ["B1"])]


def test_a_number_at_the_head_of_an_actions_text_is_its_printed_number() -> None:
    paper = proposal_of(b"Theme,Action,Lead,Due\n1. Homes,1.1 Do it,AB,May 2025\n,1.2 See it,AB,May 2025\n")
    assert [(found.number, found.title) for found in paper.recommendations] == [("1", "Homes")]
    assert [(found.printed_number, found.text) for found in paper.actions] == [("1.1", "Do it"), ("1.2", "See it")]
