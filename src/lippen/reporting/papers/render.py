"""One file of a paper in one format, by the renderer of that format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from lippen.reporting.papers.canonical import Content
from lippen.reporting.vocabulary import FileKind


def rendered(content: Content, kind: FileKind, signed_at: datetime | None) -> bytes:
    """One file of a paper; without a moment of signing it is marked as a draft."""
    return RENDERERS[kind](content, signed_at)


def _pdf(content: Content, signed_at: datetime | None) -> bytes:
    from lippen.design.assets import font_dir
    from lippen.reporting.papers.pdf import render_pdf

    return render_pdf(content, signed_at=signed_at, fonts=font_dir())


def _docx(content: Content, signed_at: datetime | None) -> bytes:
    from lippen.design.assets import font_dir
    from lippen.reporting.papers.docx import render_docx

    return render_docx(content, signed_at=signed_at, fonts=font_dir())


def _html(content: Content, signed_at: datetime | None) -> bytes:
    from lippen.reporting.papers.html import render_html

    return render_html(content, signed_at=signed_at)


RENDERERS: Mapping[FileKind, Callable[[Content, datetime | None], bytes]] = {
    FileKind.PDF: _pdf,
    FileKind.DOCX: _docx,
    FileKind.HTML: _html,
}
