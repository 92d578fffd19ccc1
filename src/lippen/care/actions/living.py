"""
Where a looked-after child lives and why: care begins, a move, another legal reason, care ends.

Ending what was and beginning what is next is one act, so that no day is left without a placement or a legal reason.
Spans are never edited: an end is a further version of the span (`further`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import DatabaseError, connection
from django.db.transaction import atomic

from lippen.care.actions.days import born, check_life
from lippen.care.actions.fitting import check_carers, check_law
from lippen.care.actions.following import follow
from lippen.care.models import AfterCare, Carer, Episode, LegalReason, Placement
from lippen.care.models.spans import Span as Kept
from lippen.care.queries import carers
from lippen.care.queries import spans as queries
from lippen.care.rules import legal as law
from lippen.care.rules import possible
from lippen.care.rules import spans as rules
from lippen.care.vocabulary import (
    APART,
    AfterKind,
    Area,
    CodeSystem,
    Destination,
    MoveReason,
    PlacementKind,
    Setting,
    Siblings,
)
from lippen.casework.actions.work import say_status
from lippen.casework.actions.writing import Writing, begin, begin_of, check_day, needed, reason_given
from lippen.casework.queries.people import twins
from lippen.casework.vocabulary import Status
from lippen.design.words import count_words, day_words
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref
from lippen.kernel.records import next_ids, put_all

T = TypeVar("T", bound=Kept)

NOT_LOOKED_AFTER = "This child is not looked after now. Record first that care began."
IS_LOOKED_AFTER = "This child is looked after already. Record a move, or another legal reason, instead."
STANDS = "This move is recorded already, for this day and place. Look at the page again."
DEATH_FIRST = "Record the death on {name}’s record first: what is to be told of it follows from there."
DIED_LATER = "{name} died on {day}, later than that. Give that day."
DIED_ON = "{name} died on {day}. Choose “Died”, and give that day."
MEANWHILE = "Somebody has just changed this. Look at the page again before you go on."
CAME_LATER = (
    "The child moved on {since} already, as is recorded. Give that day or a later one. To add a move before it: say "
    "on the child's page of care that the placement since {since} never was, record the earlier move, and then the one "
    "of {since} again."
)
REASON_LATER = (
    "Another legal reason is recorded since {since} already. Give that day or a later one. To add one before it: say "
    "on the child's page of care that the one since {since} never was, record the earlier one, and then that one again."
)
BEGAN_LATER = "Care began on {since}. Give that day or a later one, or correct the day on which it began."
ORDER_LATER = "The order holds since {since}. Give that day or a later one."
MOVED_LATER = "The child moved on {since}, as is recorded. Care ended on that day or later, or the move was wrong."
LAW_LATER = "A legal reason or an order is recorded since {since}. Care ended on that day or later, or it was wrong."
NO_PLACE = (
    "With {name} {lives}, and they are approved for {most}. Say that the child goes there all the same, or choose "
    "other carers."
)
AT_ONE_TIME = {
    "episodes_do_not_overlap": "The child was looked after on some of these days already. Look at the days above.",
    "placements_do_not_overlap": "The child lived somewhere else on some of these days. End that placement first.",
    "legal_reasons_do_not_overlap": "Another legal reason is recorded for some of these days. End that one first.",
    "an_order_is_recorded_once_at_a_time": "This order is recorded for some of these days already.",
    "placements_leave_no_gap": "This would leave days without a placement. Record where the child lived then.",
    "legal_reasons_leave_no_gap": "This would leave days without a legal reason. Record which one held then.",
}
AFTER_CARE = {Destination.ADOPTED: Status.NONE, Destination.CONTINUING: Status.AFTERCARE}
"""What kind of work follows on leaving care; after anything else the child is in need until somebody says more."""


@dataclass(frozen=True)
class PlacementGiven:
    """What is said of a placement."""

    kind: PlacementKind
    carer_ref: str = ""
    is_emergency: bool = False
    is_short_series: bool = False
    area: Area = Area.NOT_KNOWN
    siblings: Siblings = Siblings.NOT_KNOWN
    siblings_why: str = ""
    moved_why: MoveReason | None = None
    moved_words: str = ""
    is_over_places: bool = False
    """Whether it was said that the child goes to carers with whom no place is free."""


@dataclass(frozen=True)
class LegalGiven:
    """What is said of a legal reason: its code in the Scottish list, and its last day where it lapses by itself."""

    code: str
    expires_on: date | None = None
    words: str = ""


@atomic
def begin_care(
    *,
    actor: Actor,
    person_ref: str,
    so_on: date,
    placement: PlacementGiven,
    legal: LegalGiven,
    at: datetime,
    is_at_odds: bool = False,
) -> Episode:
    """Record that a child is looked after from a day on: where the child lives, and by which law.

    `is_at_odds`: it was said that the two do not go together and are so all the same.
    """
    writing = begin(actor, person_ref, at=at)
    check_life(writing, so_on)
    if sentence := possible.too_late_to_begin(so_on, **born(writing)):
        raise CannotDo(sentence, field="so_on")
    whose = [writing.person.pk, *twins(writing.person.pk)]
    if queries.open_episode(actor, whose):
        raise CannotDo(IS_LOOKED_AFTER)
    before = queries.current(actor, Episode, whose)
    if other := rules.overlapping(rules.Span(so_on, None), queries.as_spans(before)):
        raise CannotDo(other.sentence("time in care"), field="so_on")
    with one_at_a_time():
        made = Episode.objects.create(**named("episode"), **writing.fact(so_on))
        placed = _placed(writing, made, placement, so_on)
        _reasoned(writing, made, legal, so_on)
    check_law(writing, made, placed, at_once=True, is_said=is_at_odds)
    audit.record(actor, "care.began", made, keys={"person": writing.person.ref, "kind": placed.code})
    _say_status(writing, placed.code, so_on)
    follow(writing)
    return made


@atomic
def move(
    *,
    actor: Actor,
    person_ref: str,
    so_on: date,
    placement: PlacementGiven,
    at: datetime,
    is_at_odds: bool = False,
) -> Placement:
    """Record that a child moved: the placement before ends on the day on which the next begins."""
    writing = begin(actor, person_ref, at=at)
    check_life(writing, so_on)
    episode = _open(writing)
    last = queries.of_episode(Placement, episode)[-1]
    if placement.moved_why is None:
        raise CannotDo("Say why the child moved.", field="moved_why")
    _check_after(last, so_on, CAME_LATER if last.so_on > episode.so_on else BEGAN_LATER)
    if (last.so_on, last.code) == (so_on, PlacementKind(placement.kind).value) and _is_with(last, placement):
        raise CannotDo(STANDS, field="so_on")
    with one_at_a_time():
        further(writing, last, ends_on=so_on)
        made = _placed(writing, episode, placement, so_on)
    check_law(writing, episode, made, is_said=is_at_odds)
    audit.record(actor, "care.moved", made, keys={"person": writing.person.ref, "kind": made.code})
    _say_status(writing, made.code, so_on)
    follow(writing)
    return made


@atomic
def change_legal(
    *, actor: Actor, person_ref: str, so_on: date, legal: LegalGiven, at: datetime, is_at_odds: bool = False
) -> LegalReason:
    """Record that a child is looked after by another legal reason from a day on; the one before ends with it."""
    writing = begin(actor, person_ref, at=at)
    check_life(writing, so_on)
    episode = _open(writing)
    last = [row for row in queries.of_episode(LegalReason, episode) if row.is_basis][-1]
    _check_after(last, so_on, REASON_LATER if last.so_on > episode.so_on else BEGAN_LATER)
    with one_at_a_time():
        further(writing, last, ends_on=so_on)
        made = _reasoned(writing, episode, legal, so_on)
    check_law(writing, episode, made, is_said=is_at_odds)
    audit.record(actor, "care.legal_changed", made, keys={"person": writing.person.ref, "kind": made.code})
    follow(writing)
    return made


@atomic
def add_order(*, actor: Actor, person_ref: str, so_on: date, legal: LegalGiven, at: datetime) -> LegalReason:
    """Record an order or measure that holds beside the legal reason by which the child is looked after."""
    writing = begin(actor, person_ref, at=at)
    check_life(writing, so_on)
    episode = _open(writing)
    if so_on < episode.so_on:
        raise CannotDo("The child was not looked after yet on that day.", field="so_on")
    with one_at_a_time():
        made = _reasoned(writing, episode, legal, so_on, is_basis=False)
    audit.record(actor, "care.order_added", made, keys={"person": writing.person.ref, "kind": made.code})
    follow(writing)
    return made


@atomic
def end_order(*, actor: Actor, legal_ref: str, so_on: date, at: datetime) -> LegalReason:
    """Record that an order which held beside the legal reason ended."""
    row, writing = held(actor, LegalReason, legal_ref, at=at)
    check_day(so_on, at)
    if row.is_basis:
        raise CannotDo("The child is looked after by this. Record another legal reason, or that care ended.")
    _check_after(row, so_on, ORDER_LATER)
    made = further(writing, row, ends_on=so_on)
    audit.record(actor, "care.order_ended", made, keys={"person": writing.person.ref, "kind": made.code})
    follow(writing)
    return made


@atomic
def end_care(
    *, actor: Actor, person_ref: str, so_on: date, destination: Destination, at: datetime, words: str = ""
) -> Episode:
    """Record that a child is no longer looked after, and where the child went; what was open ends with it."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    _check_death(writing, so_on, destination)
    episode = _open(writing)
    open_ones = [
        row
        for model in (Placement, LegalReason)
        for row in queries.of_episode(model, episode)
        if row.ends_on is None or row.ends_on > so_on
    ]
    for row in open_ones:
        _check_after(row, so_on, MOVED_LATER if isinstance(row, Placement) else LAW_LATER)
    if destination in {Destination.OTHER, Destination.NOT_KNOWN}:
        needed(words, "words", "Say in words where the child went, or why it is not known.")
    with one_at_a_time():
        for row in open_ones:
            further(writing, row, ends_on=so_on)
        made = further(
            writing,
            episode,
            ends_on=so_on,
            destination=Destination(destination).value,
            destination_words=words.strip()[:240],
        )
    audit.record(actor, "care.ended", made, keys={"person": writing.person.ref, "kind": made.destination})
    if destination is not Destination.DIED:
        _status(writing, AFTER_CARE.get(destination, Status.IN_NEED), so_on)
    follow(writing)
    return made


@atomic
def say_after_care(
    *, actor: Actor, person_ref: str, kind: AfterKind, so_on: date, at: datetime, words: str = ""
) -> AfterCare:
    """Record a dated fact of leaving care: continuing care, aftercare, a pathway plan."""
    writing = begin(actor, person_ref, at=at)
    check_life(writing, so_on)
    if sentence := possible.too_young_for(AfterKind(kind), so_on, **born(writing)):
        raise CannotDo(sentence, field="so_on")
    made = AfterCare.objects.create(
        ref=new_ref("after"), kind=AfterKind(kind).value, words=words.strip(), **writing.fact(so_on)
    )
    audit.record(actor, "care.after_said", made, keys={"person": writing.person.ref, "kind": made.kind})
    return made


def held(actor: Actor, model: type[T], ref: str, *, at: datetime) -> tuple[T, Writing]:
    """Begin to write to a span: as it stands once nobody else writes to the child's record."""
    writing = begin_of(actor, queries.one(actor, model, ref).person, at=at, carries_on=True)
    return queries.one(actor, model, ref), writing


def named(begins: str) -> dict[str, str]:
    """The reference of a span that begins, which all its versions carry."""
    ref = new_ref(begins)
    return {"ref": ref, "thread": ref}


def further(writing: Writing, row: T, *, why: str = "", **changes: Any) -> T:
    """A further version of a span, with what changes about it; whoever changed it meanwhile is in the way."""
    made = _version(writing, row, why=why, **changes)
    with refusal(f"{row._meta.db_table}_replaces_id_key", MEANWHILE):
        made.save(force_insert=True)
    return made


def further_all(model: type[T], changes: Sequence[tuple[Writing, T, Mapping[str, Any]]]) -> list[T]:
    """The same of many spans of one table at once, in this order: of each what changes about it."""
    made = [_version(writing, row, **changed) for writing, row, changed in changes]
    for version, pk in zip(made, next_ids(model, len(made)), strict=True):
        version.pk, version.is_current = pk, True
    with refusal(f"{model._meta.db_table}_replaces_id_key", MEANWHILE):
        put_all(made)
    return made


def _version(writing: Writing, row: T, *, why: str = "", **changes: Any) -> T:
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in {"id", "ref", "first_id", "replaces_id", "is_current", "is_wrong", "why"}
    }
    about = _about(writing, row.person_id, changes.pop("so_on", row.so_on))
    version = {
        "ref": new_ref(row.thread.partition("-")[0]),
        "first_id": row.thread_id,
        "replaces_id": row.pk,
        "why": why,
    }
    return type(row)(**{**kept, **about, **version, **changes})


def _about(writing: Writing, person_id: int, so_on: date) -> dict[str, Any]:
    """What a span carries about its person: that of its episode, which may be a record put together with this one."""
    about = writing.fact(so_on)
    del about["person"]
    return {**about, "person_id": person_id}


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Write spans of a child, and have the database hold them against each other before anything else is written."""
    try:
        with atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as error:
        for name, sentence in AT_ONE_TIME.items():
            if name in str(error):
                raise CannotDo(sentence, field="so_on") from error
        raise


def _open(writing: Writing) -> Episode:
    """The episode that goes on, of a record held; it may stand on a record that is put together with it."""
    found = queries.open_episode(writing.actor, [writing.person.pk, *twins(writing.person.pk)])
    if found is None:
        raise CannotDo(NOT_LOOKED_AFTER)
    return found


def _check_death(writing: Writing, so_on: date, destination: Destination) -> None:
    """Care ends by death once the death stands on the child's record, on its day; after that it ends in no other way.

    What was to be told of a death, and to whom, follows from the record of the death alone.
    """
    name, died_on = writing.person.now.name, writing.person.now.died_on
    if destination is Destination.DIED and died_on is None:
        raise CannotDo(DEATH_FIRST.format(name=name), field="destination")
    if died_on is None:
        return
    if so_on < died_on and destination is Destination.DIED:
        raise CannotDo(DIED_LATER.format(name=name, day=day_words(died_on)), field="so_on")
    if so_on > died_on:
        raise CannotDo(DIED_ON.format(name=name, day=day_words(died_on)), field="so_on")
    if so_on == died_on and destination is not Destination.DIED:
        raise CannotDo(DIED_ON.format(name=name, day=day_words(died_on)), field="destination")


def _check_after(row: Kept, so_on: date, sentence: str) -> None:
    """Refuse a day before what ends on it began."""
    if so_on < row.so_on:
        raise CannotDo(sentence.format(since=day_words(row.so_on)), field="so_on")


def _placed(writing: Writing, episode: Episode, given: PlacementGiven, so_on: date) -> Placement:
    siblings = Siblings(given.siblings)
    why = given.siblings_why.strip()
    carer = _carer(writing, given.carer_ref)
    check_carers(PlacementKind(given.kind), carer)
    _check_places(writing, carer, given, episode)
    if siblings in APART:
        why = reason_given(why, "siblings_why", "Say why brothers and sisters do not live together.")
    return Placement.objects.create(
        **named("placement"),
        episode_id=episode.thread_id,
        code=PlacementKind(given.kind).value,
        carer=carer,
        is_emergency=given.is_emergency,
        is_short_series=given.is_short_series,
        area=Area(given.area).value,
        siblings=siblings.value,
        siblings_why=why,
        moved_why=MoveReason(given.moved_why).value if given.moved_why else "",
        moved_words=given.moved_words.strip(),
        **_about(writing, episode.person_id, so_on),
    )


def _carer(writing: Writing, ref: str) -> Carer | None:
    """Carers of the child's own council, by their reference."""
    if not ref:
        return None
    found = Carer.objects.visible_to(writing.actor).filter(ref=ref, authority_id=writing.person.authority_id).first()
    if found is None:
        raise CannotDo("Choose carers whom this council knows.", field="carer")
    return found


def _is_with(placed: Placement, given: PlacementGiven) -> bool:
    """Whether a child who lives there is with the very carers that are given, or with none as well."""
    return (placed.carer.ref if placed.carer else "") == given.carer_ref


def _check_places(writing: Writing, carer: Carer | None, given: PlacementGiven, episode: Episode) -> None:
    """Ask once more where no place is free: in an emergency a child goes there all the same, and it is told."""
    full = carers.full(writing.actor, carer) if carer else None
    if carer is None or full is None:
        return
    if not given.is_over_places:
        lives = f"{'lives' if full.children == 1 else 'live'} {count_words(full.children, 'child', 'children')}"
        sentence = NO_PLACE.format(name=carer.name, lives=lives, most=full.most)
        raise CannotDo(sentence, field="is_over_places")
    audit.record(writing.actor, "care.over_places", episode, keys={"carer": carer.ref})


def _reasoned(
    writing: Writing, episode: Episode, given: LegalGiven, so_on: date, *, is_basis: bool = True
) -> LegalReason:
    kind = law.LEGAL_REASONS.get(given.code)
    if kind is None:
        raise CannotDo("Choose a legal reason.", field="code")
    if sentence := law.refused(given.code, so_on):
        raise CannotDo(sentence, field="code")
    if is_basis and not kind.is_basis:
        raise CannotDo(f"A child is not looked after by “{kind.words}” alone.", field="code")
    if given.expires_on and given.expires_on < so_on:
        raise CannotDo("It ends before it begins. Give a later last day.", field="expires_on")
    return LegalReason.objects.create(
        **named("legal"),
        episode_id=episode.thread_id,
        code=kind.code,
        is_basis=is_basis,
        expires_on=given.expires_on,
        words=given.words.strip()[:240],
        **_about(writing, episode.person_id, so_on),
    )


def _say_status(writing: Writing, code: str, so_on: date) -> None:
    """Let the child's board say that the child is looked after, at home or away."""
    home = queries.setting_of(CodeSystem.SCOTTISH.value, code) is Setting.HOME
    _status(writing, Status.AT_HOME if home else Status.AWAY, so_on)


def _status(writing: Writing, status: Status, so_on: date) -> None:
    """Say it where the board says something else."""
    if writing.person.now.status != status.value:
        say_status(actor=writing.actor, person_ref=writing.person.ref, status=status, so_on=so_on, at=writing.at)
