"""How allauth treats our accounts: nobody signs up, and a closed account is told so plainly."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator, never by their holder."""

    def is_safe_url(self, url: str | None) -> bool:
        """Whether to go there after signing in; an address that cannot be read is nowhere to go."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
