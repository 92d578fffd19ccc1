"""Somebody from outside who works on a child's plan too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import co_working as actions
from lippen.care.screens.permanence import line_page, plan_going_on
from lippen.care.screens.saying import answer_about, chosen, who
from lippen.casework.screens.saying import day, day_to_come, form_of, text
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock

SEES = (
    "They work alongside the child’s worker from then on, and see the record. Somebody written in words sees nothing."
)


def give_co_worker(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = plan_going_on(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            **who("who", "Who, from another team?", person.authority_id, hint=SEES),
            what_for=text("What for?", rows="2"),
            so_on=day("From which day?"),
            until=day_to_come("Until which day?"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.give_co_worker(
            actor=request.actor,
            line_ref=ref,
            who=chosen(given, "who"),
            what_for=given["what_for"],
            so_on=given["so_on"],
            until=given["until"],
            at=clock.now(),
        )
        said = f"They work on it too, until {day_words(given['until'])}."
        return Sent(said, reverse("care:line", args=[ref]))

    title = "Somebody from outside works on it too"
    return answer(request, line_page(request, person, row, "co-worker", title, "Record it"), build, send)


def end_co_worker(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = plan_going_on(request, ref)

    def build(data: object, files: object):
        return form_of(data, so_on=day("On which day?"), words=text("What came of it?", rows="2"))

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.end_co_worker(
            actor=request.actor, line_ref=ref, so_on=given["so_on"], words=given["words"], at=clock.now()
        )
        return Sent("It is recorded. Nobody from outside works on this plan now.", reverse("care:line", args=[ref]))

    name = row.co_worker.name if row.co_worker else "Somebody from outside"
    page = line_page(request, person, row, "co-worker-end", f"{name} works on it no longer", "Record it")
    return answer_about(request, person, page, build, send)
