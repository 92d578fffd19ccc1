"""The queue of children who wait for a social worker: how each stands, news, an allocation, an end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import front as actions
from lippen.casework.actions.front import Wait
from lippen.casework.queries import lists, numbers, records, standing, teams
from lippen.casework.rows import PersonRow
from lippen.casework.screens.offering import workers_offered
from lippen.casework.screens.saying import (
    CHILDREN,
    QUEUE,
    at_times,
    colleagues,
    crumb_to,
    day,
    day_to_come,
    form_of,
    one_of,
    page_about,
    page_in,
    somebody,
    staff_choices,
    text,
)
from lippen.casework.vocabulary import (
    ENDINGS,
    LEVEL_WORDS,
    WAITING_END_WORDS,
    InvolvementKind,
    Level,
    WaitingEndKind,
)
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words, day_words, lateness_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require
from lippen.kernel.errors import CannotDo

MOST_AT_ONCE = 20
"""How many children who wait are looked at in one sitting."""
WAIT_FIELDS = ("holder", "level", "why", "plan", "next_contact_on")


def wait_fields(
    person: PersonRow,
    *,
    required: bool = True,
    row: lists.QueueRow | None = None,
    holders: Sequence[tuple[str, str]] | None = None,
) -> dict[str, forms.Field]:
    """Who holds a child who waits, the level of concern and why, the plan, the next contact; as they stand in a row."""
    wait = row.wait if row else None
    return {
        "holder": somebody(
            "Who holds the child while they wait?",
            staff_choices(person.authority_id) if holders is None else holders,
            required=required,
            initial=str(wait.holder_id) if wait else "",
        ),
        "level": one_of("Level of concern", LEVEL_WORDS, required=required, initial=wait.level.value if wait else ""),
        "why": text("Why this level?", required=required),
        "plan": text("What happens until there is a social worker?", required=required),
        "next_contact_on": day_to_come("When is the next contact?", required=required),
    }


def wait_of(given: dict[str, object]) -> Wait:
    """What those fields say; CannotDo at the first that is left open."""
    if not given["holder"]:
        raise CannotDo("Choose who holds the child while they wait.", field="holder")
    if not given["level"]:
        raise CannotDo("Say how concerned you are.", field="level")
    if not given["next_contact_on"]:
        raise CannotDo("Say when the next contact is.", field="next_contact_on")
    return Wait(int(given["holder"]), Level(given["level"]), given["why"], given["plan"], given["next_contact_on"])


def queue(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    found = lists.queue_page(request.actor, today=today, page=page_in(request), size=lists.PAGE_SIZE)
    loads = teams.who_could_take(request.actor, found.rows, today=today)[:8]
    request.audit_keys = {"children": [row.person.ref for row in found.rows]}
    context = {
        "title": "Waiting for a social worker",
        "crumbs": (CHILDREN, Crumb("Waiting for a social worker")),
        "rows": [_shown(row, today) for row in found.rows],
        "page_obj": Paginator(range(found.found), lists.PAGE_SIZE).get_page(request.GET.get("page")),
        "loads": loads,
        "finding": _finding(found),
        "order": rules.QUEUE_ORDER.sentence,
        "may_review": may(request.actor, Permission.ALLOCATE),
    }
    return render(request, "casework/queue.html", context)


def _shown(row: lists.QueueRow, today: date) -> dict[str, object]:
    return {
        "row": row,
        "days": count_words(row.days, "day"),
        "due": lateness_words(row.wait.due_on, today),
        "is_past": row.is_past(today),
        "contact": lateness_words(row.wait.next_contact_on, today),
        "contact_late": row.wait.next_contact_on < today,
    }


def _finding(found: lists.QueuePage) -> str:
    if found.longest is None:
        return ""
    verb = "waits" if found.found == 1 else "wait"
    late = f" {found.past} past the council's own standard." if found.past else ""
    who = f"{found.longest.person.name} has waited longest: {count_words(found.longest.days, 'day')}."
    return f"{count_words(found.found, 'child', 'children')} {verb}.{late} {who}"


def review_queue(request: HttpRequest) -> HttpResponse:
    """Each child's answers carry the child's own ref: who stands where may have changed since the page was opened."""
    require(request.actor, Permission.ALLOCATE)
    sent = [name.removeprefix("why_") for name in request.POST if name.startswith("why_")]
    number = page_in(request)
    found = lists.queue_page(
        request.actor, today=clock.today(), page=number, size=MOST_AT_ONCE, only=sent if request.POST else None
    )
    rows = found.rows
    holders = colleagues({row.wait.holder_id: row.person.authority_id for row in rows})

    def build(data: object, files: object):
        fields = {
            f"{name}_{row.wait.ref}": field
            for row in rows
            for name, field in wait_fields(
                row.person, required=False, row=row, holders=holders[row.wait.holder_id]
            ).items()
        }
        form = form_of(data, **fields)
        form.places = [(row, [form[f"{name}_{row.wait.ref}"] for name in WAIT_FIELDS]) for row in rows]
        return form

    def send(form) -> Sent:
        _refuse_gone(request.POST, sent, {row.wait.ref for row in rows})
        given = form.cleaned_data
        waits = [(ref, _of(given, ref)) for ref in (row.wait.ref for row in rows) if given[f"why_{ref}"].strip()]
        count = actions.review_queue(actor=request.actor, waits=waits, so_on=clock.today(), at=clock.now())
        return Sent(f"{count_words(count, 'child', 'children')} looked at.", reverse("casework:queue"))

    page = Page(
        key="record-review-queue",
        subject="all" if number == 1 else f"page-{number}",
        title="Look at everybody who waits",
        button="Record what was looked at",
        back=reverse("casework:queue"),
        crumbs=(CHILDREN, QUEUE, Crumb("Look at everybody")),
        template="casework/review_queue.html",
        stands=standing.of_waits(request.actor, {row.wait.ref: row.person for row in rows}, is_review=True),
        context={
            "rows": [_shown(row, clock.today()) for row in rows],
            "page_obj": Paginator(range(found.found), MOST_AT_ONCE).get_page(request.GET.get("page")),
        },
    )
    return answer(request, page, build, send)


def _refuse_gone(sent: Mapping[str, str], refs: Iterable[str], here: Collection[str]) -> None:
    """What was written about a child who left the queue meanwhile goes to nobody else, and is not lost."""
    words = [sent[f"why_{ref}"].strip() for ref in refs if ref not in here]
    if lost := [each for each in words if each]:
        said = "; ".join(f"“{each}”" for each in lost)
        raise CannotDo(f"A child of whom you wrote waits no longer. Nothing is recorded yet. You wrote: {said}")


def _of(given: dict[str, object], ref: str) -> Wait:
    try:
        return wait_of({name: given[f"{name}_{ref}"] for name in WAIT_FIELDS})
    except CannotDo as refusal:
        raise CannotDo(refusal.sentence, field=f"{refusal.field}_{ref}") from refusal


def _about_wait(
    request: HttpRequest, row: lists.QueueRow, *, key: str, title: str, button: str, **given: object
) -> Page:
    wait = row.wait
    about = f"{wait.level_words} concern since {day_words(wait.looked_on)}: {wait.why} Until then: {wait.plan}"
    crumbs = (CHILDREN, QUEUE, crumb_to(row.person))
    back = reverse("casework:queue")
    return page_about(
        request,
        row.person,
        key=key,
        subject=wait.ref,
        title=title,
        button=button,
        back=back,
        crumbs=crumbs,
        about=about,
        **given,
    )


def look_again(request: HttpRequest, ref: str) -> HttpResponse:
    row = lists.waiting_child(request.actor, ref, today=clock.today())

    def build(data: object, files: object):
        return form_of(data, **wait_fields(row.person, row=row))

    def send(form) -> str:
        given = {"wait": wait_of(form.cleaned_data), "so_on": clock.today(), "at": clock.now()}
        actions.look_again(actor=request.actor, waiting_ref=ref, **given)
        return f"How {row.person.name} stands is recorded."

    title = f"How does {row.person.name} stand today?"
    stands = standing.of_waits(request.actor, {ref: row.person})
    page = _about_wait(request, row, key="look-again", title=title, button="Record this", stands=stands)
    return answer(request, page, build, send)


def tell_news(request: HttpRequest, ref: str) -> HttpResponse:
    row = lists.waiting_child(request.actor, ref, today=clock.today())

    def build(data: object, files: object):
        return form_of(data, words=text("What is new?"), so_on=day("When did it come to be known?"))

    def send(form) -> str:
        given = {"words": form.cleaned_data["words"], "so_on": form.cleaned_data["so_on"], "at": clock.now()}
        actions.tell_news(actor=request.actor, waiting_ref=ref, **given)
        return f"It is recorded. {row.wait.holder} looks at the level of concern again today."

    page = _about_wait(request, row, key="news", title="New information", button="Record it")
    return answer(request, page, build, send)


def allocate_waiting(request: HttpRequest, ref: str) -> HttpResponse:
    row = lists.waiting_child(request.actor, ref, today=clock.today())
    offered = workers_offered(request, row.person)

    def build(data: object, files: object):
        return form_of(data, **allocation_fields(offered.loads))

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.allocate_waiting(
            actor=request.actor,
            waiting_ref=ref,
            worker_id=int(given["worker"]),
            over_limit_why=given["over_limit_why"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent(f"{row.person.name} has a social worker.", reverse("casework:queue"))

    page = _about_wait(
        request,
        row,
        key="allocate-waiting",
        title=f"Allocate {row.person.name}",
        button="Allocate",
        stands=standing.of_allocation(request.actor, row.person),
        template="casework/allocate.html",
        **offered.context,
    )
    return answer(request, page, build, send)


def _away(worker: numbers.WorkerRow) -> str:
    return f", away until {day_words(worker.away_until)}" if worker.away_until else ""


def worker_choices(carried: tuple[numbers.WorkerRow, ...]) -> list[tuple[str, str]]:
    """Workers to choose from, each with what they carry now."""
    return [
        (
            str(each.person_id),
            f"{each.name}{_not_known(each)}: {count_words(each.load.children, 'child', 'children')}, "
            f"{each.load.share} %{_away(each)}",
        )
        for each in carried
    ]


def _not_known(row: numbers.WorkerRow) -> str:
    return "" if row.terms.known_experience else ", experience not recorded"


def why_past_limit() -> forms.Field:
    """The reason that is needed of whoever is given more children than the limit, and of nobody else."""
    hint = "Needed where they would have more children than the limit"
    return at_times(text("Why past the limit?", required=False, hint=hint))


def allocation_fields(carried: tuple[numbers.WorkerRow, ...]) -> dict[str, forms.Field]:
    """Who, since when, and why past the limit."""
    return {
        "worker": somebody("Who will work with the child?", worker_choices(carried)),
        "over_limit_why": why_past_limit(),
        "so_on": day("Since when?"),
    }


def _is_held_on(request: HttpRequest, person: PersonRow) -> bool:
    """Whether whoever held a child while they waited is the one who still has them."""
    if not records.is_own_work(request.actor, person.id):
        return False
    found = records.record(request.actor, person.ref, real_at=clock.real_now())
    return any(row.kind == InvolvementKind.HOLDING for row in found.open_work) and found.wait is None


def end_waiting(request: HttpRequest, ref: str) -> HttpResponse:
    row = lists.waiting_child(request.actor, ref, today=clock.today())

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("Why need they wait no longer?", WAITING_END_WORDS, only=ENDINGS),
            words=text("What was decided, and with whom?"),
            so_on=day("When?"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        kind = WaitingEndKind(given["kind"])
        common = {"words": given["words"], "so_on": given["so_on"], "at": clock.now()}
        actions.end_waiting(actor=request.actor, waiting_ref=ref, kind=kind, **common)
        if not _is_held_on(request, row.person):
            return Sent(f"{row.person.name} waits no longer.", reverse("casework:queue"))
        said = f"{row.person.name} waits no longer. {row.wait.holder} still has the child: allocate, or close the work."
        return Sent(said, reverse("casework:child", args=[row.person.ref]))

    title = f"{row.person.name} need wait no longer"
    page = _about_wait(request, row, key="end-waiting", title=title, button="Record this ending")
    return answer(request, page, build, send)
