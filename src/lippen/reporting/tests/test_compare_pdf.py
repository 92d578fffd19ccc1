from __future__ import annotations

from pathlib import Path

import pytest

from lippen.reporting.papers.compare import Answer

from .forging import overlaid, qpdf
from .rendering import example_file, needs, told


def written_again(tmp_path: Path, *options: str) -> bytes:
    needs("qpdf")
    (tmp_path / "paper.pdf").write_bytes(example_file("pdf"))
    return qpdf(tmp_path, tmp_path / "paper.pdf", *options)


@pytest.mark.parametrize("option", ["--qdf", "--linearize", "--object-streams=disable"])
def test_a_pdf_written_again_by_another_program_is_the_same_content(option: str, tmp_path: Path) -> None:
    answer = told(written_again(tmp_path, option))

    assert (answer.kind, answer.exit_code) == (Answer.RESTAMPED, 0)


def test_an_item_number_stamped_in_the_margin_is_the_same_content(tmp_path: Path) -> None:
    needs("qpdf")
    answer = told(overlaid(tmp_path, example_file("pdf"), "#place(dx: 150mm, dy: 8mm)[Item 7]"))

    assert answer.kind is Answer.RESTAMPED
    assert "Added outside the content: Item 7." in answer.sentence


@pytest.mark.parametrize(
    "markup",
    [
        "#place(dx: 40mm, dy: 200mm)[not]",
        "#place(dx: 40mm, dy: 200mm, text(fill: white)[not])",
        "#place(dx: 40mm, dy: 90mm, rect(width: 100mm, height: 8mm, fill: white))",
        "#place(dx: 40mm, dy: 90mm, rect(width: 100mm, height: 8mm, fill: white)[new words])",
        "#place(dx: 30mm, dy: 93mm, line(length: 120mm, stroke: 0.6pt))",
    ],
    ids=["words", "white words", "white box", "box with words", "line through"],
)
def test_anything_laid_over_the_content_of_a_pdf_is_a_change(markup: str, tmp_path: Path) -> None:
    needs("qpdf")

    assert told(overlaid(tmp_path, example_file("pdf"), markup)).kind is Answer.CHANGED


@pytest.mark.parametrize(
    "options", [("--pages", ".", "1-7", "--"), ("--pages", ".", "1,3,2,4-8", "--"), ("--rotate=+180:3",)]
)
def test_pages_left_out_or_turned_are_a_change(options: tuple[str, ...], tmp_path: Path) -> None:
    assert told(written_again(tmp_path, *options)).kind is Answer.CHANGED


def test_a_note_put_on_a_pdf_page_is_a_change(tmp_path: Path) -> None:
    text = written_again(tmp_path, "--qdf", "--object-streams=disable")
    note = b"/Annots [ << /Type /Annot /Subtype /FreeText /Rect [ 100 400 300 430 ] /Contents (not) /DA (/F 9 Tf) >> ]"
    noted = text.replace(b"/Type /Page\n", b"/Type /Page\n  " + note + b"\n", 1)
    assert noted != text

    answer = told(noted)

    assert answer.kind is Answer.CHANGED
    assert "FreeText" in answer.sentence
