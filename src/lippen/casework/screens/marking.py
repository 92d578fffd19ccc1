"""Warnings on a record: written down, agreed, looked at again."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import marking as actions
from lippen.casework.queries import marking, records, standing
from lippen.casework.rows import MarkerRow
from lippen.casework.screens.saying import day_to_come, form_of, one_of, page_about, text
from lippen.casework.vocabulary import MARKER_WORDS, MarkerKind, MarkerStep
from lippen.design.sending import Sent, answer
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo

HALF_A_YEAR = timedelta(days=182)
STANDS_AT_ONCE = (
    "It stands at once for everybody who sees this record. Somebody else who leads or manages is asked to agree it."
)
NOT_YOURS = "You wrote this warning yourself: somebody else agrees it."
IS_OVER = "This warning is over. Write a new one if there is reason to."


def mark(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("What is it about?", MARKER_WORDS),
            words=text("What has somebody to know?", hint="The fact, and what helps. It is read in a hurry."),
            shown_by=text("What shows it?", hint="Who saw or wrote it, and when"),
            review_on=day_to_come(
                "By which day is it looked at again?",
                hint="A year from now at most",
                initial=clock.today() + HALF_A_YEAR,
            ),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.mark(
            actor=request.actor,
            person_ref=ref,
            kind=MarkerKind(given["kind"]),
            words=given["words"],
            shown_by=given["shown_by"],
            review_on=given["review_on"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The warning stands, and somebody else is asked to agree it."

    page = page_about(
        request,
        person,
        key="mark",
        title="Write a warning",
        button="Write the warning",
        lead_words=STANDS_AT_ONCE,
    )
    return answer(request, page, build, send)


def look_at_marker(request: HttpRequest, ref: str) -> HttpResponse:
    row = marking.warning(request.actor, ref, on=clock.today())
    if not row.is_open:
        raise CannotDo(IS_OVER)
    if not row.is_agreed and row.written_by_id == request.actor.account_id:
        raise CannotDo(NOT_YOURS)
    steps = _steps(row)

    def build(data: object, files: object):
        return form_of(
            data,
            step=forms.ChoiceField(
                label="Does it stay?" if row.is_agreed else "Do you agree it?",
                choices=[(step.value, words) for step, words in steps.items()],
                widget=forms.RadioSelect,
            ),
            words=text("Why?", hint="What you looked at, or whom you asked"),
            review_on=day_to_come(
                "If it stays, by which day is it looked at again?",
                required=False,
                hint="A year from now at most",
                initial=clock.today() + HALF_A_YEAR if row.is_agreed else row.review_on,
            ),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        step = MarkerStep(given["step"])
        actions.look_at_marker(
            actor=request.actor,
            marker_ref=ref,
            step=step,
            words=given["words"],
            review_on=given["review_on"] if step in actions.STAYS else None,
            so_on=clock.today(),
            at=clock.now(),
        )
        said = "The warning stays." if step in actions.STAYS else "The warning is over. It stays in the chronology."
        return Sent(said, reverse("casework:child", args=[row.person.ref]))

    page = page_about(
        request,
        row.person,
        key="look-at-marker",
        subject=ref,
        title="Look at a warning again" if row.is_agreed else "Agree a warning",
        button="Record this",
        template="casework/warning.html",
        stands=standing.of_marker(request.actor, row.person, ref),
        row=row,
    )
    return answer(request, page, build, send)


def _steps(row: MarkerRow) -> dict[MarkerStep, str]:
    if row.is_agreed:
        return {MarkerStep.KEPT: "Yes, it stays", MarkerStep.ENDED: "No, it is over"}
    return {MarkerStep.AGREED: "Yes", MarkerStep.REFUSED: "No: it stands no longer"}
