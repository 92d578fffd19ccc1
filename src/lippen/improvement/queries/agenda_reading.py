"""What an agenda rests on besides the plan's actions, read in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from lippen.improvement import agendas, promises
from lippen.improvement.agendas import Line
from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionState,
    Agenda,
    AgendaEdit,
    Commitment,
    CommitmentFact,
    CouncilDecision,
    DecisionStatus,
    DecisionWanted,
    LineMinute,
    Risk,
    RiskFact,
)
from lippen.improvement.queries.action_rooms import CommitmentLine, RiskLine, commitment_line, risk_line
from lippen.improvement.queries.commitments import step_of
from lippen.improvement.queries.risks import change_words
from lippen.improvement.queries.state_words import now_words
from lippen.improvement.vocabulary import (
    DELIVERY_WORDS,
    GROUP_MEETING_SUBJECT,
    OUTCOME_WORDS,
    WHICH_WORDS,
    AgendaSection,
    CommitmentStatus,
    Delivery,
    LineOutcome,
    RiskStep,
    Which,
)
from lippen.kernel.access import Actor
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation

T = TypeVar("T")


@dataclass(frozen=True)
class MinuteRow:
    """What came of a line."""

    key: str
    outcome: str
    outcome_words: str
    words: str
    on: date
    decision_ref: str
    commitment_ref: str
    commitment_words: str
    action_ref: str
    action_number: str


@dataclass(frozen=True)
class DecidedLine:
    """A decision that a meeting took, in one line."""

    ref: str
    agreed: str
    status_words: str


@dataclass(frozen=True)
class AgendaReading:
    """The rows of a group's plans and one meeting, as they came."""

    since: date
    today: date
    settled: Agenda | None
    edit: AgendaEdit | None
    noted: list[LineMinute]
    actions: dict[int, Action]
    made: list[Commitment]
    facts: dict[int, list[CommitmentFact]]
    risks: list[Risk]
    scored: dict[int, list[RiskFact]]
    asked: list[DecisionWanted]
    states: list[ActionState]
    dates: list[ActionDate]
    decisions: dict[int, CouncilDecision]
    delivered: dict[int, list[DecisionStatus]]
    source: str

    def minutes(self) -> tuple[MinuteRow, ...]:
        """What came of the lines, in the order in which it was written down."""
        made = {each.pk: each for each in self.made}
        return tuple(
            MinuteRow(
                each.key,
                each.outcome,
                OUTCOME_WORDS[LineOutcome(each.outcome)],
                each.words,
                each.so_on,
                _of(self.decisions, each.decision_id, "ref"),
                _of(made, each.commitment_id, "ref"),
                _of(made, each.commitment_id, "words"),
                _of(self.actions, each.action_id, "ref"),
                _of(self.actions, each.action_id, "number"),
            )
            for each in self.noted
        )

    def arising(self, meeting_ref: str) -> tuple[CommitmentLine, ...]:
        """The commitments that the meeting gave rise to."""
        mine = [
            each for each in self.made if (each.source_kind, each.source_key) == (GROUP_MEETING_SUBJECT, meeting_ref)
        ]
        return tuple(commitment_line(each, self.facts[each.pk], self.today) for each in mine if self.facts[each.pk])

    def decided(self) -> tuple[DecidedLine, ...]:
        """The decisions that the meeting took."""
        mine = [each for each in self.decisions.values() if each.source_key == self.source]
        return tuple(
            DecidedLine(each.ref, each.agreed, DELIVERY_WORDS[Delivery(self.delivered[each.pk][-1].status)])
            for each in mine
            if self.delivered[each.pk]
        )

    def promised(self) -> list[tuple[CommitmentLine, str, str]]:
        """The open commitments of the plan by date, each with its way and its owner's name."""
        stands = {each.pk: promises.stands([step_of(fact) for fact in self.facts[each.pk]]) for each in self.made}
        is_open = {pk: now for pk, now in stands.items() if now and now.status is CommitmentStatus.OPEN}
        names = organisation.person_names({now.owner_id for now in is_open.values() if now.owner_id})
        made = {each.pk: each for each in self.made}
        order = promises.in_order((now.status, now.due, pk) for pk, now in is_open.items())
        return [
            (
                commitment_line(made[pk], self.facts[pk], self.today),
                made[pk].direction,
                names.get(is_open[pk].owner_id or 0, is_open[pk].owner_words),
            )
            for pk in order
        ]

    def risks_changed(self) -> list[tuple[RiskLine, str]]:
        """The risks that changed since the last meeting, the gravest first, each with the last of it in words."""
        told = []
        for risk in self.risks:
            facts = self.scored[risk.pk]
            lately = [fact for fact in facts if fact.so_on > self.since and fact.step != RiskStep.REWORDED]
            if lately:
                told.append((risk_line(risk.ref, facts), change_words(facts, lately)))
        return sorted(told, key=lambda each: (not each[0].is_open, -each[0].score.value))

    def plan_of(self) -> dict[str, int]:
        """Which plan each commitment, risk and decision wanted belongs to, by reference."""
        return {each.ref: each.plan_id for each in (*self.made, *self.risks, *self.asked) if each.plan_id}

    def wanted(self, numbers: Mapping[int, str]) -> list[Line]:
        """Decisions that somebody asked for, and that no meeting has taken."""
        return [
            agendas.line(
                AgendaSection.WANTED,
                "wanted",
                each.ref,
                each.words,
                f"On {numbers[each.action_id]}" if each.action_id in numbers else "",
            )
            for each in self.asked
        ]

    def changes(self, numbers: Mapping[int, str], refs: Mapping[int, str]) -> list[Line]:
        """New states and moved dates since the last meeting, the newest first."""
        told = [(each.so_on, each.pk, each.action_id, now_words(each)) for each in self.states]
        told += [
            (each.so_on, each.pk, each.action_id, f"{WHICH_WORDS[Which(each.which)]} moved to {each.text}")
            for each in self.dates
        ]
        return [
            agendas.line(AgendaSection.EXCEPTIONS, "action", refs[key], numbers[key], words)
            for _, _, key, words in sorted(told, reverse=True)
            if key in numbers
        ]


def open_wanted(actor: Actor, plan_ids: Iterable[int]) -> Any:
    """The decisions that are wanted on some plans: neither decided nor withdrawn."""
    asked = DecisionWanted.objects.visible_to(actor).filter(plan_id__in=list(plan_ids))
    still = asked.filter(withdrawal__isnull=True)
    return still.exclude(minutes__outcome=LineOutcome.DECIDED.value).order_by("id")


def read_for(actor: Actor, plan_ids: Sequence[int], meeting_ref: str, since: date, today: date) -> AgendaReading:
    """Everything that the agenda of a meeting rests on besides the actions of the plans."""
    of_meeting, lately = {"meeting__ref": meeting_ref}, {"action__plan_id__in": plan_ids, "so_on__gt": since}
    until: dict[str, Any] = {"so_on__lte": today}
    made = Commitment.objects.visible_to(actor).filter(plan_id__in=plan_ids, **until)
    risks = Risk.objects.visible_to(actor).filter(plan_id__in=plan_ids, **until)
    noted = LineMinute.objects.filter(**of_meeting)
    decisions = CouncilDecision.objects.visible_to(actor).filter(plan_id__in=plan_ids, **until)
    rows = read_together(
        Agenda.objects.filter(**of_meeting).order_by("id"),
        AgendaEdit.objects.filter(**of_meeting).order_by("number"),
        noted.order_by("id"),
        Action.objects.filter(pk__in=noted.values("action_id")).order_by("id"),
        made.order_by("id"),
        CommitmentFact.objects.visible_to(actor).filter(commitment__plan_id__in=plan_ids, **until).order_by("number"),
        risks.order_by("id"),
        RiskFact.objects.filter(risk__plan_id__in=plan_ids, **until).order_by("number"),
        open_wanted(actor, plan_ids),
        ActionState.objects.filter(**lately, **until).order_by("so_on", "id"),
        ActionDate.objects.filter(is_first=False, **lately, **until).order_by("so_on", "id"),
        decisions.order_by("id"),
        DecisionStatus.objects.filter(decision__plan_id__in=plan_ids, **until).order_by("number"),
    )
    return AgendaReading(
        since=since,
        today=today,
        settled=rows[0][0] if rows[0] else None,
        edit=rows[1][-1] if rows[1] else None,
        noted=rows[2],
        actions={each.pk: each for each in rows[3]},
        made=rows[4],
        facts=_by(rows[5], "commitment_id"),
        risks=rows[6],
        scored=_by(rows[7], "risk_id"),
        asked=rows[8],
        states=rows[9],
        dates=rows[10],
        decisions={each.pk: each for each in rows[11]},
        delivered=_by(rows[12], "decision_id"),
        source=meeting_ref,
    )


def _by(rows: Iterable[T], key: str) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _of(rows: Mapping[int, Any], key: int | None, name: str) -> str:
    """A name of the row with this key, or nothing where there is none."""
    return str(getattr(rows[key], name)) if key in rows else ""
