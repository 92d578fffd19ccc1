"""Reads of records that are unusual, for information governance: each day, what was found, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from lippen.casework import rules, unusual
from lippen.casework.models import OfficerStreet, ReadDay, UnusualLook, UnusualRead
from lippen.casework.unusual import Habit, Read, Sign, Told, Unusual
from lippen.casework.vocabulary import LOOK_WORDS, LookOutcome
from lippen.kernel import trail
from lippen.kernel.access import Actor
from lippen.kernel.clock import end_of
from lippen.kernel.errors import NotVisible
from lippen.kernel.trail import Wanted
from lippen.organisation import queries as organisation
from lippen.organisation.queries.lookers import AccountRow, account_rows

DAYS_SHOWN = 60
SLOWED = "refused.slowed"


@dataclass(frozen=True)
class DayRow:
    """A day that was looked through: how many records were read by how many, what was found, what is still open."""

    ref: str
    day: date
    reads: int
    readers: int
    found: int
    open: int


@dataclass(frozen=True)
class LookedRow:
    """What somebody said of an unusual read."""

    outcome: str
    words: str
    so_on: date
    by: str


@dataclass(frozen=True)
class UnusualRow:
    """An unusual read as it stands: who read what, why it is here, what came of it."""

    ref: str
    day: date
    day_ref: str
    reader: AccountRow | None
    reader_id: int
    record: str
    at: datetime
    times: int
    records: int
    why: tuple[str, ...]
    said: tuple[LookedRow, ...]
    is_open: bool


@dataclass(frozen=True)
class StreetRow:
    """The street of an officer."""

    name: str
    street: str
    postcode: str
    so_on: date


def slowed_until(ref: str) -> datetime | None:
    """When whoever asks may look up this record or make this search; None where they may at once."""
    with connection.cursor() as cursor:
        cursor.execute("select visible_pace(%s)", [ref])
        return cursor.fetchone()[0]


def reads_between(authority_id: int, since: datetime, before: datetime) -> tuple[Read, ...]:
    """Who read which record of a council, with what speaks for it; nothing for whoever may not know."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select account_id, record, at, hours, times, own_work, pending, manager, own_name, rare_name,
            own_street, leaving, refused, opened from visible_reads(%s, %s, %s)""",
            [authority_id, since, before],
        )
        return tuple(Read(row[0], row[1], row[2], tuple(row[3]), *row[4:]) for row in cursor.fetchall())


def unusual_of(actor: Actor, authority_id: int, day: date, reads: Sequence[Read]) -> tuple[Unusual, ...]:
    """What is unusual about the reads of a day, in the light of sixty days that ended four weeks before."""
    since, before = end_of(date.fromordinal(day.toordinal() - 1)), end_of(day)
    odd = sorted({read.account_id for read in reads if any(map(unusual.is_odd_hour, read.hours))})
    until = since - rules.HABITS_BEFORE
    counted = trail.days_and_odd_days(actor, odd, since=until - rules.HABITS_OVER, before=until) if odd else {}
    habits = {account: Habit(*numbers) for account, numbers in counted.items()}
    entries = trail.entries(actor, Wanted(verbs=[SLOWED], since=since, before=before))
    here = entries.filter(authority_ids__contains=[authority_id]).exclude(account_id=None).order_by("-at")
    slowed = dict(here.values_list("account_id", "at"))
    cleared, told = _cleared(actor, authority_id, day), _told(actor, authority_id, day)
    return unusual.found(reads, habits=habits, slowed=slowed, cleared=cleared, told=told)


def _told(actor: Actor, authority_id: int, day: date) -> set[Told]:
    """Signs of a reader and a record that were reported not long ago."""
    found = UnusualRead.objects.visible_to(actor).filter(
        authority_id=authority_id, day__day__gte=day - rules.TOLD_FOR, day__day__lt=day
    )
    rows = found.exclude(record="").values_list("reader_id", "record", "signs")
    return {(reader, record, Sign(sign)) for reader, record, signs in rows for sign in signs}


def _cleared(actor: Actor, authority_id: int, day: date) -> set[Told]:
    """Signs of a reader and a record that somebody found nothing wrong with, not long ago."""
    later = UnusualLook.objects.filter(unusual=OuterRef("unusual"), pk__gt=OuterRef("pk"))
    looks = UnusualLook.objects.visible_to(actor).filter(
        ~Exists(later),
        outcome=LookOutcome.NOTHING.value,
        authority_id=authority_id,
        unusual__day__day__gte=day - rules.CLEARED_FOR,
    )
    rows = looks.exclude(unusual__record="").values_list("unusual__reader_id", "unusual__record", "unusual__signs")
    return {(reader, record, Sign(sign)) for reader, record, signs in rows for sign in signs}


def days(actor: Actor) -> tuple[DayRow, ...]:
    """The days that were looked through, the latest first."""
    settled = UnusualLook.objects.filter(unusual=OuterRef("found"), outcome__in=_settling())
    counted = ReadDay.objects.visible_to(actor).annotate(
        number=Count("found"), left=Count("found", filter=~Exists(settled))
    )
    return tuple(
        DayRow(row.ref, row.day, row.reads, row.readers, row.number, row.left)
        for row in counted.order_by("-day", "-id")[:DAYS_SHOWN]
    )


def _settling() -> list[str]:
    return [LookOutcome.NOTHING.value, LookOutcome.PASSED_ON.value]


def days_by_ref(actor: Actor, refs: Iterable[str]) -> dict[str, date]:
    """These days by their reference."""
    return dict(ReadDay.objects.visible_to(actor).filter(ref__in=list(refs)).values_list("ref", "day"))


def looked_through(actor: Actor, authority_id: int, day: date) -> ReadDay | None:
    """That day, if it was looked through."""
    return ReadDay.objects.visible_to(actor).filter(authority_id=authority_id, day=day).first()


def day_found(actor: Actor, ref: str) -> tuple[date, tuple[UnusualRow, ...]]:
    """What was found on a day: what nobody has settled first, then by how much speaks for it."""
    day = ReadDay.objects.visible_to(actor).filter(ref=ref).first()
    if day is None:
        raise NotVisible
    return day.day, _rows(actor, day.found.all())


def unusual_read(actor: Actor, ref: str) -> UnusualRow:
    """One unusual read."""
    rows = _rows(actor, UnusualRead.objects.visible_to(actor).filter(ref=ref))
    if not rows:
        raise NotVisible
    return rows[0]


def is_settled(actor: Actor, day: ReadDay) -> bool:
    """Whether somebody said of everything that was found on a day what came of it."""
    settled = UnusualLook.objects.filter(unusual=OuterRef("pk"), outcome__in=_settling())
    return not UnusualRead.objects.visible_to(actor).filter(~Exists(settled), day=day).exists()


def _rows(actor: Actor, wanted: Iterable[UnusualRead]) -> tuple[UnusualRow, ...]:
    ids = [row.pk for row in wanted]
    found = list(UnusualRead.objects.visible_to(actor).filter(pk__in=ids).select_related("day"))
    looks = list(UnusualLook.objects.filter(unusual_id__in=ids).order_by("id"))
    latest = max((row.day.day for row in found), default=date.min)
    who = account_rows({row.reader_id for row in found}, on=latest)
    by = organisation.account_names({look.recorded_by_id for look in looks})
    rows = [
        _row(row, who.get(row.reader_id), [look for look in looks if look.unusual_id == row.pk], by) for row in found
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_open, -_points(row, found), row.at, row.ref)))


def _points(row: UnusualRow, found: Sequence[UnusualRead]) -> int:
    return next(sum(unusual.POINTS[Sign(sign)] for sign in each.signs) for each in found if each.ref == row.ref)


def _row(row: UnusualRead, who: AccountRow | None, looks: list[UnusualLook], by: dict[int, str]) -> UnusualRow:
    return UnusualRow(
        row.ref,
        row.day.day,
        row.day.ref,
        who,
        row.reader_id,
        row.record,
        row.at,
        row.times,
        row.records,
        tuple(unusual.WORDS[Sign(sign)] for sign in row.signs),
        tuple(
            LookedRow(
                LOOK_WORDS[LookOutcome(look.outcome)], look.words, look.so_on, by.get(look.recorded_by_id or 0, "")
            )
            for look in looks
        ),
        not looks or looks[-1].outcome == LookOutcome.ASKED.value,
    )


def streets(actor: Actor) -> tuple[StreetRow, ...]:
    """The streets of officers, as last recorded, by name."""
    later = OfficerStreet.objects.filter(officer=OuterRef("officer"), pk__gt=OuterRef("pk"))
    rows = list(OfficerStreet.objects.visible_to(actor).filter(~Exists(later)).exclude(street=""))
    names = organisation.person_names({row.officer_id for row in rows})
    told = [StreetRow(names.get(row.officer_id, ""), row.street, row.postcode, row.so_on) for row in rows]
    return tuple(sorted(told, key=lambda row: row.name))
