"""Sign-in and security: how somebody comes in, where they are signed in, what happened to their way in lately."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from lippen.design.words import count_words
from lippen.kernel import clock
from lippen.organisation import factors, sessions
from lippen.organisation.queries import recoveries, ways_in


@never_cache
def security(request: HttpRequest) -> HttpResponse:
    held = factors.factors_of(request.actor.own_id)
    context = {
        "title": "Sign-in and security",
        "own": ways_in.own(request.actor),
        "apps": [each for each in held if each.kind == "totp"],
        "passkeys": [each for each in held if each.kind == "webauthn"],
        "codes": next((each for each in held if each.kind == "recovery_codes"), None),
        "providers": ways_in.providers_of(request.actor, settings.LIPPEN_PROVIDERS),
        "recoveries": recoveries.own_waiting(request.actor, at=clock.real_now()),
        "sessions": sessions.open_sessions(request.actor, request.session.session_key),
        "happened": ways_in.happened(request.actor),
        "by_door": factors.came_by_door(request),
    }
    return render(request, "organisation/security.html", context)


def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out of one other place, or of all of them."""
    given = request.POST.get("session", "")
    if given.isascii() and given.isdigit() and len(given) < 18:
        ended = sessions.end_one(request.actor, int(given))
    else:
        ended = sessions.end_elsewhere(request.actor, request.session.session_key)
    told = count_words(ended, "place") if ended else ""
    messages.success(request, f"You are signed out in {told}." if told else "You were signed in nowhere else.")
    return redirect("organisation:security")


def unlink(request: HttpRequest, provider: str) -> HttpResponse:
    """No longer come in by an identity provider."""
    name = ways_in.unlink(request.actor, provider, settings.LIPPEN_PROVIDERS)
    messages.success(request, f"{name} no longer opens Lippen for you.")
    return redirect("organisation:security")
