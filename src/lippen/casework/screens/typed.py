"""What is due by processes that are not held here yet: typed in, done, or not needed."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import typed as actions
from lippen.casework.queries import records, standing, typed
from lippen.casework.screens.saying import (
    at_times,
    day,
    day_to_come,
    form_of,
    line,
    one_of,
    one_of_many,
    open_choices,
    page_about,
    somebody,
    text,
)
from lippen.casework.vocabulary import TYPED_END_WORDS, TYPED_WORDS, TypedEnd, TypedKind
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock

TYPED_IN = (
    "For what Lippen does not hold yet. It stands on the desk of whoever does it, counts in their load, and goes with "
    "the child."
)


def type_duty(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of_many("What is due?", TYPED_WORDS),
            words=line("Anything to add", required=False, hint="Where, with whom; what, where it is something else"),
            due_on=day_to_come("By which day?", hint="A day that has passed stands as late at once"),
            worker=somebody("Who does it?", open_choices(person), initial=str(request.actor.person_id)),
            hours=forms.DecimalField(
                label="How many hours of work?",
                required=False,
                help_text="Left empty, the council's own figure counts",
                min_value=0,
                max_value=actions.MOST_HOURS,
                max_digits=4,
                decimal_places=1,
            ),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.type_duty(
            actor=request.actor,
            person_ref=ref,
            kind=TypedKind(given["kind"]),
            words=given["words"],
            due_on=given["due_on"],
            worker_id=int(given["worker"]),
            hours=given["hours"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "It stands on their desk."

    page = page_about(
        request, person, key="type-duty", title="Something is due", button="Put it on the desk", lead_words=TYPED_IN
    )
    return answer(request, page, build, send)


def end_typed(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = typed.due(request.actor, ref, or_done=request.method == "POST")

    def build(data: object, files: object):
        return form_of(
            data,
            end=one_of("What became of it?", TYPED_END_WORDS, initial=TypedEnd.DONE.value),
            words=at_times(
                text("What came of it, or why need it not be done?", required=False, hint="Needed where it is not done")
            ),
            so_on=day("When?"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        end = TypedEnd(given["end"])
        common = {"words": given["words"], "so_on": given["so_on"], "at": clock.now()}
        actions.end_typed(actor=request.actor, typed_ref=ref, end=end, **common)
        said = "It is done." if end is TypedEnd.DONE else "It need not be done."
        return Sent(said, reverse("casework:child", args=[person.ref]))

    note = f". {row.note}" if row.note else ""
    page = page_about(
        request,
        person,
        key="end-typed",
        subject=ref,
        title=row.words,
        button="Record this",
        stands=standing.of_typed_duty(request.actor, person, ref),
        about=f"Due on {day_words(row.due_on)}: {row.worker}{note}",
    )
    return answer(request, page, build, send)
