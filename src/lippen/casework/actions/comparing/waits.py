"""Children of a file who wait for a social worker, held against the record."""

from __future__ import annotations

from datetime import date

from lippen.casework import rules
from lippen.casework.actions.comparing.against import Against, Rows
from lippen.casework.actions.comparing.work import child_of, worker_of
from lippen.casework.actions.front import TOO_FAR, is_too_far
from lippen.casework.adapters.cells import Cells
from lippen.casework.adapters.meaning import WaitIn
from lippen.casework.models import Involvement, Referral, SignOff, Waiting
from lippen.casework.queries import numbers
from lippen.casework.queries.intake import named_by
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import DoubtKind, InvolvementKind, Outcome, SignOffAnswer, Stage
from lippen.organisation import queries as organisation
from lippen.organisation.queries.staffing import known_staff

KNOWN = "known"
"""The answer that a child waits on the referral that is recorded."""


def look_at_waits(against: Against, rows: Rows) -> None:
    """Who waits already, has a social worker, or is held by nobody who works here."""
    actor, council = against.actor, against.intake.authority_id
    wanted = [(meant, cells) for meant, cells in rows if isinstance(meant, WaitIn)]
    earlier = {each.number: each.row for each, cells in reversed(against.before) if isinstance(each, WaitIn)}
    against.known = named_by(actor, council, {meant.number for meant, _ in wanted})
    people, staff = numbers.workers(actor, council, on=against.today), known_staff(council)
    for meant, cells in wanted:
        if meant.next_contact_on and is_too_far(meant.next_contact_on, against.today):
            against.refuse(meant.row, cells.headings.get("next_contact_on", ""), TOO_FAR)
        child = child_of(against, cells, meant.number)
        holder = worker_of(against, cells, "holder", meant.holder, people, staff)
        if child is not None and holder is not None and _is_first(against, meant, child, earlier):
            _look(against, meant, cells, child)


def _is_first(against: Against, meant: WaitIn, child: PersonRow, earlier: dict[str, int]) -> bool:
    before = earlier.setdefault(meant.number, meant.row)
    if before != meant.row:
        against.refuse(meant.row, "", f"Row {before:,} says already how {child.name} waits. Take one of the two out.")
    return before == meant.row


def _look(against: Against, meant: WaitIn, cells: Cells, child: PersonRow) -> None:
    if Waiting.objects.filter(person_id=child.id, end__isnull=True).exists():
        against.doubt(meant.row, DoubtKind.THERE, f"{child.name} is in the queue already.", answer="leave")
        return
    works = Involvement.objects.filter(
        person_id=child.id, kind=InvolvementKind.ALLOCATED.value, ends_on__isnull=True
    ).first()
    if works is not None:
        name = organisation.person_names({works.worker_id}).get(works.worker_id, "")
        sentence = (
            f"{child.name} has a social worker, {name}, and does not wait. Take the row out, or look at the number."
        )
        against.refuse(meant.row, cells.headings.get("number", ""), sentence)
    elif (told := referral_of(child.id, meant)) is not None:
        choices = [(KNOWN, "The child waits on that referral")] if _can_wait(told, meant) else []
        day = f"{told.so_on:%-d %B %Y}"
        sentence = f"A referral of {child.name} of {day} and for that reason is recorded and open."
        against.doubt(meant.row, DoubtKind.THERE, sentence, *choices)


def referral_of(person_id: int, meant: WaitIn) -> Referral | None:
    """The open referral that a row tells of, where it is recorded."""
    found = Referral.objects.filter(
        person_id=person_id, so_on=meant.received_on, why=meant.why.value if meant.why else ""
    )
    return next((each for each in found.order_by("id") if stage_and_day(each)[0] is not Stage.CLOSED), None)


def stage_and_day(referral: Referral) -> tuple[Stage, date]:
    """The stage in which a referral stands, and since when."""
    last = referral.steps.order_by("-id").first()
    return rules.stage_after(Outcome(last.outcome) if last else None), last.so_on if last else referral.so_on


def _can_wait(referral: Referral, meant: WaitIn) -> bool:
    """Whether it may go on to the queue on that day: nothing is later, and a manager agreed where there is a risk."""
    signed = SignOff.objects.filter(referral=referral).order_by("-id").first()
    answer = SignOffAnswer(signed.answer) if signed else None
    since = stage_and_day(referral)[1]
    may = rules.may_go_on(is_immediate=referral.is_immediate, answer=answer)
    return may and meant.since is not None and meant.since >= since
