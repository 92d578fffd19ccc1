from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lippen.reporting.papers.compare import Answer

from .forging import edited_docx, replaced, saved_by_libreoffice
from .rendering import example_file, needs, told

Edit = Callable[[str], str]


def test_a_word_file_saved_by_libreoffice_is_the_same_content(tmp_path: Path) -> None:
    needs("soffice")
    answer = told(saved_by_libreoffice(tmp_path, example_file("docx")))

    assert (answer.kind, answer.exit_code) == (Answer.RESTAMPED, 0)


def test_an_edited_word_file_saved_by_libreoffice_is_a_change(tmp_path: Path) -> None:
    needs("soffice")
    edited = edited_docx(example_file("docx"), replaced("Survey the staff", "Survey half the staff"))

    assert "“half” was added before “the staff" in told(saved_by_libreoffice(tmp_path, edited)).sentence


def test_an_item_number_in_the_header_of_a_word_file_is_the_same_content() -> None:
    stamp = replaced("</w:p></w:hdr>", "<w:r><w:t>Item 7</w:t></w:r></w:p></w:hdr>")
    answer = told(edited_docx(example_file("docx"), stamp, "word/header1.xml"))

    assert answer.kind is Answer.RESTAMPED
    assert "Added outside the content: Item 7." in answer.sentence


WORD_EDITS = [
    "word",
    "tick",
    "hidden-word",
    "white-word",
    "hide",
    "whiten",
    "strike",
    "shrink",
    "wrapped",
    "row",
    "style",
    "box",
    "floating-box",
    "list",
    "pale-style",
    "hidden-by-default",
]
RUN = "<w:r>{}<w:t>not</w:t></w:r></w:p>"
BOX = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="position:absolute"/></w:pict></w:r>'


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("word/document.xml", replaced("Survey the staff", "Survey no staff")),
        ("word/document.xml", replaced(">\u2610\u00a0<", ">\u2612\u00a0<")),
        ("word/document.xml", replaced("</w:p>", RUN.format("<w:rPr><w:vanish/></w:rPr>"))),
        ("word/document.xml", replaced("</w:p>", RUN.format('<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'))),
        ("word/document.xml", replaced("<w:r><w:t", "<w:r><w:rPr><w:vanish/></w:rPr><w:t")),
        ("word/document.xml", replaced("<w:r><w:t", '<w:r><w:rPr><w:color w:val="FEFEFE"/></w:rPr><w:t')),
        ("word/document.xml", replaced("<w:r><w:t", "<w:r><w:rPr><w:strike/></w:rPr><w:t")),
        ("word/document.xml", replaced("<w:r><w:t", '<w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:t')),
        ("word/document.xml", replaced("<w:sectPr", f"<w:customXml><w:p>{RUN.format('')}</w:customXml><w:sectPr")),
        ("word/document.xml", replaced("<w:trPr><w:cantSplit/></w:trPr>", "<w:trPr><w:hidden/></w:trPr>")),
        ("word/document.xml", replaced('<w:pStyle w:val="BodyText"/>', '<w:pStyle w:val="SectionEnd"/>')),
        ("word/document.xml", replaced("</w:p>", f"{BOX}</w:p>")),
        ("word/header1.xml", replaced("</w:p>", f"{BOX}</w:p>")),
        ("word/numbering.xml", replaced('w:lvlText w:val="(%1)"', 'w:lvlText w:val="not (%1)"')),
        ("word/styles.xml", replaced('<w:color w:val="5E5E5E"/>', '<w:color w:val="FFFFFF"/>')),
        ("word/styles.xml", replaced("<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:vanish/>")),
    ],
    ids=WORD_EDITS,
)
def test_any_edit_of_what_a_word_file_shows_is_a_change(part: str, edit: Edit) -> None:
    assert told(edited_docx(example_file("docx"), edit, part)).kind is Answer.CHANGED


def test_a_tracked_deletion_is_a_change() -> None:
    run = '<w:r><w:t xml:space="preserve">7.1</w:t>'
    edit = replaced(
        run, f'<w:del w:id="1" w:author="x">{run.replace("w:t ", "w:delText ").replace("/w:t", "/w:delText")}'
    )
    whole = edited_docx(
        example_file("docx"), lambda text: edit(text).replace("None.</w:t></w:r>", "None.</w:t></w:r></w:del>", 1)
    )

    assert told(whole).kind is Answer.CHANGED
