"""What is held of somebody's time in care beside what their chronology tells, for the file of what is held about them.

Every table of this room whose rows are about one person is told here or by the chronology (`queries.told`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from lippen.care.models import (
    AgencyDecision,
    AgreedDay,
    CareEvent,
    Carer,
    ChildPlan,
    CourtStep,
    CoWorker,
    CoWorkerEnd,
    DecisionEnd,
    Discussed,
    DriftAnswer,
    Episode,
    HealthCheck,
    HearingAdvice,
    Invited,
    LegalReason,
    LineEnd,
    LineEndUndone,
    PermanenceLine,
    Placement,
    ReturnRow,
    Review,
    ReviewDecision,
    ReviewHeld,
    ReviewStep,
    WaitsOn,
)
from lippen.care.queries.spans import legal_words, placement_words
from lippen.care.rules import STANDARDS
from lippen.care.vocabulary import AREA_WORDS, EVENT_WORDS, SIBLINGS_WORDS, Area, Event, Siblings
from lippen.care.vocabulary.meetings import (
    ADJOURN_WORDS,
    ADVICE_WORDS,
    AGENCY_DECIDED_WORDS,
    COURT_WORDS,
    MEETING_WORDS,
    RATING_WORDS,
    AdjournCause,
    Advice,
    AgencyOutcome,
    CourtStepKind,
    MeetingKind,
    Rating,
)
from lippen.care.vocabulary.permanence import ANSWER_WORDS, ROUTE_WORDS, WAITS_WORDS, AnswerKind, Route, Waits
from lippen.care.vocabulary.plans import COPY_WORDS, HasCopy
from lippen.care.vocabulary.reviews import (
    INVITED_WORDS,
    LATE_WORDS,
    OUTCOME_WORDS,
    REVIEW_STEP_WORDS,
    TOOK_PART_WORDS,
    DecisionOutcome,
    InvitedKind,
    LateCause,
    ReviewStepKind,
    TookPart,
)
from lippen.casework.queries.people import kept_for
from lippen.design.words import day_words
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation

T = TypeVar("T")
Held = tuple[date | None, str, str]
Viewed = ReviewHeld | ChildPlan | HealthCheck | Discussed | AgencyDecision | CareEvent | PermanenceLine | LineEnd
NOT_KNOWN = {Area.NOT_KNOWN.value, Siblings.NOT_KNOWN.value}


@dataclass(frozen=True)
class About:
    """Whose rows are read, and the officers whom they name."""

    actor: Actor
    person_ids: tuple[int, ...]
    names: Mapping[int, str]

    def rows(self, model: type[T]) -> Iterable[T]:
        """The rows of one table in the order of days."""
        kept: Any = model
        return kept.objects.visible_to(self.actor).filter(person_id__in=self.person_ids).order_by("so_on", "id")

    def name(self, officer_id: int | None, words: str = "") -> str:
        """An officer's name, or who it is in words."""
        return self.names.get(officer_id or 0, words)


def held_about(actor: Actor, person_ids: Collection[int]) -> list[Held]:
    """All of it as day, heading and words, kind by kind, of each the earliest first."""
    about = About(actor, tuple(person_ids), {})
    officers = {each for model, field in OFFICERS for row in about.rows(model) if (each := getattr(row, field))}
    names = organisation.person_names(officers) if officers else {}
    about = About(actor, tuple(person_ids), names)
    return [held for tell in TELLERS for held in tell(about)]


def homes_of(actor: Actor, person_ids: Collection[int]) -> tuple[str, ...]:
    """The names of those with whom these people were placed, as far as the actor sees them, by name."""
    ids = {*person_ids, *kept_for(person_ids)}
    placed = Placement.objects.visible_to(actor).filter(person_id__in=ids, carer__isnull=False)
    found = Carer.objects.visible_to(actor).filter(pk__in=placed.values("carer_id"))
    return tuple(found.order_by("name").values_list("name", flat=True).distinct())


def _words(*parts: tuple[str, str]) -> str:
    """What is known, line by line, each with its heading."""
    return "\n".join(f"{name}: {words}" if name else words for name, words in parts if words)


def _day(on: date | None) -> str:
    return day_words(on) if on else ""


def _placements(about: About) -> Iterator[Held]:
    carers = dict(Carer.objects.visible_to(about.actor).values_list("pk", "name"))
    for row in about.rows(Placement):
        told = (
            ("With", carers.get(row.carer_id or 0, "")),
            ("Until", _day(row.ends_on)),
            ("Where", "" if row.area in NOT_KNOWN else AREA_WORDS[Area(row.area)]),
            ("Brothers and sisters", "" if row.siblings in NOT_KNOWN else SIBLINGS_WORDS[Siblings(row.siblings)]),
            ("Why", row.siblings_why),
            ("Provider", row.provider_code),
            ("Why the move", row.moved_words),
        )
        yield row.so_on, f"Lived: {placement_words(row.code_system, row.code)}", _words(*told, *_version(row))


def _legal(about: About) -> Iterator[Held]:
    for row in about.rows(LegalReason):
        told = (("Until", _day(row.ends_on)), ("Lapses on", _day(row.expires_on)), ("", row.words))
        words = _words(*told, *_version(row))
        yield row.so_on, f"Looked after by: {legal_words(row.code_system, row.code)}", words


def _episodes(about: About) -> Iterator[Held]:
    for row in about.rows(Episode):
        told = (("Until", _day(row.ends_on)), ("Went to", row.destination_words))
        yield row.so_on, "In care", _words(*told, *_version(row))


def _version(row: Any) -> Iterator[tuple[str, str]]:
    """Of what was said before, or taken back: that it was, and why."""
    if row.is_wrong:
        yield "This was wrong", row.why
    elif row.why:
        yield "Why it was corrected", row.why
    if not row.is_current:
        yield "", "This is what was recorded before"


def _events(about: About) -> Iterator[Held]:
    """What the child thinks at what was typed in: that it happened stands in the chronology."""
    for row in about.rows(CareEvent):
        if words := _words(*_view(row)):
            yield row.so_on, f"{EVENT_WORDS[Event(row.kind)]}: what was said of it", words


def _agreed(about: About) -> Iterator[Held]:
    for row in about.rows(AgreedDay):
        title = STANDARDS[row.standard_key].title if row.standard_key in STANDARDS else row.standard_key
        told = (("By", about.name(row.approver_id)), ("Until", _day(row.until)))
        yield (
            row.so_on,
            f"Another day was agreed: {title}",
            _words(*told, ("Why", row.why), ("Meanwhile", row.cover)),
        )


def _reviews(about: About) -> Iterator[Held]:
    kinds: dict[int, str] = {}
    for row in about.rows(Review):
        kinds[row.pk] = EVENT_WORDS[Event(row.kind)]
        told = (("For", _day(row.planned_on)), ("Chair", about.name(row.chair_id, row.chair_words)))
        yield row.so_on, f"Planned: {kinds[row.pk]}", _words(*told)
    for step in about.rows(ReviewStep):
        words = REVIEW_STEP_WORDS[ReviewStepKind(step.kind)].lower()
        yield step.so_on, f"{kinds[step.review_id]}: {words}", _words(("To", _day(step.planned_on)), ("Why", step.why))
    for guest in about.rows(Invited):
        who = f"{INVITED_WORDS[InvitedKind(guest.kind)]}. {guest.words}".rstrip(". ")
        yield guest.so_on, f"{kinds[guest.review_id]}: who was asked", who
    for held in about.rows(ReviewHeld):
        yield held.so_on, f"{kinds[held.review_id]}: what was said", _of_held(held)
    for decision in about.rows(ReviewDecision):
        who = about.name(decision.owner_id, decision.owner_words)
        told = (("", decision.words), ("Who does it", who), ("By", _day(decision.due_on)))
        yield decision.so_on, f"{kinds[decision.review_id]}: what was decided", _words(*told)
    for end in about.rows(DecisionEnd):
        told = (("", OUTCOME_WORDS[DecisionOutcome(end.outcome)]), ("", end.words))
        yield end.so_on, "What became of a decision", _words(*told)


def _of_held(held: ReviewHeld) -> str:
    cause = LATE_WORDS[LateCause(held.late_cause)] if held.late_cause else ""
    chair = "Outside the line of those who work with the child" if held.is_outside else "In that line"
    return _words(
        ("How the child took part", TOOK_PART_WORDS[TookPart(held.took_part)]),
        *_view(held),
        ("What the parents think", held.parents_view),
        ("What the carers think", held.carers_view),
        ("What others say", held.others_view),
        ("The chair", chair),
        ("Why it was late", f"{cause}. {held.late_words}".rstrip(". ") if cause else ""),
    )


def _view(row: Viewed) -> tuple[tuple[str, str], ...]:
    """What the child thinks. A picture that says it stands in the file by itself."""
    return (
        ("What the child thinks", row.child_view),
        ("", "A picture by the child says it" if row.picture_id else ""),
        ("Why that is not known", row.no_view_why),
        ("What changed because of it", row.changed),
    )


def _plans(about: About) -> Iterator[Held]:
    for row in about.rows(ChildPlan):
        copies = ", ".join(COPY_WORDS[HasCopy(each)] for each in row.copies)
        told = (("Who leads it", about.name(row.lead_id, row.lead_words)), ("Who was given it", copies))
        again = ("Looked at again by", _day(row.next_on))
        yield row.so_on, "The child’s plan", _words(*told, again, *_view(row))
    for check in about.rows(HealthCheck):
        again = ("Looked at again by", _day(check.next_on))
        yield check.so_on, "The child’s health", _words(("What is done", check.to_do), again, *_view(check))


def _ways(about: About) -> Iterator[Held]:
    """What the child thinks of plans for permanence: that one was chosen or given up stands in the chronology."""
    for row in about.rows(PermanenceLine):
        heading = f"Plan for permanence, {ROUTE_WORDS[Route(row.route)].lower()}: what was said of it"
        yield row.so_on, heading, _words(*_view(row))
    for end in about.rows(LineEnd):
        if words := _words(*_view(end)):
            yield end.so_on, "A plan for permanence ended: what was said of it", words


def _waits(about: About) -> Iterator[Held]:
    for row in about.rows(WaitsOn):
        whom = WAITS_WORDS[Waits(row.on_whom)].lower()
        told = (("Why", row.why), ("Next", row.next_step), ("By", _day(row.next_on)))
        yield row.so_on, f"The plan for permanence waited for: {whom}", _words(*told)
    for answer in about.rows(DriftAnswer):
        kind = ANSWER_WORDS[AnswerKind(answer.kind)]
        above = ("Raised with", about.name(answer.raised_with_id))
        told = (("", kind), ("", answer.words), above, ("Looked at again", _day(answer.look_on)))
        yield answer.so_on, "The plan for permanence stood still", _words(*told)


def _meetings(about: About) -> Iterator[Held]:
    rows = Discussed.objects.visible_to(about.actor).filter(person_id__in=about.person_ids)
    for row in rows.select_related("meeting").order_by("so_on", "id"):
        rating = RATING_WORDS[Rating(row.rating)] if row.rating else ""
        told = (("", row.words), ("Decided", row.decision), ("How it goes", rating), ("Again", _day(row.next_on)))
        yield row.so_on, MEETING_WORDS[MeetingKind(row.meeting.kind)], _words(*told, *_view(row))
    for step in about.rows(CourtStep):
        cause = ADJOURN_WORDS[AdjournCause(step.cause)] if step.cause else ""
        told = (("", step.words), ("Set for", _day(step.set_for)), ("Why it was put off", cause))
        heading = f"In court: {COURT_WORDS[CourtStepKind(step.kind)].lower()}"
        yield step.so_on, heading, _words(*told, ("Solicitor", step.solicitor))


def _agency(about: About) -> Iterator[Held]:
    for row in about.rows(AgencyDecision):
        told = (("By", about.name(row.maker_id)), ("", row.words), *_view(row))
        yield row.so_on, AGENCY_DECIDED_WORDS[AgencyOutcome(row.outcome)], _words(*told)
    for advice in about.rows(HearingAdvice):
        yield advice.so_on, f"A hearing advised: {ADVICE_WORDS[Advice(advice.advice)].lower()}", advice.words
    for worker in about.rows(CoWorker):
        who = about.name(worker.officer_id, worker.words)
        told = (("Who", who), ("For", worker.what_for), ("Until", _day(worker.until)))
        yield worker.so_on, "Somebody from outside works on the plan for permanence", _words(*told)
    for end in about.rows(CoWorkerEnd):
        yield end.so_on, "Somebody from outside works on the plan no longer", end.words
    for undone in about.rows(LineEndUndone):
        yield undone.so_on, "The plan for permanence goes on: its end was undone", undone.why


def _returns(about: About) -> Iterator[Held]:
    for row in about.rows(ReturnRow):
        cells = "; ".join(f"{name}: {value}" for name, value in row.cells.items() if value)
        yield row.so_on, f"What a return told: {row.file}, row {row.place}", cells


TELLERS: tuple[Callable[[About], Iterator[Held]], ...] = (
    *(_episodes, _placements, _legal, _events, _agreed, _reviews, _plans, _ways, _waits, _meetings, _agency, _returns),
)
OFFICERS: tuple[tuple[Any, str], ...] = (
    *((AgreedDay, "approver_id"), (Review, "chair_id"), (ReviewDecision, "owner_id")),
    *((ChildPlan, "lead_id"), (DriftAnswer, "raised_with_id"), (AgencyDecision, "maker_id"), (CoWorker, "officer_id")),
)
"""Where officers are named."""
