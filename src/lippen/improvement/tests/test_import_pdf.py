"""PDFs: tables over pages with repeated headings, merged cells, wrapped lines; scans, locks, damage."""

from __future__ import annotations

import pytest

from lippen.improvement.adapters import Proposal, Refused, guess_mapping, propose, read_document
from lippen.improvement.adapters.pdf_lines import Line, Word, joined
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.tests.plan_files import HEADINGS, as_pdf, pdf_of
from lippen.kernel.files import gate

MANY = tuple(
    (
        str(n),
        f"Theme {n}",
        f"Do what is number {n} of the Plan for Braeside",
        "AB",
        "May 2026",
        "",
        "Begun in all teams.",
    )
    for n in range(1, 31)
)


def proposal_of(content: bytes) -> Proposal:
    document = read_here("plan.pdf", content)
    return propose(document, guess_mapping(document))


@pytest.mark.parametrize("repeat", [True, False])
def test_a_table_over_pages_is_one_table_whether_its_headings_come_again_or_not(repeat: bool) -> None:
    content = as_pdf(MANY, height="100mm", repeat=repeat)
    document = read_here("plan.pdf", content)
    assert len(document.tables) == 1
    proposal = propose(document, guess_mapping(document))
    assert [action.text for action in proposal.actions] == [row[2] for row in MANY]
    assert proposal.actions[-1].place.startswith("page ") and not proposal.actions[-1].place.startswith("page 1,")


def test_a_row_that_is_cut_by_the_page_is_one_action_with_all_its_words() -> None:
    words = "The work with carers in Braeside goes on and will be looked at by everybody who knows the children. " * 14
    row = ("1", "Homes", "Find carers", "AB", "May 2026", "", words.strip())
    (action,) = proposal_of(as_pdf([row], height="70mm")).actions
    assert " ".join(entry.text for entry in action.progress) == words.strip()


def test_a_page_number_and_a_repeated_foot_come_in_once() -> None:
    document = read_here("plan.pdf", as_pdf(MANY, height="100mm"))
    feet = [paragraph.text for paragraph in document.body if paragraph.text.startswith("Page ")]
    assert feet == ["Page 1"]


def test_a_theme_merged_over_its_rows_and_a_banner_over_all_columns_are_themes() -> None:
    proposal = proposal_of(
        pdf_of(
            """#set page(width: 250mm, height: auto)
#table(columns: 4, [Theme], [Action], [Lead], [Review date],
table.cell(rowspan: 2)[Homes], [Find carers], [AB], [May 2026], [Paint the room], [CD], [June 2026],
[People], [Fill posts], [AB], [July 2026])"""
        )
    )
    assert [(each.title, len(each.actions)) for each in proposal.recommendations] == [("Homes", 2), ("People", 1)]


def test_a_table_with_lines_under_its_rows_only_is_read_by_where_its_words_stand() -> None:
    proposal = proposal_of(
        pdf_of(
            """#set page(width: 250mm, height: auto)
#table(columns: (40mm, 60mm, 30mm, 40mm), stroke: (x, y) => (top: 1pt, bottom: 1pt), inset: 8pt,
[Theme], [Action], [Lead], [Review date], [Homes], [Find carers], [AB], [May 2026],
[People], [Fill posts], [CD], [June 2026])"""
        )
    )
    assert [(action.text, action.leads) for action in proposal.actions] == [
        ("Find carers", ("AB",)),
        ("Fill posts", ("CD",)),
    ]


def test_a_pdf_without_words_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match=r"^plan\.pdf holds pictures of pages and no words"):
        read_document("plan.pdf", pdf_of("#rect(width: 100pt, height: 100pt)"))


def test_a_pdf_without_a_ruled_table_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match=r"^plan\.pdf holds words, and no table"):
        read_document("plan.pdf", pdf_of("Action and Lead are words here, and no more."))


LOCKED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>
""" % (b"41" * 32, b"42" * 32)


def test_a_locked_pdf_is_refused_as_locked() -> None:
    with pytest.raises(Refused, match=r"^plan\.pdf is locked with a password"):
        read_document("plan.pdf", LOCKED)


@pytest.mark.parametrize("content", [b"%PDF-1.7", as_pdf()[:3_000]])
def test_a_damaged_pdf_is_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused, match=r"^plan\.pdf (is damaged|holds)"):
        read_document("plan.pdf", content)


def test_more_pages_than_the_most_are_refused() -> None:
    pages = "#set page(width: 30mm, height: 30mm, margin: 2mm)\nx" + "\n#pagebreak()\nx" * gate.MOST_PAGES
    with pytest.raises(Refused, match=r"plan\.pdf has 301 pages; the limit is 300"):
        read_here("plan.pdf", pdf_of(pages))


def test_the_places_name_page_table_and_row() -> None:
    assert proposal_of(as_pdf()).actions[0].place == "page 1, table 1, row 2"
    assert {doubt.place for doubt in proposal_of(as_pdf()).doubts if doubt.key == "lead:4.1"} == {
        "page 1, table 1, row 6"
    }
    assert len(HEADINGS) == read_here("plan.pdf", as_pdf()).tables[0].width


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        (("Find carers for", 0, 95), ("Braeside", 0, 40), "Find carers for Braeside"),
        (("Find carers.", 0, 40), ("Braeside", 0, 40), "Find carers.\nBraeside"),
        (("Find carers for", 0, 95), ("• Braeside", 0, 40), "Find carers for\n• Braeside"),
        (("May 2026", 0, 95), ("June 2026", 0, 40), "May 2026\nJune 2026"),
        (("31 March", 0, 95), ("2026", 0, 40), "31 March 2026"),
        (("AB,", 0, 95), ("CD", 0, 40), "AB, CD"),
    ],
)
def test_a_line_goes_on_only_where_the_next_word_had_no_room(first, second, text) -> None:
    lines = [Line((Word(words, x0, x1, 12 * at, 12 * at + 10),)) for at, (words, x0, x1) in enumerate((first, second))]
    assert joined(lines, 100) == text
