"""What is read out of a request before anything is done with it."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest

BEARER = "Bearer "
LONGEST_TOKEN = 200


def secret_in(request: HttpRequest) -> str:
    """The token that a request brings; nothing where it brings none."""
    given = request.headers.get("Authorization", "")
    secret = given[len(BEARER) :].strip() if given.startswith(BEARER) else ""
    return secret if secret.isascii() and len(secret) <= LONGEST_TOKEN else ""


def digest_of(*parts: object) -> str:
    """One short number for all that was sent."""
    return sha256(repr(parts).encode()).hexdigest()
