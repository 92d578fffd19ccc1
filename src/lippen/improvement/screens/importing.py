"""Bring a plan in: upload, columns, preview, apply."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def upload(request: HttpRequest) -> HttpResponse:
    raise Http404


def columns(request: HttpRequest, ref: str) -> HttpResponse:
    raise Http404


def progress(request: HttpRequest, ref: str) -> HttpResponse:
    raise Http404


def preview(request: HttpRequest, ref: str) -> HttpResponse:
    raise Http404
