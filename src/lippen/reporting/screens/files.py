"""A paper's files: the draft as it would print, the signed ones as they were signed, and the bundle."""

from __future__ import annotations

import base64
import hashlib
import re

from django.http import Http404, HttpRequest, HttpResponse

from lippen.kernel import clock
from lippen.kernel.errors import NotVisible
from lippen.reporting import actions, queries
from lippen.reporting.vocabulary import FROZEN, MEDIA_TYPES, FileKind

FILE_WORDS = {FileKind.PDF: "PDF", FileKind.DOCX: "Word file", FileKind.HTML: "Web page"}
STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


def preview(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    if kind not in set(FileKind) or row.state in FROZEN:
        raise Http404
    content = queries.content_of(request.actor, row, known_at=clock.now())
    return answered(actions.rendered(content, FileKind(kind), None), kind, f"{ref}-draft")


def signed_file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    if kind not in set(FileKind):
        raise Http404
    return answered(queries.signed_file(request.actor, ref, kind), kind, ref)


def bundle(request: HttpRequest, ref: str) -> HttpResponse:
    if queries.signed_paper(request.actor, ref) is None:
        raise NotVisible
    answer = HttpResponse(queries.bundle(request.actor, ref), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{ref}.zip"'
    return answer


def answered(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file: PDF and web page open in the browser, Word is saved. The page may use its own style and nothing else."""
    answer = HttpResponse(content, content_type=MEDIA_TYPES[FileKind(kind)])
    shown = "attachment" if kind == FileKind.DOCX else "inline"
    answer.headers["Content-Disposition"] = f'{shown}; filename="{name}.{kind}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if kind == FileKind.HTML:
        answer.headers["Content-Type"] = "text/html; charset=utf-8"
        answer.headers["Content-Security-Policy"] = _own_style_only(content)
    return answer


def _own_style_only(content: bytes) -> str:
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'" for style in STYLE.findall(content)
    )
    return f"default-src 'none'; style-src {hashes or chr(39) + 'none' + chr(39)}; img-src data:; base-uri 'none'"
