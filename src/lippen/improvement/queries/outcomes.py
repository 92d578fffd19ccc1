"""What came of the lines of groups' agendas: words, actions, commitments and decisions, as they stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lippen.improvement import agendas
from lippen.improvement.models import Action, Agenda, LineMinute
from lippen.improvement.queries.commitments import CommitmentFilters, CommitmentRow, commitments
from lippen.improvement.queries.groups import GroupMeetingRow, GroupRow, groups
from lippen.improvement.queries.plans import plan_actions
from lippen.improvement.rows import ActionRow
from lippen.improvement.vocabulary import OUTCOME_WORDS, LineOutcome
from lippen.kernel.access import Actor


@dataclass(frozen=True)
class OutcomeRow:
    """What came of a line at a meeting, with what arose from it."""

    group: str
    meets_on: date
    plan: str
    line: str
    outcome: str
    words: str
    on: date
    action: ActionRow | None
    commitment: CommitmentRow | None
    decision: str


def outcomes(
    actor: Actor,
    *,
    plan_id: int | None = None,
    as_at: date | None = None,
    known_at: datetime | None = None,
    today: date,
) -> tuple[OutcomeRow, ...]:
    """What came of every line of the groups that this actor sees, of one plan's or of all; by group and meeting."""
    looked = {"as_at": as_at, "known_at": known_at, "today": today}
    found = groups(actor, plan_id=plan_id, **looked)
    seen = {meeting.ref: (row, meeting) for row in found for meeting in row.meetings}
    noted = LineMinute.objects.filter(meeting__ref__in=list(seen), so_on__lte=as_at or today).known_at(known_at)
    rows = list(noted.select_related("meeting", "action", "commitment", "decision").order_by("id"))
    settled = Agenda.objects.filter(meeting_id__in={each.meeting_id for each in rows})
    lines = {each.meeting_id: {line.key: line for line in agendas.from_plain(each.lines)} for each in settled}
    refs = {each.commitment.ref for each in rows if each.commitment}
    promised = {row.ref: row for row in commitments(actor, filters=CommitmentFilters(refs=refs), **looked)}
    acted = _actions(actor, {each.action.plan_id for each in rows if each.action}, looked)
    told = [
        _row(*seen[each.meeting.ref], each, lines[each.meeting_id][each.key], acted, promised)
        for each in rows
        if each.key in lines.get(each.meeting_id, {})
    ]
    return tuple(sorted(told, key=lambda row: (row.group, row.meets_on)))


def _actions(actor: Actor, plan_ids: set[int], looked: dict[str, object]) -> dict[str, ActionRow]:
    seen = set(Action.objects.visible_to(actor).filter(plan_id__in=plan_ids).values_list("plan_id", flat=True))
    return {row.ref: row for plan_id in sorted(seen) for row in plan_actions(actor, plan_id, **looked)}  # type: ignore[arg-type]


def _row(
    group: GroupRow,
    meeting: GroupMeetingRow,
    noted: LineMinute,
    line: agendas.Line,
    acted: dict[str, ActionRow],
    promised: dict[str, CommitmentRow],
) -> OutcomeRow:
    titles = {plan.ref: plan.title for plan in group.plans}
    return OutcomeRow(
        group=group.name,
        meets_on=meeting.meets_on,
        plan=titles.get(line.plan, group.plan_title),
        line=line.words,
        outcome=OUTCOME_WORDS[LineOutcome(noted.outcome)],
        words=noted.words,
        on=noted.so_on,
        action=acted.get(noted.action.ref) if noted.action else None,
        commitment=promised.get(noted.commitment.ref) if noted.commitment else None,
        decision=noted.decision.agreed if noted.decision else "",
    )
