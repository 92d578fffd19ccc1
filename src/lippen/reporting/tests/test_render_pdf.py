from __future__ import annotations

import copy
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from lippen.reporting.papers.canonical import content_hash, groups_of_eight, short_hash
from lippen.reporting.papers.glyphs import breakable, characters_of, printable
from lippen.reporting.papers.pdf import regular_font, render_pdf

from .example import SIGNED_AT, TITLE, example_content
from .rendering import example_draft, example_file, needs, output_of, rendered


def pages_of(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def with_words(words: str, column: int = 5) -> dict[str, Any]:
    """The example with these words in the appendix."""
    content = copy.deepcopy(example_content())
    content["parts"][2]["blocks"][0]["rows"][0][column] = [words]
    return content


def test_the_same_content_gives_the_same_pdf_bytes() -> None:
    assert rendered("pdf", example_content()) == example_file("pdf")


def test_another_moment_of_signing_gives_other_pdf_bytes() -> None:
    assert rendered("pdf", example_content(), datetime(2026, 10, 17, 15, 4, 10, tzinfo=UTC)) != example_file("pdf")


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        rendered("pdf", example_content(), datetime(2026, 10, 17, 15, 4))  # noqa: DTZ001


def test_every_page_has_its_number_and_the_short_hash() -> None:
    pages = pages_of(example_file("pdf"))

    for number, words in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in words
        assert short_hash(content_hash(example_content())) in words


def test_page_one_is_the_members_page_and_the_whole_hash_ends_the_paper() -> None:
    pages = pages_of(example_file("pdf"))

    assert "What we ask of you" in pages[0]
    assert "1.0 Purpose" not in pages[0]
    assert groups_of_eight(content_hash(example_content())) in pages[-1]


def test_only_a_draft_says_on_each_page_that_it_is_one() -> None:
    assert all("Draft, not signed" in words for words in pages_of(example_draft("pdf")))
    assert not any("Draft, not" in words for words in pages_of(example_file("pdf")))


def test_the_recommendation_can_be_read_after_each_page_break() -> None:
    appendix = [words for words in pages_of(rendered("pdf", example_content(200))) if words.startswith("Action Lead")]

    assert len(appendix) > 10
    assert all(words.splitlines()[1][0].isdigit() and "." not in words.splitlines()[1].split()[0] for words in appendix)


def test_no_fallback_font_is_used(tmp_path: Path) -> None:
    needs("pdffonts")
    path = tmp_path / "paper.pdf"
    path.write_bytes(rendered("pdf", with_words("✓ ☐ 中文 🎉 Łódź ŵ naïve – “quoted” → \u0301 \u202e")))

    fonts = output_of("pdffonts", path).splitlines()[2:]

    assert fonts
    assert all("Roboto" in line for line in fonts)


def test_the_pdf_is_tagged_titled_and_sound(tmp_path: Path) -> None:
    needs("pdfinfo")
    needs("qpdf")
    path = tmp_path / "paper.pdf"
    path.write_bytes(example_file("pdf"))

    said = output_of("pdfinfo", path)
    output_of("qpdf", "--check", path)

    assert "Tagged:          yes" in said
    assert f"Title:           {TITLE}" in said
    assert "CreationDate:    Sat Oct 17 15:04:09 2026 UTC" in output_of("env", "TZ=UTC", "pdfinfo", path)


def test_the_pdf_claims_both_of_its_standards() -> None:
    data = example_file("pdf")

    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in data


def test_markup_in_a_text_is_printed_and_never_evaluated() -> None:
    hostile = '#read("paper.typ") *b* $x^2$ <l> @r `c` \\ = H'

    assert hostile in " ".join(" ".join(pages_of(rendered("pdf", with_words(hostile)))).split())


def test_a_word_of_ninety_characters_stays_inside_its_column() -> None:
    with pdfplumber.open(io.BytesIO(rendered("pdf", with_words("W" * 90, column=2)))) as pdf:
        page = next(page for page in pdf.pages if "WWW" in page.extract_text())
        lead = page.search("Lead")[0]["x0"]
        review = page.search("Review")[0]["x0"]
        wide = [char for char in page.chars if char["text"] == "W" and char["x0"] >= lead - 1 and char["size"] < 10]

    assert len(wide) >= 90
    assert max(char["x1"] for char in wide if char["x0"] < review) <= review


def test_empty_parts_and_two_hundred_rows_still_make_a_paper() -> None:
    content = example_content(200)
    content["parts"][1]["blocks"] = []
    content["parts"].append({"key": "none", "title": "Empty", "blocks": [_empty_table()]})

    assert "There is nothing to list here yet." in " ".join(pages_of(rendered("pdf", content)))


def _empty_table() -> dict[str, Any]:
    return {"kind": "table", "key": "none", "caption": "None", "columns": [{"heading": "A", "share": 1}], "rows": []}


def test_a_font_folder_without_fonts_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="install the front-end packages"):
        render_pdf(example_content(), signed_at=SIGNED_AT, fonts=tmp_path)


def test_characters_that_the_font_lacks_become_words() -> None:
    from lippen.design.assets import font_dir

    have = characters_of(regular_font(font_dir()))

    assert printable("✓ ŵ 🎉 ㎏\u200e", have) == "[ticked] ŵ [party popper] kg"
    assert printable("plain", have) == "plain"


def test_long_words_get_places_to_break_and_lose_nothing() -> None:
    assert breakable("a short line", 10) == "a short line"
    assert breakable("x" * 25, 10).split("\u200b") == ["x" * 10, "x" * 10, "x" * 5]
