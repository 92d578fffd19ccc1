"""Files of reviews that were held come in, child by child, and are undone: each is then recorded by mistake."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lippen.care.actions.bringing.parts import check_same, writings_of
from lippen.care.actions.following import follow_all
from lippen.care.actions.reviews import Told, held_as
from lippen.care.adapters.columns import ReviewIn
from lippen.care.models import CareEvent, CareEventWrong, Review, ReviewHeld, ReviewStep
from lippen.care.queries.files import Numbered
from lippen.care.queries.returned import took_part
from lippen.care.queries.reviews_told import Chairs, Outcome, chairs_of, look, outcomes
from lippen.care.queries.undoing_files import stands_in_the_way
from lippen.care.vocabulary import CodeSystem, Event
from lippen.care.vocabulary.decisions import OF_RETURNS
from lippen.care.vocabulary.reviews import ReviewStepKind, TookPart
from lippen.casework.actions.bringing.rows import Bringing, put_numbered, row_of
from lippen.casework.actions.undoing import Undoing
from lippen.casework.actions.writing import Writing
from lippen.kernel import audit
from lippen.kernel.errors import CannotDo
from lippen.kernel.ids import new_ref

__all__ = ["READING", "bring", "look", "stands_in_the_way", "undo"]

READING = "lippen.casework.adapters.reading"
NO_MINUTE = "Held, as {source} tells, from which it was brought in. No minute came with it."
TOGETHER = 500


def bring(bringing: Bringing, rows: Numbered, refused: Collection[int]) -> int:
    """Bring the reviews of these children in that can come in; gives how many rows came in or stood already."""
    loose, every = outcomes(bringing.actor, bringing.intake, rows, today=bringing.today)
    check_same([*loose, *(each for outcome in every for each in outcome.refused)], refused)
    writings = writings_of(bringing, [outcome.rows.person.id for outcome in every])
    chairs = chairs_of(bringing.intake.authority_id)
    made: dict[Any, list[tuple[int, Any]]] = {}
    for outcome in every:
        writing = writings[outcome.rows.person.id]
        for row, meant in outcome.new.items():
            with row_of(row):
                for each in _made(bringing, outcome, writing, row, meant, chairs):
                    made.setdefault(type(each), []).append((row, each))
        bringing.links += [(row, writing.person.pk) for row in outcome.landed]
    for found in made.values():  # reviews before what was said of them
        for _, each in found:
            if isinstance(each, ReviewHeld):  # its review has its number by now
                each.review_id = each.review.pk
        put_numbered([each for _, each in found])
        for row, each in found:
            bringing.note(row, each)
    keys = [{"rows": len(each.landed), "new": len(each.new)} for each in every]
    told = [writings[each.rows.person.id].person for each in every]
    audit.record_all(bringing.actor, [("care.file_told", who, key) for who, key in zip(told, keys, strict=True)])
    if changed := [each.rows.person.id for each in every if each.new]:
        follow_all(actor=bringing.actor, person_ids=changed, at=bringing.at)
    return sum(len(each.landed) for each in every)


def _made(
    bringing: Bringing, outcome: Outcome, writing: Writing, row: int, meant: ReviewIn, chairs: Chairs
) -> list[Any]:
    """A review with what was said of it; one in the English list as a return tells it."""
    if meant.held_on is None:
        raise CannotDo("Say when it was held.")
    fact = writing.fact(meant.held_on)
    if meant.system is CodeSystem.ENGLISH or meant.kind is None:
        told = {"words": took_part(meant.code), **_view(bringing.intake.source, meant)}
        return [CareEvent(ref=new_ref("careevent"), kind=Event.REVIEW_RETURNED.value, **told, **fact)]
    chair = chairs.of(meant.chair)
    review = Review(
        ref=new_ref("lacreview"),
        kind=meant.kind.value,
        planned_on=meant.held_on,
        chair_id=chair,
        chair_words="" if chair is not None else meant.chair,
        **fact,
    )
    last_day = outcome.last_days[row]
    held = held_as(writing, review, meant.held_on, _told(bringing.intake.source, meant), last_day=last_day)
    return [review, held]


def _told(source: str, meant: ReviewIn) -> Told:
    """What the row says of a review; where it says nothing of the child's view or the talk, that is what stands."""
    return Told(
        took_part=meant.took_part or TookPart.NOT_ASKED,
        minute=meant.said.get("minute", "") or NO_MINUTE.format(source=source),
        **_view(source, meant),
        late_cause=meant.late_cause,
        late_words=meant.said.get("late_words", ""),
    )


def _view(source: str, meant: ReviewIn) -> dict[str, str]:
    """What the child thinks, or why it is not known, as the row says it, or that it says nothing of it."""
    view, why = meant.said.get("child_view", ""), meant.said.get("no_view_why", "")
    return {"child_view": view, "no_view_why": why if view or why else OF_RETURNS.format(source=source)}


def undo(undoing: Undoing) -> None:
    """Say of each review of a file that it was recorded by mistake, with the reason: it counts in nothing more."""
    ours, told = undoing.brought.of("review"), undoing.brought.of("careevent")
    ReviewStep.objects.bulk_create(
        [
            ReviewStep(review_id=pk, kind=ReviewStepKind.MISTAKE.value, why=undoing.reason, **undoing.fact(row))
            for pk, row in ours.items()
        ],
        batch_size=TOGETHER,
    )
    CareEventWrong.objects.bulk_create(
        [CareEventWrong(event_id=pk, why=undoing.reason, **undoing.fact(row)) for pk, row in told.items()],
        batch_size=TOGETHER,
    )
    people = {row.person_id for row in (*ours.values(), *told.values())}
    found = [undoing.begun[person_id].person for person_id in sorted(people)]
    audit.record_all(undoing.actor, [("care.file_undone", person, {}) for person in found])
    if people:
        follow_all(actor=undoing.actor, person_ids=people, at=undoing.at)
