from __future__ import annotations

import copy
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.document import Document

from lippen.reporting.papers.canonical import content_hash, groups_of_eight
from lippen.reporting.papers.reading_docx import W

from .example import PAPER_REF, TITLE, example_content
from .rendering import example_draft, example_file, needs, needs_arial, output_of, rendered


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def test_the_same_content_gives_the_same_word_bytes() -> None:
    assert rendered("docx", example_content()) == example_file("docx")


def test_every_time_in_the_word_file_is_the_moment_of_signing() -> None:
    with zipfile.ZipFile(io.BytesIO(example_file("docx"))) as archive:
        times = {entry.date_time for entry in archive.infolist()}
    properties = opened(example_file("docx")).core_properties

    assert times == {(2026, 10, 17, 15, 4, 8)}  # zip counts in steps of two seconds
    assert properties.created == properties.modified == datetime(2026, 10, 17, 15, 4, 9, tzinfo=UTC)


def test_headings_are_headings_with_their_numbers() -> None:
    headings = [
        (p.style.name, p.text) for p in opened(example_file("docx")).paragraphs if p.style.name.startswith("Head")
    ]

    assert ("Heading 1", "Appendix 1: every action in the plan") in headings
    assert ("Heading 2", "14.0\tBackground papers") in headings
    assert headings[0][0] == "Heading 1"


def test_lists_are_lists_and_each_lettered_one_begins_at_a() -> None:
    content = copy.deepcopy(example_content())
    content["parts"][1]["blocks"].append({"kind": "lettered", "items": ["first of the second list"]})
    lettered = [p for p in opened(rendered("docx", content)).paragraphs if p.style.name == "List Number"]

    numbers = [p._p.pPr.numPr.numId.val for p in lettered]

    assert len(set(numbers[:3])) == 1
    assert numbers[3] != numbers[0]


def test_header_rows_of_every_action_table_repeat_with_the_recommendation() -> None:
    tables = [table for table in opened(example_file("docx")).tables if table.rows[0].cells[0].text.startswith("5 ")]

    heads = [row.cells[0].text for row in tables[0].rows if row._tr.find(f"{W}trPr/{W}tblHeader") is not None]

    assert heads == ["5 Practice standards and procedures", "Action"]


def test_the_appendix_lies_across_the_page_and_the_language_is_british() -> None:
    document = opened(example_file("docx"))

    assert [section.orientation for section in document.sections] == [0, 1]
    assert b'w:lang w:val="en-GB"' in zipfile.ZipFile(io.BytesIO(example_file("docx"))).read("word/styles.xml")


def test_the_marks_are_in_the_properties_and_printed() -> None:
    whole = content_hash(example_content())
    document = opened(example_file("docx"))

    assert document.core_properties.title == TITLE
    assert f"ref={PAPER_REF}, sha256={whole}, state=signed" in document.core_properties.keywords
    assert document.paragraphs[-1].text == groups_of_eight(whole)


def test_only_a_draft_is_marked_in_the_header_of_each_page() -> None:
    draft, signed = opened(example_draft("docx")), opened(example_file("docx"))

    assert all("Draft, not signed" in section.header.paragraphs[0].text for section in draft.sections)
    assert not any(section.header.paragraphs[0].text for section in signed.sections)


def test_angle_brackets_and_line_breaks_are_text() -> None:
    content = copy.deepcopy(example_content())
    content["parts"][1]["blocks"][2]["text"] = "<b>&amp;</b>\nsecond line"

    assert "1.1\t<b>&amp;</b>\nsecond line" in [p.text for p in opened(rendered("docx", content)).paragraphs]


def test_libreoffice_opens_the_word_file_with_all_its_pages(tmp_path: Path) -> None:
    needs("soffice")
    needs_arial()
    needs("pdftotext")
    (tmp_path / "paper.docx").write_bytes(example_file("docx"))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    output_of("soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "paper.docx")

    words = output_of("pdftotext", "-layout", tmp_path / "paper.pdf", "-")

    assert "10.2 Work with those who lost trust in us" in words
    assert words.count("Progress this quarter") > 10


def full_page_one() -> dict[str, Any]:
    """A paper whose page for members is as long as those of a usual quarter."""
    content = copy.deepcopy(example_content())
    blocks = content["parts"][0]["blocks"]
    children = next(at for at, block in enumerate(blocks) if block.get("text") == "What is different for children?")
    del blocks[children : children + 2]  # the form has them on a page of their own
    late = [f"{n}.1 Give children and families a decent meeting room: since 30 September 2026" for n in range(1, 7)]
    blocks[4:4] = [
        {"kind": "bullets", "items": late},
        {"kind": "paragraph", "number": None, "text": "7 of 32 actions are past their review dates."},
    ]
    return content


def test_page_one_for_members_is_one_page_in_word(tmp_path: Path) -> None:
    needs("soffice")
    needs_arial()
    content = full_page_one()
    (tmp_path / "paper.docx").write_bytes(rendered("docx", content))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    output_of("soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "paper.docx")
    second = output_of("pdftotext", "-f", "2", "-l", "2", tmp_path / "paper.pdf", "-")
    assert second.startswith(content["parts"][1]["title"])
