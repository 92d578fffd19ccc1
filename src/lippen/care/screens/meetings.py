"""Legal clinics, panels, reviews by peers and the courts: agendas that write themselves, decisions, days and causes."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import meetings as actions
from lippen.care.actions.meetings import Member
from lippen.care.queries import meetings as queries
from lippen.care.queries import permanence
from lippen.care.queries.meetings import MeetingRow
from lippen.care.screens.permanence import TITLE as PERMANENCE
from lippen.care.screens.permanence import line_page
from lippen.care.screens.saying import chosen, view_fields, view_of, who
from lippen.care.vocabulary.meetings import (
    ADJOURN_WORDS,
    COURT_WORDS,
    MEETING_WORDS,
    MEMBER_WORDS,
    RATING_WORDS,
    AdjournCause,
    CourtStepKind,
    MeetingKind,
    MemberPart,
    Rating,
)
from lippen.casework.screens.saying import (
    CHILDREN,
    council_here,
    day,
    day_to_come,
    form_of,
    line,
    one_of,
    one_of_many,
    text,
)
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may

TITLE = "Clinics and panels"
SITTING = 6
"""How many who sit a form takes at once; more are added on the meeting's page."""


def _above(*more: Crumb) -> tuple[Crumb, ...]:
    return (CHILDREN, Crumb(PERMANENCE, reverse("care:permanence")), *more)


def meetings(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.READ_RECORDS)
    context = {
        "title": TITLE,
        "crumbs": _above(Crumb(TITLE)),
        "rows": queries.meetings(request.actor, council),
        "today": clock.today(),
        "may_plan": may(request.actor, Permission.ALLOCATE, at=[council]),
    }
    return render(request, "care/meetings.html", context)


def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    row, today = queries.one(request.actor, ref), clock.today()
    said = queries.discussed(request.actor, row, today=today)
    agenda = queries.agenda(request.actor, row, today=today)
    request.audit_keys = {"found": [each.ref for each in agenda] + [each.line.ref for each in said]}
    context = {
        "title": f"{row.title}, {day_words(row.meets_on)}",
        "crumbs": _above(Crumb(TITLE, reverse("care:meetings")), Crumb(day_words(row.meets_on))),
        "row": row,
        "agenda": agenda,
        "said": said,
        "has_met": row.meets_on <= today,
        "may_plan": may(request.actor, Permission.ALLOCATE, at=[row.authority_id]),
        "may_write": may(request.actor, Permission.WRITE_RECORDS, at=[row.authority_id]),
    }
    return render(request, "care/meeting.html", context)


def plan_meeting(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.ALLOCATE)

    def build(data: object, files: object):
        sits = {
            name: field
            for number in range(1, SITTING + 1)
            for name, field in {
                **who(f"who_{number}", f"Who sits, {number}", council, is_needed=False),
                f"part_{number}": one_of_many(f"As what, {number}", MEMBER_WORDS, required=False),
            }.items()
        }
        return form_of(
            data,
            kind=one_of("What is it?", MEETING_WORDS),
            meets_on=day_to_come("On which day?"),
            words=line("Where, or of which team", required=False),
            **sits,
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        members = [
            Member(MemberPart(given[f"part_{n}"] or MemberPart.MEMBER), chosen(given, f"who_{n}"))
            for n in range(1, SITTING + 1)
            if given[f"who_{n}"] or given[f"who_{n}_words"].strip()
        ]
        made = actions.plan_meeting(
            actor=request.actor,
            authority_id=council,
            kind=MeetingKind(given["kind"]),
            meets_on=given["meets_on"],
            members=members,
            words=given["words"],
            at=clock.now(),
        )
        return Sent("It is planned. Its agenda follows from the plans.", reverse("care:meeting", args=[made.ref]))

    page = Page(
        key="care-meeting-plan",
        subject="new",
        title="Plan a clinic or panel",
        button="Plan it",
        back=reverse("care:meetings"),
        crumbs=_above(Crumb(TITLE, reverse("care:meetings")), Crumb("Plan one")),
    )
    return answer(request, page, build, send)


def add_member(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.one(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            **who("who", "Who sits?", row.authority_id),
            part=one_of("As what?", MEMBER_WORDS, initial=MemberPart.MEMBER.value),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        member = Member(MemberPart(given["part"]), chosen(given, "who"))
        actions.add_member(actor=request.actor, meeting_ref=ref, member=member, at=clock.now())
        return Sent("They sit at it.", reverse("care:meeting", args=[ref]))

    return answer(request, _page(row, "member", "Who sits", "Add them"), build, send)


def put_off(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.one(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            meets_on=day_to_come("To which day?"),
            why=text("Why?", rows="2"),
            cover=text("How are the children covered meanwhile?", rows="2"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.put_off(
            actor=request.actor,
            meeting_ref=ref,
            meets_on=given["meets_on"],
            why=given["why"],
            cover=given["cover"],
            at=clock.now(),
        )
        return Sent(f"It is put off to {day_words(given['meets_on'])}.", reverse("care:meeting", args=[ref]))

    return answer(request, _page(row, "off", "Put it off", "Put it off"), build, send)


def _page(row: MeetingRow, key: str, title: str, button: str) -> Page:
    back = reverse("care:meeting", args=[row.ref])
    return Page(
        key=f"care-meeting-{key}",
        subject=row.ref,
        title=title,
        button=button,
        back=back,
        crumbs=_above(Crumb(TITLE, reverse("care:meetings")), Crumb(day_words(row.meets_on), back), Crumb(title)),
    )


def discuss(request: HttpRequest, ref: str, meeting_ref: str) -> HttpResponse:
    person, row = permanence.one(request.actor, ref, today=clock.today(), whole=False)
    kind = MeetingKind(queries.meeting_of(request.actor, meeting_ref).kind)

    def build(data: object, files: object):
        fields: dict[str, forms.Field] = {
            "words": text("What was said?", required=False, rows="2"),
            "decision": text("What was decided?", rows="2"),
            **view_fields(request, person),
            "so_on": day("On which day?"),
            "next_on": day_to_come("When is it looked at again?", required=False),
        }
        if kind is MeetingKind.PEER:
            fields["rating"] = one_of("How does the plan go on?", RATING_WORDS)
        return form_of(data, **fields)

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.discuss(
            actor=request.actor,
            meeting_ref=meeting_ref,
            line_ref=ref,
            words=given["words"],
            decision=given["decision"],
            view=view_of(given),
            so_on=given["so_on"],
            next_on=given["next_on"],
            rating=Rating(given["rating"]) if given.get("rating") else None,
            at=clock.now(),
        )
        return Sent("The decision is recorded.", reverse("care:meeting", args=[meeting_ref]))

    page = line_page(request, person, row, "discuss", f"{MEETING_WORDS[kind]}: {person.name}", "Record the decision")
    return answer(request, page, build, send)


def court_step(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = permanence.one(request.actor, ref, today=clock.today(), whole=False)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of_many("What happened in court?", COURT_WORDS),
            so_on=day("On which day?"),
            set_for=day_to_come("Which day was set?", required=False, hint="Where the sheriff set one, or put it off"),
            cause=one_of_many("If it was put off: why?", ADJOURN_WORDS, required=False),
            solicitor=line("Who acts for the council?", required=False),
            words=text("Anything to add", required=False, rows="2"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.court_step(
            actor=request.actor,
            line_ref=ref,
            kind=CourtStepKind(given["kind"]),
            so_on=given["so_on"],
            set_for=given["set_for"],
            cause=AdjournCause(given["cause"]) if given["cause"] else None,
            solicitor=given["solicitor"],
            words=given["words"],
            at=clock.now(),
        )
        return Sent("The step is recorded.", reverse("care:line", args=[ref]))

    page = line_page(request, person, row, "court", "In court", "Record this step")
    return answer(request, page, build, send)


def courts(request: HttpRequest) -> HttpResponse:
    rows = queries.in_court(request.actor, today=clock.today())
    request.audit_keys = {"found": [each.line.ref for each in rows]}
    context = {"title": "In court", "crumbs": _above(Crumb("In court")), "rows": rows}
    return render(request, "care/courts.html", context)
