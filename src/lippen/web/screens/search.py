"""The page of the search box. Whoever may look for people sends what they look for: no name stands in an address."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lippen.casework.actions.looking import look_up
from lippen.casework.queries import looking
from lippen.design.pages import render
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.searching import MOST_LETTERS
from lippen.web import search as searching


def search(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        run = look_up(actor=request.actor, words=request.POST.get("q", ""), at=clock.real_now())
        return redirect("web:searched", run.ref)
    text = request.GET.get("q", "").strip()[:MOST_LETTERS]
    found = searching.search(request.actor, text)
    request.audit_keys = found.audit_keys()
    title = f"Search: {text}" if text else "Search"
    context = {"title": title, "found": found, "searched": text, "kinds": _and(_kinds(request))}
    return render(request, "web/search.html", context)


def searched(request: HttpRequest, ref: str) -> HttpResponse:
    text = looking.words_asked(request.actor, ref)
    page = request.GET.get("page", "")
    found = searching.search(request.actor, text)
    people = looking.found(request.actor, text, page=int(page) if page.isascii() and page.isdigit() else 1)
    request.audit_keys = {**found.audit_keys(), "found": [row.ref for row in people.rows]}
    context = {
        "title": "What was found",
        "found": found,
        "people": people,
        "page_obj": Paginator(range(people.count), looking.PAGE_SIZE).get_page(page),
        "searched": text,
        "may_add": may(request.actor, Permission.WRITE_RECORDS),
        "kinds": _and(("people", *_kinds(request))),
    }
    return render(request, "web/searched.html", context)


def _kinds(request: HttpRequest) -> list[str]:
    return [kind.heading.lower() for kind in searching.KINDS.values() if may(request.actor, kind.needs)]


def _and(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last
