"""The main menu: what each room offers, for those who may use it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from lippen.design.navigation import MenuItem
from lippen.kernel.access import Actor
from lippen.web.access_table import table

ENTRIES = (
    ("My desk", "web:home"),
    ("Plans", "improvement:plans"),
    ("Papers", "reporting:papers"),
    ("Who looked", "web:audit"),
    ("Status", "web:status"),
)


def menu(request: HttpRequest, actor: Actor) -> tuple[MenuItem, ...]:
    """The entries this actor may open, with the current one marked."""
    lines = table()
    shown = [(label, name) for label, name in ENTRIES if name in lines and actor.roles & lines[name].roles]
    return tuple(MenuItem(label=label, url=_url(name), current=_is_current(request, name)) for label, name in shown)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"


def _is_current(request: HttpRequest, name: str) -> bool:
    here = getattr(request.resolver_match, "view_name", "") if request.resolver_match else ""
    package = name.partition(":")[0]
    return here == name or (package != "web" and here.startswith(f"{package}:"))
