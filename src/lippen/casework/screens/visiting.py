"""Visits: planned, and recorded with brothers and sisters who were seen too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import visiting as actions
from lippen.casework.queries import marking, records
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import (
    day,
    day_to_come,
    form_of,
    line,
    one_of_many,
    open_choices,
    page_about,
    somebody,
    text,
)
from lippen.casework.vocabulary import PLACE_WORDS, Place, Status
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo

SEEN_CHOICES = [("alone", "Yes, alone too"), ("seen", "Yes, with others there"), ("no", "No")]
TOO = [("", "Not on this visit"), *SEEN_CHOICES[:2]]


def _before_a_visit(request: HttpRequest, person: PersonRow, **given: str) -> Page:
    """A page about a visit, with the warnings that stand on the child's record and the family's."""
    warnings = marking.warnings_round(request.actor, person, on=clock.today())
    return page_about(request, person, template="casework/visit.html", warnings=warnings, **given)


def plan_visit(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            planned_on=day_to_come("Which day?"),
            worker=somebody("Who visits?", open_choices(person), initial=str(request.actor.person_id)),
            purpose=line("What for?", required=False, most=240),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.plan_visit(
            actor=request.actor,
            person_ref=ref,
            planned_on=given["planned_on"],
            worker_id=int(given["worker"]),
            purpose=given["purpose"],
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The visit is planned, and stands on their desk."

    page = _before_a_visit(request, person, key="plan-visit", title="Plan a visit", button="Plan the visit")
    return answer(request, page, build, send)


def record_visit(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    siblings = records.siblings(request.actor, person) if person.is_child else ()
    visit_ref = request.GET.get("visit", "")[:40]

    def build(data: object, files: object):
        return form_of(data, **_visit_fields(person, siblings))

    def send(form) -> str | Sent:
        given = form.cleaned_data
        also = _also_seen(given, siblings)
        actions.record_visit(
            actor=request.actor,
            person_ref=ref,
            is_seen=given["seen"] != "no",
            is_seen_alone=given["seen"] == "alone",
            place=Place(given["place"]) if given["place"] else None,
            view=given["view"],
            words=given["words"],
            own_words=given.get("own", ""),
            visit_ref=visit_ref,
            also=also,
            again_on=given["again_on"] if given["seen"] == "no" else None,
            so_on=given["so_on"],
            at=clock.now(),
        )
        said = f" for {count_words(len(also) + 1, 'child', 'children')}" if also else ""
        if _wants_next(request, ref):
            words = f"The visit is recorded{said}. No other is planned: plan the next one, or leave this page."
            return Sent(words, reverse("casework:plan_visit", args=[ref]))
        return f"The visit is recorded{said}."

    page = _before_a_visit(request, person, key="visit", title="Record a visit", button="Record the visit")
    return answer(request, page, build, send)


def _wants_next(request: HttpRequest, ref: str) -> bool:
    """Whether a child on the register, looked after or in court has no visit planned."""
    found = records.record(request.actor, ref, real_at=clock.real_now())
    is_watched = Status(found.person.status or Status.NONE) in rules.NOT_CLOSED_WHILE
    return is_watched and found.next_visit is None and not found.person.died_on and found.is_own_work


def _visit_fields(person: PersonRow, siblings: Sequence[PersonRow]) -> dict[str, forms.Field]:
    """What is asked of a visit; of brothers and sisters too, and what is for one of them alone."""
    fields: dict[str, forms.Field] = {
        "seen": forms.ChoiceField(label=f"Did you see {person.name}?", choices=SEEN_CHOICES, widget=forms.RadioSelect),
        "place": one_of_many("Where?", PLACE_WORDS, required=False),
        "view": text("What did they say, or show?", required=False, hint="In their own words where you can"),
        "words": text("What did you see and do?", required=False, hint="Not seen: why, and what you will do"),
        "again_on": day_to_come(
            "If you did not see them, when will you try again?",
            required=False,
            hint="A visit that was due is due again the next working day if you leave this empty.",
        ),
    }
    fields["place"].is_one_of = True  # needed of whoever was seen, and of nobody else
    if siblings:
        fields["own"] = text(f"What is for {person.name}'s record alone?", required=False, rows="2")
        fields["words"].help_text += ". It stands on the record of each child whom you saw"
    fields["so_on"] = day("When?")
    for each in siblings:
        fields[f"seen_{each.id}"] = forms.ChoiceField(
            label=f"Did you see {each.name} too?", choices=TOO, widget=forms.RadioSelect, required=False, initial=""
        )
        fields[f"view_{each.id}"] = text(f"What did {each.name} say, or show?", required=False, rows="2")
        fields[f"own_{each.id}"] = text(f"What is for {each.name}'s record alone?", required=False, rows="2")
    return fields


def _also_seen(given: Mapping[str, str], siblings: Sequence[PersonRow]) -> list[actions.AlsoSeen]:
    """The brothers and sisters who were seen too. Words about one who was not are never dropped unsaid."""
    found = []
    for each in siblings:
        seen, view, own = (given[f"{name}_{each.id}"] for name in ("seen", "view", "own"))
        if seen:
            found.append(actions.AlsoSeen(each.ref, seen == "alone", view, own))
        elif view.strip() or own.strip():
            sentence = f"You wrote something about {each.name}. Say that you saw them, or take the words away."
            raise CannotDo(sentence, field=f"seen_{each.id}")
    return found
