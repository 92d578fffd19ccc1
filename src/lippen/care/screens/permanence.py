"""Permanence: the board of all lines, what drifts, and one line with every milestone and on whom the child waits."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import permanence as actions
from lippen.care.queries import agency, deciding, drifting, meetings
from lippen.care.queries import permanence as queries
from lippen.care.rows.permanence import CoWorkerRow, LineRow, WaitsRow
from lippen.care.screens.saying import answer_about, care_page, head, rules_of, view_fields, view_of, way_to
from lippen.care.vocabulary.permanence import (
    ANSWER_WORDS,
    LINE_END_WORDS,
    OF_COURT,
    OF_PANEL,
    ROUTE_WORDS,
    WAITS_WORDS,
    AnswerKind,
    LineEndKind,
    Route,
    Waits,
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
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words, day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo

TITLE = "Permanence"
ADVISED = frozenset(ROUTE_WORDS[each] for each in OF_PANEL & OF_COURT)
"""Routes of whose application a hearing may advise the sheriff."""


def permanence(request: HttpRequest) -> HttpResponse:
    page = page_in(request)
    whom = request.GET.get("waits", "")
    route = request.GET.get("route", "")
    whom = whom if whom in {each.value for each in Waits} else ""
    route = route if route in {each.value for each in Route} else ""
    board = queries.board(request.actor, today=clock.today(), page=page, on_whom=whom, route=route)
    request.audit_keys = {"found": [row.ref for row in board.rows]}
    context = {
        "title": TITLE,
        "crumbs": (CHILDREN, Crumb(TITLE)),
        "rows": board.rows,
        "count": board.count,
        "helped": board.helped,
        "waits": [(each.value, WAITS_WORDS[each], many) for each in Waits if (many := board.waits.get(each.value, 0))],
        "not_said": board.waits.get("", 0),
        "routes": [(each.value, ROUTE_WORDS[each]) for each in Route],
        "whom": whom,
        "route": route,
        **rules_of(request, queries.KEYS),
        "page_obj": Paginator(range(board.count), queries.PAGE).get_page(page),
    }
    return render(request, "care/permanence.html", context)


def drift(request: HttpRequest) -> HttpResponse:
    page, without = page_in(request), request.GET.get("co_worker") == "none"
    found = drifting.drift(request.actor, today=clock.today(), page=page, without=without)
    request.audit_keys = {"found": [row.ref for row in found.rows]}
    context = {
        "title": "What drifts",
        "crumbs": (CHILDREN, Crumb(TITLE, reverse("care:permanence")), Crumb("What drifts")),
        "found": found,
        "without": without,
        **rules_of(request, queries.KEYS),
        "may_give": bool(request.actor.reach_of(Permission.ALLOCATE)),
        "ahead": [(count_words(weeks, "week"), count) for weeks, count in found.ahead.items()],
        "page_obj": Paginator(range(found.shown), queries.PAGE).get_page(page),
    }
    return render(request, "care/drift.html", context)


def permanence_line(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = queries.one(request.actor, ref, today=clock.today())
    writes = may_write(request, person)
    context = {
        "title": f"{row.route}: {person.name}",
        "person": person,
        "crumbs": (*way_to(person), Crumb(row.route)),
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "row": row,
        "way": [each for each in row.milestones if each.is_of_the_way],
        "before_way": [each for each in row.milestones if not each.is_of_the_way],
        "before_late": sum(bool(each.late_words) for each in row.milestones if not each.is_of_the_way),
        "court": meetings.court_of(request.actor, ref),
        "facts": _facts(row),
        "tell_by": next((each.target for each in row.milestones if each.key == "J18" and not each.reached_on), None),
        "may_write": writes and not row.ended,
        "may_step": writes and (not row.ended or row.ended == LINE_END_WORDS[LineEndKind.REACHED]),
        "may_give": writes and not row.ended and may(request.actor, Permission.ALLOCATE, at=[person.authority_id]),
        "is_advised": not row.ended and row.route in ADVISED,
        **_agency(request, person, row, ref),
    }
    return render(request, "care/line.html", context)


def _agency(request: HttpRequest, person: PersonRow, row: LineRow, ref: str) -> dict[str, object]:
    """Whether the plan waits for the agency, with whom it stands, and whether that is the reader."""
    if row.ended or not agency.waits(request.actor, ref):
        return {}
    makers = deciding.makers(request.actor, person.authority_id)
    return {
        "waits_for_agency": True,
        "makers": makers,
        "is_maker": request.actor.person_id in {each.officer_id for each in makers},
    }


def _facts(row: LineRow) -> list[Fact]:
    facts = [Fact("Since", day_words(row.began_on)), Fact("Where it stands", f"{row.place}, {day_words(row.since)}")]
    if row.ended_on:
        told = ". ".join(filter(None, (day_words(row.ended_on), row.ended_words.rstrip("."))))
        return [*facts, Fact(row.ended, f"{told}. {row.ended_by} recorded it" if row.ended_by else told)]
    if row.late:
        facts.append(Fact("Late", "; ".join(row.late)))
    facts.append(Fact("Waits for", _waits_words(row.waits) if row.waits else _not_said(row)))
    if row.co_worker:
        facts.append(Fact("Works on it too", co_worker_words(row.co_worker)))
    if row.next_step:
        facts.append(Fact("Next", queries.due_words(row)))
    return facts


def _waits_words(waits: WaitsRow) -> str:
    return f"{waits.on_whom}, since {day_words(waits.since)}: {waits.why.rstrip('.')}"


def _not_said(row: LineRow) -> str:
    """That nobody has said on whom a plan waits; what was said before the agency decided is told as such."""
    if row.said_before is None:
        return "Nobody has said"
    return f"Nobody has said since the agency decided. Before that: {_waits_words(row.said_before)}"


def co_worker_words(row: CoWorkerRow) -> str:
    """Who works on a plan from outside, since when and until when, and what for."""
    until = f"{'was to stay' if row.is_past else ''} until {day_words(row.until)}".strip()
    return f"{row.name}, since {day_words(row.since)}, {until}: {row.what_for.rstrip('.')}"


def begin_line(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            route=one_of("Where does the plan lead?", ROUTE_WORDS),
            so_on=day("Since which day?"),
            words=text("Why is this the plan?", rows="2"),
            **view_fields(request, person),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        made = actions.begin_line(
            actor=request.actor,
            person_ref=ref,
            route=Route(given["route"]),
            so_on=given["so_on"],
            words=given["words"],
            view=view_of(given),
            at=clock.now(),
        )
        return Sent("The plan is recorded. Say now on whom it waits.", reverse("care:say_waiting", args=[made.ref]))

    page = care_page(
        request,
        person,
        key="line-begin",
        title=f"A plan for {person.name}’s permanence",
        button="Record the plan",
        lead_words="Beside a plan that goes on, this is a parallel plan.",
    )
    return answer(request, page, build, send)


def plan_going_on(request: HttpRequest, ref: str) -> tuple[PersonRow, LineRow]:
    """A plan about which something is said, and whose it is; who opens the form of one that has ended is told so."""
    person, row = queries.one(request.actor, ref, today=clock.today(), whole=False)
    if row.ended and request.method != "POST":
        raise CannotDo(actions.OVER)
    return person, row


def say_waiting(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = plan_going_on(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            on_whom=one_of("On whom does it wait?", WAITS_WORDS),
            why=text("Why does it wait?", rows="2", hint="What is missing, or was asked for"),
            so_on=day("Since which day?"),
            next_step=line("What comes next?", most=240),
            next_on=day_to_come("By when?"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.say_waiting(
            actor=request.actor,
            line_ref=ref,
            on_whom=Waits(given["on_whom"]),
            why=given["why"],
            so_on=given["so_on"],
            next_step=given["next_step"],
            next_on=given["next_on"],
            at=clock.now(),
        )
        return Sent("It stands on the board.", _line(ref))

    page = line_page(request, person, row, "waits", f"On whom {person.name} waits", "Record it")
    return answer(request, page, build, send)


def end_line(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = plan_going_on(request, ref)
    kinds = [each for each in LineEndKind if each is not LineEndKind.CHANGED]

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("How does it end?", LINE_END_WORDS, only=kinds),
            so_on=day("On which day?"),
            words=text("Why, or anything to add", required=False, rows="2"),
            **view_fields(request, person, hint="Needed where the plan is no longer pursued"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.end_line(
            actor=request.actor,
            line_ref=ref,
            kind=LineEndKind(given["kind"]),
            so_on=given["so_on"],
            words=given["words"],
            view=view_of(given),
            at=clock.now(),
        )
        return Sent("It ended, and stays told.", _line(ref))

    page = line_page(request, person, row, "end", "This plan ends", "End it")
    return answer_about(request, person, page, build, send)


def change_route(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = plan_going_on(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            route=one_of_many("Where does the plan lead now?", ROUTE_WORDS),
            so_on=day("Since which day?"),
            words=text("Why does it lead elsewhere?", rows="2"),
            **view_fields(request, person),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        made = actions.change_route(
            actor=request.actor,
            line_ref=ref,
            route=Route(given["route"]),
            so_on=given["so_on"],
            words=given["words"],
            view=view_of(given),
            at=clock.now(),
        )
        return Sent("The plan changed. What was before stays told.", _line(made.ref))

    page = line_page(request, person, row, "route", "Another route", "Change the plan")
    return answer_about(request, person, page, build, send)


def answer_drift(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = plan_going_on(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("What is your answer?", ANSWER_WORDS),
            words=text("What is done, or why does it wait?", rows="2"),
            look_on=day_to_come("When is it looked at again?"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.answer_drift(
            actor=request.actor,
            line_ref=ref,
            kind=AnswerKind(given["kind"]),
            words=given["words"],
            look_on=given["look_on"],
            at=clock.now(),
        )
        return Sent("Your answer stands on the list.", reverse("care:drift"))

    return answer(request, line_page(request, person, row, "answer", "Answer this", "Record the answer"), build, send)


def _line(ref: str) -> str:
    return reverse("care:line", args=[ref])


def line_page(
    request: HttpRequest, person: PersonRow, row: LineRow, key: str, title: str, button: str, **given: object
) -> Page:
    """A page on which somebody says one thing about a line."""
    late = f" {'; '.join(row.late)}." if row.late else ""
    return care_page(
        request,
        person,
        key=f"line-{key}",
        title=title,
        button=button,
        about=f"{row.route}, since {day_words(row.began_on)}. It stands at: {row.place}, {day_words(row.since)}.{late}",
        subject=row.ref,
        back=_line(row.ref),
        **given,
    )
