"""People whom a test lets in: as if they had shown a second factor, since no page is served before.

Tests of signing in itself go through its pages, or let somebody in `by_one_factor`.
"""

from __future__ import annotations

import time
from typing import Any

from django.test import Client

RECORDS, WHOSE = "account_authentication_methods", "account_authentication_methods_user"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLAIN = Client.force_login


def with_second_factors() -> None:
    """From here on `force_login` lets people in who have shown two factors."""
    Client.force_login = _entered  # type: ignore[method-assign]


def _entered(client: Client, user: Any, backend: str | None = None) -> None:
    PLAIN(client, user, backend)
    shown(client, user, "password", "mfa")


def by_one_factor(client: Client, user: Any) -> None:
    """Let somebody in who has shown a password and nothing else."""
    PLAIN(client, user, BACKEND)
    shown(client, user, "password")


def shown(client: Client, user: Any, *methods: str) -> None:
    """Note in the session what somebody showed."""
    session = client.session
    session[RECORDS] = [{"method": method, "at": time.time()} for method in methods]
    session[WHOSE] = str(user.pk)
    session.save()
