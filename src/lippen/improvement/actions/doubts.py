"""Doubts that an import left are answered, and the plan follows the answer."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.transaction import atomic

from lippen.design.words import day_words
from lippen.improvement import rules
from lippen.improvement.actions import officers
from lippen.improvement.actions.bringing_in import NEEDS_TERMS
from lippen.improvement.actions.dates import change_date
from lippen.improvement.actions.plans import change_leads
from lippen.improvement.actions.slips import SLIP, reason_and_agreement, row_to_explain
from lippen.improvement.actions.writing import ALL_DUTIES, Writing, already, begin, begin_plan, held_state, needed
from lippen.improvement.adapters.answers import AS_SHOWN, UnusableAnswer, answered_period, answered_state
from lippen.improvement.models import ActionDate, ActionNow, ActionState, ActionWording, Doubt, DoubtAnswer, Plan
from lippen.improvement.rows import LeadRow
from lippen.improvement.vocabulary import STATE_WORDS, Kind, State, Which
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.calendar import read_period
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation import queries as organisation

NO_REASON = "Say why it moved and who agreed, such as “The loom was late; agreed by the Head of Service”."


@atomic
def answer_doubt(
    *, actor: Actor, doubt_ref: str, answer: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> DoubtAnswer:
    """Answer a doubt. A confirmed state, a named lead or known initials come into the plan; other words are kept."""
    doubt = Doubt.objects.filter(ref=doubt_ref).select_related("plan", "action", "batch").first()
    if doubt is None or not Plan.objects.visible_to(actor).filter(pk=doubt.plan_id).exists():
        raise NotVisible
    _, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, doubt.plan.ref, at=at)
    if made := already(DoubtAnswer, token, actor):
        return made
    answer = needed(answer, "answer", "Choose or write an answer.")
    if doubt.answers.exists():
        raise CannotDo("Somebody has answered this doubt already.")
    made = DoubtAnswer.objects.create(
        doubt=doubt, answer=answer, so_on=so_on, token=token, recorded_at=recorded_at, recorded_by_id=actor.account_id
    )
    Answered(actor, doubt, answer, so_on, at).follow()
    officers.still_to_answer(doubt.plan, at=recorded_at)
    audit.record(actor, "doubt.answered", ("improvement.doubt", doubt.ref))
    return made


class Answered:
    """What follows from one answer."""

    def __init__(self, actor: Actor, doubt: Doubt, answer: str, so_on: date, at: datetime) -> None:
        self.actor, self.doubt, self.answer, self.so_on, self.at = actor, doubt, answer, so_on, at

    def follow(self) -> None:
        """Let the plan follow, by the kind of the doubt."""
        follow = {
            "state": self.state,
            "empty lead": self.lead,
            "unknown initials": self.initials,
            "date": self.date,
            "year": self.year,
            SLIP: self.slip,
        }.get(self.doubt.kind)
        if follow is not None and (self.doubt.kind == SLIP or self.answer.lower() not in AS_SHOWN):
            follow()
        if self.doubt.action is not None:
            self._writing().follow("doubts")

    def _writing(self) -> Writing:
        return begin(self.actor, Permission.EDIT_PLAN, self.doubt.action.ref, at=self.at)

    def state(self) -> None:
        """The state that somebody confirmed, as of the document's day, unless a later one is recorded."""
        writing = self._writing()
        state, kind = self._read()
        if state in NEEDS_TERMS:
            words = STATE_WORDS[state].lower()
            raise CannotDo(f"“{words.capitalize()}” needs its terms. Record it on the action's page, then answer here.")
        if kind is not None and kind.value != writing.now.kind:
            self._reword(writing, kind)
        if held_state(writing.now) is None and rules.may_follow(None, state):
            ActionState.objects.create(
                **writing.recorded,
                so_on=writing.action.so_on,
                state=state.value,
                reported_in=self.doubt.batch.document[:240],
            )
            writing.follow("state", duties=ALL_DUTIES)

    def _read(self) -> tuple[State, Kind | None]:
        try:
            state, kind = answered_state({self.doubt.key: self.answer}, self.doubt.key)
        except UnusableAnswer as error:
            raise CannotDo(str(error), field="answer") from error
        return state, kind

    def _reword(self, writing: Writing, kind: Kind) -> None:
        now = writing.now
        ActionWording.objects.create(
            **writing.recorded,
            so_on=self.so_on,
            text=now.text,
            intent=now.intent,
            priority=now.priority,
            kind=kind.value,
            accountable_id=now.accountable_id,
            authorities=now.authorities,
        )
        writing.follow("wording")

    def lead(self) -> None:
        """Somebody was named who leads."""
        self._led(self.doubt.action.ref, [LeadRow(self._person(), self.answer)])

    def initials(self) -> None:
        """Initials are somebody's: every action of the plan that they lead is theirs."""
        person_id = self._person()
        if person_id is None:
            raise CannotDo("Nobody here is known by that. Give the full name or the e-mail address.", field="answer")
        initials = self.doubt.key.partition(":")[2]
        led = ActionNow.objects.filter(plan_id=self.doubt.plan_id, leads__contains=[[None, initials]])
        for now in led.select_related("action"):
            leads = [
                (person_id, "") if words == initials and not known else (known, words) for known, words in now.leads
            ]
            self._led(now.action.ref, [LeadRow(known, words) for known, words in leads])

    def date(self) -> None:
        """Words that were no date are one: it is the action's first, unless it has been given another since."""
        which = Which(self.doubt.key.partition("#")[0].rpartition(".")[2])
        given = {self.doubt.key: self.answer}
        try:
            period = answered_period(given, self.doubt.key, near=self.doubt.action.so_on)
        except UnusableAnswer as error:
            raise CannotDo(str(error), field="answer") from error
        if period is not None and not self.doubt.action.actiondates.filter(which=which.value).exists():
            change_date(
                actor=self.actor,
                action_ref=self.doubt.action.ref,
                which=which,
                period=period,
                so_on=self.so_on,
                at=self.at,
                reported_in=self.doubt.batch.document,
            )

    def slip(self) -> None:
        """Why a date moved that a document gave without a reason: said beside the move, on the move's own day."""
        reason, agreed_by = reason_and_agreement(self.answer)
        if not (reason and agreed_by):
            raise CannotDo(NO_REASON, field="answer")
        moved = row_to_explain(self.doubt)
        if moved is None:
            raise CannotDo("That move is no longer in the plan. Open the action to see its dates.")
        writing = self._writing()
        ActionDate.objects.create(
            **writing.recorded,
            so_on=moved.so_on,
            which=moved.which,
            text=moved.text,
            precision=moved.precision,
            starts_on=moved.starts_on,
            ends_on=moved.ends_on,
            is_first=False,
            reason=reason,
            agreed_by_words=agreed_by[:200],
        )
        writing.follow("dates")

    def year(self) -> None:
        """The dates came in with their years: another answer would leave them as they stand, so it is refused."""
        reckoned = next(iter(self.doubt.proposal.get("choices", ())), "")
        period, _ = read_period(self.answer, near=None)
        if reckoned and (period is None or period.starts_on.isoformat() != reckoned):
            day = day_words(date.fromisoformat(reckoned))
            raise CannotDo(
                f"The dates came in as reckoned from {day}. Change those that are wrong on their actions' pages, then "
                "answer that this is the date.",
                field="answer",
            )

    def _person(self) -> int | None:
        return organisation.person_by_words(self.answer)

    def _led(self, action_ref: str, leads: list[LeadRow]) -> None:
        change_leads(actor=self.actor, action_ref=action_ref, leads=leads, so_on=self.so_on, at=self.at)
