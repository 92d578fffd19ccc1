"""An address for every route: with records that are there, and with records that are not."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import URLPattern, reverse

NOT_THERE: Mapping[str, object] = {"int": 999_999_999, "slug": "nothing-here", "str": "nothing-here", "uuid": "0" * 32}


def parameters(pattern: URLPattern) -> dict[str, str]:
    """The names of a route's parameters and the kind of each."""
    return {
        name: type(converter).__name__.removesuffix("Converter").lower()
        for name, converter in pattern.pattern.converters.items()
    }


def address(name: str, pattern: URLPattern, known: Mapping[str, object] | None = None) -> str:
    """The route's address, with known values where there are any."""
    values = {
        key: (known or {}).get(key, NOT_THERE.get(kind, "nothing-here")) for key, kind in parameters(pattern).items()
    }
    return reverse(name, kwargs=values)
