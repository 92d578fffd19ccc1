"""Who looked at a record: person by day, the latest first, a busy record page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.queries import records, rooms
from lippen.casework.rows import LookDay, LookRow
from lippen.casework.screens.saying import CHILDREN, crumb_to, page_in
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.kernel import clock

LOOKS_ON_A_PAGE = 25
SHOWN_FOLDED = 3


def who_looked(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    today = clock.day_of(clock.real_now())
    found = records.looks(request.actor, ref, on=today, page=page_in(request), size=LOOKS_ON_A_PAGE)
    context = {
        "title": f"Who looked at {person.name}'s record",
        "crumbs": (CHILDREN, crumb_to(person), Crumb("Who looked")),
        "person": person,
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "rows": [_line(row) for row in found.rows],
        "page_obj": Paginator(range(found.found), LOOKS_ON_A_PAGE).get_page(request.GET.get("page")),
        "back": reverse("casework:child", args=[ref]),
    }
    return render(request, "casework/looked.html", context)


@dataclass(frozen=True)
class Done:
    """What somebody did with a record on a day, in words."""

    words: str
    times: int
    first_at: datetime
    last_at: datetime


def _line(row: LookDay) -> dict[str, object]:
    done = _done(row.looks)
    return {"row": row, "done": done, "more": max(0, len(done) - SHOWN_FOLDED)}


def _done(looks: Iterable[LookRow]) -> list[Done]:
    """The same, what is called by the same words together."""
    by_words: dict[str, list[LookRow]] = {}
    for look in looks:
        by_words.setdefault(_what(look.verb), []).append(look)
    return [
        Done(
            words,
            sum(each.times for each in rows),
            min(each.first_at for each in rows),
            max(each.last_at for each in rows),
        )
        for words, rows in by_words.items()
    ]


def _what(verb: str) -> str:
    """What somebody did, by the verb of the trail."""
    if verb.endswith(".open_form"):
        return "Opened a form about it"
    return LOOKS.get(verb) or rooms.looks_above().get(verb, "Wrote in the record")


LOOKS = {
    "referral.read": "Read a referral",
    "known.read": "Read the record",
    "known.chronology": "Read the chronology",
    "known.looked": "Saw who looked",
    "known.family": "Saw the family",
    "known.alert_seen": "Said that an alert was seen",
    "known.facts": "Read what is known, fact by fact",
    "known.pictures": "Saw the pictures by the child",
    "picture.read": "Opened a picture by the child",
    "picture.seen": "Saw or saved a picture by the child in full",
    "picture.seen_small": "Saw a picture by the child small",
    "picture.added": "Added a picture by the child",
    "known.gender_said": "Recorded a gender",
    "known.death_said": "Recorded a death",
    "known.still_so": "Said that a fact still is so",
    "known.wrong": "Said that a fact was wrong",
    "known.held": "Held the record",
    "known.hold_lifted": "Lifted a hold",
    "known.holds": "Saw what holds it",
    "known.access": "Saw who asked what is held",
    "known.who_may_see": "Saw who else may see it",
    "known.sampled": "Read it as part of an inspector's sample",
    "known.shared": "Shared parts of it with a partner",
    "known.shared_no_more": "Ended what was shared",
    "known.shared_read": "Read what is shared with them",
    "known.added": "Added the record",
    "known.undone": "Undid what a file had recorded",
    "known.taken_back": "Took it back: added by mistake",
    "known.tied": "Recorded a family tie",
    "known.tie_ended": "Ended a family tie",
    "known.name_said": "Recorded a name",
    "known.birth_said": "Recorded a date of birth",
    "known.address_said": "Recorded an address",
    "known.address_protected": "Protected an address",
    "known.address_opened": "Protected the address no more",
    "known.contact_said": "Recorded a telephone number or e-mail",
    "known.number_said": "Recorded another service's number",
    "known.closing_asked": "Asked that the work is closed",
    "known.closing_refused": "Said that the work goes on",
    "known.work_closed": "Closed the work",
    "known.status_said": "Recorded a status",
    "marker.open_form": "Read a warning",
    "handover.offered": "Offered the child to another worker",
    "handover.taken": "Took over the child",
    "glass.broken": "Opened the record outside their own work",
    "glass.reviewed": "Looked at why the record was opened",
    "glass.found_wrong": "Found that the record should not have been opened",
    "glass.seen": "Saw that the record was opened",
    "known.restricted": "Restricted the record",
    "known.restriction_ended": "Ended the restriction of the record",
    "known.own_tie_said": "Recorded that an officer is tied to the record",
    "known.own_tie_agreed": "Confirmed that the record is the own family of somebody who manages or leads",
    "known.own_tie_lifted": "Opened the record again to somebody who manages or leads",
    "refused.slowed": "Asked for it and was slowed",
    "refused.not_visible": "Asked for it and was refused",
    "refused.not_allowed": "Asked for it and was refused",
}
