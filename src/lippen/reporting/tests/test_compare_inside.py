"""Inside the files: fonts, pictures, tags, parts and margins, which no words show."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from PIL import Image

from lippen.design.assets import font_dir
from lippen.reporting.papers.compare import Answer
from lippen.reporting.papers.pdf_inside import unlike_inside

from .forging import edited_docx, qpdf, replaced
from .rendering import KINDS, example_file, needs, told

STREAM = re.compile(rb"stream\n(.*?)\n?endstream", re.DOTALL)
FONT, LENGTH_OF_PICTURE = b"\x00\x01\x00\x00", 90 * 60
PICTURE = '#set document(title: "A picture")\n#image("picture.png", alt: "A wall")\nWords'


def plain(tmp_path: Path, data: bytes) -> bytes:
    """The PDF written again with nothing packed."""
    needs("qpdf")
    (tmp_path / "packed.pdf").write_bytes(data)
    return qpdf(tmp_path, tmp_path / "packed.pdf", "--stream-data=uncompress", "--object-streams=disable")


def with_a_byte_changed(data: bytes, chosen: Callable[[bytes], bool], at: int) -> bytes:
    """The PDF with one byte changed inside the first stream that is chosen."""
    found = next(found for found in STREAM.finditer(data) if chosen(found[1]))
    changed = bytearray(data)
    changed[found.start(1) + at % len(found[1])] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("at", [200, 5_000, -300, -2])
def test_one_byte_of_an_embedded_font_is_a_change(at: int, tmp_path: Path) -> None:
    whole = plain(tmp_path, example_file("pdf"))
    assert told(whole).kind is Answer.RESTAMPED

    answer = told(with_a_byte_changed(whole, lambda stream: stream.startswith(FONT), at))

    assert answer.kind is Answer.CHANGED
    assert "font" in answer.sentence or "looks different" in answer.sentence


def test_one_byte_of_a_picture_is_named(tmp_path: Path) -> None:
    Image.effect_noise((90, 60), 80).save(tmp_path / "picture.png")
    (tmp_path / "paper.typ").write_text(PICTURE)
    drawn = typst.compile(tmp_path / "paper.typ", font_paths=[font_dir()], ignore_system_fonts=True)
    whole = plain(tmp_path, drawn)
    assert unlike_inside(drawn, whole) is None

    changed = with_a_byte_changed(whole, lambda stream: len(stream) == LENGTH_OF_PICTURE, 2_000)
    place, what = unlike_inside(drawn, changed) or ("", "")

    assert place == "Page 1" and "a picture" in what


def test_a_byte_of_the_packing_alone_is_a_change_too() -> None:
    data = example_file("pdf")
    places = [found.end(1) - 2 for found in STREAM.finditer(data) if len(found[1]) > 10_000]
    changed = bytearray(data)
    changed[places[0]] ^= 1

    assert places and told(bytes(changed)).kind is Answer.CHANGED


@pytest.mark.parametrize(
    ("old", "new"), [(b"/S /H1", b"/S /H6"), (b"(en-GB)", b"(fr-FR)")], ids=["a heading's rank", "the language"]
)
def test_what_a_screen_reader_hears_of_a_pdf_is_content(old: bytes, new: bytes, tmp_path: Path) -> None:
    whole = plain(tmp_path, example_file("pdf"))
    assert old in whole

    assert "tags, language" in told(whole.replace(old, new)).sentence


HIDDEN = "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>not</w:t></w:r></w:p>"
COMMENT = '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
OUTSIDE = '<Relationship Id="x" Type="x/image" Target="http://x.example/p" TargetMode="External"/></Relationships>'
BACKGROUND = '<w:background w:color="1A1A1A"/><w:body>'


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", "<w:body>", f"<w:body>{HIDDEN}"),
        ("word/document.xml", "</w:p>", COMMENT),
        ("word/document.xml", "<w:r><w:t", '<w:r><w:rPr><w:color w:val="B0B0B0"/></w:rPr><w:t'),
        ("word/document.xml", "<w:r><w:t", '<w:r><w:rPr><w:color w:themeColor="background1"/></w:rPr><w:t'),
        ("word/document.xml", "<w:r><w:t", '<w:r><w:rPr><w:rFonts w:ascii="Redacted"/></w:rPr><w:t'),
        ("word/document.xml", 'w:w="11906"', 'w:w="2400"'),
        ("word/document.xml", "<w:body>", BACKGROUND),
        ("word/styles.xml", '<w:rFonts w:ascii="Arial"', '<w:rFonts w:ascii="Comic Sans MS"'),
        ("word/footer1.xml", "paper-7h3k9q2m", "paper-7h3k9q2x"),
        ("word/_rels/document.xml.rels", "</Relationships>", OUTSIDE),
        ("_rels/.rels", 'Target="word/document.xml"', 'Target="word/header9.xml"'),
    ],
    ids=[
        "hidden paragraph",
        "comment",
        "grey words",
        "theme colour",
        "other font",
        "narrow page",
        "dark page",
        "style's font",
        "footer",
        "outside picture",
        "another main part",
    ],
)  # fmt: skip
def test_what_hides_or_alters_in_a_word_file_is_a_change(part: str, old: str, new: str) -> None:
    assert told(edited_docx(example_file("docx"), replaced(old, new), part)).kind is Answer.CHANGED


def with_part(name: str, content: bytes) -> bytes:
    whole = io.BytesIO(example_file("docx"))
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/vbaProject.bin", b"macro"),
        ("word/comments.xml", b"<comments/>"),
        ("word/fonts/font1.odttf", b"a font whose 3 looks like an 8"),
        ("word/fontTable.xml", b'<w:fonts xmlns:w="x"><w:font w:name="Arial"><w:embedRegular/></w:font></w:fonts>'),
        ("word/embeddings/sheet.xlsx", b"PK"),
        ("WORD/DOCUMENT.XML", b"<decoy/>"),
    ],
)
def test_a_part_that_no_paper_has_is_a_change_or_no_paper(name: str, content: bytes) -> None:
    answer = told(with_part(name, content))

    assert answer.kind is Answer.CHANGED or "two parts of one name" in answer.sentence


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<html lang="en-GB">', '<html lang="fr">'),
        ("paper-7h3k9q2m · ", "paper-7h3k9q2x · "),
        ("<table", '<table style="display:none"'),
        ("None.", '<span style="display:none">None.</span>'),
        ("</body>", "<style>main p { display: none }</style></body>"),
        ("</body>", '<script src="hide.js"></script></body>'),
        ("<body>", '<body onload="hide()">'),
        ("the committee", "the\x1fcommittee"),
        ("scope=", "data-scope="),
    ],
)
def test_what_hides_or_alters_in_a_web_page_is_a_change(old: str, new: str) -> None:
    text = example_file("html").decode()
    at = text.rindex(old) if old.startswith("paper-7h3k9q2m") else text.index(old)

    assert told((text[:at] + new + text[at + len(old) :]).encode()).kind is Answer.CHANGED


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_put_after_the_end_never_make_another_paper(kind: str) -> None:
    assert told(example_file(kind) + b"\n\n").kind is Answer.RESTAMPED


def test_a_pdf_locked_with_a_password_is_said_to_be_locked(tmp_path: Path) -> None:
    needs("qpdf")
    (tmp_path / "paper.pdf").write_bytes(example_file("pdf"))
    locked = qpdf(tmp_path, tmp_path / "paper.pdf", "--encrypt", "reader", "owner", "256", "--")

    answer = told(locked)

    assert (answer.kind, answer.exit_code) == (Answer.NOT_A_PAPER, 2) and "locked" in answer.sentence


def test_a_pdf_that_only_may_not_be_edited_is_the_same_content(tmp_path: Path) -> None:
    needs("qpdf")
    (tmp_path / "paper.pdf").write_bytes(example_file("pdf"))

    assert told(qpdf(tmp_path, tmp_path / "paper.pdf", "--encrypt", "", "owner", "256", "--")).kind is Answer.RESTAMPED
