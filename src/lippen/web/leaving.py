"""For somebody whose way in ended while they were signed in: the next request signs them out, and says so kindly."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lippen.kernel import access, audit, clock
from lippen.kernel.access import NOBODY
from lippen.organisation.queries.ways_in import subject_of
from lippen.web.carried import carried

WORDS = {
    "closed": (
        "Your way in to Lippen has been closed, so we have signed you out.",
        "This is what happens when somebody leaves, or when an administrator closes an account.",
    ),
    "no_post": (
        "You hold no post in a council today, so we have signed you out.",
        "This is what happens when a post has ended, has not begun yet, or access to it was stopped.",
    ),
}


class Left(Exception):
    """Somebody who is signed in and may no longer be."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def signed_out(request: HttpRequest, left: Left) -> HttpResponse:
    """End the session, note it, and say what happened; words that were on their way can be copied."""
    account = int(request.session[SESSION_KEY])
    with transaction.atomic():
        access.identify(NOBODY, today=clock.today())
        audit.record(NOBODY, f"session.ended_{left.why}", subject_of(account))
    fields = carried(request)
    logout(request)
    request.actor = NOBODY
    sentence, reason = WORDS[left.why]
    context = {"title": "You are signed out", "sentence": sentence, "reason": reason, "fields": fields, "status": 401}
    answer = render(request, "web/signed_out.html", context, status=401)
    answer.headers["Cache-Control"] = "no-store"
    return answer
