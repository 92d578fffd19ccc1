"""What stands in the way of undoing a file about looked-after children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lippen.care.models import (
    CareEventWrong,
    CourtStep,
    Discussed,
    DriftAnswer,
    LineEnd,
    ReturnRow,
    ReviewDecision,
    ReviewHeld,
    ReviewStep,
    WaitsOn,
)
from lippen.care.queries.days_told import VALUES, recorded
from lippen.care.queries.files import LANDED, said_first, written_by_files
from lippen.care.rules.told import Stands, holds
from lippen.care.vocabulary import SpanOf
from lippen.care.vocabulary.reviews import ReviewStepKind
from lippen.casework.queries.undoing import Brought, brought_about
from lippen.casework.vocabulary import IntakeState
from lippen.kernel.access import Actor

Found = Iterator[tuple[int, int, str]]
CHANGED = "the time in care was changed since"
MORE = "more of this time in care was recorded since"
ALONG = "it came in together with {name}: undo that file first"
REVIEWED = "a review was held in this time in care"
FURTHER: tuple[tuple[Any, str, str, str], ...] = (
    (ReviewStep, "review", "review_id", "the review was said to be a mistake"),
    (ReviewDecision, "review", "review_id", "what the review decided was recorded"),
    (CareEventWrong, "careevent", "event_id", "it was said to be wrong"),
    (LineEnd, "permanenceline", "line_id", "the plan for permanence has ended"),
    (WaitsOn, "permanenceline", "line_id", "somebody said on whom the plan for permanence waits"),
    (DriftAnswer, "permanenceline", "line_id", "somebody answered that the plan for permanence drifts"),
    (Discussed, "permanenceline", "line_id", "a clinic or panel dealt with the plan for permanence"),
    (CourtStep, "permanenceline", "line_id", "a court dealt with the plan for permanence"),
)
"""What takes something of a file further: its table, what it is about, and what is said of it."""


def stands_in_the_way(actor: Actor, brought: Brought) -> Found:
    """The rows of a file of which something was changed, or built upon, since they came in."""
    yield from _days(actor, brought)
    yield from _along(actor, brought)
    for model, table, named, why in FURTHER:
        ours = brought.of(table)
        for row in model.objects.visible_to(actor).filter(**{f"{named}__in": ours}).order_by("id") if ours else ():
            came = ours[getattr(row, named)]
            yield came.row, came.person_id, why


def _days(actor: Actor, brought: Brought) -> Found:
    """Spans that changed since, or without which what was recorded since would not hold together."""
    ours = {model: brought.of(str(model._meta.model_name)) for model in VALUES}
    people = {row.person_id for mine in ours.values() for row in mine.values()}
    if not people:
        return
    wrote = written_by_files(actor, people)
    says: dict[Any, Mapping[int, int]] = {}
    for model, mine in ours.items():
        threads = {row.thread: mine[row.pk] for row in model.objects.filter(pk__in=mine).order_by("-id")}
        rows = list(model.objects.filter(thread__in=threads, is_current=True).order_by("id"))
        says[model] = said_first(model, rows, wrote.undone[str(model._meta.model_name)])
        for row in rows:
            if says[model][row.pk] not in mine:
                yield threads[row.thread].row, people_of(threads[row.thread]), CHANGED
    befores = _before(ours)
    first_rows, held = _first_rows(ours), _held(actor, people)
    for person_id, rows in recorded(actor, people, wrote).items():
        stays = [after for row, span in rows if (after := _after(row, span, says, ours, befores)) is not None]
        if not holds(stays):
            yield first_rows[person_id], person_id, MORE
        lost = [
            row for row, span in rows if span.of is SpanOf.EPISODE and _after(row, span, says, ours, befores) is None
        ]
        if any(row.so_on <= on <= (row.ends_on or date.max) for row in lost for on in held[person_id]):
            yield first_rows[person_id], person_id, REVIEWED


def people_of(row: Any) -> int:
    """Whose a row of a file is."""
    return int(row.person_id)


def _before(ours: Mapping[Any, Mapping[int, Any]]) -> Mapping[tuple[Any, int], Any]:
    """What each span said before the file, by table and the number with which it began; None: it is new."""
    befores: dict[tuple[Any, int], Any] = {}
    for model, mine in ours.items():
        for row in model.objects.filter(pk__in=mine).select_related("replaces").order_by("id"):
            befores.setdefault((model, row.thread_id), row.replaces)
    return befores


def _first_rows(ours: Mapping[Any, Mapping[int, Any]]) -> Mapping[int, int]:
    rows: dict[int, list[int]] = defaultdict(list)
    for mine in ours.values():
        for row in mine.values():
            rows[row.person_id].append(row.row)
    return {person_id: min(numbers) for person_id, numbers in rows.items()}


def _after(
    row: Any,
    span: Stands,
    says: Mapping[Any, Mapping[int, int]],
    ours: Mapping[Any, Any],
    befores: Mapping[tuple[Any, int], Any],
) -> Stands | None:
    """A span as it would stand once the file is undone; None: it would not."""
    model = type(row)
    if says[model].get(row.pk) not in ours[model]:
        return span
    before = befores[model, row.thread_id]
    if before is None:
        return None
    values = {name: getattr(before, name) for name in VALUES[model]}
    return Stands(span.key, span.of, span.starts_on, span.system, values, span.is_ours)


def _held(actor: Actor, people: Collection[int]) -> Mapping[int, Sequence[date]]:
    """On which days reviews of these children were held that still count."""
    mistakes = ReviewStep.objects.filter(kind=ReviewStepKind.MISTAKE.value, person_id__in=people)
    rows = ReviewHeld.objects.visible_to(actor).filter(person_id__in=people)
    found: dict[int, list[date]] = defaultdict(list)
    for person_id, on in rows.exclude(review_id__in=mistakes.values("review_id")).values_list("person_id", "so_on"):
        found[person_id].append(on)
    return found


def _along(actor: Actor, brought: Brought) -> Found:
    """Rows that waited, and came in with a later file."""
    ours = brought.of(str(ReturnRow._meta.model_name))
    people = {row.person_id for row in ours.values()}
    intakes = {row.intake_id for row in ours.values()}
    if not people:
        return
    later = brought_about(actor, people).filter(wrote__has_key=LANDED)
    for row in later.exclude(intake_id__in=intakes).select_related("intake").order_by("id"):
        if row.intake.state == IntakeState.UNDONE:
            continue
        for pk in (row.wrote or {}).get(LANDED, ()):
            if pk in ours:
                yield ours[pk].row, ours[pk].person_id, ALONG.format(name=row.intake.name)
