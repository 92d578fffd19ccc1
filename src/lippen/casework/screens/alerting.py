"""Alerts about the children whom somebody works with, or whom their team works with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.casework.actions import alerting as actions
from lippen.casework.queries import alerting
from lippen.casework.rows import AlertRow
from lippen.casework.screens.saying import CHILDREN
from lippen.casework.vocabulary import AlertKind
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo

PAGES = {
    AlertKind.REFERRAL: "casework:referral",
    AlertKind.WAITS: "casework:look_again",
}
MOST_SEEN = 30


def alerts(request: HttpRequest) -> HttpResponse:
    found = alerting.alerts(request.actor, today=clock.today())
    request.audit_keys = {"children": sorted({row.person.ref for row in (*found.open, *found.seen[:MOST_SEEN])})[:200]}
    own = [row for row in found.open if row.is_own]
    context = {
        "title": "Alerts",
        "crumbs": (CHILDREN, Crumb("Alerts")),
        "own": [_shown(row) for row in own],
        "team": [_shown(row) for row in found.open if not row.is_own],
        "seen": [_shown(row) for row in found.seen[:MOST_SEEN]],
        "may_say": may(request.actor, Permission.WRITE_RECORDS),
    }
    return render(request, "casework/alerts.html", context)


def _shown(row: AlertRow) -> dict[str, object]:
    kind = AlertKind(row.kind)
    by_ref = kind in PAGES
    url = reverse(PAGES[kind], args=[row.subject]) if by_ref else reverse("casework:child", args=[row.person.ref])
    return {"row": row, "url": url}


def see_alerts(request: HttpRequest) -> HttpResponse:
    keys = request.POST.getlist("key")[:500]
    try:
        seen = actions.see_alerts(actor=request.actor, keys=keys, so_on=clock.today(), at=clock.now())
    except CannotDo as refused:
        messages.error(request, refused.sentence)
        return redirect("casework:alerts")
    words = f"{count_words(seen, 'alert')} seen." if seen else "Somebody had said so already."
    messages.success(request, words)
    return redirect("casework:alerts")
