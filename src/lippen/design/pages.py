"""Answering with a page."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render


def render(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page now, not later: the reader's identity ends with the view."""
    return django_render(request, template, dict(context or {}), status=status)
