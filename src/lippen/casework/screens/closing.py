"""Close the work with a child: ask for it, or agree that it is closed."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import closing as actions
from lippen.casework.queries import closing, marking, records
from lippen.casework.rows import Record
from lippen.casework.screens.saying import day, form_of, one_of, page_about, text, where_it_stays, yes
from lippen.casework.vocabulary import CLOSING_WORDS, STATUS_WORDS, ClosingFirst, ClosingReason, Status
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words, day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo

OPENS_AGAIN = (
    "Work opens again with a new referral, or once a manager allocates the child. To undo a closing, ask a manager to "
    "allocate the child anew."
)
BY_TWO = "Whoever leads the team is asked to agree. Until then everything goes on."
BY_YOU = "You lead this work and do not work with the child: it is closed when you send this."


def close_work(request: HttpRequest, ref: str) -> HttpResponse:
    found = records.record(request.actor, ref, real_at=clock.real_now())
    person = found.person

    def build(data: object, files: object):
        return form_of(
            data,
            reason=one_of("Why does the work end?", CLOSING_WORDS, initial="died" if person.died_on else ""),
            words=text("Sum up what was done, and why it ends", rows="5", hint="It stands in the chronology."),
            so_on=day("Until when?"),
            has_seen=yes("I have seen what ends with it"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.close_work(
            actor=request.actor,
            person_ref=ref,
            reason=ClosingReason(given["reason"]),
            words=given["words"],
            so_on=given["so_on"],
            has_seen=given["has_seen"],
            at=clock.now(),
        )
        if closing.asked(request.actor, person.id, on=clock.today()):
            return Sent("Whoever leads the team is asked to agree.", reverse("casework:child", args=[ref]))
        return Sent(f"Work with {person.name} is closed.", reverse("casework:children"))

    leads = may(request.actor, Permission.ALLOCATE, at=[person.authority_id])
    works = any(row.worker_id == request.actor.person_id for row in found.open_work)
    page = _page(
        request,
        found,
        key="close-work",
        title=f"Close the work with {person.name}",
        button="Close the work" if leads and not works else "Ask for this",
        lead_words=f"{BY_YOU if leads and not works else BY_TWO} {OPENS_AGAIN}",
    )
    return answer(request, page, build, send)


def answer_closing(request: HttpRequest, ref: str) -> HttpResponse:
    found = records.record(request.actor, ref, real_at=clock.real_now())
    where_it_stays(request, found.person)
    row = closing.asked(request.actor, found.person.id, on=clock.today())
    if row is None:
        raise CannotDo(actions.MEANWHILE)
    if row.ask.by_account_id == request.actor.account_id:
        with_whom = f" It stands with {row.stands_with}." if row.stands_with else ""
        raise CannotDo(f"You asked for this yourself: somebody else agrees it.{with_whom}")

    def build(data: object, files: object):
        return form_of(
            data,
            answer=forms.ChoiceField(
                label="Is the work closed?",
                choices=[("yes", "Yes, it is closed"), ("no", "No, it goes on")],
                widget=forms.RadioSelect,
            ),
            words=text("Why?", required=False, hint="Needed where the work goes on"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        is_agreed = given["answer"] == "yes"
        common = {"words": given["words"], "at": clock.now()}
        actions.answer_closing(actor=request.actor, person_ref=ref, is_agreed=is_agreed, **common)
        if is_agreed:
            return Sent(f"Work with {found.person.name} is closed.", reverse("casework:children"))
        return Sent("The work goes on. Your reason stands in the chronology.", reverse("casework:child", args=[ref]))

    page = _page(
        request,
        found,
        key="answer-closing",
        title=f"Is the work with {found.person.name} closed?",
        button="Record this answer",
        lead_words=OPENS_AGAIN,
        about=f"{row.by} asks to close it from {day_words(row.ask.so_on)}. {row.ask.reason}. {row.ask.words}",
    )
    return answer(request, page, build, send)


def _page(request: HttpRequest, found: Record, **given: str) -> Page:
    """A page about closing, with what has to be dealt with first and what ends."""
    first = closing.first_of(request.actor, found.person.id)
    warnings = marking.warnings_of(request.actor, {found.person.id: found.person}, on=clock.today())
    return page_about(
        request,
        found.person,
        template="casework/close_work.html",
        first=[(actions.FIRST_WORDS[each], *_where(found, each, ref)) for each, ref in first.items()],
        ends=_ends(found),
        stays=count_words(len(warnings), "warning") if warnings else "",
        **given,
    )


def _where(found: Record, first: ClosingFirst, ref: str) -> tuple[str, str]:
    """Where to deal with it, and in which words the link says so."""
    places: Mapping[ClosingFirst, tuple[str, str, str]] = {
        ClosingFirst.REFERRAL: ("referral", ref, "Open the referral"),
        ClosingFirst.STATUS: ("say_status", found.person.ref, "Change the status"),
        ClosingFirst.OFFER: ("handover", ref, "Open the handover"),
        ClosingFirst.DEATH: ("say_death", found.person.ref, "Record the death"),
    }
    name, key, words = places[first]
    return reverse(f"casework:{name}", args=[key]), words


def _ends(found: Record) -> list[str]:
    """What goes on with a child, a line each."""
    told = [f"{row.name}: {row.words.lower()} since {day_words(row.starts_on)}" for row in found.open_work]
    if any(not row.ended for row in found.waits):
        told.append("Waiting for a social worker")
    planned = sorted(row.planned_on for row in found.visits if row.done_on is None)
    told += [f"A visit planned for {day_words(each)}" for each in planned]
    told += [
        f"A meeting with {' and '.join(row.whom)}: {row.place}"
        for row in found.contacts_to_come
        if row.starts_at > clock.now()
    ]
    told += [f"{row.words}, due {day_words(row.due_on)}" for row in found.typed]
    told += [f"Family support by {row.helper}" for row in found.helps]
    if found.person.status not in {"", Status.NONE}:
        told.append(f"The status: {STATUS_WORDS[Status(found.person.status)].lower()}")
    return told
