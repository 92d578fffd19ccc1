"""The demonstration's way in: no passwords, anyone may enter as anyone. It exists in demo mode only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lippen.demo.people import PEOPLE, PersonWords
from lippen.kernel import audit, clock
from lippen.organisation import queries
from lippen.organisation.roles import WORDS, Role

BACKEND = "lippen.demo.door.Door"
BEST = (
    (
        "EG",
        "web:home",
        "A manager's desk",
        "What she owes today, the late things first. She leads actions and writes the paper.",
    ),
    ("GW", "improvement:plans", "The plan", "Thirty-two actions out of a Word file, and what has become of each."),
    ("BC", "reporting:papers", "The signed paper", "What the committee reads. Page one is for its members."),
)
GROUPS = (
    ("Those who do the work", ("SK", "IC", "LD", "KL", "CB", "ID", "MC", "SA")),
    ("Those who answer for it", ("EG", "AP", "MB", "GW", "RA", "JK", "RT")),
    ("Those who read and ask", ("BC", "DN", "WH", "PS", "NF", "AM")),
    ("Those who look from the side", ("TC", "SE", "UB", "MR", "HT", "DS")),
)


@dataclass(frozen=True)
class WayIn:
    """One person to enter as."""

    account_id: int
    name: str
    titles: tuple[str, ...]
    roles: tuple[str, ...]
    first_thing: str


@dataclass(frozen=True)
class Place:
    """One of the best places to look first: who to enter as, and where that leads."""

    way_in: WayIn
    url: str
    title: str
    words: str


def enter(request: HttpRequest) -> HttpResponse:
    if not settings.LIPPEN_DEMO:
        raise Http404
    if request.method == "POST":
        return _let_in(request)
    ways = _ways_in(clock.today())
    groups = [(title, [ways[who] for who in initials if who in ways]) for title, initials in GROUPS]
    context = {"title": "Enter the demonstration", "groups": groups, "places": _places(ways)}
    return render(request, "demo/enter.html", context)


def _let_in(request: HttpRequest) -> HttpResponse:
    """Sign the visitor in as the person asked for; only made-up people can be asked for."""
    given = request.POST.get("account", "")
    known = {str(way.account_id) for way in _ways_in(clock.today()).values()}
    if given not in known:
        raise Http404
    account = get_user_model().objects.get(pk=int(given))
    login(request, account, backend=BACKEND)
    actor = queries.actor_for(account.pk, on=clock.today())
    audit.record(actor, "demo.entered", ("organisation.account", given))
    return HttpResponseRedirect(_safe(request.POST.get("next", "")))


def _safe(wanted: str) -> str:
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if local else reverse("web:home")


def _ways_in(today: date) -> dict[str, WayIn]:
    """Everyone of the script who may enter today, by initials; several posts of one person stand together."""
    rows = queries.accounts_by_role(on=today)
    found = {person.initials: _way_in(person, [row for row in rows if row[2] == person.name]) for person in PEOPLE}
    return {initials: way for initials, way in found.items() if way is not None}


def _way_in(person: PersonWords, rows: list[tuple[str, str, str, int]]) -> WayIn | None:
    if not rows:
        return None
    titles = tuple(dict.fromkeys(title for _, title, _, _ in rows))
    roles = tuple(dict.fromkeys(WORDS[Role(role)] for role, _, _, _ in rows))
    return WayIn(rows[0][3], person.name, titles, roles, person.first_thing)


def _places(ways: dict[str, WayIn]) -> list[Place]:
    return [Place(ways[who], _address(route), title, words) for who, route, title, words in BEST if who in ways]


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return reverse("web:home")
