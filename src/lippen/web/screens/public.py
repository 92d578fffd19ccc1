"""Issued papers for everyone, read as the public role: what it may not see is not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from lippen.design.pages import render
from lippen.reporting import queries
from lippen.reporting.screens.files import answered
from lippen.reporting.vocabulary import FileKind


def papers(request: HttpRequest) -> HttpResponse:
    context = {"title": "Committee papers", "papers": queries.public_papers()}
    return render(request, "web/public_papers.html", context)


def file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    if kind not in set(FileKind):
        raise Http404
    return answered(queries.public_file(ref, kind), kind, ref)
