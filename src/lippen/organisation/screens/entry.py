"""The way in: allauth's own page, with the identity providers that the council offers."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.socialaccount.providers.oauth2.views import RequestException
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lippen.kernel import audit
from lippen.kernel.access import NOBODY

AWAY = (RequestException, KeyError)
"""The provider cannot be reached, or what it says of itself lacks an address that every provider gives."""


class SignInView(LoginView):  # type: ignore[misc]
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given) | {"providers": settings.LIPPEN_PROVIDERS}


sign_in = SignInView.as_view()


def by_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the council's own sign-in; where that is away, it is said so, and the other ways in stay open."""
    try:
        return oidc.login(request, provider_id)  # type: ignore[no-any-return]
    except AWAY:
        return _provider_away(request, provider_id)


def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the council's own sign-in."""
    try:
        return oidc.callback(request, provider_id)  # type: ignore[no-any-return]
    except AWAY:
        return _provider_away(request, provider_id)


def _provider_away(request: HttpRequest, provider_id: str) -> HttpResponse:
    audit.record(NOBODY, "account.provider_away", ("organisation.identity_provider", provider_id))
    return render(request, "socialaccount/authentication_error.html", {"is_away": True}, status=502)
