"""Word documents: merged cells, lists, tracked changes, and the ones that must be refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lippen.improvement.adapters import Proposal, Refused, guess_mapping, propose, read_document
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.tests import word_files as word
from lippen.improvement.vocabulary import State

MAIN = "word/document.xml"


def proposal_of(content: bytes, name: str = "plan.docx") -> Proposal:
    document = read_here(name, content)
    return propose(document, guess_mapping(document))


def merged_plan() -> bytes:
    """Recommendations that reach down over rows, a lead over two, a heading over two columns, lists with points."""
    document = word.new_document()
    table = word.plan_table(
        document,
        ("1", "Homes", "Find carers", "AB", "June", "In place"),
        ("", "", "Paint the room", "", "July", "Painting is underway"),
        (
            "2",
            "People",
            "* Name mentors\n* Train them\n** one day each",
            "AB\nAB CdE",
            "May\nJune",
            "Done.\nYet to begin.",
        ),
    )
    table.cell(0, 0).merge(table.cell(0, 1))
    for column in (0, 1, 3):
        table.cell(1, column).merge(table.cell(2, column))
    return word.saved(document)


def check_merged(paper: Proposal) -> None:
    assert [(r.number, r.title) for r in paper.recommendations] == [("1", "Homes"), ("2", "People")]
    assert [(a.text, a.leads, a.review.text) for a in paper.actions] == [
        ("Find carers", ("AB",), "June"),
        ("Paint the room", ("AB",), "July"),
        ("Name mentors", ("AB",), "May"),
        ("Train them\none day each", ("AB", "CdE"), "June"),
    ]
    assert [entry.text for action in paper.actions for entry in action.progress] == [
        "In place",
        "Painting is underway",
        "Done.",
        "Yet to begin.",
    ]


def test_merged_cells_and_nested_lists_come_out_as_they_read() -> None:
    check_merged(proposal_of(merged_plan()))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_same_document_saved_by_libreoffice_comes_out_the_same(tmp_path: Path) -> None:
    check_merged(proposal_of(word.by_libreoffice(merged_plan(), tmp_path)))


def test_a_document_is_read_in_the_child_process_as_in_this_one() -> None:
    content = merged_plan()
    assert read_document("plan.docx", content) == read_here("plan.docx", content)


def test_tracked_changes_are_taken_as_accepted_and_said() -> None:
    document = word.new_document()
    table = word.plan_table(document, ("1", "Homes", "Find ", "AB", "June", "In place"))
    word.insert_tracked(table.cell(1, 2), "new carers")
    word.delete_tracked(table.cell(1, 2), "old carers")
    paper = proposal_of(word.saved(document))
    assert paper.actions[0].text == "Find new carers"
    doubt = next(doubt for doubt in paper.doubts if doubt.kind == "tracked change")
    assert doubt.place == "table 1, row 2, column 3"
    assert "“new carers” was put in" in doubt.sentence
    assert "“old carers” was struck out" in doubt.sentence


def test_a_row_struck_out_is_left_out_and_said() -> None:
    document = word.new_document()
    table = word.plan_table(
        document, ("1", "Homes", "Keep", "AB", "June", "a"), ("2", "Rooms", "Drop", "AB", "June", "b")
    )
    word.strike_row(table, 2)
    paper = proposal_of(word.saved(document))
    assert [action.text for action in paper.actions] == ["Keep"]
    assert "tracked change" in {doubt.kind for doubt in paper.doubts}


def test_one_row_over_the_whole_width_names_the_recommendation_below() -> None:
    document = word.new_document()
    headings = ("Action", "Owner", "Due", "Update")
    table = word.plan_table(
        document,
        ("Recommendation 1: Safer homes", "", "", ""),
        ("Find carers", "Head of Service", "March 2025", "Under way"),
        ("Recommendation 2: Steady staff", "", "", ""),
        ("Fill the posts", "AB", "31/03/2025", "Complete"),
        headings=headings,
    )
    for row in (1, 3):
        table.cell(row, 0).merge(table.cell(row, 3))
    paper = proposal_of(word.saved(document))
    assert [(r.number, r.title, len(r.actions)) for r in paper.recommendations] == [
        ("1", "Safer homes", 1),
        ("2", "Steady staff", 1),
    ]
    assert paper.actions[0].leads == ("Head of Service",)
    assert paper.actions[1].target.period.starts_on.isoformat() == "2025-03-31"


def test_a_table_without_headings_goes_on_with_the_one_before() -> None:
    document = word.new_document()
    word.plan_table(document, ("1", "Homes", "Find carers", "AB", "June", "a"))
    document.add_page_break()
    table = document.add_table(rows=1, cols=6)
    for cell, text in zip(table.rows[0].cells, ("2", "Rooms", "Paint them", "CdE", "July", "b"), strict=True):
        cell.text = text
    assert [r.title for r in proposal_of(word.saved(document)).recommendations] == ["Homes", "Rooms"]


def test_a_tick_box_with_its_mark_is_no_doubt_and_an_empty_one_shows_so() -> None:
    document = word.new_document()
    document.add_heading("9.0 Exempt", level=1)
    word.add_box(document, "9.1 Is this exempt? ", True, "Yes")
    word.plan_table(document, ("1", "Homes", "Find carers", "AB", "June", "a"))
    paper = proposal_of(word.saved(document))
    assert not [doubt for doubt in paper.doubts if doubt.kind == "tick"]
    assert paper.body[1].paragraphs[0].text == "Is this exempt? ☑ Yes"


def test_a_table_inside_a_cell_loses_no_word() -> None:
    document = word.new_document()
    table = word.plan_table(document, ("1", "Homes", "Find carers", "AB", "June", "before"))
    inner = table.cell(1, 5).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "left", "right"
    assert [entry.text for entry in proposal_of(word.saved(document)).actions[0].progress] == [
        "before",
        "left",
        "right",
    ]


def test_a_state_is_proposed_from_a_status_column() -> None:
    document = word.new_document()
    word.plan_table(document, ("Find carers", "AB", "Blue"), headings=("Action", "Lead", "BRAG"))
    assert proposal_of(word.saved(document)).actions[0].proposed.state is State.SAYS_DONE


def test_a_document_without_a_table_is_refused() -> None:
    with pytest.raises(Refused, match=r"plan\.docx holds no table"):
        read_document("plan.docx", word.saved(word.new_document()))


def test_a_table_without_actions_is_refused_and_its_headings_are_named() -> None:
    document = word.new_document()
    word.plan_table(document, ("x", "y"), headings=("Colour", "Shape"))
    with pytest.raises(Refused, match="Colour, Shape"):
        proposal_of(word.saved(document))


def test_damaged_xml_is_refused() -> None:
    with pytest.raises(Refused, match="damaged"):
        read_document("plan.docx", word.with_part(merged_plan(), MAIN, b"<w:document><oops"))


def test_a_lone_surrogate_in_xml_is_refused() -> None:
    broken = word.part_of(merged_plan(), MAIN).replace(b"Find carers", b"Find &#xD800; carers")
    with pytest.raises(Refused, match="damaged"):
        read_document("plan.docx", word.with_part(merged_plan(), MAIN, broken))


def test_entities_are_not_opened() -> None:
    opened = word.part_of(merged_plan(), MAIN).replace(
        b"<w:document ", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document ', 1
    )
    with pytest.raises(Refused, match="entities"):
        read_document("plan.docx", word.with_part(merged_plan(), MAIN, opened))


def test_two_thousand_columns_are_refused() -> None:
    row = b"<w:tr>" + b"<w:tc><w:p/></w:tc>" * 2_000 + b"</w:tr>"
    wide = word.part_of(merged_plan(), MAIN).replace(b"</w:tbl>", row + b"</w:tbl>", 1)
    with pytest.raises(Refused, match=r"plan\.docx, table 1: .* columns; the limit is 200"):
        read_document("plan.docx", word.with_part(merged_plan(), MAIN, wide))


def test_a_cell_that_is_too_long_is_refused_by_its_place() -> None:
    document = word.new_document()
    word.plan_table(document, ("1", "Homes", "Find carers", "AB", "June", "a" * 32_001))
    with pytest.raises(Refused, match="table 1, row 2, column Progress: 32,001 characters"):
        read_document("plan.docx", word.saved(document))


def one_row(progress: str = "") -> tuple:
    document = word.new_document()
    return document, word.plan_table(document, ("1", "Homes", "Find carers", "AB", "June", progress))


def test_points_under_points_of_progress_stay_with_them() -> None:
    document = word.new_document()
    progress = "* Advert out\n** in the paper\n** on the radio\n* Room found"
    word.plan_table(document, ("1", "Homes", "* Find carers\n* Find a room", "AB\nCD", "June\nJuly", progress))
    paper = proposal_of(word.saved(document))
    assert [[entry.text for entry in found.progress] for found in paper.actions] == [
        ["Advert out", "in the paper", "on the radio"],
        ["Room found"],
    ]
    assert not [doubt for doubt in paper.doubts if doubt.kind == "progress"]


def test_a_formula_loses_no_sign() -> None:
    document, table = one_row("Visits come to ")
    word.add_xml(table.cell(1, 5), f"<m:oMath {word.MATHS}><m:r><m:t>x+2</m:t></m:r></m:oMath>")
    assert proposal_of(word.saved(document)).actions[0].progress[0].text == "Visits come to x+2"


def test_a_table_in_a_frame_of_one_cell_is_read_as_if_it_stood_alone() -> None:
    document = word.new_document()
    frame = document.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "Words above"
    inner = frame.add_table(rows=2, cols=3)
    for row, texts in zip(inner.rows, (("Action", "Lead", "Due"), ("Find carers", "AB", "May 2025")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    paper = proposal_of(word.saved(document))
    assert [(found.text, found.leads) for found in paper.actions] == [("Find carers", ("AB",))]
    assert "Words above" in str(paper.body)


def test_words_with_a_line_through_them_are_kept_and_said() -> None:
    document, table = one_row("In place")
    table.cell(1, 4).paragraphs[0].runs[0].font.strike = True
    table.cell(1, 4).paragraphs[0].add_run(" July")
    paper = proposal_of(word.saved(document))
    assert paper.actions[0].review.text == "June July"
    assert [(d.key, "“June”" in d.sentence) for d in paper.doubts if d.kind == "struck through"] == [
        ("struck:table 1, row 2, column 5", True)
    ]


def test_a_cell_that_a_tracked_change_strikes_out_is_kept_and_said() -> None:
    document, table = one_row("In place")
    mark = word.tracked_mark("w:cellDel")
    table.cell(1, 5)._tc.get_or_add_tcPr().append(mark)
    paper = proposal_of(word.saved(document))
    assert paper.actions[0].progress[0].text == "In place"
    assert "tracked:table 1, row 2, column 6" in {doubt.key for doubt in paper.doubts}


@pytest.mark.parametrize("column", range(6))
def test_words_in_a_cell_that_another_one_covers_are_not_lost(column: int) -> None:
    document = word.new_document()
    table = word.plan_table(
        document, ("1", "Homes", "Find carers", "AB", "June", "a"), ("", "", "See them", "CD", "May", "b")
    )
    table.cell(1, column).merge(table.cell(2, column))
    word.add_xml(table._tbl.tr_lst[2].tc_lst[column], f"<w:p {word.WORDS}><w:r><w:t>Covered</w:t></w:r></w:p>")
    assert "Covered" in str(proposal_of(word.saved(document)).to_dict())


def test_places_keep_their_cells_when_a_row_begins_further_right() -> None:
    document = word.new_document()
    table = word.plan_table(document, ("1", "Homes", "Find", "AB", "June", "a"), ("", "", "See", "CD", "May", "b"))
    row = table.rows[2]._tr
    for _ in range(2):
        row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(word.xml(f'<w:gridBefore {word.WORDS} w:val="2"/>'))
    assert [(a.text, a.leads) for a in proposal_of(word.saved(document)).actions] == [
        ("Find", ("AB",)),
        ("See", ("CD",)),
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_lists_signs_and_changes_saved_by_libreoffice_come_out_the_same(tmp_path: Path) -> None:
    document = word.new_document()
    points = "* Advert out\n** in the paper\n* Room found"
    table = word.plan_table(
        document,
        ("1", "Homes", "* Find carers\n* Find a room", "AB\nCD", "June\nJuly", points),
        ("2", "People", "Fill posts ", "AB", "May", ""),
    )
    word.insert_tracked(table.cell(2, 2), "soon")
    word.delete_tracked(table.cell(2, 2), "never")
    word.add_symbol(table.cell(2, 5), "Wingdings", "F0FC")
    before, after = word.saved(document), word.by_libreoffice(word.saved(document), tmp_path)
    for paper in (proposal_of(before), proposal_of(after)):
        assert [(a.text, a.leads, [entry.text for entry in a.progress]) for a in paper.actions] == [
            ("Find carers", ("AB",), ["Advert out", "in the paper"]),
            ("Find a room", ("CD",), ["Room found"]),
            ("Fill posts soon", ("AB",), ["✓"]),
        ]
        assert "tracked change" in {doubt.kind for doubt in paper.doubts}


def test_a_document_that_has_a_title_gives_the_plan_its_name() -> None:
    document = word.new_document()
    document.add_heading("Haar Council: children at home", level=0)
    word.plan_table(document, ("1", "Homes", "Find carers", "AB", "June", "Begun"))
    found = proposal_of(word.saved(document))
    assert found.header["Subject"] == "Haar Council: children at home"
    assert found.reported_in == "as reported in Haar Council: children at home"
