"""Who works with a child, what kind of work it is, visits, entries of the chronology, the council's own figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import work as actions
from lippen.casework.queries import days, limits, marking, numbers, records, standing
from lippen.casework.rows import PersonRow, Record, WorkRow
from lippen.casework.screens.offering import workers_offered
from lippen.casework.screens.saying import (
    CHILDREN,
    council_here,
    day,
    day_to_come,
    form_of,
    line,
    one_of,
    one_of_many,
    open_choices,
    page_about,
    somebody,
    text,
    yes,
)
from lippen.casework.screens.waiting import allocation_fields
from lippen.casework.vocabulary import (
    INVOLVEMENT_WORDS,
    PLACE_WORDS,
    SIGNIFICANCE_WORDS,
    STATUS_WORDS,
    FactKind,
    InvolvementKind,
    Place,
    Significance,
    Status,
)
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words, day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.roles import Role, roles_with


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


MANAGE = tuple(roles_with(Permission.ALLOCATE) - {Role.TEAM_LEADER})
SEEN_CHOICES = [("alone", "Yes, alone too"), ("seen", "Yes, with others there"), ("no", "No")]
TOO = [("", "Not on this visit"), *SEEN_CHOICES[:2]]


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


def write_entry(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    siblings = records.siblings(request.actor, person)

    def build(data: object, files: object):
        return form_of(
            data,
            so_on=day("When did it happen?"),
            words=text("What happened?", hint="The fact, in a sentence or two; what you think of it comes below."),
            source=line("Who told us, or where does it stand?", required=False),
            significance=one_of("How much does it matter to the child?", SIGNIFICANCE_WORDS, initial="some"),
            analysis=text(f"What does it mean for {person.name}?", required=False),
            **_entry_fields(siblings),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.write_entry(
            actor=request.actor,
            person_ref=ref,
            words=given["words"],
            source=given["source"],
            significance=Significance(given["significance"]),
            analysis=given["analysis"],
            also=_also_concerned(given, siblings),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("It stands in the chronology.", reverse("casework:chronology", args=[ref]))

    page = page_about(
        request,
        person,
        key="entry",
        title="Add to the chronology",
        button="Add it",
        back=reverse("casework:chronology", args=[ref]),
        lead_words="Referrals, visits, who works with the child and statuses stand there by themselves.",
    )
    return answer(request, page, build, send)


def _entry_fields(siblings: Sequence[PersonRow]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for each in siblings:
        fields[f"too_{each.id}"] = yes(f"It concerns {each.name} too")
        fields[f"means_{each.id}"] = text(f"What does it mean for {each.name}?", required=False, rows="2")
    return fields


def _also_concerned(given: Mapping[str, object], siblings: Sequence[PersonRow]) -> list[actions.AlsoConcerned]:
    """The brothers and sisters whom it concerns. Words about one who is not ticked are never dropped unsaid."""
    found = []
    for each in siblings:
        means = str(given[f"means_{each.id}"])
        if given[f"too_{each.id}"]:
            found.append(actions.AlsoConcerned(each.ref, means))
        elif means.strip():
            sentence = f"You wrote what it means for {each.name}. Tick that it concerns them, or take the words away."
            raise CannotDo(sentence, field=f"too_{each.id}")
    return found


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
