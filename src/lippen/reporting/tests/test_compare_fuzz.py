"""Bytes changed at random: never the exact file, never a crash, the same content only where outside eyes agree."""

from __future__ import annotations

import hashlib
import io
import random
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest

from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.papers.compare import Answer, Signed

from .example import PAPER_REF
from .forging import small_content
from .rendering import KINDS, needs, output_of, rendered, told

TRIES = {"pdf": 60, "docx": 120, "html": 200}
MAIN = re.compile(rb"<html.*?>|<main.*</main>|<style.*</style>|<footer.*</footer>", re.DOTALL)
UNSEEN_SPACES = bytes.maketrans(b"\t\n\r\f", b"    ")


@cache
def small_paper() -> Signed:
    """A signed paper of two pages in its three formats."""
    content = small_content()
    files = {kind: rendered(kind, content) for kind in KINDS}
    hashes = {kind: hashlib.sha256(data).hexdigest() for kind, data in files.items()}
    return Signed(PAPER_REF, content, content_hash(content), files, hashes)


def seen_pdf(tmp_path: Path, data: bytes) -> object:
    """What poppler, which Lippen does not use, sees: words with their places, and the fonts."""
    (tmp_path / "seen.pdf").write_bytes(data)
    fonts = [line[:70] for line in output_of("pdffonts", tmp_path / "seen.pdf").splitlines()]
    return output_of("pdftotext", "-layout", tmp_path / "seen.pdf", "-"), fonts


def seen_docx(tmp_path: Path, data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps/")}


def seen_html(tmp_path: Path, data: bytes) -> object:
    return [b" ".join(part.translate(UNSEEN_SPACES).split()) for part in MAIN.findall(data)]


SEEN = {"pdf": seen_pdf, "docx": seen_docx, "html": seen_html}


def shaken(data: bytes, dice: random.Random) -> bytes:
    """The file with a byte or two changed, taken out or put in."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2))):
        at = dice.randrange(len(changed))
        kind = dice.randrange(8)
        if kind == 0:
            del changed[at]
        elif kind == 1:
            changed.insert(at, dice.randrange(256))
        else:
            changed[at] ^= dice.randrange(1, 256)
    return bytes(changed)


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_changed_at_random_are_never_the_exact_file_and_pass_only_unseen(kind: str, tmp_path: Path) -> None:
    if kind == "pdf":
        needs("pdftotext")
    signed, dice, passed = small_paper(), random.Random(f"Lippen {kind}"), 0
    expected = SEEN[kind](tmp_path, signed.files[kind])
    for number in range(TRIES[kind]):
        given = shaken(signed.files[kind], dice)
        if given == signed.files[kind]:
            continue
        answer = told(given, signed)
        assert answer.kind is not Answer.EXACT and answer.sentence.endswith("."), number
        if answer.kind is Answer.RESTAMPED:
            passed += 1
            assert SEEN[kind](tmp_path, given) == expected, f"try {number}: {answer.sentence}"
    assert passed < TRIES[kind] / 2
