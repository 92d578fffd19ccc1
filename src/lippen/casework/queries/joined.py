"""Two records of one person: how they stand side by side, and what is settled before they are put together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lippen.casework.models import (
    Involvement,
    OutsideId,
    Referral,
    SameAs,
    SameAsStep,
    Waiting,
)
from lippen.casework.queries import own_family
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.queries.wrong import wrong_about
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import INVOLVEMENT_WORDS, SCHEME_WORDS, FactKind, InvolvementKind, SameStep
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation

ALLOCATED = INVOLVEMENT_WORDS[InvolvementKind.ALLOCATED]


@dataclass(frozen=True)
class Side:
    """One of two records, for whoever says whether they are of one person."""

    person: PersonRow
    numbers: tuple[tuple[str, str], ...]
    work: tuple[tuple[str, str], ...]
    """Who works with them, by name and in what part."""
    referrals: tuple[tuple[str, date], ...]
    """Referrals that have still to be decided, by reference and day."""
    wait: str
    """The reference under which they wait for a social worker, or nothing."""

    @property
    def is_allocated(self) -> bool:
        """Whether somebody is allocated to them."""
        return any(part == ALLOCATED for _, part in self.work)


@dataclass(frozen=True)
class Step:
    """What somebody said of such a proposal."""

    kind: SameStep
    by: str
    by_id: int | None
    so_on: date
    words: str


@dataclass(frozen=True)
class Pair:
    """Two records that may be of one person: the one that leads on, the one that stays, and what was said of them."""

    ref: str
    why: str
    by: str
    by_id: int | None
    so_on: date
    one: Side
    kept: Side
    steps: tuple[Step, ...]

    @property
    def state(self) -> SameStep | None:
        """What was said last; nothing while it waits."""
        return self.steps[-1].kind if self.steps else None

    @property
    def agreed(self) -> Step | None:
        """Who agreed, and when."""
        return next((step for step in self.steps if step.kind is SameStep.AGREED), None)


def pair(actor: Actor, ref: str) -> Pair:
    """A proposal that two records are of one person, with both as they stand, for somebody who sees both."""
    found: SameAs = seen_one(actor, SameAs, ref)
    ids = [found.person_id, found.kept_id]
    people = people_rows(actor, ids)
    if len(people) < len(ids):
        raise NotVisible
    steps = list(SameAsStep.objects.filter(same=found).order_by("id"))
    by = organisation.account_names({found.recorded_by_id, *(step.recorded_by_id for step in steps)})
    one, kept = _sides([people[each] for each in ids])
    told = (
        Step(SameStep(step.kind), by.get(step.recorded_by_id or 0, ""), step.recorded_by_id, step.so_on, step.words)
        for step in steps
    )
    said_by = by.get(found.recorded_by_id or 0, "")
    return Pair(found.ref, found.why, said_by, found.recorded_by_id, found.so_on, one, kept, tuple(told))


def _sides(people: list[PersonRow]) -> list[Side]:
    ids = [each.id for each in people]
    wrong = wrong_about(ids, FactKind.NUMBER).values("fact")
    numbers = list(OutsideId.objects.filter(person_id__in=ids).exclude(pk__in=wrong).order_by("id"))
    parts = list(open_parts(ids))
    names = organisation.person_names({part.worker_id for part in parts})
    referrals = list(open_referrals(ids))
    waits = dict(open_waits(ids).values_list("person_id", "ref"))
    return [
        Side(
            each,
            tuple((SCHEME_WORDS[row.scheme], row.value) for row in numbers if row.person_id == each.id),
            tuple(
                (names.get(part.worker_id, ""), INVOLVEMENT_WORDS[InvolvementKind(part.kind)])
                for part in parts
                if part.person_id == each.id and part.kind != InvolvementKind.OFFERED
            ),
            tuple((row.ref, row.so_on) for row in referrals if row.person_id == each.id),
            waits.get(each.id, ""),
        )
        for each in people
    ]


def open_parts(person_ids: Collection[int]) -> QuerySet[Involvement]:
    """Who works with these people."""
    return Involvement.objects.filter(person_id__in=person_ids, ends_on__isnull=True).order_by("kind", "id")


def open_referrals(person_ids: Collection[int]) -> QuerySet[Referral]:
    """Referrals of these people that have still to be decided."""
    return Referral.objects.filter(person_id__in=person_ids, is_open=True).order_by("so_on", "id")


def open_waits(person_ids: Collection[int]) -> QuerySet[Waiting]:
    """By which these people wait for a social worker."""
    return Waiting.objects.filter(person_id__in=person_ids, end__isnull=True).order_by("id")


def closed_to(person_ids: Collection[int], officers: Collection[int]) -> frozenset[int]:
    """Those of these officers to whom one of these records is closed: restricted to others, or their own family's."""
    near = {each for person_id in person_ids for each in own_family.closing_along(person_id)}
    return own_family.closed_among(near, officers) | own_family.restricted_from(person_ids, officers)


def kept_of(actor: Actor, person: PersonRow) -> PersonRow | None:
    """The record with which this one is put together, and which stays."""
    if person.kept_id is None:
        return None
    return people_rows(actor, [person.kept_id]).get(person.kept_id)
