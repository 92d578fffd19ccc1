"""A child's time in care, whole: episodes with what fills them, clocks, what was typed in, and what followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lippen.care.models import (
    AfterCare,
    AgreedDay,
    CareEvent,
    CareEventWrong,
    Carer,
    Episode,
    LegalReason,
    PermanenceLine,
    Placement,
)
from lippen.care.queries import permanence, spans
from lippen.care.queries.clocks import ASKED, own_standards, reckoned
from lippen.care.queries.days_told import waiting_of
from lippen.care.queries.events import event_row
from lippen.care.queries.fitting import ended_by_death, odd_of
from lippen.care.queries.reading import Record, read
from lippen.care.rows.clocks import ClockRow, EventRow
from lippen.care.rows.living import EpisodeRow, LegalRow, PlacementRow
from lippen.care.rows.permanence import LineRow
from lippen.care.rules.legal import LEGAL_REASONS
from lippen.care.rules.statutory import is_past
from lippen.care.vocabulary import (
    AFTER_WORDS,
    AREA_WORDS,
    CODE_SYSTEM_WORDS,
    DESTINATION_WORDS,
    EVENT_WORDS,
    MOVE_WORDS,
    SIBLINGS_WORDS,
    AfterKind,
    Area,
    CodeSystem,
    Destination,
    Event,
    MoveReason,
    Setting,
    Siblings,
    english,
)
from lippen.care.vocabulary.plans import HEALTH_WORDS, HealthKind
from lippen.casework.queries import pictures
from lippen.casework.rows import PersonRow
from lippen.design.words import count_words, day_words, sentence_words
from lippen.kernel.access import Actor
from lippen.kernel.standards import STANDING_WORDS, Clock, Override, Standard, Sure, Version
from lippen.organisation import queries as organisation

SURE_WORDS = {
    Sure.CONFIRMED: "",
    Sure.PARTLY: "Known in part: the source confirms some of it.",
    Sure.UNCONFIRMED: "Not confirmed: from practice, until the council sets its own.",
}
SPAN_WORDS = {
    Event.EPISODE_BEGAN: "Care began",
    Event.EPISODE_ENDED: "Care ended",
    Event.AT_HOME_BEGAN: "Looked after at home",
    Event.AT_HOME_ENDED: "No longer looked after at home",
    Event.AWAY_BEGAN: "Placed away from home",
    Event.AWAY_BEGAN_UNDER_6: "Placed away from home before the sixth birthday",
    Event.AWAY_BEGAN_UNDER_12: "Placed away from home before the twelfth birthday",
    Event.AWAY_ENDED: "No longer away from home",
    Event.PLACED: "Placed",
    Event.PLACED_IN_EMERGENCY: "Placed in an emergency",
    Event.EMERGENCY_ENDED: "The emergency placement ended",
    Event.SHORT_SERIES_BEGAN: "Short breaks began",
    Event.PLACEMENT_ENDED: "The placement ended",
    Event.ORDER_MADE: "A supervision order was made",
    Event.ORDER_CONTINUED: "The supervision order was continued",
    Event.ORDER_ENDED: "The supervision order ended",
    Event.ORDER_EXPIRES: "The supervision order would lapse",
    Event.REQUIREMENT_MADE: "A supervision requirement was made",
    Event.REQUIREMENT_CONTINUED: "The supervision requirement was continued",
    Event.REQUIREMENT_ENDED: "The supervision requirement ended",
    Event.INTERIM_MADE: "An interim order was made",
    Event.INTERIM_FIRST_MADE: "The first interim order was made",
    Event.INTERIM_ENDED: "The interim order ended",
    Event.INTERIM_SERIES_ENDED: "The interim orders ended",
    Event.INTERIM_VARIED: "An interim variation was made",
    Event.INTERIM_VARIATION_ENDED: "The interim variation ended",
    Event.VISIT: "A visit where the child was seen",
    Event.HOME_VISIT: "A visit at home where the child was seen",
    Event.OFFICER_SAW_CHILD: "The child was seen",
    Event.DIED: "The child died",
}
"""What follows from the record, in words."""


def words_of(kind: str) -> str:
    """An event in words."""
    event = Event(kind)
    return EVENT_WORDS.get(event) or SPAN_WORDS[event]


@dataclass(frozen=True)
class Whole:
    """A child's time in care, for the page about it."""

    episodes: tuple[EpisodeRow, ...]
    clocks: tuple[ClockRow, ...]
    events: tuple[EventRow, ...]
    is_from_returns: bool
    """Whether some of it came in with a return of another system."""
    has_waiting: bool
    """Whether rows of a file wait on the record."""
    lines: tuple[LineRow, ...]
    """Every plan for permanence, those that go on first."""
    plan: tuple[date, date] | None = None
    """On which day the child's plan was agreed last, and by when it is looked at again."""
    health: tuple[date, str] | None = None
    """On which day the child's health was looked at last, and what it was."""
    overlaps: tuple[date, date | None] | None = None
    """From when until when two times in care overlap, as those of two records that were put together may."""
    odd: tuple[str, ...] = ()
    """What does not go together in the time in care that goes on."""
    by_death: tuple[str, date] | None = None
    """Which time in care ended by death, and on which day, where no death is recorded."""


def whole(actor: Actor, person: PersonRow, *, today: date) -> Whole:
    """Everything of a child's time in care, read once."""
    record = read(actor, [person])[person.id]
    clocks, own = _reckoned(actor, record, today=today)
    is_from_returns = any(row.code_system == CodeSystem.ENGLISH for row in record.of(Episode))
    return Whole(
        _episodes(actor, record),
        _clocks(record, clocks, own, today=today),
        _events(actor, record),
        is_from_returns,
        bool(waiting_of(actor, [person.id])),
        _lines(actor, record, clocks, today=today),
        next(((row.so_on, row.next_on) for row in reversed(record.plans)), None),
        next(((row.so_on, HEALTH_WORDS[HealthKind(row.kind)]) for row in reversed(record.health)), None),
        _overlap(record),
        odd_of(record, today=today),
        _by_death(record),
    )


def _by_death(record: Record) -> tuple[str, date] | None:
    """The time in care that ended by a death which is not recorded, or no longer."""
    found = ended_by_death(record.of(Episode))
    if found is None or found.ends_on is None or record.person.died_on:
        return None
    return found.thread, found.ends_on


def _overlap(record: Record) -> tuple[date, date | None] | None:
    """The first days that two episodes of one child share."""
    for before, after in pairwise(record.of(Episode)):
        if before.ends_on is None or after.so_on < before.ends_on:
            ends = [each.ends_on for each in (before, after) if each.ends_on]
            return after.so_on, min(ends, default=None)
    return None


def episodes_of(actor: Actor, person: PersonRow) -> tuple[EpisodeRow, ...]:
    """The episodes of a child, the latest first, each with its placements and legal reasons, the latest first."""
    return _episodes(actor, read(actor, [person])[person.id])


def _episodes(actor: Actor, record: Record) -> tuple[EpisodeRow, ...]:
    placements, legal = record.of(Placement), record.of(LegalReason)
    carers = carers_by_id(actor, placements)
    return tuple(
        EpisodeRow(
            row.thread,
            row.so_on,
            row.ends_on,
            destination_words(row),
            tuple(_placement(each, carers) for each in reversed(placements) if each.episode_id == row.thread_id),
            tuple(_legal(each) for each in _basis_first(legal) if each.episode_id == row.thread_id),
        )
        for row in reversed(record.of(Episode))
    )


def _basis_first(legal: Sequence[LegalReason]) -> list[LegalReason]:
    """What the child is looked after by before what stands beside it, of each the latest first."""
    return sorted(legal, key=lambda row: (row.is_basis, row.so_on, row.pk), reverse=True)


def carer_names(actor: Actor, placements: Iterable[Placement]) -> dict[int, str]:
    """The names of the carers of these placements by id, as far as the reader sees them."""
    return {key: carer.name for key, carer in carers_by_id(actor, placements).items()}


def carers_by_id(actor: Actor, placements: Iterable[Placement]) -> dict[int, Carer]:
    """The carers of these placements by id, as far as the reader sees them."""
    ids = {row.carer_id for row in placements if row.carer_id}
    return {row.pk: row for row in Carer.objects.visible_to(actor).filter(pk__in=ids)} if ids else {}


def destination_words(row: Episode) -> str:
    """Where a child went on leaving care."""
    if row.end_code:
        return english.ENDED.get(row.end_code, f"Code {row.end_code} of the English list")
    if not row.destination:
        return ""
    words = DESTINATION_WORDS[Destination(row.destination)]
    return f"{words}: {row.destination_words}" if row.destination_words else words


def _placement(row: Placement, carers: Mapping[int, Carer]) -> PlacementRow:
    carer = carers.get(row.carer_id or 0)
    notes = [
        *(["Placed in an emergency"] if row.is_emergency else []),
        *(["One of a series of short breaks"] if row.is_short_series else []),
        *_system(row.code_system, row.code),
    ]
    return PlacementRow(
        row.thread,
        spans.placement_words(row.code_system, row.code),
        row.so_on,
        row.ends_on,
        carer.name if carer else "",
        "" if row.area == Area.NOT_KNOWN else AREA_WORDS[Area(row.area)],
        "" if row.siblings == Siblings.NOT_KNOWN else SIBLINGS_WORDS[Siblings(row.siblings)],
        row.siblings_why,
        moved_words(row),
        tuple(notes),
        spans.setting_of(row.code_system, row.code) is Setting.HOME,
        row.first_id is not None,
        _scottish(row),
        carer.ref if carer else "",
    )


def _scottish(row: Placement | LegalReason) -> str:
    """A code of the Scottish list; of another list none."""
    return row.code if row.code_system == CodeSystem.SCOTTISH else ""


def moved_words(row: Placement) -> str:
    """Why a child came to a placement from the one before."""
    if not row.moved_why:
        return row.moved_words
    if row.code_system == CodeSystem.ENGLISH:
        words = english.MOVED.get(row.moved_why, f"Code {row.moved_why} of the English list")
    else:
        words = MOVE_WORDS[MoveReason(row.moved_why)]
    return f"{words}. {row.moved_words}" if row.moved_words else words


def _legal(row: LegalReason) -> LegalRow:
    kind = LEGAL_REASONS.get(row.code) if row.code_system == CodeSystem.SCOTTISH else None
    notes = [*([row.words] if row.words else []), *_system(row.code_system, row.code)]
    words = spans.legal_words(row.code_system, row.code)
    act = kind.act if kind else ""
    days = row.so_on, row.ends_on, row.expires_on
    changed = row.first_id is not None
    return LegalRow(row.thread, words, act, *days, row.is_basis, tuple(notes), changed, _scottish(row))


def _system(system: str, code: str) -> list[str]:
    """Of a code of another list: which one."""
    return [] if system == CodeSystem.SCOTTISH else [f"{code}, {CODE_SYSTEM_WORDS[CodeSystem(system)]}"]


def _events(actor: Actor, record: Record) -> tuple[EventRow, ...]:
    """What was typed in of a child, and the facts of leaving care, the latest first."""
    wrong = {row.event_id: row.why for row in record.of(CareEventWrong)}
    rows = record.of(CareEvent)
    shown = pictures.by_number(actor, {row.picture_id for row in rows if row.picture_id})
    told = [event_row(row, shown, wrong.get(row.pk, "")) for row in rows]
    told += [EventRow("", AFTER_WORDS[AfterKind(row.kind)], row.so_on, row.words) for row in record.of(AfterCare)]
    return tuple(sorted(told, key=lambda row: row.on, reverse=True))


def clock_rows(actor: Actor, person: PersonRow, *, today: date) -> tuple[ClockRow, ...]:
    """Every clock of a child: what is late first, then what is due, then what is done, the latest first."""
    record = read(actor, [person])[person.id]
    return _clocks(record, *_reckoned(actor, record, today=today), today=today)


def _reckoned(actor: Actor, record: Record, *, today: date) -> tuple[list[Clock], dict[str, list[Override]]]:
    """The clocks of a child, and the council's own figures."""
    own = own_standards(actor, record.person.authority_id)
    return reckoned(actor, {record.person.id: record}, today=today, own=own)[record.person.id], own


def _lines(actor: Actor, record: Record, clocks: Sequence[Clock], *, today: date) -> tuple[LineRow, ...]:
    """Every plan of a child; of a record that leads on to another by what the one that stays tells."""
    if record.person.kept_id and record.of(PermanenceLine):
        return permanence.lines_about(actor, record.person, today=today)
    return permanence.lines_of(actor, record, clocks, today=today)


def _clocks(
    record: Record, found: Sequence[Clock], own: dict[str, list[Override]], *, today: date
) -> tuple[ClockRow, ...]:
    agreed = _agreed(record)
    rows = [clock_row(each, own, agreed, today=today) for each in found]
    open_ones = sorted((row for row in rows if row.standing in ASKED and row.done_on is None), key=_soonest)
    done = sorted((row for row in rows if row not in open_ones), key=lambda row: row.due_on, reverse=True)
    return (*open_ones, *done)


def _soonest(row: ClockRow) -> tuple[date, str]:
    return row.last_day, row.title


def _agreed(record: Record) -> dict[tuple[str, str], str]:
    """What was agreed last for each clock, in words."""
    rows = sorted(record.of(AgreedDay), key=lambda row: row.pk)
    names = organisation.person_names([row.approver_id for row in rows]) if rows else {}
    return {(row.standard_key, row.trigger_key): _agreed_words(row, names[row.approver_id]) for row in rows}


def clock_row(
    clock: Clock,
    own: dict[str, list[Override]],
    agreed: dict[tuple[str, str], str],
    *,
    today: date,
) -> ClockRow:
    """One clock in words, with the rule that counts for it and why a later one does not."""
    late = clock.days_late(today)
    until = clock.done.on if clock.done else today
    later = clock.standard.changed_after(clock.trigger.on, until, own.get(clock.standard.key, ()))
    return ClockRow(
        key=clock.standard.key,
        trigger_key=clock.trigger.key,
        title=clock.standard.title,
        began=words_of(clock.trigger.kind),
        began_on=clock.trigger.on,
        due_on=clock.due_on,
        last_day=clock.last_day,
        standing=clock.standing.value,
        standing_words=STANDING_WORDS[clock.standing],
        late_words=f"{count_words(late, 'day')} late" if late else "",
        done_on=clock.done.on if clock.done else None,
        ended_on=clock.ended_on,
        sentence=clock.version.sentence,
        source=clock.version.source,
        sure=SURE_WORDS[clock.version.sure],
        beside=beside_words(clock.standard, clock.version),
        later_rule=_later(later) if later else "",
        agreed=agreed.get((clock.standard.key, clock.trigger.key), ""),
    )


MORE_TIME = {
    False: "The council’s own figure is longer than the law’s.",
    True: "The council’s own figure is shorter than the law’s, and leaves less time before that day.",
}


def beside_words(standard: Standard, version: Version) -> str:
    """What is shipped with its source and how sure it is, where a council's own figure stands in its place.

    An own figure that leaves more time than the law does is said to.
    """
    shipped = version.beside
    if shipped is None:
        return ""
    figure = f"Shipped: {shipped.limit}. " if shipped.limit else "Shipped without a figure. "
    told = f"{figure}{sentence_words(shipped.source)} {SURE_WORDS[shipped.sure]}".rstrip()
    if version.limit is None or not is_past(standard, version.limit, shipped):
        return told
    return f"{told} {MORE_TIME[standard.is_before]}"


def _later(version: Version) -> str:
    figure = f": {version.limit}" if version.limit else ""
    return (
        f"Another rule is in force since {day_words(version.in_force_from)}{figure}. It counts for what began "
        "from then on, so this clock goes by the rule of the day on which it began."
    )


def _agreed_words(day: AgreedDay, name: str) -> str:
    why, cover = sentence_words(day.why), sentence_words(day.cover)
    return f"{name} agreed {day_words(day.until)} instead, on {day_words(day.so_on)}: {why} Meanwhile: {cover}"


def brothers_in_care(actor: Actor, people: Sequence[PersonRow]) -> dict[int, str]:
    """Of brothers and sisters who are looked after now: where they live, in words, by id."""
    ids = [row.id for row in people]
    rows = spans.current(actor, Placement, ids) if ids else []
    return {row.person_id: spans.placement_words(row.code_system, row.code) for row in rows if row.ends_on is None}
