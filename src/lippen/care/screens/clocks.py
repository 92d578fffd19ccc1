"""What happened on the way through care, and another last day for a clock."""

from __future__ import annotations

from functools import cache

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.choices import CallableChoiceIterator

from lippen.care.actions import events as actions
from lippen.care.queries import living
from lippen.care.queries.events import event_of
from lippen.care.queries.likely import likely_events
from lippen.care.screens.saying import answer_about, care_page, head, view_fields, view_of
from lippen.care.vocabulary import EVENT_GROUPS, EVENT_WORDS, Event
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import day, day_to_come, form_of, text
from lippen.design.fields import GroupedRadios
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.errors import NotVisible

AT_DECISIONS = (
    "In the child’s own words where you can. Needed wherever something was decided: at a review, a clinic, a panel, by "
    "the agency"
)

LIKELY = "Likely now, by what is due"
KINDS = [(each.value, EVENT_WORDS[each]) for kinds in EVENT_GROUPS.values() for each in kinds]


def record_event(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=_what_happened(request, person),
            so_on=day("On which day?"),
            words=text("Anything to add", required=False, hint="Who was there, what came of it"),
            **view_fields(request, person, hint=AT_DECISIONS),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        kind = Event(given["kind"])
        actions.record_event(
            actor=request.actor,
            person_ref=ref,
            kind=kind,
            so_on=given["so_on"],
            words=given["words"],
            view=view_of(given),
            at=clock.now(),
        )
        return Sent("It is recorded, and the clocks go by it.", reverse("care:life", args=[ref]))

    page = care_page(
        request,
        person,
        key="event",
        title="Record what happened in care",
        button="Record this",
        lead_words="Placements, moves, orders and visits are recorded in their own place, and count by themselves.",
    )
    return answer_about(request, person, page, build, send)


def _what_happened(request: HttpRequest, person: PersonRow) -> forms.ChoiceField:
    """Every event under its heading, before them the few that what is due asks for; sought when they are shown."""
    hint = "Not among the first? Look under a heading"
    field = forms.ChoiceField(label="What happened?", choices=KINDS, widget=GroupedRadios, help_text=hint)

    @cache
    def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
        first = likely_events(request.actor, person, today=clock.today())
        rest = {heading: [each for each in kinds if each not in first] for heading, kinds in EVENT_GROUPS.items()}
        told = {LIKELY: first, **rest}
        return [
            (heading, [(each.value, EVENT_WORDS[each]) for each in kinds]) for heading, kinds in told.items() if kinds
        ]

    field.widget.choices = CallableChoiceIterator(grouped)
    return field


def event_was_wrong(request: HttpRequest, ref: str) -> HttpResponse:
    row = event_of(request.actor, ref)
    person = head(request, row.person.ref)

    def build(data: object, files: object):
        return form_of(data, why=text("What was wrong?", rows="2"))

    def send(form) -> Sent:
        actions.event_was_wrong(actor=request.actor, event_ref=ref, why=form.cleaned_data["why"], at=clock.now())
        return Sent("It stays with your reason, and counts no more.", reverse("care:life", args=[person.ref]))

    page = care_page(
        request,
        person,
        key="event-wrong",
        title="This was recorded wrongly",
        button="Say that it was wrong",
        about=f"{EVENT_WORDS[Event(row.kind)]}, {day_words(row.so_on)}",
        subject=ref,
    )
    return answer_about(request, person, page, build, send)


def agree_day(request: HttpRequest, ref: str, standard_key: str, began_key: str) -> HttpResponse:
    person = head(request, ref)
    rows = living.clock_rows(request.actor, person, today=clock.today())
    row = next((each for each in rows if (each.key, each.trigger_key) == (standard_key, began_key)), None)
    if row is None:
        raise NotVisible

    def build(data: object, files: object):
        return form_of(
            data,
            until=day_to_come("Until which day?"),
            why=text("Why does it take longer?", rows="2"),
            cover=text("What is done for the child meanwhile?", rows="2"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.agree_day(
            actor=request.actor,
            person_ref=ref,
            standard_key=standard_key,
            trigger_key=began_key,
            until=given["until"],
            why=given["why"],
            cover=given["cover"],
            at=clock.now(),
        )
        return Sent(f"{day_words(given['until'])} is agreed.", reverse("care:life", args=[ref]))

    page = care_page(
        request,
        person,
        key="agree",
        title="Agree another day",
        button="Agree this day",
        about=f"{row.title}: due on {day_words(row.last_day)}. {row.sentence}",
        subject=f"{standard_key.rpartition('.')[2]}-{began_key}"[:60],
    )
    return answer(request, page, build, send)
