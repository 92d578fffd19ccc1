"""How the site is doing: for machines in one line, for administrators on a page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lippen.web import health


def healthz(request: HttpRequest) -> JsonResponse:
    parts = health.parts()
    is_up = parts["database"] == "up"
    told = {"status": "up" if is_up else "down", **parts, "nonce": settings.LIPPEN_NONCE}
    return JsonResponse(told, status=200 if is_up else 503)


def status(request: HttpRequest) -> HttpResponse:
    return render(request, "web/status.html", {"checks": health.checks()})
