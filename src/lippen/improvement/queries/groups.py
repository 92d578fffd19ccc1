"""Groups round a plan with members and meetings, on any day; agendas drawn from the plan, and as they were settled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet

from lippen.improvement import agendas
from lippen.improvement.agendas import Line
from lippen.improvement.models import (
    Agenda,
    GovernanceGroup,
    GroupCame,
    GroupMeeting,
    GroupMeetingFact,
    GroupMember,
    GroupNaming,
    GroupPlan,
    Plan,
)
from lippen.improvement.queries.action_rooms import CommitmentLine
from lippen.improvement.queries.agenda_reading import AgendaReading, DecidedLine, MinuteRow, open_wanted, read_for
from lippen.improvement.queries.plans import actions_of_plans, bare_rows
from lippen.improvement.queries.reading import People
from lippen.improvement.rows import ActionRow, LeadRow
from lippen.improvement.vocabulary import (
    DIRECTION_WORDS,
    GROUP_KIND_WORDS,
    GROUP_MEETING_SUBJECT,
    MEETING_STEP_WORDS,
    MEMBER_PART_WORDS,
    AgendaSection,
    Direction,
    GroupKind,
    MeetingDuty,
    MeetingStep,
    MemberPart,
)
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation

T = TypeVar("T")
TO_COME = frozenset({MeetingStep.PLANNED.value, MeetingStep.MOVED.value})
MOST_LINES = 12
DUE_WITHIN_DAYS = 31
LOOK_BACK_DAYS = 92
GONE = frozenset({"shown_done", "superseded", "merged"})


@dataclass(frozen=True)
class MemberRow:
    """Somebody who belongs to a group."""

    person_id: int | None
    name: str
    post_title: str
    part: str
    part_words: str
    since: date


@dataclass(frozen=True)
class GroupMeetingRow:
    """A meeting of a group as it stood on a day."""

    ref: str
    group_ref: str
    step: str
    step_words: str
    meets_on: date
    planned_for: date
    place: str
    words: str
    came: tuple[str, ...]
    known_there: frozenset[int]
    """Who called the meeting, and whoever of the council's people came, by person."""
    is_settled: bool
    settled_on: date | None
    events: tuple[tuple[date, str, str], ...]

    @property
    def is_to_come(self) -> bool:
        """Whether it was neither held nor called off."""
        return self.step in TO_COME


@dataclass(frozen=True)
class GroupPlanRow:
    """A plan that a group looks after."""

    id: int
    ref: str
    title: str


@dataclass(frozen=True)
class GroupRow:
    """A group as it stood on a day. `plans`: its own plan first, then those that it looks after beside it."""

    id: int
    ref: str
    plan_ref: str
    plan_title: str
    plan_id: int
    kind: str
    kind_words: str
    name: str
    purpose: str
    is_ended: bool
    since: date
    members: tuple[MemberRow, ...]
    meetings: tuple[GroupMeetingRow, ...]
    authority_ids: tuple[int, ...] = ()
    plans: tuple[GroupPlanRow, ...] = ()

    @property
    def plan_ids(self) -> tuple[int, ...]:
        """The plans that it looks after."""
        return tuple(plan.id for plan in self.plans)

    @property
    def has_several(self) -> bool:
        """Whether it looks after more than one plan."""
        return len(self.plans) > 1

    @property
    def in_halves(self) -> bool:
        """Whether its meetings have a scrutiny half and an improvement half."""
        return self.kind == GroupKind.INSPECTOR

    @property
    def next_meeting(self) -> GroupMeetingRow | None:
        """The first meeting to come."""
        to_come = [meeting for meeting in self.meetings if meeting.is_to_come]
        return min(to_come, key=lambda meeting: meeting.meets_on) if to_come else None

    @property
    def last_met_on(self) -> date | None:
        """The day of the last meeting that was held."""
        held = [meeting.meets_on for meeting in self.meetings if meeting.step == MeetingStep.HELD]
        return max(held) if held else None

    def held_before(self, ref: str) -> date | None:
        """The day of the last meeting that was held before this one."""
        this = next(meeting for meeting in self.meetings if meeting.ref == ref)
        held = [
            meeting.meets_on
            for meeting in self.meetings
            if meeting.step == MeetingStep.HELD and meeting.meets_on < this.meets_on
        ]
        return max(held) if held else None

    def is_chaired_by(self, person_ids: Collection[int]) -> bool:
        """Whether one of these people chairs it."""
        return any(each.part == MemberPart.CHAIR and each.person_id in person_ids for each in self.members)

    def minuters(self, meeting: GroupMeetingRow) -> frozenset[int]:
        """Who says what came of a meeting's lines: those who belong to the group, who came, and who called it."""
        return meeting.known_there | {each.person_id for each in self.members if each.person_id is not None}


@dataclass(frozen=True)
class PackPlan:
    """How one of several plans stands, in a board pack."""

    ref: str
    title: str
    standings: Mapping[str, int]
    total: int


@dataclass(frozen=True)
class Pack:
    """A board pack: how the plan stands, exceptions, what changed, decisions wanted, risks and late commitments."""

    standings: Mapping[str, int]
    total: int
    since: str
    exceptions: tuple[Line, ...]
    exceptions_more: int
    changes: tuple[Line, ...]
    changes_more: int
    wanted: tuple[Line, ...]
    wanted_more: int
    risks: tuple[Line, ...]
    late: tuple[Line, ...]
    plans: tuple[PackPlan, ...] = ()
    """Each plan apart, where there are several."""

    @property
    def titles(self) -> dict[str, str]:
        """What each of several plans is called, by reference."""
        return {plan.ref: plan.title for plan in self.plans}

    def to_plain(self) -> dict[str, Any]:
        """As it is kept."""
        lines = {name: agendas.to_plain(getattr(self, name)) for name in PACK_LINES}
        counts = {name: getattr(self, name) for name in PACK_COUNTS}
        plans = [{**asdict(plan), "standings": dict(plan.standings)} for plan in self.plans]
        return {**lines, **counts, "standings": dict(self.standings), "plans": plans}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Pack:
        """As it was kept."""
        lines = {name: agendas.from_plain(kept[name]) for name in PACK_LINES}
        plans = tuple(PackPlan(**plan) for plan in kept.get("plans", ()))
        counts = {name: kept[name] for name in PACK_COUNTS}
        return cls(standings=kept["standings"], plans=plans, **lines, **counts)


PACK_LINES = ("exceptions", "changes", "wanted", "risks", "late")
PACK_COUNTS = ("total", "since", "exceptions_more", "changes_more", "wanted_more")
MOST_IN_PACK = {"exceptions": 8, "changes": 8, "wanted": 5, "risks": 4, "late": 4}


@dataclass(frozen=True)
class AgendaRow:
    """An agenda: as the plan draws it and the chair arranged it, or as it was settled."""

    lines: tuple[Line, ...]
    left_out: tuple[Line, ...]
    version: int
    pack: Pack
    settled_at: datetime | None = None
    settled_by_id: int | None = None
    minutes: tuple[MinuteRow, ...] = ()
    arising: tuple[CommitmentLine, ...] = ()
    decided: tuple[DecidedLine, ...] = ()


def groups(
    actor: Actor,
    *,
    plan_id: int | None = None,
    as_at: date | None = None,
    known_at: datetime | None = None,
    today: date,
) -> tuple[GroupRow, ...]:
    """The groups that this actor sees, of one plan or of all; those that meet no longer come last."""
    rows = _rows(actor, None, None, as_at or today, known_at)
    if plan_id is not None:
        rows = [row for row in rows if plan_id in row.plan_ids]
    return tuple(sorted(rows, key=lambda row: (row.is_ended, row.kind_words, row.name)))


def group(
    actor: Actor, ref: str, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> GroupRow:
    """One group, or NotVisible."""
    rows = _rows(actor, ref, None, as_at or today, known_at)
    if not rows:
        raise NotVisible
    return rows[0]


def meeting_of_group(actor: Actor, ref: str, *, today: date) -> tuple[GroupRow, GroupMeetingRow]:
    """A meeting and its group as they stand today, or NotVisible."""
    rows = _rows(actor, None, ref, today, None)
    if not rows:
        raise NotVisible
    return rows[0], next(meeting for meeting in rows[0].meetings if meeting.ref == ref)


def group_meeting_names(actor: Actor, refs: Collection[str]) -> dict[str, str]:
    """The group's name for each of these meetings that the actor sees."""
    seen = GroupMeeting.objects.visible_to(actor).filter(ref__in=list(refs))
    ids = dict(seen.values_list("ref", "group_id"))
    names = GroupNaming.objects.filter(group_id__in=ids.values())
    latest = dict(names.order_by("group_id", "-number").distinct("group_id").values_list("group_id", "name"))
    return {ref: latest[group_id] for ref, group_id in ids.items() if group_id in latest}


def agenda(actor: Actor, row: GroupRow, meeting: GroupMeetingRow, *, today: date) -> AgendaRow:
    """The agenda of a meeting: frozen once it is settled, else drawn from the plan as it stands."""
    since = row.held_before(meeting.ref) or today - timedelta(days=LOOK_BACK_DAYS)
    told = read_for(actor, row.plan_ids, meeting.ref, since, today)
    came = {"minutes": told.minutes(), "arising": told.arising(meeting.ref), "decided": told.decided()}
    if told.settled is not None:
        kept = told.settled
        lines, pack = agendas.from_plain(kept.lines), Pack.from_plain(kept.pack)
        return AgendaRow(lines, (), 0, pack, kept.recorded_at, kept.recorded_by_id, **came)
    arrangement = agendas.arrangement_from_plain(told.edit.arrangement if told.edit else None)
    drawn, pack = _drawn(row, actions_of_plans(actor, row.plan_ids, today=today), told, meeting, today)
    order = [plan.ref for plan in row.plans] if row.has_several else []
    lines = agendas.arranged(drawn, arrangement, in_halves=row.in_halves, plans=order)
    return AgendaRow(lines, agendas.left_out(drawn, arrangement), told.edit.number if told.edit else 0, pack, **came)


def _drawn(
    row: GroupRow,
    by_plan: Mapping[int, Sequence[ActionRow]],
    told: AgendaReading,
    meeting: GroupMeetingRow,
    today: date,
) -> tuple[tuple[Line, ...], Pack]:
    """The lines that the plans give today, plan by plan, and the board pack from the same reading."""
    actions = [each for plan in row.plans for each in by_plan.get(plan.id, ())]
    until = max(meeting.meets_on, today) + timedelta(days=DUE_WITHIN_DAYS)
    numbers = {each.id: f"{each.number} {each.text}" for each in actions}
    refs = {each.id: each.ref for each in actions}
    risks = [_risk_line(risk.ref, risk.title, risk.score.words, words) for risk, words in told.risks_changed()]
    exceptions = [_action_line(AgendaSection.EXCEPTIONS, each) for each in _exceptions(actions)]
    wanted = [*told.wanted(numbers), *_stuck(actions, until)]
    due = [_action_line(AgendaSection.DUE, each) for each in _due(actions, until)]
    promised = told.promised()
    changes = told.changes(numbers, refs)
    late = [_commitment_line(*each) for each in promised if each[0].is_late]
    sections = [exceptions, wanted, due, [_commitment_line(*each) for each in promised], risks, changes, late]
    if row.has_several:
        sections = _stamped(sections, row, by_plan, told)
    exceptions, wanted, due, promises, risks, changes, late = sections
    pack = _pack(actions, told.since, exceptions, changes, wanted, risks, late)
    drawn = tuple(
        each
        for plan in ([plan.ref for plan in row.plans] if row.has_several else [""])
        for section in (exceptions, wanted, due, promises, risks)
        for each in [line for line in section if line.plan == plan][:MOST_LINES]
    )
    return drawn, replace(pack, plans=_plans_apart(row, by_plan)) if row.has_several else pack


def _stamped(
    sections: Iterable[list[Line]], row: GroupRow, by_plan: Mapping[int, Sequence[ActionRow]], told: AgendaReading
) -> list[list[Line]]:
    """The lines with the plan that gives each."""
    refs = {plan.id: plan.ref for plan in row.plans}
    given = told.plan_of() | {each.ref: plan_id for plan_id, rows in by_plan.items() for each in rows}
    return [[replace(line, plan=refs[given[line.ref]]) for line in section] for section in sections]


def _plans_apart(row: GroupRow, by_plan: Mapping[int, Sequence[ActionRow]]) -> tuple[PackPlan, ...]:
    """How each plan stands by itself."""
    found = []
    for plan in row.plans:
        mine = by_plan.get(plan.id, ())
        found.append(PackPlan(plan.ref, plan.title, dict(Counter(each.standing for each in mine)), len(mine)))
    return tuple(found)


def plans_to_look_after(actor: Actor, row: GroupRow) -> tuple[GroupPlanRow, ...]:
    """The plans that a group may look after too: those that all of its councils share, which the actor edits."""
    rows = bare_rows(Plan.objects.visible_to(actor).exclude(pk__in=row.plan_ids).order_by("title", "id"))
    return tuple(
        GroupPlanRow(plan.id, plan.ref, plan.title)
        for plan in rows.values()
        if set(row.authority_ids) <= set(plan.authority_ids) and may(actor, Permission.EDIT_PLAN, at=plan.authority_ids)
    )


def meeting_holders(meeting_ref: str) -> tuple[int, ...]:
    """Who has a meeting on their desk until it is held: the group's chairs, or whoever called it."""
    about = {"kind": MeetingDuty.HOLD.value, "subject_kind": GROUP_MEETING_SUBJECT, "subject_key": meeting_ref}
    return tuple(sorted(organisation.holders_of_duty(**about)))


def wanted_decisions(actor: Actor, plan_id: int) -> tuple[Line, ...]:
    """The decisions that are wanted on a plan and have not been taken."""
    found = open_wanted(actor, [plan_id]).values_list("ref", "words")
    return tuple(agendas.line(AgendaSection.WANTED, "wanted", ref, words) for ref, words in found)


def _pack(
    actions: Sequence[ActionRow],
    since: date,
    exceptions: list[Line],
    changes: list[Line],
    wanted: list[Line],
    risks: list[Line],
    late: list[Line],
) -> Pack:
    standings: dict[str, int] = defaultdict(int)
    for each in actions:
        standings[each.standing] += 1
    most = MOST_IN_PACK
    return Pack(
        standings=dict(standings),
        total=len(actions),
        since=since.isoformat(),
        exceptions=tuple(exceptions[: most["exceptions"]]),
        exceptions_more=max(0, len(exceptions) - most["exceptions"]),
        changes=tuple(changes[: most["changes"]]),
        changes_more=max(0, len(changes) - most["changes"]),
        wanted=tuple(wanted[: most["wanted"]]),
        wanted_more=max(0, len(wanted) - most["wanted"]),
        risks=tuple(risks[: most["risks"]]),
        late=tuple(late[: most["late"]]),
    )


def _exceptions(actions: Iterable[ActionRow]) -> list[ActionRow]:
    """What is off course or slipping: red before amber, the longest overdue first."""
    found = [each for each in actions if each.standing in {"red", "amber"}]
    return sorted(found, key=lambda each: (each.standing != "red", each.target.ends_on if each.target else date.max))


def _due(actions: Iterable[ActionRow], until: date) -> list[ActionRow]:
    """Open actions whose target or review falls due by then, and that are no exception already."""
    found = [
        (min(days), each)
        for each in actions
        if each.state not in GONE
        and each.standing not in {"red", "amber"}
        and (days := [when.ends_on for when in (each.target, each.review) if when and when.starts_on <= until])
    ]
    return [each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].id))]


def _stuck(actions: Iterable[ActionRow], until: date) -> list[Line]:
    """Actions that stand still until somebody decides: blocked, or put off to look at again by then."""
    found = []
    for each in actions:
        put_off = each.state == "postponed" and each.postponed is not None
        if each.state == "blocked" or (put_off and each.postponed.revisit_on <= until):
            note = f"{each.state_words}: {each.state_reason}" if each.state_reason else each.state_words
            found.append(agendas.line(AgendaSection.WANTED, "stuck", each.ref, f"{each.number} {each.text}", note))
    return found


def _action_line(section: AgendaSection, row: ActionRow) -> Line:
    leads = " and ".join(lead.name for lead in row.leads)
    note = row.standing_reason if section is AgendaSection.EXCEPTIONS else row.due_words or row.review_words
    return agendas.line(
        section,
        "action",
        row.ref,
        f"{row.number} {row.text}",
        ". ".join(each.rstrip(".") for each in (note, leads) if each),
    )


def _commitment_line(row: CommitmentLine, direction: str, owner: str) -> Line:
    note = ". ".join(filter(None, (DIRECTION_WORDS[Direction(direction)], row.due_words, owner)))
    return agendas.line(AgendaSection.COMMITMENTS, "commitment", row.ref, row.words, note)


def _risk_line(ref: str, title: str, score: str, words: str) -> Line:
    return agendas.line(AgendaSection.RISKS, "risk", ref, title, f"{words}. Now {score}")


def _wanted(
    actor: Actor, ref: str | None, meeting_ref: str | None, day: date, known_at: datetime | None
) -> tuple[QuerySet[Any], ...]:
    """Groups that the actor sees with names, members, meetings and plans, by a day."""
    given = {"ref": ref, "meetings__ref": meeting_ref}
    seen = (
        GovernanceGroup.objects.visible_to(actor)
        .filter(**{name: value for name, value in given.items() if value is not None}, so_on__lte=day)
        .known_at(known_at)
    )

    def of(model: Any, path: str, order: str) -> Any:
        return model.objects.filter(**{f"{path}__in": seen, "so_on__lte": day}).known_at(known_at).order_by(order)

    return (
        seen.order_by("id"),
        of(GroupNaming, "group", "number"),
        of(GroupMember, "group", "id"),
        of(GroupMeeting, "group", "id").annotate(called_by_id=F("recorded_by__person_id")),
        of(GroupMeetingFact, "meeting__group", "number"),
        of(GroupCame, "meeting__group", "id"),
        of(Agenda, "meeting__group", "id"),
        Plan.objects.visible_to(actor)
        .filter(Q(groups__in=seen) | Q(looked_after__group__in=seen))
        .distinct()
        .order_by("id"),
        Plan.authorities.through.objects.filter(plan__groups__in=seen).distinct().order_by("id"),
        of(GroupPlan, "group", "id"),
    )


def _rows(
    actor: Actor, ref: str | None, meeting_ref: str | None, day: date, known_at: datetime | None
) -> list[GroupRow]:
    """Groups read in one statement, the people named in another."""
    rows = read_prepared(_wanted, actor, ref, meeting_ref, day, known_at)
    if not rows[0]:
        return []
    keys = ("group_id", "group_id", "group_id", "meeting_id", "meeting_id", "meeting_id")
    told = [_by(each, key) for each, key in zip(rows[1:7], keys, strict=True)]
    named = {each.person_id for each in (*rows[2], *rows[5])}
    people = People.of(named, on=day)
    plans, shared, others = {each.pk: each for each in rows[7]}, _by(rows[8], "plan_id"), _by(rows[9], "group_id")
    return [
        _row(each, told, people, _looked_after(each, others[each.pk], plans), shared[each.plan_id])
        for each in rows[0]
        if told[0][each.pk]
    ]


def _looked_after(found: GovernanceGroup, others: Sequence[GroupPlan], plans: Mapping[int, Plan]) -> list[Plan]:
    """The group's own plan, then those that it looks after beside it: the latest word on each."""
    latest = {each.plan_id: each.is_ended for each in others}
    beside = [plans[key] for key, is_ended in latest.items() if not is_ended and key in plans]
    return [plans[found.plan_id], *sorted(beside, key=lambda plan: (plan.title, plan.pk))]


def _by(rows: Iterable[T], key: str) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _row(
    found: GovernanceGroup, told: list[dict[int, list[Any]]], people: People, plans: Sequence[Plan], shared: list[Any]
) -> GroupRow:
    plan = plans[0]
    namings, members, meetings, facts, came, settled = told
    last = namings[found.pk][-1]
    shown = [_meeting(each, found, facts, came, settled, people) for each in meetings[found.pk] if facts[each.pk]]
    return GroupRow(
        id=found.pk,
        ref=found.ref,
        plan_ref=plan.ref,
        plan_title=plan.title,
        authority_ids=(plan.authority_id, *(each.authority_id for each in shared)),
        plan_id=found.plan_id,
        kind=found.kind,
        kind_words=GROUP_KIND_WORDS[GroupKind(found.kind)],
        name=last.name,
        purpose=last.purpose,
        is_ended=last.is_ended,
        since=found.so_on,
        members=_members(members[found.pk], people),
        meetings=tuple(sorted(shown, key=lambda row: (row.meets_on, row.ref), reverse=True)),
        plans=tuple(GroupPlanRow(each.pk, each.ref, each.title) for each in plans),
    )


def _members(rows: Sequence[GroupMember], people: People) -> tuple[MemberRow, ...]:
    """Who belongs to it: the latest word on each, the chair first."""
    latest = {(each.person_id, each.words): each for each in rows}
    found = [_member(each, people) for each in latest.values() if not each.is_ended]
    order = list(MemberPart)
    return tuple(sorted(found, key=lambda row: (order.index(MemberPart(row.part)), row.name)))


def _member(each: GroupMember, people: People) -> MemberRow:
    who: LeadRow = people.lead(each.person_id, each.words)
    words = MEMBER_PART_WORDS[MemberPart(each.part)]
    return MemberRow(each.person_id, who.name, who.post_title, each.part, words, each.so_on)


def _meeting(
    meeting: GroupMeeting,
    found: GovernanceGroup,
    facts: Mapping[int, list[GroupMeetingFact]],
    came: Mapping[int, list[GroupCame]],
    settled: Mapping[int, list[Agenda]],
    people: People,
) -> GroupMeetingRow:
    told = facts[meeting.pk]
    last, places = told[-1], [fact.place for fact in told if fact.place]
    agenda_row = settled[meeting.pk]
    return GroupMeetingRow(
        ref=meeting.ref,
        group_ref=found.ref,
        step=last.step,
        step_words=MEETING_STEP_WORDS[MeetingStep(last.step)],
        meets_on=last.meets_on,
        planned_for=told[0].meets_on,
        place=places[-1] if places else "",
        words=last.words,
        came=tuple(people.lead(each.person_id, each.words).name for each in came[meeting.pk]),
        known_there=frozenset({meeting.called_by_id, *(each.person_id for each in came[meeting.pk])} - {None}),
        is_settled=bool(agenda_row),
        settled_on=agenda_row[0].so_on if agenda_row else None,
        events=tuple((fact.so_on, MEETING_STEP_WORDS[MeetingStep(fact.step)], fact.words) for fact in told),
    )
