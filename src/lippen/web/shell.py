"""What every page carries around its content: the menu, who is signed in, the demonstration's banner."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from lippen.kernel import clock
from lippen.kernel.access import NOBODY, Actor
from lippen.kernel.searching import MOST_LETTERS
from lippen.organisation.factors import has_shown_two
from lippen.web.access_table import table
from lippen.web.menu import menu


def _may_look_round(request: HttpRequest, actor: Actor) -> bool:
    """Whoever has still to show a second factor is offered no page that would send them back."""
    return actor.account_id is None or has_shown_two(request)


def _search_url(request: HttpRequest, actor: Actor) -> str:
    """Where the search box asks, for those who may."""
    may_search = actor.roles & table()["web:search"].roles and _may_look_round(request, actor)
    return reverse("web:search") if may_search else ""


def shell(request: HttpRequest) -> dict[str, object]:
    """Context for the page furniture. No statements: the gate has already read who is asking."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "search_is_sent": bool(actor.roles & table()["web:searched"].roles),
        "actor": actor if actor.account_id else None,
        "menu": menu(request, actor) if _may_look_round(request, actor) else (),
        "search_url": _search_url(request, actor),
        "searched": request.GET.get("q", "")[:MOST_LETTERS] if request.path == reverse("web:search") else "",
        "council": actor.council,
        "security": actor.account_id is not None and _may_look_round(request, actor),
        "post_title": actor.post_title,
        "today": clock.today(),
        "printed_at": clock.now(),
        "demo": settings.LIPPEN_DEMO,
        "demo_day": settings.LIPPEN_TODAY,
    }
