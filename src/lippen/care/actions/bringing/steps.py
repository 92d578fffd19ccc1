"""Files of milestones come in, child by child, and are undone: events on the way, and the plans that they need."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lippen.care.actions.bringing.parts import check_same, writings_of
from lippen.care.actions.following import follow_all
from lippen.care.adapters.columns import StepIn
from lippen.care.models import CareEvent, CareEventWrong, LineEnd, PermanenceLine
from lippen.care.queries.files import Numbered
from lippen.care.queries.steps_told import Outcome, every_row, look, outcomes
from lippen.care.queries.undoing_files import stands_in_the_way
from lippen.care.vocabulary.decisions import DECISIONS, OF_RETURNS
from lippen.care.vocabulary.permanence import LineEndKind
from lippen.casework.actions.bringing.rows import Bringing, put_numbered
from lippen.casework.actions.undoing import Undoing
from lippen.casework.actions.writing import Writing
from lippen.kernel import audit
from lippen.kernel.ids import new_ref

__all__ = ["READING", "bring", "look", "stands_in_the_way", "undo"]

READING = "lippen.casework.adapters.reading"
PLAN = "The plan that {source} tells of, from which it was brought in."
TOGETHER = 500


def bring(bringing: Bringing, rows: Numbered, refused: Collection[int]) -> int:
    """Bring the milestones of these children in that can come in; gives how many came in or stood already."""
    loose, every = outcomes(bringing.actor, bringing.intake, rows, today=bringing.today)
    check_same([*loose, *(each for outcome in every for each in outcome.refused)], refused)
    writings = writings_of(bringing, [outcome.rows.person.id for outcome in every])
    events: list[tuple[int, Any]] = []
    lines: list[tuple[int, Any]] = []
    for outcome in every:
        writing = writings[outcome.rows.person.id]
        events += [(row, each) for row, each in _events(outcome, writing, bringing.intake.source)]
        lines += [(row, each) for row, each in _lines(outcome, writing, bringing.intake.source)]
        bringing.links += [(row, writing.person.pk) for row in outcome.landed]
    for found in (events, lines):
        put_numbered([each for _, each in found])
        for row, each in found:
            bringing.note(row, each)
    keys = [{"rows": len(each.landed), "new": len(each.new), "plans": len(each.lines)} for each in every]
    told = [writings[each.rows.person.id].person for each in every]
    audit.record_all(bringing.actor, [("care.file_told", who, key) for who, key in zip(told, keys, strict=True)])
    if changed := [each.rows.person.id for each in every if each.new]:
        follow_all(actor=bringing.actor, person_ids=changed, at=bringing.at)
    return every_row(every)


def _events(outcome: Outcome, writing: Writing, source: str) -> list[tuple[int, CareEvent]]:
    made = []
    for row, meant in outcome.new.items():
        if meant.kind is not None and meant.so_on is not None:
            told = {"kind": meant.kind.value, "words": meant.words, **_view(meant, source)}
            made.append((row, CareEvent(ref=new_ref("careevent"), **told, **writing.fact(meant.so_on))))
    return made


def _view(meant: StepIn, source: str) -> dict[str, str]:
    """The child's view, or why it is not known, as the row says it; of a decision that it says nothing of it."""
    return dict(meant.said) or ({"no_view_why": OF_RETURNS.format(source=source)} if meant.kind in DECISIONS else {})


def _lines(outcome: Outcome, writing: Writing, source: str) -> list[tuple[int, PermanenceLine]]:
    return [
        (
            row,
            PermanenceLine(
                ref=new_ref("permanence"),
                route=route.value,
                words=PLAN.format(source=source),
                no_view_why=OF_RETURNS.format(source=source),
                **writing.fact(so_on),
            ),
        )
        for route, (row, so_on) in outcome.lines.items()
    ]


def undo(undoing: Undoing) -> None:
    """Say of each event and plan of a file that it was recorded by mistake, with the reason."""
    events, lines = undoing.brought.of("careevent"), undoing.brought.of("permanenceline")
    CareEventWrong.objects.bulk_create(
        [CareEventWrong(event_id=pk, why=undoing.reason, **undoing.fact(row)) for pk, row in events.items()],
        batch_size=TOGETHER,
    )
    LineEnd.objects.bulk_create(
        [
            LineEnd(line_id=pk, kind=LineEndKind.MISTAKE.value, words=undoing.reason, **undoing.fact(row))
            for pk, row in lines.items()
        ],
        batch_size=TOGETHER,
    )
    people = {row.person_id for row in (*events.values(), *lines.values())}
    found = [undoing.begun[person_id].person for person_id in sorted(people)]
    audit.record_all(undoing.actor, [("care.file_undone", person, {}) for person in found])
    if people:
        follow_all(actor=undoing.actor, person_ids=people, at=undoing.at)
