"""How the site is doing: for machines in one line, for administrators on a page."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lippen.web import health


def healthz(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "up", "nonce": settings.LIPPEN_NONCE})


def status(request: HttpRequest) -> HttpResponse:
    return render(request, "web/status.html", {"checks": health.checks()})
