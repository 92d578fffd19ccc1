"""What Lippen draws, in every format: header cells, words for those who cannot see it, and changes that are told."""

from __future__ import annotations

import copy
import hashlib
import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.papers.compare import Answer, Signed, Verdict
from lippen.reporting.tests.drawn import block_of, drawn_content
from lippen.reporting.tests.forging import edited_docx, forged, replaced, saved_by_libreoffice
from lippen.reporting.tests.rendering import KINDS, needs, rendered, told


@cache
def files() -> dict[str, bytes]:
    return {kind: rendered(kind, drawn_content()) for kind in KINDS}


@cache
def signed() -> Signed:
    content = drawn_content()
    hashes = {kind: hashlib.sha256(made).hexdigest() for kind, made in files().items()}
    return Signed(content["paper"]["ref"], content, content_hash(content), files(), hashes)


def told_of(data: bytes) -> Verdict:
    return told(data, signed())


def with_picture(data: bytes, change: Any) -> bytes:
    """The Word file with its picture changed."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, change(part) if name.endswith(".png") else part)
    return whole.getvalue()


def repainted(png: bytes, *, painted: bool) -> bytes:
    """The picture packed anew, perhaps with a point of the line painted over."""
    from PIL import Image, ImageDraw

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if painted:
        ImageDraw.Draw(picture).rectangle((300, 100, 340, 140), fill="black")
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=1)
    return made.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_that_was_signed_is_exact_and_made_again_is_the_same(kind: str) -> None:
    assert told_of(files()[kind]).kind is Answer.EXACT
    assert rendered(kind, drawn_content()) == files()[kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["sum", "total", "line", "table-under-line"])
def test_a_changed_figure_is_told_though_the_code_is_the_right_one(
    kind: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = copy.deepcopy(drawn_content())
    if place == "line":
        block_of(other, "trend_quarters")["lines"][2]["values"][3] = 1
    elif place == "table-under-line":
        block_of(other, "trend_quarters")["points"][3] = "30 December 2011"
    else:
        rows = block_of(other, "agreed_money")["rows"]
        rows[-1 if place == "total" else 0][3] = ["£1"]
    answer = told_of(forged(monkeypatch, kind, other, drawn_content()))
    assert (answer.kind, answer.difference is not None) == (Answer.CHANGED, True)


@pytest.mark.parametrize("kind", ["pdf", "html"])
def test_a_total_that_no_longer_looks_like_one_is_told(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = copy.deepcopy(drawn_content())
    block_of(other, "agreed_money")["totals"] = []
    assert told_of(forged(monkeypatch, kind, other, drawn_content())).kind is Answer.CHANGED


def test_the_word_file_holds_the_picture_in_its_line_with_its_words_and_the_figures_beneath() -> None:
    import docx

    opened = docx.Document(io.BytesIO(files()["docx"]))
    assert len(opened.inline_shapes) == 1
    (said,) = {
        one.get("descr") for one in opened.element.body.iter() if str(one.tag).endswith("}docPr") and one.get("descr")
    }
    assert said == block_of(drawn_content(), "trend_quarters")["alt"]
    (table,) = [each for each in opened.tables if each.cell(0, 1).text == "In place"]
    assert [cell.text for cell in table.rows[-1].cells] == ["30 September 2012", "0", "6", "0"]


def test_a_picture_packed_anew_is_the_same_and_one_painted_over_is_told() -> None:
    again = with_picture(files()["docx"], lambda png: repainted(png, painted=False))
    assert told_of(again).kind is Answer.RESTAMPED
    painted = told_of(with_picture(files()["docx"], lambda png: repainted(png, painted=True)))
    assert painted.kind is Answer.CHANGED and "a picture" in painted.sentence


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('descr="Line chart. Since', 'descr="Line chart. Nothing since'),
        ('<a:xfrm><a:off x="0"', '<a:xfrm rot="10800000"><a:off x="0"'),
        ("<a:stretch>", '<a:srcRect r="50000"/><a:stretch>'),
        ('<pic:blipFill><a:blip r:embed="rIdPicture1"/>', '<pic:blipFill><a:blip r:embed="rIdPicture9"/>'),
        (
            '<pic:blipFill><a:blip r:embed="rIdPicture1"/>',
            '<pic:blipFill><a:blip r:embed="rIdPicture1"><a:grayscl/></a:blip>',
        ),
        ('prst="rect"', 'prst="ellipse"'),
        ('<wp:extent cx="', '<wp:extent cx="1'),
    ],
    ids=["words", "turned", "cut", "another", "effect", "shape", "size"],
)
def test_a_picture_said_turned_cut_or_swapped_is_told(old: str, new: str) -> None:
    assert told_of(edited_docx(files()["docx"], replaced(old, new))).kind is Answer.CHANGED


def test_a_word_file_with_a_picture_saved_by_libreoffice_is_the_same_content(tmp_path: Path) -> None:
    needs("soffice")
    answer = told_of(saved_by_libreoffice(tmp_path, files()["docx"]))
    assert answer.kind is Answer.RESTAMPED, answer.sentence


def test_the_pdf_says_the_chart_in_words_and_prints_its_figures_and_totals() -> None:
    alt = block_of(drawn_content(), "trend_quarters")["alt"]
    with pdfplumber.open(io.BytesIO(files()["pdf"])) as pdf:
        words = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
        tree = str(pdf.structure_tree)
    assert "30 September 2012 0 6 0" in words and "Together a year £352,000.50" in words
    assert alt in tree and "TH" in tree


def test_the_web_page_has_head_cells_the_words_of_the_chart_and_marked_totals() -> None:
    page = files()["html"].decode()
    alt = block_of(drawn_content(), "trend_quarters")["alt"]
    assert f'aria-label="{alt}"' in page
    assert '<th scope="col">Shown done</th>' in page and '<th scope="row">30 September 2012</th><td>0</td>' in page
    assert '<tr class="total"><th scope="row">Together</th>' in page
    assert '<td data-label="Amount" class="numbers">£352,000.50</td>' in page
