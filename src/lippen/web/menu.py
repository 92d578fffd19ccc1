"""The main menu: what each room offers, for those who may use it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from lippen.design.navigation import MenuItem
from lippen.kernel.access import Actor
from lippen.web.access_table import table

ENTRIES = (
    ("My desk", "web:home"),
    ("Children", "casework:children"),
    ("Plans", "improvement:plans"),
    ("Partners", "partners:stakeholders"),
    ("Groups", "groups:groups"),
    ("Your samples", "inspection:mine"),
    ("Children of your samples", "casework:sampled"),
    ("Children shared with you", "casework:shared"),
    ("Papers", "reporting:papers"),
    ("Who looked", "web:audit"),
    ("Unusual reads", "casework:unusual"),
    ("Records whose time is up", "casework:due_lists"),
    ("Ways in", "organisation:accounts"),
    ("Bring staff in", "casework:intakes"),
    ("Let back in", "organisation:recoveries"),
    ("Status", "web:status"),
)
ALSO = {"improvement": ("risks", "decisions"), "casework": ("care",)}
"""Pages that stand apart in the address and belong to a room of the menu."""
OWN = {"organisation:security", "organisation:second_step"}
"""Pages of one's own, which everybody has and no entry of the menu leads to."""
UNLESS = {
    "organisation:recoveries": "organisation:accounts",
    "casework:intakes": "casework:children",
    "casework:due_lists": "casework:children",
}
"""Entries for those who have not the other, which leads there as well."""
OF_ROOM = {"web:plan_compare": "improvement:plans"}
"""Pages of the front door that belong to a room."""
APART = {
    "casework:unusual": {"look_through", "say_street", "unusual_day", "settle_read"},
    "casework:due_lists": {"draw_list", "due_list", "agree_list", "withdraw_list"},
}
"""Entries that stand for these pages of their package alone."""
ROOMS = {
    "casework:children": "The children whom you work with: who they are, who waits, what comes next.",
    "improvement:plans": "Each promised action: who leads it, by when, how it goes and what shows it.",
    "partners:stakeholders": "What we promised others and they promised us, by when, and what shows that it was kept.",
    "inspection:mine": "Actions of a council's plan with their evidence, as they stood on a day.",
    "casework:sampled": "The records of children that a council drew for you, between the days of the sample.",
    "casework:shared": "What councils share with you of children, for a purpose and until a day.",
    "groups:groups": "Forums and boards: who belongs to them, and agendas that draw themselves from the plan.",
    "reporting:papers": "What the committee is told each quarter, and the files exactly as they were signed.",
    "web:audit": "Every look at a record and every change, by whom and when.",
    "casework:unusual": "Reads of records that do not fit anybody's own work, day by day, and what came of them.",
    "casework:due_lists": "Records that need be kept no longer: two people agree a list before any is destroyed.",
    "organisation:accounts": "Who may come in: invitations, recoveries, posts that end, and the quarter's review.",
    "casework:intakes": "Staff and posts out of another system's file: looked through first, then brought in.",
    "organisation:recoveries": "Who lost their way in, and waits for a second person to confirm that it is them.",
    "web:status": "Whether the database, the worker and its jobs are well.",
}


@dataclass(frozen=True)
class Room:
    """A room somebody may enter: its name, where it is and what is in it."""

    label: str
    url: str
    words: str


def menu(request: HttpRequest, actor: Actor) -> tuple[MenuItem, ...]:
    """The entries this actor may open, with the current one marked."""
    shown = _open_to(actor)
    return tuple(MenuItem(label=label, url=_url(name), current=_is_current(request, name)) for label, name in shown)


def rooms(actor: Actor) -> tuple[Room, ...]:
    """What this actor may look at from an empty desk."""
    return tuple(Room(label, _url(name), ROOMS[name]) for label, name in _open_to(actor) if name in ROOMS)


def _open_to(actor: Actor) -> list[tuple[str, str]]:
    lines = table()
    open_to = {name for _, name in ENTRIES if name in lines and actor.roles & lines[name].roles}
    return [(label, name) for label, name in ENTRIES if name in open_to and UNLESS.get(name) not in open_to]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"


def _is_current(request: HttpRequest, name: str) -> bool:
    here = getattr(request.resolver_match, "view_name", "") if request.resolver_match else ""
    package = name.partition(":")[0]
    if here in OWN:
        return False
    if name in APART:
        return here == name or here in {f"{package}:{each}" for each in APART[name]}
    is_in = package != "web" and here.partition(":")[0] in {package, *ALSO.get(package, ())}
    return name in (here, OF_ROOM.get(here)) or is_in
