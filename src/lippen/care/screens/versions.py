"""How a placement, a legal reason or a time in care was recorded, from the first time on: nothing is written over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lippen.care.queries import versions as queries
from lippen.care.screens.saying import way_to
from lippen.casework.queries import people, records
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.kernel import clock

TITLE = "How it was recorded"


def versions(request: HttpRequest, ref: str) -> HttpResponse:
    person_id, rows = queries.versions(request.actor, ref)
    person = people.people_who_stay(request.actor, [person_id])[person_id]
    request.audit_keys = {"person": person.ref}
    context = {
        "title": f"{TITLE}: {rows[-1].words}",
        "person": person,
        "crumbs": (*way_to(person), Crumb(TITLE)),
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "rows": tuple(reversed(rows)),
    }
    return render(request, "care/versions.html", context)
