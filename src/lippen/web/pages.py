"""Pages of words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def no_password(request: HttpRequest) -> HttpResponse:
    """Where allauth sends somebody without a password who wants to change it."""
    return render(request, "web/no_password.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")
