"""The episodes, placements and legal reasons of a child, as they stand, and as they were known on any day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TypeVar

from lippen.care.models import Episode, LegalReason, Placement
from lippen.care.models.spans import Span as Kept
from lippen.care.rules import legal
from lippen.care.rules.spans import Span
from lippen.care.vocabulary import (
    PLACEMENT_SETTINGS,
    PLACEMENT_WORDS,
    CodeSystem,
    PlacementKind,
    Setting,
    SpanKind,
    english,
)
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible

T = TypeVar("T", bound=Kept)


def placement_words(system: str, code: str) -> str:
    """What a code of a placement means in its own list; of one that its list does not have the code itself."""
    if system == CodeSystem.ENGLISH:
        return english.PLACEMENTS.get(code, (f"Code {code} of the English list", Setting.UNKNOWN))[0]
    return PLACEMENT_WORDS[PlacementKind(code)]


def setting_of(system: str, code: str) -> Setting:
    """What kind of home a code means: at home, with a family, residential."""
    if system == CodeSystem.ENGLISH:
        return english.PLACEMENTS.get(code, ("", Setting.UNKNOWN))[1]
    return PLACEMENT_SETTINGS[PlacementKind(code)]


def legal_words(system: str, code: str) -> str:
    """What a legal reason's code means in its own list."""
    if system == CodeSystem.ENGLISH:
        return english.LEGAL.get(code, f"Code {code} of the English list")
    return legal.LEGAL_REASONS[code].words


def current(actor: Actor, model: type[T], person_ids: Collection[int]) -> list[T]:
    """The spans of these people as they stand now, in the order of days."""
    rows = model.objects.visible_to(actor).filter(person_id__in=person_ids, is_current=True, is_wrong=False)
    return list(rows.order_by("so_on", "id"))


def known_at(actor: Actor, model: type[T], person_ids: Collection[int], moment: datetime) -> list[T]:
    """The same as they were known at a moment: of each span the version that was recorded last by then."""
    rows = model.objects.visible_to(actor).filter(person_id__in=person_ids, recorded_at__lte=moment).order_by("id")
    last = {row.thread_id: row for row in rows}
    return sorted((row for row in last.values() if not row.is_wrong), key=lambda row: (row.so_on, row.pk))


def one(actor: Actor, model: type[T], ref: str) -> T:
    """A span as it stands now, by the reference with which it began or of any of its versions; or NotVisible."""
    rows = model.objects.visible_to(actor)
    threads = model.objects.filter(ref=ref).values("thread")
    found = rows.filter(thread__in=threads, is_current=True).first()
    if found is None:
        raise NotVisible
    return found


def legal_of(actor: Actor, ref: str) -> LegalReason:
    """A legal reason or order as it stands now, or NotVisible."""
    return one(actor, LegalReason, ref)


def told(actor: Actor, what: SpanKind, ref: str) -> tuple[str, str, date]:
    """A placement or legal reason as it stands now: whose it is, its words, since when; or NotVisible."""
    row = one(actor, Placement, ref) if what is SpanKind.PLACEMENT else one(actor, LegalReason, ref)
    words = placement_words if what is SpanKind.PLACEMENT else legal_words
    return row.person.ref, words(row.code_system, row.code), row.so_on


def episode_told(actor: Actor, ref: str) -> tuple[str, date, date | None]:
    """An episode as it stands now: whose it is, since when and until when; or NotVisible."""
    row = one(actor, Episode, ref)
    return row.person.ref, row.so_on, row.ends_on


def as_span(row: Kept) -> Span:
    """A row as days alone, named by the reference of its version."""
    return Span(row.so_on, row.ends_on, row.ref)


def as_spans(rows: Sequence[Kept]) -> list[Span]:
    """Rows as days alone."""
    return [as_span(row) for row in rows]


def open_episode(actor: Actor, person_ids: Collection[int]) -> Episode | None:
    """The episode that goes on, where a child is looked after; of several records of one child all are given."""
    found = Episode.objects.visible_to(actor).filter(person_id__in=person_ids, is_current=True, is_wrong=False)
    return found.filter(ends_on__isnull=True).first()


def lives_in(actor: Actor, person_ids: Collection[int]) -> tuple[str, Setting] | None:
    """Where a looked-after child lives now, in words, and what kind of home that is; of one child whose records."""
    found = Placement.objects.visible_to(actor).filter(person_id__in=person_ids, is_current=True, is_wrong=False)
    last = found.filter(ends_on__isnull=True).order_by("-so_on", "-id").first()
    if last is None:
        return None
    return placement_words(last.code_system, last.code), setting_of(last.code_system, last.code)


def first_day(actor: Actor, person_ids: Collection[int]) -> date | None:
    """The first known day in care, of one child whose records these are."""
    found = Episode.objects.visible_to(actor).filter(person_id__in=person_ids, is_current=True, is_wrong=False)
    return found.order_by("so_on").values_list("so_on", flat=True).first()


def of_episode(model: type[Placement] | type[LegalReason], episode: Episode) -> list[Placement | LegalReason]:
    """The current placements or legal reasons of an episode, in the order of days."""
    rows = model.objects.filter(episode_id=episode.thread_id, is_current=True, is_wrong=False)
    return list(rows.order_by("so_on", "id"))
