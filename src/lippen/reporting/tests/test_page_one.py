"""The page for members is one page: what the rule lets through fits, in the PDF and in Word."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from lippen.reporting.papers.build import build_content, members_lines
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.tests.hand_made import records
from lippen.reporting.tests.rendering import needs, needs_arial, output_of, rendered

WORDS = ["agreed", "children", "waiting", "families", "decided", "settings", "council", "meeting", "through", "because"]
SHAPES = [6, 12, 20, 40]
"""Words in each paragraph: many short ones and few long ones fill a page differently."""


def as_long_as_may_be(words: int) -> PaperRecords:
    """A paper whose page one has as many such paragraphs as the rule allows."""
    paragraph = " ".join((WORDS * 4)[:words])
    fitting = told = records()
    while members_lines(told) <= told.template.members_most_lines:
        fitting = told
        before = fitting.texts.get("members.changed", ())
        told = replace(fitting, texts={**fitting.texts, "members.changed": (*before, paragraph)})
    assert len(fitting.texts["members.changed"]) > 1
    return fitting


@pytest.mark.parametrize("words", SHAPES)
def test_what_the_rule_allows_fits_on_one_page_of_the_pdf(words: int) -> None:
    content = build_content(as_long_as_may_be(words))
    with pdfplumber.open(io.BytesIO(rendered("pdf", content))) as pdf:
        assert pdf.pages[1].extract_text().startswith(content["parts"][1]["title"])


@pytest.mark.parametrize("words", SHAPES)
def test_what_the_rule_allows_fits_on_one_page_of_word(words: int, tmp_path: Path) -> None:
    needs("soffice")
    needs_arial()
    content = build_content(as_long_as_may_be(words))
    (tmp_path / "paper.docx").write_bytes(rendered("docx", content))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    output_of("soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "paper.docx")
    second = output_of("pdftotext", "-f", "2", "-l", "2", tmp_path / "paper.pdf", "-")
    assert second.startswith(content["parts"][1]["title"])
