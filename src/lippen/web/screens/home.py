"""My desk: what needs me today, from the one duty board."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lippen.casework.menu import brought_children, brought_referrals, open_alerts
from lippen.casework.screens.begun import begun_by
from lippen.kernel import clock
from lippen.web import desks
from lippen.web.menu import rooms


def home(request: HttpRequest) -> HttpResponse:
    desk = desks.my_desk(request.actor, today=clock.today())
    alerts = open_alerts(request.actor, today=clock.today())
    brought = brought_referrals(request.actor)
    context = {
        "desk": desk,
        "alerts": alerts,
        "brought": brought,
        "brought_children": brought_children(request.actor),
        "begun": begun_by(request.actor),
        "rooms": rooms(request.actor),
    }
    return render(request, "web/home.html", context)
