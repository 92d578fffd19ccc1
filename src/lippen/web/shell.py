"""What every page carries around its content: the menu, who is signed in, the demonstration's banner."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from lippen.kernel import clock
from lippen.kernel.access import NOBODY
from lippen.web.menu import menu


def shell(request: HttpRequest) -> dict[str, object]:
    """Context for the page furniture. No statements: the gate has already read who is asking."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor if actor.account_id else None,
        "menu": menu(request, actor),
        "council": actor.council,
        "post_title": actor.post_title,
        "today": clock.today(),
        "printed_at": clock.now(),
        "demo": settings.LIPPEN_DEMO,
        "demo_day": settings.LIPPEN_TODAY,
    }
