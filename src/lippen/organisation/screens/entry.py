"""The way in: allauth's own page, with the identity providers that the council offers."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings


class SignInView(LoginView):  # type: ignore[misc]
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given) | {"providers": settings.LIPPEN_PROVIDERS}


sign_in = SignInView.as_view()
