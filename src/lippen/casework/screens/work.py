"""Who works with a child, what kind of work it is, and the council's own figures."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import work as actions
from lippen.casework.queries import days, limits, numbers, records, standing
from lippen.casework.rows import Record, WorkRow
from lippen.casework.screens.offering import workers_offered
from lippen.casework.screens.saying import (
    CHILDREN,
    council_here,
    day,
    form_of,
    line,
    one_of,
    open_choices,
    page_about,
    somebody,
    text,
)
from lippen.casework.screens.waiting import allocation_fields
from lippen.casework.vocabulary import INVOLVEMENT_WORDS, STATUS_WORDS, FactKind, InvolvementKind, Status
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.organisation.roles import Role, roles_with

MANAGE = tuple(roles_with(Permission.ALLOCATE) - {Role.TEAM_LEADER})


def allocate_child(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    offered = workers_offered(request, person)

    def build(data: object, files: object):
        return form_of(data, **allocation_fields(offered.loads))

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.allocate(
            actor=request.actor,
            person_ref=ref,
            worker_id=int(given["worker"]),
            over_limit_why=given["over_limit_why"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent(f"{person.name} has a new social worker.", reverse("casework:children"))

    page = page_about(
        request,
        person,
        key="allocate",
        title="Allocate the child",
        button="Allocate",
        stands=standing.of_allocation(request.actor, person),
        template="casework/allocate.html",
        **offered.context,
    )
    return answer(request, page, build, send)


def involve(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    only = (InvolvementKind.CO_WORKING, InvolvementKind.MENTORING, InvolvementKind.DUTY)

    def build(data: object, files: object):
        return form_of(
            data,
            worker=somebody("Who?", open_choices(person)),
            kind=one_of("In what part?", INVOLVEMENT_WORDS, only=only, initial="co_working"),
            so_on=day("Since when?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.involve(
            actor=request.actor,
            person_ref=ref,
            worker_id=int(given["worker"]),
            kind=InvolvementKind(given["kind"]),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "They see the record from now on."

    page = page_about(request, person, key="involve", title="Somebody works alongside", button="Record this")
    return answer(request, page, build, send)


def end_work(request: HttpRequest, ref: str, work_ref: str) -> HttpResponse:
    found = records.record(request.actor, ref, real_at=clock.real_now())
    row = next((each for each in found.work if each.ref == work_ref), None)
    if row is None:
        raise NotVisible

    def build(data: object, files: object):
        return form_of(data, so_on=day("Until when?"))

    def send(form) -> Sent:
        actions.end_work(actor=request.actor, work_ref=work_ref, so_on=form.cleaned_data["so_on"], at=clock.now())
        return Sent(f"{row.name} sees the record no longer by this.", reverse("casework:children"))

    page = page_about(
        request,
        found.person,
        key="end-work",
        subject=work_ref,
        title=f"{row.name} works with {found.person.name} no longer",
        button="Record this",
        about=f"{row.words} since {day_words(row.starts_on)}",
        template="casework/end_work.html",
        is_last=_is_last(found, row),
    )
    return answer(request, page, build, send)


def _is_last(found: Record, row: WorkRow) -> bool:
    """Whether the child would stand on nobody's desk any more."""
    others = (InvolvementKind(each.kind) for each in found.open_work if each.ref != row.ref)
    return found.person.is_child and not rules.has_somebody(others, waits=any(not each.ended for each in found.waits))


def say_status(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            status=one_of("How does the child stand?", STATUS_WORDS, initial=person.status),
            words=line("Anything to add", required=False, most=240),
            so_on=day("Since when?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        status = Status(given["status"])
        common = {"words": given["words"], "so_on": given["so_on"], "at": clock.now()}
        actions.say_status(actor=request.actor, person_ref=ref, status=status, **common)
        return "The status is recorded."

    stands = standing.of_fact(request.actor, person, FactKind.STATUS)
    page = page_about(request, person, key="status", title="Status", button="Record the status", stands=stands)
    return answer(request, page, build, send)


def figures(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.READ_RECORDS)
    context = {
        "title": "Our own standards and weights",
        "crumbs": (CHILDREN, Crumb("Our own standards and weights")),
        "rows": numbers.number_rows(request.actor, council, on=clock.today()),
        "may_set": may(request.actor, Permission.AGREE_RISK, at=[council]),
        "settable": _settable(request, council),
        "limit": rules.LIMIT,
        "days": [
            row for row in days.day_rows(request.actor, council, around=clock.today()) if row.day >= clock.today()
        ][:8],
        "asked": limits.challenges(request.actor, council),
        "may_answer": council in request.actor.seated_as(MANAGE),
        "me": request.actor.account_id,
    }
    return render(request, "casework/figures.html", context)


def _settable(request: HttpRequest, council: int) -> frozenset[str]:
    """The figures that the reader may set."""
    if not may(request.actor, Permission.AGREE_RISK, at=[council]):
        return frozenset()
    guarded = may(request.actor, Permission.AGREE_DESTRUCTION, at=[council])
    return frozenset(key for key, local in rules.LOCALS.items() if guarded or not local.is_guarded)


def set_figure(request: HttpRequest) -> HttpResponse:
    figure = request.GET.get("figure", "")
    require(request.actor, Permission.AGREE_RISK)
    council = council_here(request, Permission.AGREE_RISK)
    rows = {row.key: row for row in numbers.number_rows(request.actor, council, on=clock.today())}
    if figure not in rows:
        raise NotVisible
    row, local = rows[figure], rules.LOCALS[figure]
    if figure not in _settable(request, council):
        raise NotAllowed(Permission.AGREE_DESTRUCTION)

    def build(data: object, files: object):
        return form_of(
            data,
            number=forms.DecimalField(
                label=f"{row.words} ({row.unit})",
                help_text=f"A figure {local.range_words}.",
                max_digits=8,
                decimal_places=2,
            ),
            why=text("Why?", hint="Everybody who works by it reads this."),
            so_on=day("Since when?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.set_number(
            actor=request.actor,
            authority_id=council,
            key=figure,
            number=given["number"],
            why=given["why"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "The figure is set."

    now = f"Now {row.number.normalize():f} {row.unit_words}. Lippen starts with {row.start.normalize():f}."
    page = Page(
        key="record-figure",
        subject=figure,
        title=f"Set: {row.words.lower()}",
        button="Set this figure",
        back=reverse("casework:figures"),
        crumbs=(CHILDREN, Crumb("Our own standards and weights", reverse("casework:figures")), Crumb("Set a figure")),
        template="casework/form.html",
        context={"about": now},
    )
    return answer(request, page, build, send)
