"""What returns of another system told of a child, row by row, with why some never came in; and rows that wait."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lippen.care.queries import returned as queries
from lippen.care.queries.days_told import waiting_files
from lippen.care.screens.saying import head, way_to
from lippen.casework.queries import records
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.kernel import clock


def returned(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)
    files = queries.told_of(request.actor, person, today=clock.today())
    waiting = waiting_files(request.actor, person)
    title = "Rows that wait" if waiting and not files else "What returns told"
    context = {
        "title": title,
        "person": person,
        "crumbs": (*way_to(person), Crumb(title)),
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "files": files,
        "waiting": waiting,
        "waits": sum(len(file.rows) for file in waiting),
        "out": sum(bool(row.why_out) for file in files for row in file.rows),
    }
    return render(request, "care/returned.html", context)
