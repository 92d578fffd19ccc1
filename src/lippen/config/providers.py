"""The identity providers that people may sign in with, read from the environment.

LIPPEN_OIDC names them, such as "council"; each is then described by LIPPEN_OIDC_COUNCIL_ISSUER and so on. Secrets
stand in the environment alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

KEY = re.compile(r"[a-z][a-z0-9-]{0,30}")
ASSERTED = "mfa"
"""What RFC 8176 calls a sign-in by more than one factor."""


class BadProvider(SystemExit):
    """A provider that is described in part: the sentence says what is missing."""


@dataclass(frozen=True)
class Provider:
    """One identity provider. `domains` are those whose addresses it alone gives out."""

    key: str
    name: str
    issuer: str
    client_id: str
    secret: str
    domains: tuple[str, ...] = ()
    asserted: frozenset[str] = frozenset({ASSERTED})
    origins: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Provider({self.key!r})"

    @property
    def form_origins(self) -> tuple[str, ...]:
        """Where the browser is sent when somebody presses the button."""
        place = urlsplit(self.issuer)
        return (f"{place.scheme}://{place.netloc}", *self.origins)


def providers(environment: Mapping[str, str]) -> tuple[Provider, ...]:
    """Every provider that LIPPEN_OIDC names, in its order."""
    return tuple(_provider(key, environment) for key in environment.get("LIPPEN_OIDC", "").split())


def form_origins(given: Iterable[Provider]) -> list[str]:
    """The origins that the content security policy lets a form lead to."""
    return list(dict.fromkeys(origin for provider in given for origin in provider.form_origins))


def _provider(key: str, environment: Mapping[str, str]) -> Provider:
    if not KEY.fullmatch(key):
        raise BadProvider(f"LIPPEN_OIDC names {key!r}: use small letters, figures and hyphens, such as council.")
    beginning = f"LIPPEN_OIDC_{key.upper().replace('-', '_')}_"
    said = {name: environment.get(beginning + name, "").strip() for name in WORDS}
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        if not said[name]:
            raise BadProvider(f"{beginning}{name} is missing: the identity provider {key} cannot be used without it.")
    if urlsplit(said["ISSUER"]).scheme not in {"https", "http"}:
        raise BadProvider(f"{beginning}ISSUER is {said['ISSUER']!r}: give the provider's address, with https.")
    return Provider(
        key=key,
        name=said["NAME"] or key.replace("-", " ").capitalize(),
        issuer=said["ISSUER"].rstrip("/"),
        client_id=said["CLIENT_ID"],
        secret=said["CLIENT_SECRET"],
        domains=tuple(said["DOMAINS"].lower().split()),
        asserted=frozenset(said["SECOND_FACTOR"].split() or {ASSERTED}),
        origins=tuple(said["ORIGINS"].split()),
    )


WORDS = ("NAME", "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "DOMAINS", "SECOND_FACTOR", "ORIGINS")
