"""Lists: the children somebody works with, the queue of those who wait, openings to be looked at, duties in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from lippen.casework import rules
from lippen.casework.models import (
    BreakGlass,
    Handover,
    Involvement,
    Marker,
    NewInformation,
    PersonNow,
    Referral,
    ReferralStep,
    SameAs,
    SignOff,
    TypedDuty,
    Visit,
    Waiting,
    WaitingEnd,
    WaitingFact,
)
from lippen.casework.models.sight import MANAGERS, open_to
from lippen.casework.queries.days import closed_days
from lippen.casework.queries.records import people_rows, person_row, referral_row, wait_row
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PersonRow, ReferralRow, WaitRow
from lippen.casework.vocabulary import (
    GLASS_SUBJECT,
    GLASS_WORDS,
    HANDOVER_SUBJECT,
    INVOLVEMENT_WORDS,
    MARKER_SUBJECT,
    REFERRAL_SUBJECT,
    SAME_SUBJECT,
    TYPED_SUBJECT,
    VISIT_SUBJECT,
    WAITING_SUBJECT,
    WORK_SUBJECT,
    GlassReason,
    InvolvementKind,
    Outcome,
)
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation
from lippen.organisation.queries import DutyRow


@dataclass(frozen=True)
class ChildRow:
    """A child of a list: who works with them, what is planned next, when they were last seen."""

    person: PersonRow
    workers: tuple[tuple[str, str], ...]
    next_visit_on: date | None
    last_seen_on: date | None
    waits: bool


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


def children(actor: Actor, *, everyone: bool = False) -> tuple[ChildRow, ...]:
    """The children whom the actor works with or whose team they lead; with `everyone` all whom they see."""
    seen = PersonNow.objects.visible_to(actor).filter(person__is_child=True, same_as__isnull=True)
    if not everyone:
        seen = seen.filter(person_id__in=open_to(actor).values("person_id"))
    rows = list(seen.select_related("person").order_by("family_name", "given_name", "pk"))
    ids = [row.pk for row in rows]
    work = _workers(ids)
    visits = _visit_days(ids)
    waits = set(Waiting.objects.filter(person_id__in=ids, end__isnull=True).values_list("person_id", flat=True))
    return tuple(
        ChildRow(person_row(row), tuple(work.get(row.pk, ())), *visits.get(row.pk, (None, None)), row.pk in waits)
        for row in rows
    )


def everybody(actor: Actor, *, most: int = 500) -> tuple[PersonRow, ...]:
    """Everybody whom the actor sees, by name; of a manager's whole council the first so many."""
    seen = PersonNow.objects.visible_to(actor).filter(same_as__isnull=True).select_related("person")
    return tuple(person_row(row) for row in seen.order_by("family_name", "given_name", "pk")[:most])


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


def _visit_days(ids: Sequence[int]) -> dict[int, tuple[date | None, date | None]]:
    rows = Visit.objects.filter(person_id__in=ids).values_list(
        "person_id", "planned_on", "done__so_on", "done__is_seen"
    )
    to_come: dict[int, date] = {}
    seen: dict[int, date] = {}
    for person_id, planned_on, done_on, is_seen in rows:
        if done_on is None:
            to_come[person_id] = min(planned_on, to_come.get(person_id, planned_on))
        elif is_seen:
            seen[person_id] = max(done_on, seen.get(person_id, done_on))
    return {each: (to_come.get(each), seen.get(each)) for each in {*to_come, *seen}}


def queue(actor: Actor, *, today: date) -> tuple[QueueRow, ...]:
    """Every child who waits among those the actor sees: the highest level first, then whoever has waited longest."""
    (waiting,) = read_prepared(_waiting, actor)
    return _queue_rows(actor, waiting, today)


def _waiting(actor: Actor) -> tuple[QuerySet[Waiting], ...]:
    return (Waiting.objects.visible_to(actor).filter(end__isnull=True).order_by("id"),)


def _queue_rows(actor: Actor, waiting: Sequence[Waiting], today: date) -> tuple[QueueRow, ...]:
    ids = [row.pk for row in waiting]
    said, told = read_together(
        WaitingFact.objects.filter(waiting_id__in=ids).order_by("id"),
        NewInformation.objects.filter(waiting_id__in=ids).order_by("so_on", "id"),
    )
    facts = {row.waiting_id: row for row in said}
    news = {row.waiting_id: row.so_on for row in told}
    names = organisation.person_names({row.holder_id for row in facts.values()})
    people = people_rows(actor, [row.person_id for row in waiting])
    rows = [
        QueueRow(
            people[row.person_id],
            wait_row(row, facts[row.pk], None, names),
            (today - row.so_on).days,
            _unanswered(news.get(row.pk), facts[row.pk].so_on),
        )
        for row in waiting
        if row.person_id in people and row.pk in facts
    ]
    return tuple(sorted(rows, key=lambda row: rules.queue_key(row.wait.level, row.wait.since)))


def _unanswered(news_on: date | None, looked_on: date) -> date | None:
    return news_on if news_on and news_on > looked_on else None


def waiting_child(actor: Actor, ref: str, *, today: date) -> QueueRow:
    """One child who waits."""
    found = seen_one(actor, Waiting, ref)
    if WaitingEnd.objects.filter(waiting=found).exists():
        raise NotVisible
    rows = _queue_rows(actor, [found], today)
    if not rows:
        raise NotVisible
    return rows[0]


@dataclass(frozen=True)
class ReferralPage:
    """A referral with the child, and what came of earlier ones within the year."""

    person: PersonRow
    row: ReferralRow
    earlier: tuple[ReferralRow, ...]
    due_on: date | None


def referral(actor: Actor, ref: str, *, numbers: dict[str, object]) -> ReferralPage:
    """A referral as it stands, with the earlier ones of the same child within 12 months."""
    found = seen_one(actor, Referral, ref)
    rows = list(Referral.objects.visible_to(actor).filter(person_id=found.person_id).order_by("so_on", "id"))
    ids = [row.pk for row in rows]
    steps = list(ReferralStep.objects.filter(referral_id__in=ids).order_by("id"))
    signs = list(SignOff.objects.filter(referral_id__in=ids).order_by("id"))
    made = {
        row.pk: referral_row(
            row,
            [s for s in steps if s.referral_id == row.pk],
            [s for s in signs if s.referral_id == row.pk],
            [each.so_on for each in rows if (each.so_on, each.pk) < (row.so_on, row.pk)],
        )
        for row in rows
    }
    row = made[found.pk]
    year = rules.a_year_before(found.so_on)
    earlier = [
        made[each.pk] for each in rows if each.pk != found.pk and year <= each.so_on <= found.so_on and each.pk in made
    ]
    due = None
    if row.stage in rules.CLOCKS:
        days = int(numbers[rules.CLOCKS[row.stage][1]])  # type: ignore[call-overload]
        closed = closed_days(actor, found.authority_id, around=row.since)
        due = rules.stage_due(row.stage, received_on=row.received_on, stage_on=row.since, days=days, closed=closed)
    people = people_rows(actor, [found.person_id])
    return ReferralPage(people[found.person_id], row, tuple(reversed(earlier)), due)


def authority_of_referral(actor: Actor, ref: str) -> int:
    """The council whose referral it is."""
    return seen_one(actor, Referral, ref).authority_id


@dataclass(frozen=True)
class GlassRow:
    """An opening by break-glass."""

    ref: str
    person: PersonRow
    by: str
    by_account_id: int | None
    at: datetime
    reason: str
    words: str
    verdict: str
    verdict_words: str


def openings(actor: Actor, *, only_open: bool = False) -> tuple[GlassRow, ...]:
    """Openings by break-glass of records that the actor sees, the newest first."""
    rows = BreakGlass.objects.visible_to(actor).select_related("review").order_by("-id")
    found = [row for row in rows[:200] if not (only_open and hasattr(row, "review"))]
    people = people_rows(actor, {row.person_id for row in found})
    names = organisation.account_names({row.recorded_by_id for row in found})
    return tuple(
        GlassRow(
            row.ref,
            people[row.person_id],
            names.get(row.recorded_by_id, ""),
            row.recorded_by_id,
            row.recorded_at,
            GLASS_WORDS[GlassReason(row.reason)],
            row.words,
            row.review.verdict if hasattr(row, "review") else "",
            row.review.words if hasattr(row, "review") else "",
        )
        for row in found
        if row.person_id in people
    )


def opening(actor: Actor, ref: str) -> GlassRow:
    """One opening."""
    found = [row for row in openings(actor) if row.ref == ref]
    if not found:
        raise NotVisible
    return found[0]


SUBJECTS: dict[str, Any] = {
    REFERRAL_SUBJECT: Referral,
    WAITING_SUBJECT: Waiting,
    VISIT_SUBJECT: Visit,
    GLASS_SUBJECT: BreakGlass,
    SAME_SUBJECT: SameAs,
    MARKER_SUBJECT: Marker,
    HANDOVER_SUBJECT: Handover,
    WORK_SUBJECT: Involvement,
    TYPED_SUBJECT: TypedDuty,
}
"""What duties about people's records are about, by the kind of subject."""


def people_of_duties(actor: Actor, duties: Iterable[DutyRow]) -> dict[tuple[str, str], tuple[str, str]]:
    """Whom each of these duties is about, by kind and key of its subject: name and the person's ref.

    Two statements, however many kinds there are; what the actor does not see is left out.
    """
    keys: dict[str, set[str]] = defaultdict(set)
    for duty in duties:
        if duty.subject_kind in SUBJECTS:
            keys[duty.subject_kind].add(duty.subject_key)
    kinds = sorted(keys)
    seen = [SUBJECTS[kind].objects.visible_to(actor).filter(ref__in=sorted(keys[kind])) for kind in kinds]
    read = read_together(*(rows.order_by("id") for rows in seen)) if seen else []
    about = {(kind, row.ref): row.person_id for kind, rows in zip(kinds, read, strict=True) for row in rows}
    people = people_rows(actor, sorted(set(about.values())))
    return {key: (people[one].name, people[one].ref) for key, one in about.items() if one in people}


def open_referrals(actor: Actor) -> tuple[tuple[PersonRow, ReferralRow], ...]:
    """Referrals that have still to be decided, the oldest first."""
    ended = ReferralStep.objects.exclude(outcome__in=[Outcome.ASSESS, Outcome.ASSESSED]).values("referral_id")
    rows = list(Referral.objects.visible_to(actor).exclude(pk__in=ended).order_by("so_on", "id"))
    ids = [row.pk for row in rows]
    steps = list(ReferralStep.objects.filter(referral_id__in=ids).order_by("id"))
    signs = list(SignOff.objects.filter(referral_id__in=ids).order_by("id"))
    people = people_rows(actor, {row.person_id for row in rows})
    return tuple(
        (
            people[row.person_id],
            referral_row(
                row,
                [s for s in steps if s.referral_id == row.pk],
                [s for s in signs if s.referral_id == row.pk],
                [],
            ),
        )
        for row in rows
        if row.person_id in people
    )


def same(actor: Actor, ref: str) -> tuple[PersonRow, PersonRow]:
    """Of whom it was said that they are one person: the record that leads on, and the one that stays."""
    found = seen_one(actor, SameAs, ref)
    people = people_rows(actor, [found.person_id, found.kept_id])
    if len(people) < 2:
        raise NotVisible
    return people[found.person_id], people[found.kept_id]


def same_why(actor: Actor, ref: str) -> str:
    """What is said to show it."""
    return SameAs.objects.visible_to(actor).filter(ref=ref).values_list("why", flat=True).first() or ""
