"""The children somebody works with, a child's page, their chronology, and who looked."""

from __future__ import annotations

from datetime import date
from string import ascii_uppercase

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from lippen.casework import rules
from lippen.casework.queries import (
    added,
    alerting,
    closing,
    families,
    handing,
    intake,
    knowing,
    leaving,
    lists,
    marking,
    owed,
    records,
    referrals,
    rooms,
)
from lippen.casework.queries.people import PROTECTED
from lippen.casework.rows import PersonRow, Record, WorkRow
from lippen.casework.screens import begun
from lippen.casework.screens.handing import concerns, steps_of
from lippen.casework.screens.saying import CHILDREN, crumb_to, page_in
from lippen.casework.vocabulary import (
    BIRTH_WORDS,
    GENDER_WORDS,
    SIGNIFICANCE_WORDS,
    STATUS_WORDS,
    BirthPrecision,
    Gender,
    InvolvementKind,
    Significance,
    Status,
)
from lippen.design.components import Fact
from lippen.design.forms import FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words, lateness_words, listed_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.organisation import queries as organisation

LETTERS = [(letter, letter) for letter in ascii_uppercase]
FIRST_REFERRALS = 5
NOT_PRINTED = '<span class="lippen-screen-only">{}</span><span class="lippen-print-only">{}</span>'
"""What stands on the screen alone, and what a print says instead."""
DONE = "say what came of it"
FIRST_FACTS = frozenset({"Born", "Died", "Lives at", "Lives at (protected)", "Telephone", "Status", "Last seen"})
"""What is read at once of somebody; the rest is folded under it."""


class ChildrenFilter(FilterForm):
    """Filters of the list, kept in the address: none of them holds a name."""

    which = forms.ChoiceField(
        label="Which children?", required=False, choices=[("", "My work and my team's"), ("all", "Everybody I may see")]
    )
    team = forms.ChoiceField(label="Team", required=False)
    status = forms.ChoiceField(
        label="How they stand", required=False, choices=[("", "All"), *((s.value, w) for s, w in STATUS_WORDS.items())]
    )
    has = forms.ChoiceField(label="Who has them", required=False)
    letter = forms.ChoiceField(label="Family name begins with", required=False, choices=[("", "All"), *LETTERS])

    def __init__(self, request: HttpRequest) -> None:
        """Somebody who manages a council sees everybody there, and asks by team; the others ask whose."""
        super().__init__(request.GET)
        brought = [("brought", "You, who brought them in")] if may(request.actor, Permission.IMPORT_RECORDS) else []
        self.fields["has"].choices = [("", "Anybody or nobody"), ("nobody", "Nobody: to be found"), *brought]
        if not lists.manages(request.actor):
            del self.fields["team"]
            return
        del self.fields["which"]
        councils = request.actor.reach_of(Permission.READ_RECORDS)
        teams = ((str(key), name) for key, name in organisation.named_teams(councils).items())
        self.fields["team"].choices = [("", "All teams"), *teams]

    def wanted(self) -> lists.Wanted:
        """What is asked for."""
        asked = self.chosen()
        return lists.Wanted(
            everyone="team" in self.fields or asked.get("which") == "all",
            team_id=int(asked["team"]) if asked.get("team") else None,
            status=asked.get("status", ""),
            begins=asked.get("letter", ""),
            has=asked.get("has", ""),
        )


def children(request: HttpRequest) -> HttpResponse:
    form = ChildrenFilter(request)
    wanted = form.wanted()
    found = lists.children(request.actor, wanted, page=page_in(request))
    to_decide = _referrals(request, is_further=bool(form.chosen()) or page_in(request) > 1)
    is_brought = request.GET.get("referrals") == "brought"
    rests = referrals.rest_with([row.ref for _, row in to_decide.rows]) if is_brought else {}
    request.audit_keys = {"children": [row.person.ref for row in found.rows]}
    context = {
        "title": "Children",
        "crumbs": (Crumb("Children"),),
        "filter_form": form,
        "is_everything": not form.chosen(),
        "rows": found.rows,
        "count": found.found,
        "has_more": found.has_more,
        "page_obj": Paginator(range(found.found), lists.PAGE_SIZE).get_page(request.GET.get("page")),
        "referrals": [_dated(person, row, rests) for person, row in to_decide.rows],
        "is_brought": is_brought,
        "referral_count": to_decide.found,
        "today": clock.today(),
        "alerts": alerting.open_count(request.actor, today=clock.today()),
        "everyone": wanted.everyone,
        "may_manage": may(request.actor, Permission.AGREE_RISK),
        "may_lead": may(request.actor, Permission.ALLOCATE),
        "is_manager": lists.manages(request.actor),
        "may_destroy": may(request.actor, Permission.AGREE_DESTRUCTION),
        "may_draw": may(request.actor, Permission.DRAW_SAMPLE),
        "ways_beside": rooms.ways_beside(),
        "may_bring_in": may(request.actor, Permission.IMPORT_RECORDS),
    }
    return render(request, "casework/children.html", context)


def _referrals(request: HttpRequest, *, is_further: bool) -> referrals.ReferralsPage:
    """Those to be decided: the first of them above the list, all where they are asked for, none on its later pages."""
    if request.GET.get("referrals") == "brought":
        return referrals.open_referrals(request.actor, is_brought=True)
    if request.GET.get("referrals") == "all":
        return referrals.open_referrals(request.actor)
    if is_further:
        return referrals.ReferralsPage((), 0)
    return referrals.open_referrals(request.actor, most=FIRST_REFERRALS)


def _dated(person, row, rests) -> dict[str, object]:
    days = count_words((clock.today() - row.received_on).days, "day")
    return {"person": person, "row": row, "days": days, "rests_with": rests.get(row.ref, "")}


def child(request: HttpRequest, ref: str) -> HttpResponse:
    found = records.record(request.actor, ref, real_at=clock.real_now())
    today = clock.today()
    family = {tie.person.id: tie.person for tie in found.ties if not tie.ended_on}
    since = rules.months_before(today, rules.CHANGES_MONTHS)
    told = [*_facts(found), *_brought_in(request, found)]
    may_add = _may_add(request, found)
    may_write = may_add and found.is_own_work and not found.person.is_mistake
    may_allocate = found.is_own_work and may(request.actor, Permission.ALLOCATE, at=[found.person.authority_id])
    offer = handing.last_offer(request.actor, found.person) if found.person.is_child else None
    asked = closing.told(found.asks_to_close, on=today) if found.asks_to_close else None
    context = {
        "title": found.person.name,
        "gone": leaving.gone(found.open_work, on=today),
        "recent_workers": found.workers_since(since),
        "warnings": marking.warnings_of(request.actor, {found.person.id: found.person, **family}, on=today),
        "crumbs": (CHILDREN, Crumb(found.person.name)),
        "record": found,
        "offer": offer,
        "closing": asked,
        "may_close": may_write and asked is None and _may_close(request, found, leads=may_allocate),
        "tells_offer": bool(offer and (steps_of(request, offer, today) or concerns(request, offer))),
        "may_offer": _may_offer(request, found),
        "person": found.person,
        "opened_until": found.opened_until,
        "begun": begun.begun(request.actor, found),
        "today": today,
        "now": [*_allocated(found, may_allocate), *_now(found, today, may_write=may_write)],
        "facts": [fact for fact in told if fact.label in FIRST_FACTS],
        "more_facts": [fact for fact in told if fact.label not in FIRST_FACTS],
        "to_confirm": knowing.to_confirm(request.actor, found.person, on=today),
        "events": [event for event in found.events if not event.wrong_why][:8],
        "more_events": len(found.events) - 8,
        "may_allocate": may_allocate,
        "open_to": listed_words([row.name for row in found.address_open_to]),
        "at_same_place": families.at_same_place(found),
        "may_write": may_write,
        "may_add": may_add and found.person.is_child and not found.kept,
        "who_writes": "" if may_write else _who_writes(found, may_add=may_add),
        "may_take_back": added.may_take_back(request.actor, found.person, on=today),
        "me": request.actor.account_id,
        "may_decide_same": may(request.actor, Permission.WRITE_RECORDS, at=[found.person.authority_id]),
        "died_aged": _age_at_death(found.person),
        "ways_about": rooms.ways_about(found.person.ref) if found.person.is_child else (),
        "wait_days": count_words((today - found.wait.since).days, "day") if found.wait else "",
    }
    return render(request, "casework/child.html", context)


def _may_close(request: HttpRequest, found: Record, *, leads: bool) -> bool:
    """Whether work is open, and the reader has the child or leads or manages the work."""
    if not found.person.is_child or found.kept:
        return False
    own = {InvolvementKind(row.kind) for row in found.open_work if row.worker_id == request.actor.person_id}
    return bool(leads and found.open_work) or rules.has_somebody(own, waits=True)


def _may_add(request: HttpRequest, found: Record) -> bool:
    """Whether the reader may say what happened: by break-glass too, which opens nothing else to be written."""
    return may(request.actor, Permission.WRITE_RECORDS, at=[found.person.authority_id]) and not found.person.is_mistake


def _who_writes(found: Record, *, may_add: bool) -> str:
    """In one line who can write, for whoever cannot; nothing where nobody writes any more, which is said above."""
    if found.person.is_mistake or found.kept:
        return ""
    holds = next((row.name for row in found.open_work if row.kind == InvolvementKind.ALLOCATED), "")
    who = f"{holds}, their team leader or a manager" if holds else "those who work with the family or manage it"
    if may_add and found.person.is_child:
        return f"You can record a visit, a referral or what happened. Anything else is written by {who}."
    return f"You can read this record. It is written by {who}."


def _allocated(found: Record, may_allocate: bool) -> list[Fact]:
    """Who holds a child, and that it has to be somebody else where the record is closed to them."""
    if not found.person.is_child or found.person.died_on:
        return []
    holds = next((row for row in found.open_work if row.kind == InvolvementKind.ALLOCATED), None)
    if holds is None:
        return [] if found.wait else [Fact("Allocated to", "Nobody is allocated")]
    if holds.worker_id not in found.closed_to:
        return [Fact("Allocated to", _worker(holds))]
    words = f"{_worker(holds)}, who may not see this record: own family."
    if not may_allocate:
        return [Fact("Allocated to", words)]
    url = reverse("casework:allocate_child", args=[found.person.ref])
    return [Fact("Allocated to", words, url, "Give the child to somebody else.")]


def _now(found: Record, today: date, *, may_write: bool) -> list[Fact]:
    """What is due next for a child: what a reader looks for first."""
    if not found.person.is_child or found.person.died_on:
        return []
    told = []
    visit, due = found.next_visit, found.typed[0] if found.typed else None
    first = owed.first_visit(found)
    if visit:
        purpose = f". {visit.purpose}" if visit.purpose else ""
        told.append(Fact("Next visit", f"{_when(visit.planned_on, today)}: {visit.worker}{purpose}"))
    elif not (found.wait or first):
        told.append(Fact("Next visit", "None is planned"))
    if first:
        worker, day = first
        by_whom = f": {worker}" if worker else ""
        told.append(
            Fact(
                "First visit since the allocation",
                f"By {_when(day, today)}{by_whom}. By the council's own standard, not by law",
            )
        )
    if due:
        more = f" (and {count_words(len(found.typed) - 1, 'thing')} more)" if len(found.typed) > 1 else ""
        note = f". {due.note}" if due.note and not more else ""
        words = f"{_when(due.due_on, today)}: {due.worker}{note}{more}"
        link = (reverse("casework:end_typed", args=[due.ref]), f"{due.words}: {DONE}") if may_write else ()
        told.append(Fact("Due first" if more else "Due", words, *link))
    return told


def _worker(row: WorkRow) -> str:
    team = f", {row.team}" if row.team else ""
    return f"{row.name}{team}, since {day_words(row.starts_on)}"


def _when(day: date, today: date) -> str:
    return f"{day_words(day)}, {lateness_words(day, today)}"


def _age_at_death(person: PersonRow) -> str:
    age = person.age(clock.today())
    return count_words(age, "year") if age and person.died_on else ""


def _may_offer(request: HttpRequest, found: Record) -> bool:
    """Whether the reader may offer the child to another worker: the allocated worker, or whoever leads."""
    if found.person.died_on:
        return False
    worker = next((row.worker_id for row in found.open_work if row.kind == InvolvementKind.ALLOCATED), None)
    leads = may(request.actor, Permission.ALLOCATE, at=[found.person.authority_id])
    return worker is not None and (leads or worker == request.actor.person_id)


def _facts(found: Record) -> list[Fact]:
    person, today = found.person, clock.today()
    told = [Fact("Born", _born(found))]
    if person.died_on:
        told.append(Fact("Died", day_words(person.died_on)))
    if person.gender and person.gender != Gender.NOT_KNOWN:
        told.append(Fact("Gender", GENDER_WORDS[Gender(person.gender)]))
    if person.known_as:
        told.append(Fact("Known as", person.known_as))
    told += [Fact(*each) for each in found.names]
    if found.protected:
        told.append(Fact("Lives at (protected)", format_html(NOT_PRINTED, found.protected[0], PROTECTED)))
    else:
        told.append(Fact("Lives at", person.place or "Not recorded"))
    if person.phone:
        told.append(Fact("Telephone", person.phone))
    told += [Fact(scheme, value) for scheme, value in found.numbers]
    if person.is_child:
        status = STATUS_WORDS[Status(person.status)] if person.status else "Not recorded"
        told.append(Fact("Status", status))
        seen = found.last_seen
        since = None if person.died_on else today
        told.append(Fact("Last seen", _seen(seen, since) if seen else "No visit is recorded"))
    return told


def _brought_in(request: HttpRequest, found: Record) -> list[Fact]:
    """From which system something of the record came in, and when."""
    told = intake.brought_in(request.actor, found.person.id)
    words = "; ".join(f"{source}, {day_words(day)}" for source, day in told)
    return [Fact("Brought in from", words)] if told else []


def _born(found: Record) -> str:
    person = found.person
    if person.born_on is None:
        return "Not recorded"
    age = person.age(clock.today())
    years = f", {count_words(age, 'year')} old" if age is not None and not person.died_on else ""
    words = (
        ""
        if person.born_precision == BirthPrecision.EXACT
        else f" ({BIRTH_WORDS[BirthPrecision(person.born_precision)].lower()})"
    )
    return f"{day_words(person.born_on)}{years}{words}"


def _seen(seen, today: date | None) -> str:
    alone = ", alone" if seen.is_seen_alone else ""
    ago = (today - seen.done_on).days if today else None
    when = "" if ago is None else " (today)" if ago == 0 else f" ({count_words(ago, 'day')} ago)"
    return f"{day_words(seen.done_on)}{when}, {seen.place.lower()}{alone}"


class ChronologyFilter(FilterForm):
    """What of the chronology is shown."""

    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "Everything"),
            ("written", "What somebody wrote"),
            ("high", SIGNIFICANCE_WORDS[Significance.HIGH]),
        ],
    )


class PicturesFilter(ChronologyFilter):
    """The same, and whether the child's pictures are added, as for a review."""

    pictures = forms.ChoiceField(
        label="Pictures by the child",
        required=False,
        choices=[("", "Leave them out"), ("yes", "Add those that may be shown")],
    )


def chronology(request: HttpRequest, ref: str) -> HttpResponse:
    found = records.record(request.actor, ref, real_at=clock.real_now())
    form = PicturesFilter(request.GET) if found.pictures else ChronologyFilter(request.GET)
    with_pictures = form.chosen().get("pictures") == "yes"
    show = form.chosen().get("show", "")
    events = [
        each
        for each in found.events
        if not show or (each.is_curated if show == "written" else each.significance == Significance.HIGH)
    ]
    context = {
        "title": f"Chronology of {found.person.name}",
        "crumbs": (CHILDREN, crumb_to(found.person), Crumb("Chronology")),
        "person": found.person,
        "opened_until": found.opened_until,
        "filter_form": form,
        "events": list(reversed(events)),
        "count": len(found.events),
        "pictures": [row for row in reversed(found.pictures) if row.may_be_shown] if with_pictures else [],
        "held_back": sum(not row.may_be_shown for row in found.pictures) if with_pictures else 0,
        "may_add": _may_add(request, found),
        "may_write": _may_add(request, found) and found.is_own_work,
    }
    return render(request, "casework/chronology.html", context)
