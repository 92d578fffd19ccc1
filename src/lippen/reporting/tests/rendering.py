"""Papers rendered once for many tests, and the outside programs that look at them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lippen.design.assets import font_dir
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.papers.compare import Run, Signed, Verdict, call_here, verdict
from lippen.reporting.papers.docx import render_docx
from lippen.reporting.papers.html import render_html
from lippen.reporting.papers.pdf import render_pdf

from .example import PAPER_REF, SIGNED_AT, example_content

KINDS = ("pdf", "docx", "html")


def rendered(kind: str, content: dict[str, Any], signed_at: datetime | None = SIGNED_AT) -> bytes:
    """This content in this kind of file."""
    if kind == "html":
        return render_html(content, signed_at=signed_at)
    return (render_pdf if kind == "pdf" else render_docx)(content, signed_at=signed_at, fonts=font_dir())


@cache
def example_file(kind: str) -> bytes:
    """The signed example, rendered once."""
    return rendered(kind, example_content())


@cache
def example_draft(kind: str) -> bytes:
    """The example before anybody signed it."""
    return rendered(kind, example_content(), None)


@cache
def signed_example() -> Signed:
    """The example as the records keep it."""
    content = example_content()
    files = {kind: example_file(kind) for kind in KINDS}
    hashes = {kind: hashlib.sha256(data).hexdigest() for kind, data in files.items()}
    return Signed(PAPER_REF, content, content_hash(content), files, hashes)


def told(data: bytes, signed: Signed | None = None, run: Run = call_here) -> Verdict:
    """What the records say of this file."""
    kept = signed or signed_example()
    return verdict(data, find=lambda ref: kept if ref == kept.ref else None, run=run)


def needs(program: str) -> None:
    """Skip a test whose outside program is not on this machine."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")


def needs_arial() -> None:
    """Skip a test of how long Word's pages are where no font is as wide as the one that the file names."""
    needs("fc-match")
    if not {"Arial", "Liberation Sans"} & set(output_of("fc-match", "-f", "%{family}", "Arial").split(",")):
        pytest.skip("neither Arial nor Liberation Sans is installed here")


def output_of(*command: str | Path) -> str:
    """What an outside program says."""
    return subprocess.run([str(part) for part in command], capture_output=True, check=True, timeout=120).stdout.decode()
