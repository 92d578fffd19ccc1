"""Groups of partners with their contacts, meetings, themes and what was said, on any day, as known at any moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from lippen.improvement.models import (
    Action,
    Contact,
    ContactDetails,
    EngagementTheme,
    GivenBack,
    Plan,
    Said,
    SaidAnswer,
    StakeholderCame,
    StakeholderGroup,
    StakeholderMeeting,
    StakeholderMeetingFact,
    StakeholderNaming,
    ThemeReading,
    ThemeSign,
)
from lippen.improvement.queries.commitments import CommitmentRow, commitments
from lippen.improvement.queries.reading import People
from lippen.improvement.rows import LeadRow
from lippen.improvement.vocabulary import (
    GIVEN_TO_WORDS,
    MEETING_STEP_WORDS,
    MOOD_WORDS,
    STAKEHOLDER_KIND_WORDS,
    STATE_WORDS,
    UNCONFIRMED,
    VOICE_WORDS,
    CommitmentStatus,
    GivenTo,
    MeetingStep,
    Mood,
    StakeholderKind,
    Voice,
)
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared

T = TypeVar("T")
TO_COME = frozenset({MeetingStep.PLANNED.value, MeetingStep.MOVED.value})


@dataclass(frozen=True)
class ContactRow:
    """Somebody whom one can reach."""

    ref: str
    group_ref: str
    name: str
    role: str
    reach: str
    since: date
    is_ended: bool


@dataclass(frozen=True)
class MeetingRow:
    """A meeting with a group as it stood on a day."""

    ref: str
    group_ref: str
    step: str
    step_words: str
    meets_on: date
    place: str
    words: str
    came: tuple[str, ...]
    planned_for: date
    events: tuple[tuple[date, str, str], ...]

    @property
    def is_to_come(self) -> bool:
        """Whether it was neither held nor called off."""
        return self.step in TO_COME


@dataclass(frozen=True)
class ReadingRow:
    """How near the agreed sign was on a day."""

    on: date
    mood: str
    mood_words: str
    words: str
    read_by: str


@dataclass(frozen=True)
class ThemeRow:
    """A theme with its agreed sign of progress and its readings, the oldest first."""

    ref: str
    group_ref: str
    title: str
    sign: str
    agreed_with: str
    agreed_on: date
    signs: tuple[tuple[date, str, str], ...]
    readings: tuple[ReadingRow, ...]

    @property
    def last(self) -> ReadingRow | None:
        """The newest reading."""
        return self.readings[-1] if self.readings else None


@dataclass(frozen=True)
class AnswerRow:
    """What we did about something that was said."""

    on: date
    words: str
    action_ref: str = ""
    action_text: str = ""
    action_state: str = ""
    commitment: CommitmentRow | None = None


@dataclass(frozen=True)
class SaidRow:
    """What was said, and what we did about it."""

    ref: str
    group_ref: str
    on: date
    voice: str
    voice_words: str
    words: str
    theme_ref: str
    theme_title: str
    meeting_ref: str
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class GivenBackRow:
    """That something was given back: when, to whom, how."""

    ref: str
    group_ref: str
    on: date
    audience: str
    audience_words: str
    to_words: str
    how: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class StakeholderRow:
    """A group of partners as it stood on a day."""

    id: int
    ref: str
    authority_id: int
    kind: str
    kind_words: str
    name: str
    why: str
    lead: LeadRow | None
    is_ended: bool
    since: date
    plan_ref: str
    plan_title: str
    themes: tuple[ThemeRow, ...]
    meetings: tuple[MeetingRow, ...]
    open_commitments: int = 0
    late_commitments: int = 0

    @property
    def next_meeting(self) -> MeetingRow | None:
        """The first meeting to come."""
        to_come = [meeting for meeting in self.meetings if meeting.is_to_come]
        return min(to_come, key=lambda meeting: meeting.meets_on) if to_come else None

    @property
    def last_met_on(self) -> date | None:
        """The day of the last meeting that was held."""
        held = [meeting.meets_on for meeting in self.meetings if meeting.step == MeetingStep.HELD]
        return max(held) if held else None


@dataclass(frozen=True)
class StakeholderStory:
    """A group with everything about it."""

    row: StakeholderRow
    contacts: tuple[ContactRow, ...]
    said: tuple[SaidRow, ...]
    commitments: tuple[CommitmentRow, ...]
    given_back: tuple[GivenBackRow, ...]


def stakeholders(
    actor: Actor,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
    today: date,
    plan_id: int | None = None,
    kind: str = "",
) -> tuple[StakeholderRow, ...]:
    """The groups of partners that this actor sees, by kind and name; those that ended come last."""
    day = as_at or today
    told = _gather(OF_EACH, read_prepared(_named, actor, None, plan_id, kind or None, day, known_at), day)
    promised = commitments(actor, as_at=as_at, known_at=known_at, today=today) if told.groups else ()
    rows = _rows(told, day, promised)
    return tuple(sorted(rows, key=lambda row: (row.is_ended, row.kind_words, row.name)))


def stakeholder(
    actor: Actor, ref: str, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> StakeholderStory:
    """One group with everything about it, or NotVisible."""
    found = stakeholder_stories(actor, ref=ref, as_at=as_at, known_at=known_at, today=today)
    if not found:
        raise NotVisible
    return found[0]


def stakeholder_stories(
    actor: Actor, *, ref: str = "", as_at: date | None = None, known_at: datetime | None = None, today: date
) -> tuple[StakeholderStory, ...]:
    """One group, or every group that the actor sees, with everything about each."""
    day = as_at or today
    told = _gather(OF_THE_WHOLE, read_prepared(_whole, actor, ref or None, None, None, day, known_at), day)
    if not told.groups:
        return ()
    promised = commitments(actor, as_at=as_at, known_at=known_at, today=today)
    answers = _answers(actor, told, promised)
    stories = [
        StakeholderStory(
            row=row,
            contacts=_contacts(told, row),
            said=_said(told, row, answers),
            commitments=tuple(each for each in promised if each.stakeholder_ref == row.ref),
            given_back=tuple(_back(each, row.ref) for each in reversed(told.given[row.id])),
        )
        for row in _rows(told, day, promised)
    ]
    return tuple(sorted(stories, key=lambda story: (story.row.kind_words, story.row.name)))


def stakeholder_choices(actor: Actor, *, today: date) -> tuple[tuple[str, str], ...]:
    """Reference and name of every group that has not ended, to choose from."""
    names = StakeholderNaming.objects.visible_to(actor).filter(so_on__lte=today)
    latest = names.order_by("group_id", "-number").distinct("group_id").values_list("group__ref", "name", "is_ended")
    return tuple(sorted(((ref, name) for ref, name, is_ended in latest if not is_ended), key=lambda each: each[1]))


def given_back(actor: Actor, ref: str) -> GivenBackRow:
    """What was given back, exactly as it was, or NotVisible."""
    found = GivenBack.objects.visible_to(actor).filter(ref=ref).select_related("group").first()
    if found is None:
        raise NotVisible
    return _back(found, found.group.ref if found.group else "")


def given_back_to_all(actor: Actor) -> tuple[GivenBackRow, ...]:
    """What was given back of all groups together, the newest first."""
    found = GivenBack.objects.visible_to(actor).filter(group__isnull=True).order_by("-so_on", "-id")
    return tuple(_back(each, "") for each in found)


def meeting_group(actor: Actor, ref: str) -> str:
    """The group that a meeting is with, or NotVisible."""
    return _group_of(StakeholderMeeting.objects.visible_to(actor), ref)


def theme_group(actor: Actor, ref: str) -> str:
    """The group that works on a theme, or NotVisible."""
    return _group_of(EngagementTheme.objects.visible_to(actor), ref)


def contact_group(actor: Actor, ref: str) -> str:
    """The group of a contact, or NotVisible."""
    return _group_of(Contact.objects.visible_to(actor), ref)


def said_group(actor: Actor, ref: str) -> str:
    """The group with which something was said, or NotVisible."""
    return _group_of(Said.objects.visible_to(actor), ref)


def meeting_names(actor: Actor, refs: Collection[str]) -> dict[str, str]:
    """The group's name for each of these meetings that the actor sees."""
    seen = StakeholderMeeting.objects.visible_to(actor).filter(ref__in=list(refs))
    groups = dict(seen.values_list("ref", "group_id"))
    names = StakeholderNaming.objects.visible_to(actor).filter(group_id__in=groups.values())
    latest = dict(names.order_by("group_id", "-number").distinct("group_id").values_list("group_id", "name"))
    return {ref: latest[group_id] for ref, group_id in groups.items() if group_id in latest}


def _group_of(seen: Any, ref: str) -> str:
    found: str | None = seen.filter(ref=ref).values_list("group__ref", flat=True).first()
    if found is None:
        raise NotVisible
    return found


@dataclass
class _Told:
    """All rows of some groups by a day, each kind by the id of what it belongs to."""

    groups: list[StakeholderGroup]
    namings: dict[int, list[StakeholderNaming]]
    meetings: dict[int, list[StakeholderMeeting]]
    facts: dict[int, list[StakeholderMeetingFact]]
    themes: dict[int, list[EngagementTheme]]
    signs: dict[int, list[ThemeSign]]
    readings: dict[int, list[ThemeReading]]
    contacts: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    details: dict[int, list[ContactDetails]] = field(default_factory=lambda: defaultdict(list))
    came: dict[int, list[StakeholderCame]] = field(default_factory=lambda: defaultdict(list))
    said: dict[int, list[Said]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[int, list[SaidAnswer]] = field(default_factory=lambda: defaultdict(list))
    given: dict[int, list[GivenBack]] = field(default_factory=lambda: defaultdict(list))
    people: People | None = None


Told = tuple[type[Any], str, str, str]
OF_EACH: tuple[Told, ...] = (
    (StakeholderNaming, "group", "number", "group_id"),
    (StakeholderMeeting, "group", "id", "group_id"),
    (StakeholderMeetingFact, "meeting__group", "number", "meeting_id"),
    (EngagementTheme, "group", "id", "group_id"),
    (ThemeSign, "theme__group", "number", "theme_id"),
    (ThemeReading, "theme__group", "id", "theme_id"),
)
OF_THE_WHOLE: tuple[Told, ...] = (
    *OF_EACH,
    (Contact, "group", "id", "group_id"),
    (ContactDetails, "contact__group", "number", "contact_id"),
    (StakeholderCame, "meeting__group", "id", "meeting_id"),
    (Said, "group", "id", "group_id"),
    (SaidAnswer, "said__group", "id", "said_id"),
    (GivenBack, "group", "id", "group_id"),
)
"""What is read of groups: a table, how it leads to its group, its order, and by what it is looked up."""


def _named(actor: Actor, *given: Any) -> tuple[QuerySet[Any], ...]:
    return _wanted(OF_EACH, actor, *given)


def _whole(actor: Actor, *given: Any) -> tuple[QuerySet[Any], ...]:
    return _wanted(OF_THE_WHOLE, actor, *given)


def _wanted(
    kinds: Sequence[Told],
    actor: Actor,
    ref: str | None,
    plan_id: int | None,
    kind: str | None,
    day: date,
    known_at: datetime | None,
) -> tuple[QuerySet[Any], ...]:
    """The groups that the actor sees by a day, and what each table tells of them."""
    given = {"ref": ref, "plan_id": plan_id, "kind": kind}
    groups = (
        StakeholderGroup.objects.visible_to(actor)
        .filter(**{name: value for name, value in given.items() if value is not None}, so_on__lte=day)
        .known_at(known_at)
    )
    return (
        groups.order_by("id"),
        *(
            model.objects.filter(**{f"{path}__in": groups, "so_on__lte": day}).known_at(known_at).order_by(order)
            for model, path, order, _ in kinds
        ),
    )


def _gather(kinds: Sequence[Told], rows: list[list[Any]], day: date) -> _Told:
    """Everything that was read of some groups, by what it belongs to."""
    told = _Told(rows[0], *(_by(each, key) for each, (*_, key) in zip(rows[1:], kinds, strict=True)))
    named = {each.lead_id for several in told.namings.values() for each in several}
    named |= {each.person_id for several in told.came.values() for each in several}
    told.people = People.of(named, on=day)
    return told


def _by(rows: Iterable[T], key: str) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _rows(told: _Told, day: date, promised: Sequence[CommitmentRow]) -> list[StakeholderRow]:
    plans = _plans(told)
    return [_row(each, told, plans, promised) for each in told.groups if told.namings[each.pk]]


def _plans(told: _Told) -> dict[int, tuple[str, str]]:
    ids = {each.plan_id for each in told.groups if each.plan_id}
    if not ids:
        return {}
    rows = Plan.objects.filter(pk__in=ids).values_list("pk", "ref", "title")
    return {pk: (ref, title) for pk, ref, title in rows}


def _row(
    group: StakeholderGroup,
    told: _Told,
    plans: Mapping[int, tuple[str, str]],
    promised: Sequence[CommitmentRow],
) -> StakeholderRow:
    last = told.namings[group.pk][-1]
    mine = [each for each in promised if each.stakeholder_ref == group.ref]
    plan_ref, plan_title = plans.get(group.plan_id or 0, ("", ""))
    return StakeholderRow(
        id=group.pk,
        ref=group.ref,
        authority_id=group.authority_id,
        kind=group.kind,
        kind_words=STAKEHOLDER_KIND_WORDS[StakeholderKind(group.kind)],
        name=last.name,
        why=last.why,
        lead=told.people.lead(last.lead_id) if last.lead_id and told.people else None,
        is_ended=last.is_ended,
        since=group.so_on,
        plan_ref=plan_ref,
        plan_title=plan_title,
        themes=tuple(_theme(each, group, told) for each in told.themes[group.pk] if told.signs[each.pk]),
        meetings=_meetings(group, told),
        open_commitments=sum(each.status == CommitmentStatus.OPEN for each in mine),
        late_commitments=sum(each.is_late for each in mine),
    )


def _theme(theme: EngagementTheme, group: StakeholderGroup, told: _Told) -> ThemeRow:
    signs = told.signs[theme.pk]
    readings = sorted(told.readings[theme.pk], key=lambda each: (each.so_on, each.pk))
    return ThemeRow(
        ref=theme.ref,
        group_ref=group.ref,
        title=theme.title,
        sign=signs[-1].sign,
        agreed_with=signs[-1].agreed_with,
        agreed_on=signs[-1].so_on,
        signs=tuple((each.so_on, each.sign, each.agreed_with) for each in signs),
        readings=tuple(
            ReadingRow(each.so_on, each.mood, MOOD_WORDS[Mood(each.mood)], each.words, each.read_by)
            for each in readings
        ),
    )


def _meetings(group: StakeholderGroup, told: _Told) -> tuple[MeetingRow, ...]:
    """The group's meetings, the newest day first."""
    rows = [_meeting(each, group, told) for each in told.meetings[group.pk] if told.facts[each.pk]]
    return tuple(sorted(rows, key=lambda row: (row.meets_on, row.ref), reverse=True))


def _meeting(meeting: StakeholderMeeting, group: StakeholderGroup, told: _Told) -> MeetingRow:
    facts = told.facts[meeting.pk]
    last = facts[-1]
    places = [fact.place for fact in facts if fact.place]
    return MeetingRow(
        ref=meeting.ref,
        group_ref=group.ref,
        step=last.step,
        step_words=MEETING_STEP_WORDS[MeetingStep(last.step)],
        meets_on=last.meets_on,
        place=places[-1] if places else "",
        words=last.words or facts[0].words,
        came=tuple(_came(each, told) for each in told.came[meeting.pk]),
        planned_for=facts[0].meets_on,
        events=tuple((fact.so_on, MEETING_STEP_WORDS[MeetingStep(fact.step)], fact.words) for fact in facts),
    )


def _came(each: StakeholderCame, told: _Told) -> str:
    """The name of somebody who came: a contact by the name that they have now."""
    if each.contact_id and told.details[each.contact_id]:
        details = told.details[each.contact_id][-1]
        return f"{details.name}, {details.role}" if details.role else details.name
    if each.person_id and told.people:
        return told.people.names.get(each.person_id, "")
    return each.words or "A contact"


def _contacts(told: _Told, row: StakeholderRow) -> tuple[ContactRow, ...]:
    found = []
    for contact in told.contacts[row.id]:
        if details := told.details[contact.pk]:
            last = details[-1]
            found.append(ContactRow(contact.ref, row.ref, last.name, last.role, last.reach, last.so_on, last.is_ended))
    return tuple(sorted(found, key=lambda each: (each.is_ended, each.name)))


def _said(told: _Told, row: StakeholderRow, answers: Mapping[int, list[AnswerRow]]) -> tuple[SaidRow, ...]:
    """What was said, the newest first."""
    themes = {each.pk: each for each in told.themes[row.id]}
    meetings = {each.pk: each.ref for each in told.meetings[row.id]}
    found = sorted(told.said[row.id], key=lambda each: (each.so_on, each.pk), reverse=True)
    return tuple(
        SaidRow(
            ref=each.ref,
            group_ref=row.ref,
            on=each.so_on,
            voice=each.voice,
            voice_words=VOICE_WORDS[Voice(each.voice)],
            words=each.words,
            theme_ref=themes[each.theme_id].ref if each.theme_id in themes else "",
            theme_title=themes[each.theme_id].title if each.theme_id in themes else "",
            meeting_ref=meetings.get(each.meeting_id or 0, ""),
            answers=tuple(answers.get(each.pk, ())),
        )
        for each in found
    )


def _answers(actor: Actor, told: _Told, promised: Sequence[CommitmentRow]) -> dict[int, list[AnswerRow]]:
    """What we did, by the id of what was said; commitments as they stood on the same day."""
    by_id = {each.id: each for each in promised}
    given = [each for several in told.answers.values() for each in several]
    seen = Action.objects.visible_to(actor).filter(pk__in=[each.action_id for each in given if each.action_id])
    rows = seen.values_list("pk", "ref", "now__text", "now__state") if any(each.action_id for each in given) else ()
    actions = {pk: (ref, text, STATE_WORDS[state or UNCONFIRMED]) for pk, ref, text, state in rows}
    found: dict[int, list[AnswerRow]] = defaultdict(list)
    for each in sorted(given, key=lambda each: (each.so_on, each.pk)):
        told_action = actions.get(each.action_id or 0, ("", "", ""))
        promise = by_id.get(each.commitment_id or 0)
        found[each.said_id].append(AnswerRow(each.so_on, each.words, *told_action, promise))
    return found


def _back(each: GivenBack, group_ref: str) -> GivenBackRow:
    return GivenBackRow(
        ref=each.ref,
        group_ref=group_ref,
        on=each.so_on,
        audience=each.audience,
        audience_words=GIVEN_TO_WORDS[GivenTo(each.audience)],
        to_words=each.to_words,
        how=each.how,
        content=each.content,
    )


def contact_names(authority_ids: Collection[int]) -> tuple[str, ...]:
    """What contacts of some councils are or were called: to look words up in, not to show. The table's lock counts."""
    found = ContactDetails.objects.filter(authority_id__in=list(authority_ids)).order_by("name")
    return tuple(found.values_list("name", flat=True).distinct())
