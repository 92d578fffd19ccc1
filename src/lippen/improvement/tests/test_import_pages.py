"""Web pages and Markdown: layout tables, row headings, merged cells, nested lists, what is hidden or struck through."""

from __future__ import annotations

import pytest

from lippen.improvement.adapters import Proposal, Refused, guess_mapping, propose, read_document
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.tests.plan_files import as_html
from lippen.kernel.files import gate

HEAD = "<tr><th>Theme</th><th>Action</th><th>Lead</th><th>Review date</th><th>Progress</th></tr>"
ROW = "<tr><td>Homes</td><td>Find carers</td><td>AB</td><td>May 2026</td><td>Begun</td></tr>"


def page(*tables: str, before: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{before}{''.join(tables)}</body></html>".encode()


def proposal_of(content: bytes | str, name: str = "plan.html") -> Proposal:
    document = read_here(name, content.encode() if isinstance(content, str) else content)
    return propose(document, guess_mapping(document))


# Web pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "frame",
    [
        "<table role=presentation><tr><td>{}</td></tr></table>",
        "<table><tr><td>Menu</td><td>{}</td></tr><tr><td colspan=2>Foot</td></tr></table>",
        "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>",
        "<div><p>{}</p></div>",
    ],
)
def test_tables_that_only_lay_out_the_page_are_passed_over(frame: str) -> None:
    document = read_here("plan.html", page(frame.format(f"<table>{HEAD}{ROW}</table>")))
    assert len(document.tables) == 1
    assert [action.text for action in propose(document, guess_mapping(document)).actions] == ["Find carers"]


def test_the_words_of_a_layout_table_are_text() -> None:
    found = read_here("plan.html", as_html())
    assert [paragraph.text for paragraph in found.body if paragraph.text] == ["Home", "Plan for carers"]


def test_a_list_in_a_cell_that_holds_a_table_stays_in_its_cell() -> None:
    inner = "<table><tr><td>April</td></tr><tr><td>May</td></tr></table>"
    proposal = proposal_of(page(f"<table>{HEAD}{ROW.replace('Begun', f'Met in {inner}')}</table>"))
    assert [entry.text for entry in proposal.actions[0].progress] == ["Met in", "April", "May"]


def test_headings_at_the_head_of_the_rows_name_the_cells_beside_them() -> None:
    rows = (("Action", "Find carers", "Fill posts"), ("Lead", "AB", "CD"), ("Review date", "May 2026", "June 2026"))
    body = "".join(f"<tr><th scope=row>{a}</th><td>{b}</td><td>{c}</td></tr>" for a, b, c in rows)
    proposal = proposal_of(page(f"<table>{body}</table>"))
    assert [(each.text, each.leads, each.review.text) for each in proposal.actions] == [
        ("Find carers", ("AB",), "May 2026"),
        ("Fill posts", ("CD",), "June 2026"),
    ]
    assert [each.place for each in proposal.actions] == ["table 1, column 2", "table 1, column 3"]


def test_row_headings_rowspans_and_colspans_are_laid_where_they_stand() -> None:
    rows = (
        "<tr><th scope=row rowspan=2>Homes</th><td>Find carers</td><td rowspan=2>AB</td>"
        "<td colspan=2>May 2026</td></tr>"
        "<tr><td>Paint the room</td><td>June 2026</td><td>Begun</td></tr>"
    )
    proposal = proposal_of(page(f"<table>{HEAD}{rows}</table>"))
    assert [(each.title, len(each.actions)) for each in proposal.recommendations] == [("Homes", 2)]
    assert [(each.text, each.leads, each.review.text) for each in proposal.actions] == [
        ("Find carers", ("AB",), "May 2026"),
        ("Paint the room", ("AB",), "June 2026"),
    ]


def test_headings_over_two_rows_name_their_columns() -> None:
    head = (
        "<tr><th rowspan=2>Action</th><th rowspan=2>Lead</th><th colspan=2>Dates</th></tr>"
        "<tr><th>Target</th><th>Review</th></tr>"
    )
    row = "<tr><td>Find carers</td><td>AB</td><td>May 2026</td><td>April 2026</td></tr>"
    (action,) = proposal_of(page(f"<table>{head}{row}</table>")).actions
    assert (action.target.text, action.review.text) == ("May 2026", "April 2026")


def test_a_foot_that_stands_before_the_rows_is_a_total_after_them() -> None:
    foot = "<tfoot><tr><td>Total</td><td>1</td><td></td><td></td><td></td></tr></tfoot>"
    proposal = proposal_of(page(f"<table><thead>{HEAD}</thead>{foot}<tbody>{ROW}</tbody></table>"))
    assert len(proposal.actions) == 1
    assert [(left.place, left.text) for left in proposal.unplaced] == [("table 1, row 3", "Total 1")]


def test_nested_lists_in_cells_are_points_and_points_under_them() -> None:
    cell = "<ul><li>Find carers<ul><li>in Braeside</li></ul></li><li>Paint the room</li></ul>"
    proposal = proposal_of(page(f"<table>{HEAD}{ROW.replace('Find carers', cell)}</table>"))
    assert [action.text for action in proposal.actions] == ["Find carers\nin Braeside", "Paint the room"]


def test_what_is_hidden_or_struck_through_comes_in_and_is_said() -> None:
    rows = ROW.replace("<tr>", "<tr hidden>") + ROW.replace("Begun", "<del>Begun in May</del> Ended")
    proposal = proposal_of(page(f"<table>{HEAD}{rows}</table>"))
    said = {doubt.kind: doubt.sentence for doubt in proposal.doubts}
    assert len(proposal.actions) == 2
    assert "is hidden on the page and comes in like the rest" in said["hidden"]
    assert "“Begun in May” has a line through it" in said["struck through"]


def test_words_with_emphasis_are_one_line_of_text_and_the_first_heading_is_the_title() -> None:
    before = "<h1>Plan for carers</h1><div>Date of <b>Meeting</b>: 14 November 2025<br>Report by: Ann Other</div>"
    proposal = proposal_of(page(f"<table>{HEAD}{ROW}</table>", before=before))
    assert proposal.header == {
        "Subject": "Plan for carers",
        "Date of Meeting": "14 November 2025",
        "Report by": "Ann Other",
    }


def test_a_page_without_a_table_is_refused() -> None:
    with pytest.raises(Refused, match=r"^plan\.html holds no table"):
        read_document("plan.html", page("<p>Words alone"))


def test_as_many_columns_as_a_plan_may_have_are_read_and_one_more_is_refused() -> None:
    def wide(count: int) -> bytes:
        return page(f"<table><tr><td>Action</td><td>Lead</td>{'<td>x</td>' * (count - 2)}</tr></table>")

    assert read_here("plan.html", wide(gate.MOST_COLUMNS)).tables[0].width == gate.MOST_COLUMNS
    with pytest.raises(Refused, match=r"plan\.html, table 1: 201 columns; the limit is 200"):
        read_document("plan.html", wide(gate.MOST_COLUMNS + 1))


# Markdown -----------------------------------------------------------------------------------------------------------

TABLE = "| Theme | Action | Lead | Review date | Progress |\n|---|:--|:-:|--:|---|\n"


def test_marks_of_emphasis_are_not_words_and_a_links_address_is_kept() -> None:
    row = (
        "| Homes | **Find** *ten* `carers` | AB | May 2026 | See [the list](https://example.test/list) \\| ~~old~~ |\n"
    )
    proposal = proposal_of(f"# Plan\n\n{TABLE}{row}", "plan.md")
    (action,) = proposal.actions
    assert action.text == "Find ten carers"
    assert [entry.text for entry in action.progress] == ["See the list (https://example.test/list) | old"]
    assert "“old” has a line through it" in next(d.sentence for d in proposal.doubts if d.kind == "struck through")


def test_the_first_heading_is_the_title_and_facts_are_read_line_by_line() -> None:
    facts = "Report by: Ann Other\nDate of Meeting: 14 November 2025"
    proposal = proposal_of(f"# Plan for carers\n\n{facts}\n\n{TABLE}| a | b | AB | May | c |\n", "plan.md")
    assert proposal.header["Subject"] == "Plan for carers" and proposal.header["Report by"] == "Ann Other"
    assert proposal.dated_on is not None and proposal.dated_on.isoformat() == "2025-11-14"


LISTS = """# Plan for carers

## 1 Homes for children

- Find ten new carers
  in Braeside
  - Lead: AB
  - Review date: May 2026
  - Progress: Adverts are out
    - Two families came
- Paint the visiting room
  - Lead: CdE

## 2 Steady staffing

1. Fill the empty desks
   - Owner: AB and CdE
   - In the first year
   - Target date: 2026
"""


def test_actions_in_lists_with_labelled_points_are_a_plan() -> None:
    proposal = proposal_of(LISTS, "plan.md")
    assert [(each.number, each.title) for each in proposal.recommendations] == [
        ("1", "Homes for children"),
        ("2", "Steady staffing"),
    ]
    first, second, third = proposal.actions
    assert (first.text, first.leads, first.review.text) == ("Find ten new carers in Braeside", ("AB",), "May 2026")
    assert [entry.text for entry in first.progress] == ["Adverts are out", "Two families came"]
    assert (second.text, second.leads) == ("Paint the visiting room", ("CdE",))
    assert third.leads == ("AB", "CdE") and third.target.text == "2026" and "In the first year" in third.text
    assert [each.place for each in proposal.actions] == ["line 5", "line 11", "line 16"]


def test_a_list_that_names_nobody_and_no_date_is_text() -> None:
    with pytest.raises(Refused, match=r"^plan\.md holds no table"):
        read_document("plan.md", b"# Plan\n\n- Find carers\n- Paint the room\n")
