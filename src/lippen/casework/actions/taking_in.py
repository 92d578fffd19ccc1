"""A file of records comes in: every row by the same rules as on the pages, all of them or none.

Notes and events, of which there may be millions, come in part by part: each part once, however often it is tried.
What each kind of row writes stands in `bringing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.db.transaction import atomic

from lippen.casework.actions.bringing.notes import bring_notes
from lippen.casework.actions.bringing.people import bring_people
from lippen.casework.actions.bringing.rows import CHANGED, Bringing, Stopped
from lippen.casework.actions.bringing.staff import bring_posts
from lippen.casework.actions.bringing.ties import bring_ties
from lippen.casework.actions.bringing.waits import bring_waits
from lippen.casework.actions.bringing.work import bring_parts, bring_referrals
from lippen.casework.actions.staging import LEAVE, own_intake, scrub
from lippen.casework.adapters.meaning import Meant, PersonIn, StaffRow, TieIn
from lippen.casework.models import Intake, IntakeDoubt, IntakePart
from lippen.casework.queries import rooms
from lippen.casework.queries.intake import meanings, named_by, rows_to_bring
from lippen.casework.vocabulary import CHILD_BY_CHILD, DoubtKind, IntakeKind, IntakeState
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, refusal

STILL_OPEN = "{count} of its doubts still wait for an answer. Say how these rows come in, or leave them out."
NOT_CHECKED = "Not all of its rows have been looked at yet. Wait until they are."
REFUSED = (
    "{count} of its rows cannot come in. Say that they stay out, or put them right in the file and bring it again."
)
ONCE = "This very file has just come in. Nothing comes in twice."
BRING: dict[IntakeKind, Callable[[Bringing, list[Any]], None]] = {
    IntakeKind.STAFF: bring_posts,
    IntakeKind.CHILDREN: bring_people,
    IntakeKind.PEOPLE: bring_people,
    IntakeKind.TIES: bring_ties,
    IntakeKind.REFERRALS: bring_referrals,
    IntakeKind.WAITS: bring_waits,
    IntakeKind.ALLOCATIONS: bring_parts,
    IntakeKind.ENTRIES: bring_notes,
}


@atomic
def begin_taking(*, actor: Actor, intake_ref: str, without_refused: bool, version: int, at: datetime) -> Intake:
    """Say that a file comes in as its doubts were answered; refused rows stay out only where that is said."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.WAITING.value])
    if intake.version != version:
        raise CannotDo("Somebody changed this in another tab. Look at it again.")
    if intake.checked_to < intake.parts or not intake.parts:
        raise CannotDo(NOT_CHECKED)
    still = IntakeDoubt.objects.filter(intake=intake, answer="").exclude(kind=DoubtKind.REFUSED.value).count()
    if still:
        raise CannotDo(STILL_OPEN.format(count=still))
    if intake.refused and not without_refused:
        raise CannotDo(REFUSED.format(count=intake.refused), field="without_refused")
    IntakeDoubt.objects.filter(intake=intake, kind=DoubtKind.STOPPED.value).delete()
    Intake.objects.filter(pk=intake.pk).update(
        state=IntakeState.TAKING.value, changed_at=at, told="", version=F("version") + 1
    )
    intake.refresh_from_db()
    audit.record(actor, "intake.asked_for", intake, keys={"rows": intake.rows, "without": intake.refused})
    return intake


@atomic
def take_in(*, actor: Actor, intake_ref: str, today: date, at: datetime, real_at: datetime) -> Intake:
    """Bring all rows of a file in, or none of them; done again it finds that they are in."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.TAKING.value, IntakeState.TAKEN.value])
    if intake.state == IntakeState.TAKEN:
        return intake
    bringing = Bringing(actor, intake, _answers(intake), today, at, real_at)
    rows = _bring(bringing, meanings(intake, today=today))
    with refusal("a_file_comes_in_once", ONCE):
        scrub(intake, IntakeState.TAKEN, at, taken=rows)
    audit.record(actor, "intake.taken", intake, keys={"rows": rows, "sha256": intake.sha256})
    return intake


@atomic
def take_part(*, actor: Actor, intake_ref: str, today: date, at: datetime, real_at: datetime | None = None) -> Intake:
    """Bring the next part of a file in, once; its rows are gone as they come in, or with the last of their children."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.TAKING.value, IntakeState.TAKEN.value])
    if intake.state == IntakeState.TAKEN:
        return intake
    part = intake.taken_to + 1
    if (room := rooms.brings_in(intake.kind)) is not None:
        rows = _bring_above(room, Bringing(actor, intake, {}, today, at, real_at or at), part)
    else:
        bringing = Bringing(actor, intake, _answers(intake, part), today, at, at)
        rows = _bring(bringing, meanings(intake, today=today, after=part - 1, upto=part))
    intake.taken_to, intake.taken, intake.changed_at = part, intake.taken + rows, at
    intake.save(update_fields=["taken_to", "taken", "changed_at"])
    if intake.kind not in CHILD_BY_CHILD:
        IntakePart.objects.filter(intake=intake, number=part).delete()
    audit.record(actor, "intake.part_taken", intake, keys={"part": part, "rows": rows})
    if part >= intake.parts:
        with refusal("a_file_comes_in_once", ONCE):
            scrub(intake, IntakeState.TAKEN, at)
        audit.record(actor, "intake.taken", intake, keys={"rows": intake.taken, "sha256": intake.sha256})
    return intake


def _bring(bringing: Bringing, rows: Iterable[tuple[Meant, Any]]) -> int:
    """Bring these rows in, and say on each record from where; gives how many."""
    intake = bringing.intake
    coming = [meant for meant, _ in _coming(bringing, rows)]
    bringing.known = named_by(
        bringing.actor, intake.authority_id, {each for meant in coming for each in _numbers(meant)}
    )
    BRING[IntakeKind(intake.kind)](bringing, coming)
    bringing.link()
    return len(coming)


def _bring_above(room: Any, bringing: Bringing, part: int) -> int:
    """The same of a part that a room above brings in, where the same rows as at the dry run stay out."""
    rows = rows_to_bring(bringing.intake, part)
    told = set(IntakeDoubt.objects.filter(intake=bringing.intake).values_list("row", flat=True))
    landed = int(room.bring(bringing, rows, frozenset(told & {row for row, _ in rows})))
    bringing.link()
    return landed


def _answers(intake: Intake, part: int | None = None) -> dict[int, dict[DoubtKind, tuple[str, str]]]:
    found = IntakeDoubt.objects.filter(intake=intake)
    if part is not None:
        rows = intake.kept.get(number=part)
        following = intake.kept.filter(number=part + 1).values_list("first_row", flat=True).first()
        found = found.filter(row__gte=rows.first_row)
        found = found.filter(row__lt=following) if following else found
    answers: dict[int, dict[DoubtKind, tuple[str, str]]] = defaultdict(dict)
    for row, kind, answer, words in found.values_list("row", "kind", "answer", "words"):
        answers[row][DoubtKind(kind)] = (answer, words)
    return answers


def _coming(bringing: Bringing, rows: Iterable[tuple[Meant, Any]]) -> Iterable[tuple[Meant, Any]]:
    """The rows that come in: neither refused nor left out."""
    for meant, cells in rows:
        said = bringing.answers.get(meant.row, {})
        if cells.faults and DoubtKind.REFUSED not in said:
            raise Stopped(meant.row, CHANGED)
        if DoubtKind.REFUSED not in said and all(answer != LEAVE for answer, _ in said.values()):
            yield meant, cells


def _numbers(meant: Meant) -> tuple[str, ...]:
    if isinstance(meant, PersonIn):
        return (meant.tie.to_number,) if meant.tie else ()
    if isinstance(meant, TieIn):
        return meant.number, meant.tie.to_number
    return () if isinstance(meant, StaffRow) else (meant.number,)
