"""Lists: the children somebody works with, the queue of those who wait, and whom a duty is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Value, Window
from django.db.models.functions import FirstValue

from lippen.casework import rules
from lippen.casework.models import (
    AccessRequest,
    BreakGlass,
    Closing,
    FamilyContact,
    Handover,
    Helper,
    Involvement,
    KnownPerson,
    Marker,
    MarkerFact,
    NewInformation,
    OwnTie,
    PersonNow,
    Referral,
    SameAs,
    TypedDuty,
    Visit,
    Waiting,
    WaitingEnd,
    WaitingFact,
)
from lippen.casework.models.sight import MANAGERS, open_to
from lippen.casework.queries.closing import still_planned
from lippen.casework.queries.nobody import brought_children, without_anybody
from lippen.casework.queries.parts import wait_row
from lippen.casework.queries.people import kept_for, people_rows, person_row, refs_seen
from lippen.casework.queries.seen import seen_one
from lippen.casework.queries.wrong import wrong_about
from lippen.casework.rows import PersonRow, WaitRow
from lippen.casework.vocabulary import (
    ACCESS_SUBJECT,
    CLOSING_SUBJECT,
    CONTACT_SUBJECT,
    GLASS_SUBJECT,
    HANDOVER_SUBJECT,
    HELPER_SUBJECT,
    INVOLVEMENT_WORDS,
    MARKER_SUBJECT,
    MARKER_WORDS,
    OWN_TIE_SUBJECT,
    REFERRAL_SUBJECT,
    SAME_SUBJECT,
    TYPED_SUBJECT,
    VISIT_SUBJECT,
    WAITING_SUBJECT,
    WORK_SUBJECT,
    FactKind,
    InvolvementKind,
    MarkerKind,
    MarkerStep,
    Status,
)
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation

PAGE_SIZE = 50
MOST_COUNTED = 10_000
"""Children of one list: nobody pages through more, and counting them all would read the whole council each time."""


@dataclass(frozen=True)
class ChildRow:
    """A child of a list: who works with them, what is planned next, when they were last seen."""

    person: PersonRow
    workers: tuple[tuple[str, str], ...]
    next_visit_on: date | None
    last_seen_on: date | None
    waits: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class QueueRow:
    """A child who waits, as the queue shows them."""

    person: PersonRow
    wait: WaitRow
    days: int
    news_on: date | None

    def is_past(self, today: date) -> bool:
        """Whether the standard of the council is broken."""
        return today > self.wait.due_on


def manages(actor: Actor) -> bool:
    """Whether the actor sees the records of a whole council."""
    return bool(actor.seated_as(MANAGERS))


@dataclass(frozen=True)
class Wanted:
    """Which of the children whom the actor sees: all or their own, of a team, by status, by family name's beginning."""

    everyone: bool = False
    team_id: int | None = None
    status: str = ""
    begins: str = ""
    has: str = ""
    """`nobody`: work is open and nobody has them; `brought`: the actor brought them in, and nobody else has them."""


OWN = Wanted()


@dataclass(frozen=True)
class ChildrenPage:
    """One page of a list of children, and how many there are on all of them: as far as anybody pages through."""

    rows: tuple[ChildRow, ...]
    found: int
    has_more: bool = False
    """Whether there are more than are counted."""


def children(actor: Actor, wanted: Wanted = OWN, *, page: int = 1, size: int = PAGE_SIZE) -> ChildrenPage:
    """The children whom the actor works with or whose team they lead, or all whom they see, by name: so many a page."""
    seen = _children_seen(actor, wanted)
    counted = seen[: MOST_COUNTED + 1].count()
    found = min(counted, MOST_COUNTED)
    page = max(1, min(page, -(-found // size)))
    rows = list(
        seen.select_related("person").order_by("family_name", "given_name", "pk")[(page - 1) * size : page * size]
    )
    ids = [row.pk for row in rows]
    work = _workers(ids)
    kept = kept_for(ids)
    visits = _visit_days(ids, kept)
    waits = set(Waiting.objects.filter(person_id__in=ids, end__isnull=True).values_list("person_id", flat=True))
    warnings = _warnings(ids, kept)
    made = (
        ChildRow(
            person_row(row),
            tuple(work.get(row.pk, ())),
            *visits.get(row.pk, (None, None)),
            row.pk in waits,
            tuple(warnings.get(row.pk, ())),
        )
        for row in rows
    )
    return ChildrenPage(tuple(made), found, counted > found)


def _children_seen(actor: Actor, wanted: Wanted) -> QuerySet[PersonNow]:
    seen = PersonNow.objects.visible_to(actor).filter(is_child=True, same_as__isnull=True, is_mistake=False)
    if not wanted.everyone:
        seen = seen.filter(person_id__in=open_to(actor).values("person_id"))
    if wanted.team_id is not None:
        work = Involvement.objects.filter(team_id=wanted.team_id, ends_on__isnull=True)
        seen = seen.filter(person_id__in=work.values("person_id"))
    if wanted.has == "nobody":
        seen = seen.filter(without_anybody())
    elif wanted.has == "brought":
        seen = seen.filter(person_id__in=brought_children(actor).values("person_id"))
    if wanted.status:
        seen = seen.filter(status__in={wanted.status, ""} if wanted.status == Status.NONE else {wanted.status})
    return seen.filter(family_name__istartswith=wanted.begins) if wanted.begins else seen


def own_children(actor: Actor) -> tuple[PersonRow, ...]:
    """The children whom the actor works with or whose team they lead, by name."""
    seen = _children_seen(actor, OWN).select_related("person")
    return tuple(person_row(row) for row in seen.order_by("family_name", "given_name", "pk"))


def _workers(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    rows = list(
        Involvement.objects.filter(person_id__in=ids, ends_on__isnull=True)
        .order_by("kind", "id")
        .values_list("person_id", "worker_id", "kind")
    )
    names = organisation.person_names({worker for _, worker, _ in rows})
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for person_id, worker_id, kind in rows:
        found[person_id].append((names.get(worker_id, ""), INVOLVEMENT_WORDS[InvolvementKind(kind)]))
    return found


def _warnings(ids: Sequence[int], kept: Mapping[int, int]) -> dict[int, list[str]]:
    """What kind of warning stands on each child's own record, agreed or not yet; `kept`: what leads to theirs."""
    over = MarkerFact.objects.filter(step__in=[MarkerStep.REFUSED.value, MarkerStep.ENDED.value])
    rows = Marker.objects.filter(person_id__in=[*ids, *kept]).exclude(pk__in=over.values("marker_id")).order_by("id")
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, kind in rows.values_list("person_id", "kind"):
        found[kept.get(person_id, person_id)].append(MARKER_WORDS[MarkerKind(kind)])
    return found


def _visit_days(ids: Sequence[int], kept: Mapping[int, int]) -> dict[int, tuple[date | None, date | None]]:
    """When each is visited next, as planned, and when they were last seen, by the records that lead to theirs too."""
    days = {
        "next_on": Min("planned_on", filter=still_planned()),
        "seen_on": Max("done__so_on", filter=Q(done__is_seen=True)),
    }
    every = [*ids, *kept]
    wrong = wrong_about(every, FactKind.VISIT)
    visits = Visit.objects.filter(person_id__in=every).exclude(done__in=wrong.values("fact"))
    found: dict[int, tuple[date | None, date | None]] = {}
    for row in visits.values("person_id").annotate(**days):
        person_id = kept.get(row["person_id"], row["person_id"])
        next_on, seen_on = found.get(person_id, (None, None))
        found[person_id] = (
            min((day for day in (next_on, row["next_on"]) if day), default=None),
            max((day for day in (seen_on, row["seen_on"]) if day), default=None),
        )
    return found


@dataclass(frozen=True)
class QueuePage:
    """Some of those who wait, in order; how many there are, how many past the standard, who has waited longest."""

    rows: tuple[QueueRow, ...]
    found: int
    past: int
    longest: QueueRow | None


def teams_near(actor: Actor, person_id: int, *, today: date, or_last: bool = False) -> frozenset[int]:
    """The teams whose workers are offered first for a child: those that the actor leads, or those of the child.

    Of a child with whom nobody works, perhaps the team that did so last.
    """
    if led := organisation.teams_led(actor.person_id, on=today):
        return led
    work = Involvement.objects.filter(person_id=person_id, team_id__isnull=False)
    near = frozenset(work.filter(ends_on__isnull=True).values_list("team_id", flat=True))
    if near or not or_last:
        return near
    return frozenset(work.order_by("-ends_on", "-id").values_list("team_id", flat=True)[:1])


def queue(actor: Actor, *, today: date) -> tuple[QueueRow, ...]:
    """Every child who waits among those the actor sees: the highest level first, then whoever has waited longest."""
    return queue_page(actor, today=today).rows


def queue_page(
    actor: Actor, *, today: date, page: int = 1, size: int | None = None, only: Collection[str] | None = None
) -> QueuePage:
    """The same, so many to a page; or only those who still wait of these, by ref."""
    died = PersonNow.objects.filter(died_on__isnull=False)
    seen = Waiting.objects.visible_to(actor).filter(is_open=True, place__isnull=False)
    seen = seen.exclude(person_id__in=died.values("person_id"))
    if only is not None:
        seen = seen.filter(ref__in=only)
    shown = _part(seen, today, page, size)
    if not shown and page > 1:
        shown = _part(seen, today, -(-seen.count() // (size or 1)), size)
    if not shown:
        return QueuePage((), 0, 0, None)
    here, (_, found, past, longest) = {pk for pk, *_ in shown}, shown[0]
    rows = _queue_rows(actor, {*here, longest}, today)
    first = next((row for pk, row in rows if pk == longest), None)
    return QueuePage(tuple(row for pk, row in rows if pk in here), found, past, first)


def _part(seen: QuerySet[Waiting], today: date, page: int, size: int | None) -> list[tuple[int, int, int, int]]:
    """A page of those who wait by id, each with how many there are, how many past the standard, who waits longest.

    It asks for what the index of those who wait holds, so that of all of them no row is read.
    """
    ordered = seen.order_by("place", "so_on", "pk").annotate(
        found=Window(Count("pk")),
        past=Window(Count("pk", filter=Q(due_on__lt=today))),
        longest=Window(FirstValue("pk"), order_by=["so_on", "place", "pk"]),
    )
    first, told = (max(1, page) - 1) * (size or 0), ordered.values_list("pk", "found", "past", "longest")
    return list(told[first : first + size] if size else told)


def _queue_rows(actor: Actor, ids: Collection[int], today: date) -> list[tuple[int, QueueRow]]:
    """These waits by id, in the order of the queue."""
    waiting, told, heard = read_together(
        Waiting.objects.filter(pk__in=ids).order_by("id"),
        WaitingFact.objects.filter(waiting_id__in=ids).order_by("id"),
        NewInformation.objects.filter(waiting_id__in=ids).order_by("so_on", "id"),
    )
    facts, news = {row.waiting_id: row for row in told}, {row.waiting_id: row.so_on for row in heard}
    names = organisation.person_names({row.holder_id for row in facts.values()})
    people = people_rows(actor, [row.person_id for row in waiting])
    rows = [
        (
            row.pk,
            QueueRow(
                people[row.person_id],
                wait_row(row, facts[row.pk], None, names),
                (today - row.so_on).days,
                _unanswered(news.get(row.pk), facts[row.pk].so_on),
            ),
        )
        for row in waiting
        if row.person_id in people and row.pk in facts
    ]
    return sorted(rows, key=lambda each: rules.queue_key(each[1].wait.level, each[1].wait.since))


def _unanswered(news_on: date | None, looked_on: date) -> date | None:
    return news_on if news_on and news_on > looked_on else None


def waiting_child(actor: Actor, ref: str, *, today: date) -> QueueRow:
    """One child who waits."""
    found = seen_one(actor, Waiting, ref)
    if WaitingEnd.objects.filter(waiting=found).exists():
        raise NotVisible
    rows = _queue_rows(actor, [found.pk], today)
    if not rows:
        raise NotVisible
    return rows[0][1]


OF_KIND: dict[str, Any] = {
    REFERRAL_SUBJECT: Referral,
    WAITING_SUBJECT: Waiting,
    VISIT_SUBJECT: Visit,
    GLASS_SUBJECT: BreakGlass,
    SAME_SUBJECT: SameAs,
    OWN_TIE_SUBJECT: OwnTie,
    MARKER_SUBJECT: Marker,
    CONTACT_SUBJECT: FamilyContact,
    HANDOVER_SUBJECT: Handover,
    WORK_SUBJECT: Involvement,
    TYPED_SUBJECT: TypedDuty,
    ACCESS_SUBJECT: AccessRequest,
    HELPER_SUBJECT: Helper,
    CLOSING_SUBJECT: Closing,
}
"""What a duty is about, by the kind of its subject."""


def named(actor: Actor, subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Whom each of these is about, by kind and ref, as far as the actor sees them: name and the person's ref."""
    refs: dict[str, list[str]] = defaultdict(list)
    for kind, ref in subjects:
        refs[kind].append(ref)
    asked = [
        OF_KIND[kind].objects.filter(ref__in=each).values_list(Value(kind), "ref", "person_id")
        for kind, each in refs.items()
    ]
    if not asked:
        return {}
    rows = list(asked[0].union(*asked[1:], all=True))
    people = people_rows(actor, {person_id for *_, person_id in rows})
    return {
        (kind, ref): (people[person_id].name, people[person_id].ref)
        for kind, ref, person_id in rows
        if person_id in people
    }


def due_about(
    actor: Actor, kinds: Collection[str], subject_kind: str, *, on: date, page: int = 1, size: int = 25
) -> organisation.OpenAbout:
    """What is due of these kinds about people whom the actor sees, as duties of a room above name them."""

    def seen(refs: Collection[str]) -> Collection[str]:
        return refs_seen(actor, refs)

    return organisation.open_about(kinds, subject_kind, seen, on=on, page=page, size=size)


def names_by_ref(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """The names of those of these people whom the actor sees."""
    ids = KnownPerson.objects.visible_to(actor).filter(ref__in=[*refs]).values_list("pk", flat=True)
    return {row.ref: row.name for row in people_rows(actor, list(ids)).values()}
