"""Somebody was added by mistake: what will happen, what stands in the way, and why they are taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import taking_back as actions
from lippen.casework.queries import added, records
from lippen.casework.screens.saying import CHILDREN, crumb_to, form_of, page_about, text, where_it_stays
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.kernel import clock

TITLE = "Added by mistake"
LEAD = (
    "{} leaves every list, and no search finds them. What was said of them is marked wrong with your reason, and their "
    "ties as mistakes. Nothing is deleted, and nothing more is written there. It cannot be undone."
)


def added_by_mistake(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    where_it_stays(request, person)
    may = added.may_take_back(request.actor, person, on=clock.today())
    stands = added.stands_in_the_way(request.actor, person, added.written_of(person)) if may else ()
    if not may or stands:
        crumbs = (CHILDREN, crumb_to(person), Crumb(TITLE))
        context = {"person": person, "why_not": "" if may else actions.NOT_YOURS, "stands": stands}
        return render(request, "casework/taken_back_refused.html", {"title": TITLE, "crumbs": crumbs, **context})

    def build(data: object, files: object):
        return form_of(data, why=text("Why was it a mistake?", hint="Such as: recorded already, under another name"))

    def send(form) -> Sent:
        actions.take_back(actor=request.actor, person_ref=ref, why=form.cleaned_data["why"], at=clock.now())
        return Sent(f"{person.name} was added by mistake, and is taken back.", reverse("casework:children"))

    lead = LEAD.format(person.name)
    page = page_about(
        request, person, key="take-back", title=TITLE, button="Take them back", has_draft=False, lead_words=lead
    )
    return answer(request, page, build, send)
