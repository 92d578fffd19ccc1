"""A file that came in is undone, whole: what it wrote is marked as a mistake, ended or closed, and nothing is deleted.

It is asked for with a reason, and done by the worker in one transaction. Whatever stands in the way is named first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.bringing.rows import put_numbered
from lippen.casework.actions.front import due_of, stage_of
from lippen.casework.actions.given import follow_given
from lippen.casework.actions.now import follow_each
from lippen.casework.actions.offers import move_duties
from lippen.casework.actions.writing import Writing, begin_all, close_duties, reason_given
from lippen.casework.models import (
    BroughtIn,
    FactWord,
    Intake,
    Involvement,
    PersonNow,
    Referral,
    ReferralStep,
    Tie,
    TieEnd,
    Waiting,
    WaitingEnd,
)
from lippen.casework.queries.seen import seen_one
from lippen.casework.queries.undoing import KINDS, Brought, above, brought_by, in_the_way
from lippen.casework.vocabulary import (
    REFERRAL_SUBJECT,
    WAITING_SUBJECT,
    Duty,
    FactStep,
    IntakeKind,
    IntakeState,
    InvolvementKind,
    Outcome,
    Stage,
    WaitingEndKind,
)
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.kernel.holding import hold
from lippen.kernel.ids import new_ref
from lippen.kernel.records import put_all
from lippen.organisation import queries as organisation

TOGETHER = 500
MOST = 20_000
TOO_MANY = f"A file of more than {MOST:,} rows is not undone here: mark what was wrong on the records themselves."
NOT_IN = "This file is not in the record, or is being undone already. Look at it again."
OF_RETURN = (
    "A return is not undone: each return is read together with all others of its children, so that to take one back "
    "would leave days that nobody told of. Bring the corrected return in, which takes its place; what is still wrong "
    "is mended on the child's page of care."
)
OF_STAFF = "A file of staff and posts is not undone here: end each post's holding under People."
TOO_LATE = "It came in more than {days} days ago. Mark what was wrong on the records themselves."
BEFORE = "It came in before Lippen kept what each row wrote. Mark what was wrong on the records themselves."
HIDDEN = "Some of its rows are on records that you do not see. Ask whoever manages the council's records."
IN_THE_WAY = "{count} of its rows stand in the way: something was changed or built upon since. They are listed below."
BLANK = {
    "born_on": None,
    "born_precision": "",
    "gender": "",
    "lines": "",
    "postcode": "",
    "phone": "",
    "status": "",
    "keys": [],
}
"""How somebody stands of whom nothing but the name is left standing."""
OF_REFERRAL = (Duty.SCREEN, Duty.ASSESS, Duty.DECIDE, Duty.SIGN_OFF)
OF_WAIT = (Duty.ALLOCATE, Duty.NEXT_CONTACT, Duty.LOOK_AGAIN)


@atomic
def begin_undoing(*, actor: Actor, intake_ref: str, why: str, version: int, at: datetime) -> Intake:
    """Ask that a file be undone, with a reason; refused where something stands in the way."""
    intake = _held(actor, intake_ref, IntakeState.TAKEN)
    if intake.version != version:
        raise CannotDo("Somebody changed this in another tab. Look at it again.")
    reason = reason_given(why, "why", "Say why: it stands on every record that the file had reached.")
    _check(actor, intake, day_of(at))
    changed = {"state": IntakeState.UNDOING.value, "told": reason[:400], "changed_at": at, "version": F("version") + 1}
    Intake.objects.filter(pk=intake.pk).update(**changed)
    intake.refresh_from_db()
    audit.record(actor, "intake.undoing_asked", intake, keys={"rows": intake.taken})
    return intake


@atomic
def undo_intake(*, actor: Actor, intake_ref: str, at: datetime) -> Intake:
    """Undo a file whole, or not at all; done again it finds that it is undone."""
    intake = _held(actor, intake_ref, IntakeState.UNDOING, IntakeState.UNDONE)
    if intake.state == IntakeState.UNDONE:
        return intake
    brought = _check(actor, intake, day_of(at))
    begun = begin_all(actor, {row.person_id for row in brought.rows}, at=at)
    came = intake.ended_at or at
    reason = f"Came in by mistake with {intake.name} on {day_of(came):%-d %B %Y}. Undone: {intake.told}"
    Undoing(actor, brought, begun, reason, day_of(at), at).all()
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.UNDONE.value, changed_at=at, version=F("version") + 1)
    intake.refresh_from_db()
    audit.record(actor, "intake.undone", intake, keys={"rows": len(brought.rows)})
    return intake


@atomic
def leave_standing(*, actor: Actor, intake_ref: str, why: str, at: datetime) -> None:
    """Say why a file could not be undone after all: it stays in the record as it was."""
    intake = _held(actor, intake_ref, IntakeState.UNDOING)
    changed = {"state": IntakeState.TAKEN.value, "told": why[:400], "changed_at": at, "version": F("version") + 1}
    Intake.objects.filter(pk=intake.pk).update(**changed)
    audit.record(actor, "intake.left_standing", intake)


def why_not(intake: Any, today: date) -> str:
    """Why a file that came in cannot be undone whatever its rows are; nothing where it may be."""
    if IntakeKind(intake.kind) is IntakeKind.STAFF:
        return OF_STAFF
    if IntakeKind(intake.kind) is IntakeKind.RETURN:
        return OF_RETURN
    if intake.ended_at and not rules.may_undo(day_of(intake.ended_at), today):
        return TOO_LATE.format(days=rules.UNDO_DAYS)
    return TOO_MANY if intake.taken > MOST else ""


def _held(actor: Actor, ref: str, *states: IntakeState) -> Intake:
    found: Intake = seen_one(actor, Intake, ref)
    require(actor, Permission.IMPORT_RECORDS, at=[found.authority_id])
    hold(found)
    found = Intake.objects.get(pk=found.pk)
    if found.state not in states:
        raise CannotDo(NOT_IN)
    return found


def _check(actor: Actor, intake: Intake, today: date) -> Brought:
    if sentence := why_not(intake, today):
        raise CannotDo(sentence)
    brought = brought_by(actor, intake)
    if any(row.wrote is None for row in brought.rows):
        raise CannotDo(BEFORE)
    if len(brought.rows) < intake.taken:
        raise CannotDo(HIDDEN)
    if stands := in_the_way(actor, brought):
        raise CannotDo(IN_THE_WAY.format(count=len({each.row for each in stands})))
    return brought


@dataclass
class Undoing:
    """A file on its way out of the record."""

    actor: Actor
    brought: Brought
    begun: Mapping[int, Writing]
    reason: str
    today: date
    at: datetime

    def all(self) -> None:
        """Facts, referrals, waits and parts first; last what lets somebody see the record."""
        people = {row.person_id for row in self.brought.rows}
        if not people <= set(self.begun):
            raise CannotDo(HIDDEN)
        self.mark_facts()
        self.close_referrals()
        self.end_waits()
        self.end_parts()
        for room in above(self.brought):
            room.undo(self)
        new = self.brought.new_people
        stay = [self.begun[person_id].person for person_id in sorted(people - set(new))]
        follow_each(stay)
        follow_given(self.actor, stay, at=self.at)
        PersonNow.objects.filter(pk__in=new).update(is_mistake=True, **BLANK)
        audit.record_all(self.actor, [("known.undone", self.begun[pk].person, {}) for pk in sorted(people)])
        self.end_ties()

    def fact(self, row: BroughtIn) -> dict[str, Any]:
        """What every mark on a row's record carries."""
        return self.begun[row.person_id].fact(self.today)

    def mark_facts(self) -> None:
        """Each fact is wrong, with the reason; the name of somebody new stays as the heading of their record."""
        words = [
            FactWord(kind=kind.value, fact=pk, step=FactStep.WRONG.value, why=self.reason, **self.fact(row))
            for table, kind in KINDS.items()
            for pk, row in self.brought.of(table).items()
            if not (table == "personname" and row.person_id in self.brought.new_people)
        ]
        FactWord.objects.bulk_create(words, batch_size=TOGETHER)

    def close_referrals(self) -> None:
        """Each referral that is open ends as a mistake, and counts in nothing."""
        ours = self.brought.of("referral")
        for referral in Referral.objects.filter(pk__in=ours).order_by("pk"):
            stage, since = stage_of(referral)
            if stage is not Stage.CLOSED:
                writing = self.begun[referral.person_id]
                ReferralStep.objects.create(
                    referral=referral,
                    stage=stage.value,
                    outcome=Outcome.MISTAKE.value,
                    words=self.reason,
                    due_on=due_of(writing, referral, stage, since),
                    **writing.fact(self.today),
                )
            _close(OF_REFERRAL, REFERRAL_SUBJECT, referral.ref, self.at)

    def end_waits(self) -> None:
        """Each wait ends as a mistake."""
        for waiting in Waiting.objects.filter(pk__in=self.brought.of("waiting")).order_by("pk"):
            fact = self.begun[waiting.person_id].fact(self.today)
            WaitingEnd.objects.create(waiting=waiting, kind=WaitingEndKind.MISTAKE.value, words=self.reason, **fact)
            _close(OF_WAIT, WAITING_SUBJECT, waiting.ref, self.at)

    def end_parts(self) -> None:
        """Who came to work with somebody by the file does so no longer; whoever had handed over has them again."""
        ours = self.brought.of("involvement")
        parts = list(Involvement.objects.filter(pk__in=ours, ends_on__isnull=True).order_by("pk"))
        for part in parts:
            ended = {"ended_at": self.at, "ended_by_id": self.actor.account_id}
            Involvement.objects.filter(pk=part.pk).update(ends_on=max(part.starts_on, self.today), **ended)
            if part.person_id not in self.brought.new_people:
                self.give_back(part, ours[part.pk])

    def give_back(self, part: Involvement, row: BroughtIn) -> None:
        """The parts that ended as this one began begin anew."""
        writing = self.begun[part.person_id]
        before = Involvement.objects.filter(person_id=part.person_id, ended_at=row.recorded_at).exclude(pk=part.pk)
        made = [
            Involvement(
                ref=new_ref("work"),
                authority_id=each.authority_id,
                person_id=each.person_id,
                worker_id=each.worker_id,
                team_id=organisation.team_of(each.worker_id, each.authority_id, on=self.today),
                kind=each.kind,
                starts_on=self.today,
                recorded_at=self.at,
                recorded_by_id=self.actor.account_id,
            )
            for each in before.exclude(kind=InvolvementKind.OFFERED.value)
        ]
        put_numbered(made)
        if made:
            move_duties(writing, {part.worker_id}, made[0].worker_id, self.today)

    def end_ties(self) -> None:
        """Each tie was a mistake, and opens nobody's record any more."""
        ours = self.brought.of("tie")
        ties = Tie.objects.filter(pk__in=ours).order_by("pk")
        put_all([TieEnd(tie=tie, is_mistake=True, **self.fact(ours[tie.pk])) for tie in ties])


def _close(duties: Iterable[Duty], subject: str, ref: str, at: datetime) -> None:
    for duty in duties:
        close_duties(kind=duty.value, subject_kind=subject, subject_keys=[ref], at=at)
