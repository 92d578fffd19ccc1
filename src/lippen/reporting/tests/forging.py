"""Ways to tamper with a paper's files, as a forger or an honest committee system would."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typst

from lippen.design.assets import font_dir
from lippen.reporting.papers import furniture
from lippen.reporting.papers.canonical import content_hash

from .example import example_content
from .rendering import rendered

PAGE = '#set page(paper: {paper}, margin: 0pt, fill: none)\n#set text(font: "Roboto", size: 10pt)\n'


def forged(monkeypatch: pytest.MonkeyPatch, kind: str, content: dict[str, Any], original: dict[str, Any]) -> bytes:
    """Altered content in our own form, printed with the original's hash: the strongest forgery."""
    with monkeypatch.context() as patch:
        patch.setattr(furniture, "content_hash", lambda _: content_hash(original))
        return rendered(kind, content)


def edited_docx(data: bytes, edit: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The Word file with one of its parts edited inside the zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, edit(text.decode()).encode() if name == part else text)
    return whole.getvalue()


def replaced(old: str, new: str) -> Callable[[str], str]:
    """An edit that must find what it replaces."""

    def edit(text: str) -> str:
        assert old in text, f"{old} is not there to replace"
        return text.replace(old, new, 1)

    return edit


def overlaid(tmp_path: Path, data: bytes, markup: str, page: int = 1) -> bytes:
    """The PDF with a drawn page laid over one of its pages."""
    (tmp_path / "under.pdf").write_bytes(data)
    over = (PAGE.format(paper='"a4"') + markup).encode()
    (tmp_path / "over.pdf").write_bytes(typst.compile(over, font_paths=[font_dir()], ignore_system_fonts=True))
    return qpdf(tmp_path, tmp_path / "under.pdf", "--overlay", tmp_path / "over.pdf", f"--to={page}", "--")


def qpdf(tmp_path: Path, source: Path, *options: str | Path) -> bytes:
    """The PDF written again by qpdf."""
    out = tmp_path / "out.pdf"
    subprocess.run(["qpdf", str(source), *map(str, options), str(out)], check=True, capture_output=True, timeout=60)
    return out.read_bytes()


def saved_by_libreoffice(tmp_path: Path, data: bytes) -> bytes:
    """The Word file opened and saved by LibreOffice."""
    (tmp_path / "in.docx").write_bytes(data)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    out = tmp_path / "saved"
    command = ["soffice", home, "--headless", "--convert-to", "docx", "--outdir", str(out), str(tmp_path / "in.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (out / "in.docx").read_bytes()


def small_content() -> dict[str, Any]:
    """A paper of two pages, for tests that render it often."""
    content = example_content(4)
    content["parts"] = [content["parts"][0], content["parts"][2]]
    return content
