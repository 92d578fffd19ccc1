"""What those who left still owe: it stands with whoever managed them until somebody takes it over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.organisation.models import Account, Duty, Person
from lippen.organisation.queries import DutyRow, PersonRow, duty_row, last_held, people_by_id
from lippen.organisation.queries.cover import authority_left, authority_of_officer, away_on, managers_of

DAY = timedelta(days=1)


def has_left(person: str, *, on: date) -> Any:
    """Whether somebody, named by a column, left: they hold no post from that day on, or their way in is closed."""
    ended = Exists(last_held(on).filter(person_id=OuterRef(person)))
    closed = Exists(Account.objects.filter(person_id=OuterRef(person), is_active=False))
    return Q(ended) | Q(closed)


def all_gone(*, on: date) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The ids of everybody who left: who holds no post from that day on, and whose way in is closed."""
    closed = Account.objects.filter(is_active=False, person_id__isnull=False)
    return last_held(on).values("person_id"), closed.values("person_id")


def those_gone(person_ids: Iterable[int], *, on: date) -> frozenset[int]:
    """Those of these people who left."""
    wanted = tuple(person_ids)
    (found,) = read_prepared(_gone, wanted, on) if wanted else ([],)
    return frozenset(each.pk for each in found)


def _gone(ids: Collection[int], on: date) -> tuple[QuerySet[Any]]:
    return (Person.objects.filter(has_left("pk", on=on), pk__in=ids),)


@dataclass(frozen=True)
class LeavingRow:
    """Somebody who left or leaves: the last day on which they hold a post, and whether it is over."""

    last_on: date | None
    is_gone: bool


def leaving(person_ids: Iterable[int], *, on: date, until: date) -> dict[int, LeavingRow]:
    """Those of these people who left by a day, or whose posts all end by a later one."""
    people = Person.objects.filter(pk__in=list(person_ids)).order_by("pk")
    told = people.annotate(
        last=Max("holdings__ends_on"),
        stays=Count("holdings", filter=Q(holdings__ends_on__isnull=True)),
        is_closed=Exists(Account.objects.filter(person_id=OuterRef("pk"), is_active=False)),
    )
    rows: dict[int, LeavingRow] = {}
    for key, last, stays, is_closed in told.values_list("pk", "last", "stays", "is_closed"):
        ends = last - DAY if last is not None and not stays and last <= until + DAY else None
        gone = is_closed or (ends is not None and ends < on)
        if gone or ends is not None:
            rows[key] = LeavingRow(ends, gone)
    return rows


def left_alone(*, on: date) -> Any:
    """The duties whose holder left without anybody who does them meanwhile."""
    return Q(has_left("holder_id", on=on), ~_taken_over(on))


def _taken_over(on: date) -> Exists:
    """Whether somebody who is here does meanwhile what the holder of a duty owes."""
    by_somebody_here = away_on(on).exclude(has_left("cover_id", on=on))
    return Exists(by_somebody_here.filter(person_id=OuterRef("holder_id")))


def left_behind(actor: Actor, *, on: date) -> tuple[tuple[DutyRow, ...], dict[int, PersonRow]]:
    """The open duties of those who left that now stand with this actor, and those who owed them."""
    if actor.person_id is None:
        return (), {}
    (found,) = read_prepared(_left_alone, actor.person_id, on)
    rows = [duty_row(row) for row in found]
    managers = managers_of({row.holder_id for row in rows}, on=on) if rows else {}
    mine = tuple(row for row in rows if managers.get(row.holder_id, (0, 0))[0] == actor.person_id)
    return mine, people_by_id({row.holder_id for row in mine}, on=on) if mine else {}


def _left_alone(but_of: int, on: date) -> tuple[QuerySet[Any]]:
    ended, closed = all_gone(on=on)
    # From the few who left to their duties: of every open duty it would be asked whether its holder left.
    theirs = Duty.objects.filter(holder_id__in=ended.union(closed), closed_at__isnull=True)
    found = theirs.filter(~_taken_over(on)).exclude(holder_id=but_of)
    return (found.order_by("holder_id", "ends_on", "id"),)


def left_by(actor: Actor, person_ref: str, *, on: date) -> tuple[PersonRow, tuple[DutyRow, ...]]:
    """Somebody who left and what they owed, for whoever it stands with now, or NotVisible."""
    rows, people = left_behind(actor, on=on)
    for person in people.values():
        if person.ref == person_ref:
            return person, tuple(row for row in rows if row.holder_id == person.id)
    raise NotVisible


def authority_of_leaver(person_id: int, *, on: date) -> int | None:
    """The council in whose post somebody worked last as an officer, or works while their way in is closed."""
    if (left := authority_left(person_id, on=on)) is not None:
        return left
    if not Account.objects.filter(person_id=person_id, is_active=False).exists():
        return None
    return authority_of_officer(person_id, on=on)
