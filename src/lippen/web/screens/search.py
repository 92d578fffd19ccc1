"""The page of the search box."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lippen.design.pages import render
from lippen.kernel.access import may
from lippen.kernel.searching import MOST_LETTERS
from lippen.web import search as searching


def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:MOST_LETTERS]
    found = searching.search(request.actor, text)
    request.audit_keys = found.audit_keys()
    title = f"Search: {text}" if text else "Search"
    context = {"title": title, "found": found, "searched": text, "kinds": _kinds(request)}
    return render(request, "web/search.html", context)


def _kinds(request: HttpRequest) -> str:
    words = [kind.heading.lower() for kind in searching.KINDS.values() if may(request.actor, kind.needs)]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
