"""Who stands in for the reader where they would approve what is their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lippen.casework import rules
from lippen.casework.queries.standing_in import stand_ins_for
from lippen.casework.screens.saying import CHILDREN, council_here
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.kernel import clock
from lippen.kernel.access import Permission

TITLE = "Who stands in for you"


def stand_ins(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.READ_RECORDS)
    context = {
        "title": TITLE,
        "crumbs": (CHILDREN, Crumb(TITLE)),
        "rows": stand_ins_for(request.actor, council, on=clock.today()),
        "rule": rules.NOT_OWN.sentence,
    }
    return render(request, "casework/stand_ins.html", context)
