"""Reviews: what is due and how each team's were done; one review planned, moved, held and followed through."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import reviews as actions
from lippen.care.actions.reviews import Decided, Guest, Told
from lippen.care.queries import reviews as queries
from lippen.care.rows.reviews import ReviewRow
from lippen.care.screens.saying import care_page, chosen, head, rules_of, view_fields, way_to, who
from lippen.care.vocabulary import EVENT_WORDS, Event
from lippen.care.vocabulary.reviews import (
    INVITED_WORDS,
    LATE_WORDS,
    OUTCOME_WORDS,
    REVIEW_STEP_WORDS,
    REVIEWS,
    TOOK_PART_WORDS,
    DecisionOutcome,
    InvitedKind,
    LateCause,
    ReviewStepKind,
    TookPart,
)
from lippen.casework.queries import records
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import (
    CHILDREN,
    day,
    day_to_come,
    form_of,
    line,
    may_write,
    one_of,
    one_of_many,
    page_in,
    text,
)
from lippen.design.components import Fact
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo

TITLE = "Reviews"
DECISIONS = 3
"""How many decisions a form takes at once; more are added on the review's page."""
GUESTS = tuple(InvitedKind)

HELD_ALREADY = (
    "Today or later. One that was held already: plan it for today, then record it with the day on which it was"
)


def reviews(request: HttpRequest) -> HttpResponse:
    today, page = clock.today(), page_in(request)
    found = queries.due(request.actor, today=today, page=page)
    request.audit_keys = {"found": [row.person_ref for row in found.rows]}
    context = {
        "title": TITLE,
        "crumbs": (CHILDREN, Crumb(TITLE)),
        "due": found,
        "page_obj": Paginator(range(found.count), queries.PAGE).get_page(page),
        **rules_of(request, queries.KEYS),
        "answers": queries.answers(request.actor, today=today) if page == 1 else (),
    }
    return render(request, "care/reviews.html", context)


def held_reviews(request: HttpRequest) -> HttpResponse:
    page = page_in(request)
    rows, count = queries.held_lately(request.actor, today=clock.today(), page=page)
    request.audit_keys = {"found": [row.ref for row in rows]}
    context = {
        "title": "Reviews of the last year",
        "crumbs": (CHILDREN, Crumb(TITLE, reverse("care:reviews")), Crumb("Of the last year")),
        "rows": rows,
        "page_obj": Paginator(range(count), queries.PAGE).get_page(page),
    }
    return render(request, "care/held_reviews.html", context)


def review(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = queries.one(request.actor, ref, today=clock.today())
    writes = may_write(request, person)
    context = {
        "title": row.title,
        "person": person,
        "crumbs": (*way_to(person), Crumb(row.title)),
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "row": row,
        "facts": _facts(row),
        "may_write": writes,
    }
    return render(request, "care/review.html", context)


def _facts(row: ReviewRow) -> list[Fact]:
    stood = {True: ", from outside the line", False: ", who works with this child or leads those who do", None: ""}
    facts = [Fact("Chair", f"{row.chair}{stood[row.is_outside]}")]
    if row.held_on:
        facts.append(Fact("Held", day_words(row.held_on) + (". Late" if row.is_late else "")))
        facts.append(Fact("How the child took part", row.took_part))
    else:
        facts.append(Fact("Planned for", day_words(row.planned_on)))
    if row.late_cause:
        facts.append(Fact("Why it was late", f"{row.late_cause}. {row.late_words}".rstrip(". ")))
    if row.ended:
        facts.append(Fact(row.ended, row.ended_why))
    return facts


def plan_review(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of_many("Which review?", {kind: EVENT_WORDS[kind] for kind in REVIEWS}),
            planned_on=day_to_come("For which day?", hint=HELD_ALREADY),
            **who(
                "chair",
                "Who chairs it?",
                person.authority_id,
                hint="Somebody who neither works with the child nor leads those who do",
            ),
            **{
                f"ask_{kind.value}": line(
                    f"{INVITED_WORDS[kind]}: who is asked?",
                    required=False,
                    initial=person.name if kind is InvitedKind.CHILD else "",
                )
                for kind in GUESTS
            },
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        guests = [Guest(kind, given[f"ask_{kind.value}"]) for kind in GUESTS if given[f"ask_{kind.value}"].strip()]
        made = actions.plan_review(
            actor=request.actor,
            person_ref=ref,
            kind=Event(given["kind"]),
            planned_on=given["planned_on"],
            chair=chosen(given, "chair"),
            guests=guests,
            at=clock.now(),
        )
        return Sent(f"The review on {day_words(given['planned_on'])} is planned.", _review(made.ref))

    page = care_page(request, person, key="review-plan", title=f"Plan a review for {person.name}", button="Plan it")
    return answer(request, page, build, send)


def _review(ref: str) -> str:
    return reverse("care:review", args=[ref])


def move_review(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = _planned(request, ref)

    def build(data: object, files: object):
        return form_of(data, planned_on=day_to_come("To which day?"), why=text("Why is it moved?", rows="2"))

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.move_review(
            actor=request.actor, review_ref=ref, planned_on=given["planned_on"], why=given["why"], at=clock.now()
        )
        return Sent(f"It is planned for {day_words(given['planned_on'])} now.", _review(ref))

    about = f"{row.title}, planned for {day_words(row.planned_on)}"
    page = _page(request, person, row, "move", "Move the review", "Move it", about)
    return answer(request, page, build, send)


def end_review(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = queries.one(request.actor, ref, today=clock.today())
    if row.ended:
        raise CannotDo(actions.OVER)
    kinds = [ReviewStepKind.MISTAKE] if row.held_on else [ReviewStepKind.CALLED_OFF, ReviewStepKind.MISTAKE]

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("What became of it?", REVIEW_STEP_WORDS, only=kinds, initial=kinds[0].value),
            why=text("Why is it off?", rows="2"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        kind = ReviewStepKind(given["kind"])
        actions.end_review(actor=request.actor, review_ref=ref, kind=kind, why=given["why"], at=clock.now())
        return Sent("It stays with your reason, and counts no more.", _review(ref))

    page = _page(request, person, row, "end", "This review is off", "Say so", f"{row.title}, {day_words(row.on)}")
    return answer(request, page, build, send)


def hold_review(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = _planned(request, ref)

    def build(data: object, files: object):
        return form_of(data, **_held_fields(request, person, row), **_decision_fields(person))

    def send(form) -> Sent:
        given = form.cleaned_data
        told = Told(
            took_part=TookPart(given["took_part"]),
            minute=given["minute"],
            child_view=given["child_view"],
            picture_ref=given.get("picture", ""),
            no_view_why=given["no_view_why"],
            changed=given["changed"],
            parents_view=given["parents_view"],
            carers_view=given["carers_view"],
            others_view=given["others_view"],
            came=[int(each) for each in given.get("came", ())],
            late_cause=LateCause(given["late_cause"]) if given["late_cause"] else None,
            late_words=given["late_words"],
            decided=_decided(given),
        )
        actions.hold_review(actor=request.actor, review_ref=ref, so_on=given["so_on"], told=told, at=clock.now())
        return Sent("The review is recorded. What was decided stands on desks.", _review(ref))

    about = f"{row.title}, planned for {day_words(row.planned_on)}. Chair: {row.chair}"
    page = _page(request, person, row, "hold", f"Review of {person.name}", "Record the review", about)
    return answer(request, page, build, send)


def _held_fields(request: HttpRequest, person: PersonRow, row: ReviewRow) -> dict[str, forms.Field]:
    came = {}
    if row.guests:
        came["came"] = forms.MultipleChoiceField(
            label="Who came?",
            required=False,
            choices=[(str(each.id), each.who) for each in row.guests],
            widget=forms.CheckboxSelectMultiple,
        )
    return {
        "so_on": day("On which day was it held?"),
        **came,
        "took_part": one_of(f"How did {person.name} take part?", TOOK_PART_WORDS),
        **view_fields(request, person),
        "parents_view": text("What do the parents think?", required=False, rows="2"),
        "carers_view": text("What do the carers think?", required=False, rows="2"),
        "others_view": text("What do school, health and others say?", required=False, rows="2"),
        "minute": text("What was talked about?", hint="The minute, as the chair agrees it"),
        "late_cause": one_of_many("If it was held late: why?", LATE_WORDS, required=False),
        "late_words": text("More about why", required=False, rows="2"),
    }


def _decision_fields(person: PersonRow) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for number in range(1, DECISIONS + 1):
        fields[f"decided_{number}"] = text(f"Decision {number}", required=False, rows="2")
        fields |= who(f"owner_{number}", f"Who does decision {number}?", person.authority_id, is_needed=False)
        fields[f"due_{number}"] = day_to_come(f"By when, decision {number}?", required=False)
    return fields


def _decided(given: dict[str, Any]) -> list[Decided]:
    found = []
    for number in range(1, DECISIONS + 1):
        if not given[f"decided_{number}"].strip():
            continue
        if given[f"due_{number}"] is None:
            raise CannotDo("Say by when.", field=f"due_{number}")
        owner = chosen(given, f"owner_{number}")
        if not owner.officer_id and not owner.words.strip():
            raise CannotDo(actions.NOBODY, field=f"owner_{number}")
        found.append(Decided(given[f"decided_{number}"], owner, given[f"due_{number}"]))
    return found


def add_decision(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = queries.one(request.actor, ref, today=clock.today())

    def build(data: object, files: object):
        return form_of(
            data,
            words=text("What was decided?", rows="2"),
            **who("owner", "Who does it?", person.authority_id),
            due_on=day_to_come("By when?"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        decided = Decided(given["words"], chosen(given, "owner"), given["due_on"])
        actions.add_decision(actor=request.actor, review_ref=ref, decided=decided, at=clock.now())
        return Sent("The decision is recorded.", _review(ref))

    page = _page(request, person, row, "decide", "Another decision", "Record it", f"{row.title}, {day_words(row.on)}")
    return answer(request, page, build, send)


def end_decision(request: HttpRequest, ref: str) -> HttpResponse:
    decision = queries.decision_of(request.actor, ref)
    person = head(request, decision.person.ref)
    back = _review(decision.review.ref)

    def build(data: object, files: object):
        return form_of(
            data,
            outcome=one_of("What became of it?", OUTCOME_WORDS, initial=DecisionOutcome.DONE.value),
            so_on=day("On which day?"),
            words=text("Anything to add, or why not", required=False, rows="2"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.end_decision(
            actor=request.actor,
            decision_ref=ref,
            outcome=DecisionOutcome(given["outcome"]),
            so_on=given["so_on"],
            words=given["words"],
            at=clock.now(),
        )
        return Sent("It is recorded.", back)

    page = care_page(
        request,
        person,
        key="decision-end",
        title="What became of this decision",
        button="Record it",
        about=f"{decision.words} By {day_words(decision.due_on)}",
        subject=ref,
        back=back,
    )
    return answer(request, page, build, send)


def _planned(request: HttpRequest, ref: str) -> tuple[PersonRow, ReviewRow]:
    """A review that waits to be held, and whose it is; else why not."""
    person, row = queries.one(request.actor, ref, today=clock.today())
    if not row.is_planned:
        raise CannotDo(actions.OVER)
    return person, row


def _page(request: HttpRequest, person: PersonRow, row: ReviewRow, key: str, title: str, button: str, about: str):
    return care_page(
        request,
        person,
        key=f"review-{key}",
        title=title,
        button=button,
        about=about,
        subject=row.ref,
        back=_review(row.ref),
    )
