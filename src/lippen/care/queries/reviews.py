"""Reviews as they are read: planned and held ones of a child, what is due, and how each team's were done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lippen.care.models import DecisionEnd, Invited, Review, ReviewDecision, ReviewHeld, ReviewStep
from lippen.care.queries.clocks import clocks_of
from lippen.care.queries.due import Due, due_of
from lippen.care.rows.reviews import DecisionRow, GuestRow, ReviewRow
from lippen.care.rules import STANDARDS
from lippen.care.vocabulary import EVENT_WORDS, Event
from lippen.care.vocabulary.reviews import (
    HEARD,
    INVITED_WORDS,
    LATE_WORDS,
    OUTCOME_WORDS,
    REVIEW_STEP_WORDS,
    REVIEWS,
    TOOK_PART_WORDS,
    DecisionOutcome,
    InvitedKind,
    LateCause,
    ReviewStepKind,
    TookPart,
)
from lippen.casework.queries import pictures
from lippen.casework.queries.people import kept_for, people_rows, people_who_stay
from lippen.casework.queries.seen import seen_one
from lippen.casework.queries.workers import everybody_with, teams_of
from lippen.casework.rows import PersonRow, PictureRow
from lippen.design.words import day_words
from lippen.kernel.access import Actor, Permission
from lippen.kernel.prepared import read_prepared
from lippen.kernel.standards import Clock, Standing
from lippen.organisation import queries as organisation
from lippen.organisation.queries.cover import managers_of

PAGE = 25
LEVELS_ABOVE = 3
DAY = timedelta(days=1)
KEYS = tuple(
    key for key, each in STANDARDS.items() if each.fulfilment & {kind.value for kind in REVIEWS} and each.has_clock
)
"""The standards that ask for a review."""
TABLES: tuple[Any, ...] = (Review, ReviewStep, Invited, ReviewHeld, ReviewDecision, DecisionEnd)


def review_of(actor: Actor, ref: str) -> Review:
    """A review by its reference, or NotVisible."""
    return seen_one(actor, Review, ref)


def decision_of(actor: Actor, ref: str) -> ReviewDecision:
    """Something that a review decided, by its reference, or NotVisible."""
    return seen_one(actor, ReviewDecision, ref)


def decisions_of(actor: Actor, review_ref: str) -> tuple[str, ...]:
    """The references of what a review decided, in its order."""
    review = review_of(actor, review_ref)
    found = ReviewDecision.objects.visible_to(actor).filter(review=review).order_by("id")
    return tuple(found.values_list("ref", flat=True))


def is_held(review_id: int) -> bool:
    """Whether a review is recorded as held."""
    return ReviewHeld.objects.filter(review_id=review_id).exists()


def ended(review_id: int) -> bool:
    """Whether a review was called off, or never was."""
    return ReviewStep.objects.filter(review_id=review_id).exclude(kind=ReviewStepKind.MOVED.value).exists()


def planned_for(person_ids: Collection[int], kind: Event) -> date | None:
    """The day for which a review of this kind is planned and not held; `person_ids`: the records of one child."""
    over = ReviewStep.objects.filter(review_id=OuterRef("pk")).exclude(kind=ReviewStepKind.MOVED.value)
    moved = ReviewStep.objects.filter(review_id=OuterRef("pk"), kind=ReviewStepKind.MOVED.value).order_by("-id")
    found = Review.objects.filter(~Exists(over), person_id__in=person_ids, kind=kind.value, held__isnull=True)
    days = found.annotate(on=Coalesce(Subquery(moved.values("planned_on")[:1]), "planned_on")).order_by("-id")
    return days.values_list("on", flat=True).first()


def name_of(officer_id: int) -> str:
    """An officer's name."""
    return organisation.person_names([officer_id]).get(officer_id, "")


def line_of(person_id: int, *, on: date) -> frozenset[int]:
    """Those who work with a child now, and whoever leads them: a chair comes from outside of this line."""
    found = set(everybody_with(person_id))
    above = set(found)
    for _ in range(LEVELS_ABOVE):
        above = {manager for manager, _ in managers_of(above, on=on).values() if manager} - found if above else set()
        found |= above
    return frozenset(found)


def last_day_of(actor: Actor, review: Review, *, today: date) -> date | None:
    """The last day of the clock that a review would stop; of several the first. None where no rule asks for it."""
    return last_day_in(clocks_of(actor, [review.person_id], today=today).get(review.person_id, []), review.kind)


def last_day_in(found: Iterable[Clock], kind: str) -> date | None:
    """The same of these clocks, and of a review of this kind."""
    asked = (
        each
        for each in found
        if each.standard.key in KEYS
        and kind in each.standard.fulfilment
        and each.done is None
        and each.standing in {Standing.OPEN, Standing.OVERDUE, Standing.EXCUSED}
    )
    return min((each.last_day for each in asked), default=None)


def _about(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    return tuple(model.objects.visible_to(actor).filter(person_id__in=ids).order_by("id") for model in TABLES)


def reviews_about(actor: Actor, people: Iterable[PersonRow], *, today: date) -> dict[int, tuple[ReviewRow, ...]]:
    """The reviews of these children by id, the latest first; those recorded by mistake too, marked so."""
    found = {row.id: row for row in people}
    if not found:
        return {}
    found |= {twin: found[kept] for twin, kept in kept_for(found).items()}
    rows = dict(zip(TABLES, read_prepared(_about, actor, tuple(found)), strict=True))
    told: dict[int, list[ReviewRow]] = defaultdict(list)
    for row in _rows(actor, rows, found, today=today):
        told[row.person_id].append(row)
    return {
        person_id: tuple(sorted(each, key=lambda row: (row.on, row.id), reverse=True))
        for person_id, each in told.items()
    }


def one(actor: Actor, ref: str, *, today: date) -> tuple[PersonRow, ReviewRow]:
    """One review with the child whose it is, or NotVisible."""
    review = review_of(actor, ref)
    person = people_who_stay(actor, [review.person_id])[review.person_id]
    rows = reviews_about(actor, [person], today=today)[person.id]
    return person, next(row for row in rows if row.ref == ref)


def _rows(actor: Actor, rows: dict[Any, list[Any]], people: dict[int, PersonRow], *, today: date) -> list[ReviewRow]:
    steps: dict[int, list[ReviewStep]] = defaultdict(list)
    guests: dict[int, list[Invited]] = defaultdict(list)
    decisions: dict[int, list[ReviewDecision]] = defaultdict(list)
    for step in rows[ReviewStep]:
        steps[step.review_id].append(step)
    for guest in rows[Invited]:
        guests[guest.review_id].append(guest)
    for decision in rows[ReviewDecision]:
        decisions[decision.review_id].append(decision)
    held = {row.review_id: row for row in rows[ReviewHeld]}
    ends = {row.decision_id: row for row in rows[DecisionEnd]}
    named = {row.chair_id for row in rows[Review]} | {row.owner_id for row in rows[ReviewDecision]}
    names = organisation.person_names(named - {None}) if named - {None} else {}
    shown = pictures.by_number(actor, {row.picture_id for row in held.values() if row.picture_id})
    return [
        _row(
            review,
            people[review.person_id],
            steps[review.pk],
            guests[review.pk],
            held.get(review.pk),
            [_decision(each, ends.get(each.pk), names, today) for each in decisions[review.pk]],
            names,
            shown,
        )
        for review in rows[Review]
    ]


def _row(
    review: Review,
    person: PersonRow,
    steps: Sequence[ReviewStep],
    guests: Sequence[Invited],
    held: ReviewHeld | None,
    decisions: Sequence[DecisionRow],
    names: dict[int, str],
    shown: dict[int, PictureRow],
) -> ReviewRow:
    moved = [each for each in steps if each.kind == ReviewStepKind.MOVED]
    end = next((each for each in steps if each.kind != ReviewStepKind.MOVED), None)
    came = set(held.came) if held else set()
    return ReviewRow(
        id=review.pk,
        ref=review.ref,
        person_id=person.id,
        person_ref=person.ref,
        person_name=person.name,
        kind=review.kind,
        title=EVENT_WORDS[Event(review.kind)],
        planned_on=moved[-1].planned_on if moved else review.planned_on,  # type: ignore[arg-type]
        first_planned_on=review.planned_on,
        moved=tuple((each.planned_on, each.why, each.so_on) for each in moved),
        chair=names.get(review.chair_id or 0, review.chair_words),
        ended=REVIEW_STEP_WORDS[ReviewStepKind(end.kind)] if end else "",
        ended_why=end.why if end else "",
        guests=tuple(
            GuestRow(each.pk, INVITED_WORDS[InvitedKind(each.kind)], each.words, each.pk in came) for each in guests
        ),
        held_on=held.so_on if held else None,
        took_part=TOOK_PART_WORDS[TookPart(held.took_part)] if held else "",
        child_view=held.child_view if held else "",
        picture=shown.get(held.picture_id or 0) if held else None,
        no_view_why=held.no_view_why if held else "",
        changed=held.changed if held else "",
        views=_views(held),
        minute=held.minute if held else "",
        is_outside=held.is_outside if held else None,
        is_late=held.is_late if held else False,
        late_cause=LATE_WORDS[LateCause(held.late_cause)] if held and held.late_cause else "",
        late_words=held.late_words if held else "",
        decisions=tuple(decisions),
    )


def _views(held: ReviewHeld | None) -> tuple[tuple[str, str], ...]:
    if held is None:
        return ()
    told = (("Parents", held.parents_view), ("Carers", held.carers_view), ("Others", held.others_view))
    return tuple(each for each in told if each[1])


def _decision(row: ReviewDecision, end: DecisionEnd | None, names: dict[int, str], today: date) -> DecisionRow:
    outcome = OUTCOME_WORDS[DecisionOutcome(end.outcome)] if end else ""
    until = end.so_on if end else today
    return DecisionRow(
        row.ref,
        row.words,
        names.get(row.owner_id or 0, row.owner_words),
        row.due_on,
        f"{outcome}, {day_words(end.so_on)}" if end else "",
        end.words if end else "",
        until > row.due_on,
    )


def due(actor: Actor, *, today: date, page: int = 1) -> Due:
    """The reviews that are asked for, the first due first, and for which day the next one of each child is planned."""
    found = due_of(actor, KEYS, today=today, page=page)
    planned = _planned(actor, [row.person_id for row in found.rows])
    rows = (
        replace(row, planned_on=planned[row.person_id][0], planned_ref=planned[row.person_id][1])
        if row.person_id in planned
        else row
        for row in found.rows
    )
    return replace(found, rows=tuple(rows))


def _planned(actor: Actor, person_ids: Collection[int]) -> dict[int, tuple[date, str]]:
    """For which day the next review of each child is planned, and its reference."""
    if not person_ids:
        return {}
    rows = dict(zip(TABLES, read_prepared(_about, actor, tuple(person_ids)), strict=True))
    over = {row.review_id for row in rows[ReviewHeld]}
    days = {}
    for step in rows[ReviewStep]:
        if step.kind == ReviewStepKind.MOVED:
            days[step.review_id] = step.planned_on
        else:
            over.add(step.review_id)
    told: dict[int, tuple[date, str]] = {}
    for review in rows[Review]:
        on = days.get(review.pk) or review.planned_on
        if review.pk not in over and (review.person_id not in told or on < told[review.person_id][0]):
            told[review.person_id] = (on, review.ref)
    return told


@dataclass
class TeamAnswers:
    """How a team's reviews of a year were done: in time, chaired from outside, followed through."""

    team: str
    held: int = 0
    in_time: int = 0
    outside: int = 0
    heard: int = 0
    decided: int = 0
    done_in_time: int = 0
    done_late: int = 0
    late_open: int = 0
    not_done: int = 0
    causes: Counter[str] = field(default_factory=Counter)

    @property
    def cause_words(self) -> str:
        """Why reviews were late, the commonest first."""
        return "; ".join(f"{LATE_WORDS[LateCause(cause)]} ({count})" for cause, count in self.causes.most_common())


YEAR = timedelta(days=365)
NO_TEAM = "No team"


def answers(actor: Actor, *, today: date) -> tuple[TeamAnswers, ...]:
    """By team, whether the reviews of the last year were timely, independent and followed through."""
    (mistakes,) = read_prepared(_mistakes, actor)
    gone = {row.review_id for row in mistakes}
    since = today - YEAR
    held = ReviewHeld.objects.visible_to(actor).filter(so_on__gt=since, so_on__lte=today).order_by("id")
    told = held.values_list("review_id", "person_id", "is_late", "is_outside", "took_part", "late_cause")
    rows = [row for row in told if row[0] not in gone]
    decided = ReviewDecision.objects.visible_to(actor).filter(so_on__gt=since).order_by("id")
    decisions = list(decided.values_list("review_id", "person_id", "due_on", "ended__so_on", "ended__outcome"))
    team_of = teams_of({row[1] for row in rows} | {row[1] for row in decisions})
    names = {row.id: row.name for row in organisation.teams(actor.reach_of(Permission.READ_RECORDS))}
    found: dict[str, TeamAnswers] = {}

    def of(person_id: int) -> TeamAnswers:
        name = names.get(team_of.get(person_id, 0), NO_TEAM)
        return found.setdefault(name, TeamAnswers(name))

    for _, person_id, is_late, is_outside, took_part, cause in rows:
        team = of(person_id)
        team.held += 1
        team.in_time += not is_late
        team.outside += is_outside
        team.heard += TookPart(took_part) in HEARD
        if cause:
            team.causes[cause] += 1
    for review_id, person_id, due_on, ended_on, outcome in decisions:
        if review_id in gone:
            continue
        team = of(person_id)
        team.decided += 1
        if outcome == DecisionOutcome.NOT_DONE:
            team.not_done += 1
        elif ended_on is not None:
            team.done_in_time += ended_on <= due_on
            team.done_late += ended_on > due_on
        else:
            team.late_open += due_on < today
    return tuple(found[name] for name in sorted(found))


def _mistakes(actor: Actor) -> tuple[QuerySet[Any], ...]:
    return (ReviewStep.objects.visible_to(actor).filter(kind=ReviewStepKind.MISTAKE.value).order_by("id"),)


@dataclass(frozen=True)
class HeldRow:
    """A review that was held, in the list behind a team's answers."""

    ref: str
    person_name: str
    title: str
    held_on: date
    late_cause: str
    is_outside: bool
    took_part: str


def held_lately(actor: Actor, *, today: date, page: int = 1) -> tuple[tuple[HeldRow, ...], int]:
    """The reviews of the last year of children whom the actor sees, the latest first, and how many there are."""
    rows = ReviewHeld.objects.visible_to(actor).filter(so_on__gt=today - YEAR, so_on__lte=today)
    mistaken = ReviewStep.objects.filter(kind=ReviewStepKind.MISTAKE.value, review_id=OuterRef("review_id"))
    found = rows.exclude(Exists(mistaken)).select_related("review").order_by("-so_on", "-id")
    count = found.count()
    shown = list(found[(page - 1) * PAGE : page * PAGE])
    people = people_rows(actor, {row.person_id for row in shown}) if shown else {}
    told = tuple(
        HeldRow(
            row.review.ref,
            people[row.person_id].name,
            EVENT_WORDS[Event(row.review.kind)],
            row.so_on,
            LATE_WORDS[LateCause(row.late_cause)] if row.late_cause else "",
            row.is_outside,
            TOOK_PART_WORDS[TookPart(row.took_part)],
        )
        for row in shown
        if row.person_id in people
    )
    return told, count
