"""The access table: every route, who may use it and what is audited. The only place where that stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from lippen.web.access_table import (
    accounts,
    api,
    care,
    casework,
    demo,
    improvement,
    inspection,
    library,
    organisation,
    partners,
    reporting,
    sources,
    web,
)
from lippen.web.access_table.lines import Line

PACKAGES = (
    web,
    accounts,
    organisation,
    casework,
    care,
    improvement,
    inspection,
    library,
    partners,
    sources,
    reporting,
    api,
    demo,
)


class UndeclaredRoute(SystemExit):
    """A page without a declared policy: the site does not start."""


def table() -> dict[str, Line]:
    """Every line by its route's name; those of the demonstration and of public pages only where these are on."""
    return _lines(demo=bool(settings.LIPPEN_DEMO), public_pages=bool(settings.LIPPEN_PUBLIC_PAGES))


@lru_cache
def _lines(*, demo: bool, public_pages: bool) -> dict[str, Line]:
    """The gate asks several times in every request."""
    lines = [line for package in PACKAGES for line in package.LINES]
    return {
        line.name: line for line in lines if (public_pages if line.public_pages_only else demo or not line.demo_only)
    }


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every route of the site with its full name."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name or ''}", pattern


def check_every_route() -> None:
    """Refuse to start with a route that has no line, or a line that has no route."""
    declared = set(table())
    routed = {name for name, _ in routes()}
    if missing := sorted(routed - declared):
        raise UndeclaredRoute(f"No line in the access table for: {', '.join(missing)}. Add one in web/access_table/.")
    if idle := sorted(declared - routed):
        raise UndeclaredRoute(f"Lines in the access table without a route: {', '.join(idle)}. Take them out.")
