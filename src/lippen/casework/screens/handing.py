"""A child is offered to another worker: the offer, the answer, and what whoever leads decides."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import handing as actions
from lippen.casework.queries import handing, numbers, records
from lippen.casework.queries.worked_before import next_workers
from lippen.casework.rows import HandoverRow
from lippen.casework.screens.saying import (
    CHILDREN,
    at_times,
    crumb_to,
    day_to_come,
    form_of,
    page_about,
    somebody,
    text,
    where_it_stays,
    yes,
)
from lippen.casework.screens.waiting import why_past_limit, worker_choices
from lippen.casework.vocabulary import HandoverStep
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo

SEES_AT_ONCE = (
    "They see the record as soon as you ask them, so that they can answer. The worker stays the same until they take "
    "over; what is owed for the child then goes with the child."
)

LEAVES_TEAM = (
    "Needed where they work in another team. Once they have taken over, neither the worker nor their team leader "
    "sees the record any more. The team leader is told at once."
)


def offer(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    where_it_stays(request, person)
    allocation = handing.allocation(request.actor, person)
    if allocation is None:
        raise CannotDo(actions.NOT_ALLOCATED)
    worker, team = allocation
    leads = may(request.actor, Permission.ALLOCATE, at=[person.authority_id])
    if not leads and worker != request.actor.person_id:
        raise CannotDo(actions.NOT_YOURS_TO_OFFER)
    today = clock.today()
    carried = tuple(w for w in numbers.workers(request.actor, person.authority_id, on=today) if w.person_id != worker)
    elsewhere = {row.person_id: row for row in carried if team and row.team_id != team}

    def build(data: object, files: object):
        fields: dict[str, forms.Field] = {
            "worker": somebody("Who is asked to take over?", worker_choices(carried)),
            "note": text(
                "What do they have to know?",
                hint="How things stand, what the family expects, what comes next, what worries you",
                rows="6",
            ),
            "from_on": day_to_come("From which day?", hint="Today, or a day within three months", initial=today),
        }
        if elsewhere:
            fields["leaves_team"] = yes("The child may leave the team", hint=LEAVES_TEAM)
        if leads:
            fields["over_limit_why"] = why_past_limit()
        return form_of(data, **fields)

    def send(form) -> str:
        given = form.cleaned_data
        if (moves := elsewhere.get(int(given["worker"]))) and not given["leaves_team"]:
            raise CannotDo(f"{moves.name} works in another team. Tick this if it is meant.", field="leaves_team")
        actions.offer(
            actor=request.actor,
            person_ref=ref,
            worker_id=int(given["worker"]),
            note=given["note"],
            from_on=given["from_on"],
            over_limit_why=given.get("over_limit_why", ""),
            so_on=today,
            at=clock.now(),
        )
        return "They are asked, and it stands on their desk."

    page = page_about(
        request,
        person,
        key="offer-child",
        title=f"Offer {person.name} to another worker",
        button="Ask them",
        lead_words=SEES_AT_ONCE,
        template="casework/offer.html",
        owed=handing.owed_by(request.actor, person.id, worker),
        to_write_up=handing.to_write_up(request.actor, person.id, worker, on=today),
        loads=carried,
        is_everybody=True,
    )
    return answer(request, page, build, send)


def handover(request: HttpRequest, ref: str) -> HttpResponse:
    if handing.waits_to_be_seen(request.actor, ref):
        return _moved(request, ref)
    row = handing.handover(request.actor, ref)
    today = clock.today()
    steps = steps_of(request, row, today)
    if not steps:
        return _only_told(request, row)

    takes = {HandoverStep.ACCEPTED, HandoverStep.TAKEN} & set(steps)
    hint = "Needed unless you take over" if takes else "Those whom it concerns read it"

    def build(data: object, files: object):
        return form_of(
            data,
            step=forms.ChoiceField(label="What do you say?", choices=list(steps.items()), widget=forms.RadioSelect),
            words=at_times(text("Why, or what else?", required=False, hint=hint)),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        return _said(request, row, HandoverStep(given["step"]), given["words"], today)

    page = page_about(
        request,
        row.person,
        key="handover",
        subject=ref,
        title=_title(row),
        button="Record this",
        template="casework/handover.html",
        row=row,
        loads=_load_of(request, row, today) if row.is_offered else (),
        to_write_up=_to_write_up(request, row, today) if row.is_offered else (),
        is_everybody=True,
    )
    return answer(request, page, build, send)


def _only_told(request: HttpRequest, row: HandoverRow) -> HttpResponse:
    """The whole of it to read, for whom it concerns; nothing can be said of it any more, or not by them."""
    if request.method == "POST" or not concerns(request, row):
        raise CannotDo(f"{row.last_words}. {'Whoever was asked answers.' if row.is_offered else 'Nothing is open.'}")
    context = {"title": row.last_words, "crumbs": (CHILDREN, crumb_to(row.person), Crumb("Handover")), "row": row}
    return render(request, "casework/handover_told.html", context)


def concerns(request: HttpRequest, row: HandoverRow) -> bool:
    """Whether the reader offered the child, works with them, was asked, or leads: they read what was said of it."""
    actor = request.actor
    is_of_these = actor.person_id in {row.worker_id, row.to_id} or row.offered_by_id == actor.account_id
    return is_of_these or may(actor, Permission.ALLOCATE, at=[row.person.authority_id])


def _to_write_up(request: HttpRequest, row: HandoverRow, today: date) -> tuple[tuple[str, date], ...]:
    return handing.to_write_up(request.actor, row.person.id, row.worker_id, on=today)


def _moved(request: HttpRequest, ref: str) -> HttpResponse:
    """A child left the reader's team: who works with them now, and that one has seen it."""
    now = next_workers([ref]).get(ref)
    if now is None:
        row = handing.handover(request.actor, ref)
        said = f"{row.to} took {row.person.name} over from {row.worker}, in another team."
    else:
        team = f" in the team {now.team}" if now.team else ""
        said = f"{now.worker} works with {now.name or 'the child'}{team} since {day_words(now.since)}."

    def send(form) -> Sent:
        actions.see_move(actor=request.actor, handover_ref=ref, at=clock.now())
        return Sent("You have seen it.", reverse("casework:children"))

    page = Page(
        key="child-moved",
        subject=ref,
        title="A child of your team was taken over in another team",
        button="I have seen this",
        back=reverse("casework:children"),
        crumbs=(CHILDREN, Crumb("Taken over")),
        template="casework/form.html",
        context={"about": said, "lead_words": "Talk to them or to whoever leads them where it should not be so."},
        has_draft=False,
    )
    return answer(request, page, lambda data, files: form_of(data), send)


def _load_of(request: HttpRequest, row: HandoverRow, today: date) -> tuple[numbers.WorkerRow, ...]:
    """What whoever was asked carries now."""
    carried = numbers.workers(request.actor, row.person.authority_id, on=today)
    return tuple(each for each in carried if each.person_id == row.to_id)


def _title(row: HandoverRow) -> str:
    if row.last is HandoverStep.REFUSED:
        return f"Who works with {row.person.name}?"
    return f"{row.person.name} is offered to {row.to}"


def steps_of(request: HttpRequest, row: HandoverRow, today: date) -> dict[str, str]:
    """What the reader can say of an offer now, by who they are."""
    leads = may(request.actor, Permission.ALLOCATE, at=[row.person.authority_id])
    if row.last is HandoverStep.REFUSED:
        return {HandoverStep.KEPT.value: f"{row.worker} stays the worker"} if leads else {}
    found: dict[str, str] = {}
    if not row.is_offered:
        return found
    if row.to_id == request.actor.person_id:
        if row.last is None:
            begins = "at once" if row.from_on <= today else f"on {day_words(row.from_on)}"
            found[HandoverStep.ACCEPTED.value] = f"Yes, I take over {begins}"
            found[HandoverStep.REFUSED.value] = "No, I do not take over"
        elif row.from_on <= today:
            found[HandoverStep.TAKEN.value] = "I take over now"
    if leads or row.offered_by_id == request.actor.account_id or row.worker_id == request.actor.person_id:
        found[HandoverStep.WITHDRAWN.value] = "The offer is taken back"
    return found


def _said(request: HttpRequest, row: HandoverRow, step: HandoverStep, words: str, today: date) -> Sent:
    given = {"actor": request.actor, "handover_ref": row.ref, "so_on": today, "at": clock.now()}
    child, children = reverse("casework:child", args=[row.person.ref]), reverse("casework:children")
    if step is HandoverStep.REFUSED:
        actions.answer(is_accepted=False, words=words, **given)
        return Sent("You do not take over. Whoever leads the team decides.", children)
    if step is HandoverStep.ACCEPTED:
        actions.answer(is_accepted=True, words=words, **given)
        begins = "now" if row.from_on <= today else f"on {day_words(row.from_on)}"
        return Sent(f"You take over {begins}, with what is owed for {row.person.name}.", child)
    if step is HandoverStep.TAKEN:
        actions.take_over(**given)
        return Sent("You have taken over, with what is owed.", child)
    if step is HandoverStep.WITHDRAWN:
        actions.take_back(words=words, **given)
        return Sent(f"The offer is taken back; {row.worker} stays the worker.", child)
    actions.keep(words=words, **given)
    return Sent(f"{row.worker} stays the worker.", child)
