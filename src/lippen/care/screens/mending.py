"""Mend what was recorded wrongly of a child's life in care: a day, or what never was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import mending as actions
from lippen.care.queries import spans
from lippen.care.screens.saying import answer_about, care_page, head
from lippen.care.vocabulary import SPAN_KIND_WORDS, SpanKind
from lippen.casework.screens.saying import day, form_of, text
from lippen.design.sending import Sent
from lippen.design.words import day_words
from lippen.kernel import clock

STAYS = "What was recorded stays with your reason, and counts no more."


def placement_day(request: HttpRequest, ref: str) -> HttpResponse:
    return _day(request, SpanKind.PLACEMENT, ref)


def legal_day(request: HttpRequest, ref: str) -> HttpResponse:
    return _day(request, SpanKind.LEGAL, ref)


def placement_taken_back(request: HttpRequest, ref: str) -> HttpResponse:
    return _taken_back(request, SpanKind.PLACEMENT, ref)


def legal_taken_back(request: HttpRequest, ref: str) -> HttpResponse:
    return _taken_back(request, SpanKind.LEGAL, ref)


def _day(request: HttpRequest, what: SpanKind, ref: str) -> HttpResponse:
    person_ref, words, since = spans.told(request.actor, what, ref)
    person = head(request, person_ref)

    def build(data: object, files: object):
        return form_of(data, so_on=day("On which day did it begin?", initial=""), why=text("What was wrong?", rows="2"))

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.correct_day(
            actor=request.actor, what=what, span_ref=ref, so_on=given["so_on"], why=given["why"], at=clock.now()
        )
        return Sent("The day is corrected.", reverse("care:life", args=[person_ref]))

    page = care_page(
        request,
        person,
        key=f"{what.value}-day",
        title="Correct the day on which it began",
        button="Correct the day",
        about=f"{words}, since {day_words(since)}",
        lead_words=f"What was before it ends on the corrected day too. {STAYS}",
        subject=ref,
    )
    return answer_about(request, person, page, build, send)


def _taken_back(request: HttpRequest, what: SpanKind, ref: str) -> HttpResponse:
    person_ref, words, since = spans.told(request.actor, what, ref)
    person = head(request, person_ref)

    def build(data: object, files: object):
        return form_of(data, why=text("What was wrong?", rows="2"))

    def send(form) -> Sent:
        why = form.cleaned_data["why"]
        actions.take_back(actor=request.actor, what=what, span_ref=ref, why=why, at=clock.now())
        return Sent("It is taken back.", reverse("care:life", args=[person_ref]))

    page = care_page(
        request,
        person,
        key=f"{what.value}-back",
        title=f"This {SPAN_KIND_WORDS[what]} never was",
        button="Take it back",
        about=f"{words}, since {day_words(since)}",
        lead_words=f"What was before it goes on in its place. {STAYS}",
        subject=ref,
    )
    return answer_about(request, person, page, build, send)


def episode_was_wrong(request: HttpRequest, ref: str) -> HttpResponse:
    person_ref, since, until = spans.episode_told(request.actor, ref)
    person = head(request, person_ref)

    def build(data: object, files: object):
        return form_of(data, why=text("What was wrong?", rows="2"))

    def send(form) -> Sent:
        why = form.cleaned_data["why"]
        actions.episode_was_wrong(actor=request.actor, episode_ref=ref, why=why, at=clock.now())
        return Sent("It is taken back, with its placements and legal reasons.", reverse("care:life", args=[person_ref]))

    page = care_page(
        request,
        person,
        key="never",
        title=f"{person.name} was not looked after then",
        button="Take it back",
        about=f"Looked after from {day_words(since)}{f' to {day_words(until)}' if until else ''}",
        lead_words=f"Its placements and legal reasons are taken back with it. {STAYS}",
        subject=ref,
    )
    return answer_about(request, person, page, build, send)


def end_was_wrong(request: HttpRequest, ref: str) -> HttpResponse:
    person_ref, _, until = spans.episode_told(request.actor, ref)
    person = head(request, person_ref)

    def build(data: object, files: object):
        return form_of(data, why=text("What was wrong?", rows="2"))

    def send(form) -> Sent:
        why = form.cleaned_data["why"]
        actions.end_was_wrong(actor=request.actor, episode_ref=ref, why=why, at=clock.now())
        return Sent(f"{person.name} is looked after still.", reverse("care:life", args=[person_ref]))

    page = care_page(
        request,
        person,
        key="goes-on",
        title="Care did not end",
        button="Record that it goes on",
        about=f"Recorded as ended on {day_words(until)}" if until else "",
        lead_words=f"The child is looked after still, where and by which law the child was last. {STAYS}",
        subject=ref,
    )
    return answer_about(request, person, page, build, send)
