"""Meetings with partners, what was said there, themes with their readings, and what was given back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import rules
from lippen.improvement.actions.keeping import Keeping, begin_group, begin_of, check_after, next_number
from lippen.improvement.actions.on_plan import MEANWHILE
from lippen.improvement.actions.writing import already, check_day, needed
from lippen.improvement.models import (
    Action,
    Commitment,
    Contact,
    EngagementTheme,
    GivenBack,
    Said,
    SaidAnswer,
    StakeholderCame,
    StakeholderGroup,
    StakeholderMeeting,
    StakeholderMeetingFact,
    ThemeReading,
    ThemeSign,
)
from lippen.improvement.vocabulary import (
    MEETING_STEP_WORDS,
    STAKEHOLDER_MEETING_SUBJECT,
    GivenTo,
    MeetingDuty,
    MeetingStep,
    Mood,
    Voice,
)
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation.actions import Pin, close_duty, pin_duties

ENDED = frozenset({MeetingStep.HELD, MeetingStep.CALLED_OFF})
ANSWER = "Say what was done, or choose the action or the commitment that answers it."


@atomic
def arrange_meeting(
    *,
    actor: Actor,
    stakeholder_ref: str,
    meets_on: date,
    so_on: date,
    at: datetime,
    place: str = "",
    words: str = "",
    token: UUID | str | None = None,
) -> StakeholderMeeting:
    """Plan a meeting with a group; it stands on the desk of whoever looks after the group."""
    keeping = begin_group(actor, stakeholder_ref, at=at)
    if made := already(StakeholderMeeting, token, actor):
        return made
    check_day(so_on, at)
    if meets_on < so_on:
        raise CannotDo("That day has been. Give a day to come, or record that the meeting was held.", field="meets_on")
    made = StakeholderMeeting.objects.create(ref=new_ref("meeting"), group=keeping.group, **keeping.fact(so_on, token))
    _step(keeping, made, MeetingStep.PLANNED, meets_on, so_on, place=place, words=words)
    _ask(keeping, made, meets_on)
    audit.record(actor, "stakeholder_meeting.planned", made)
    return made


@atomic
def move_meeting(
    *,
    actor: Actor,
    meeting_ref: str,
    meets_on: date,
    reason: str,
    so_on: date,
    at: datetime,
    place: str = "",
    token: UUID | str | None = None,
) -> StakeholderMeetingFact:
    """Put a meeting on another day, for a reason."""
    meeting, keeping = _open_meeting(actor, meeting_ref, at)
    if made := already(StakeholderMeetingFact, token, actor):
        return made
    check_after(so_on, at, meeting.facts, meeting.so_on)
    if meets_on < so_on:
        raise CannotDo("That day has been. Give a day to come.", field="meets_on")
    words = needed(reason, "reason", "Say why it moves.")
    made = _step(keeping, meeting, MeetingStep.MOVED, meets_on, so_on, place=place, words=words, token=token)
    _ask(keeping, meeting, meets_on)
    audit.record(actor, "stakeholder_meeting.moved", meeting)
    return made


@atomic
def call_off_meeting(
    *, actor: Actor, meeting_ref: str, reason: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> StakeholderMeetingFact:
    """Say that a meeting will not be, and why."""
    meeting, keeping = _open_meeting(actor, meeting_ref, at)
    if made := already(StakeholderMeetingFact, token, actor):
        return made
    check_after(so_on, at, meeting.facts, meeting.so_on)
    words = needed(reason, "reason", "Say why it is called off.")
    made = _step(keeping, meeting, MeetingStep.CALLED_OFF, _meets_on(meeting), so_on, words=words, token=token)
    _clear(meeting, keeping)
    audit.record(actor, "stakeholder_meeting.called_off", meeting)
    return made


@atomic
def record_meeting(
    *,
    actor: Actor,
    stakeholder_ref: str,
    held_on: date,
    at: datetime,
    place: str = "",
    words: str = "",
    contacts: Collection[str] = (),
    people: Collection[int] = (),
    others: Sequence[str] = (),
    token: UUID | str | None = None,
) -> StakeholderMeeting:
    """Record a meeting with a group that was held though nobody had planned it here: it stands as held at once."""
    keeping = begin_group(actor, stakeholder_ref, at=at)
    if made := already(StakeholderMeeting, token, actor):
        return made
    check_day(held_on, at)
    made = StakeholderMeeting.objects.create(
        ref=new_ref("meeting"), group=keeping.group, **keeping.fact(held_on, token)
    )
    _step(keeping, made, MeetingStep.PLANNED, held_on, held_on, place=place)
    _hold(keeping, made, held_on, words, _came(keeping, made, contacts, people, others), place=place)
    return made


@atomic
def hold_meeting(
    *,
    actor: Actor,
    meeting_ref: str,
    held_on: date,
    at: datetime,
    words: str = "",
    contacts: Collection[str] = (),
    people: Collection[int] = (),
    others: Sequence[str] = (),
    token: UUID | str | None = None,
) -> StakeholderMeetingFact:
    """Say that a meeting was held, on which day, who came, and how it went."""
    meeting, keeping = _open_meeting(actor, meeting_ref, at)
    if made := already(StakeholderMeetingFact, token, actor):
        return made
    check_after(held_on, at, meeting.facts, meeting.so_on)
    return _hold(keeping, meeting, held_on, words, _came(keeping, meeting, contacts, people, others), token=token)


def _hold(
    keeping: Keeping,
    meeting: StakeholderMeeting,
    held_on: date,
    words: str,
    came: Sequence[dict[str, Any]],
    *,
    place: str = "",
    token: UUID | str | None = None,
) -> StakeholderMeetingFact:
    """That it was held, and who came."""
    if not came:
        raise CannotDo("Say who came: tick somebody, or write who it was.", field="others")
    made = _step(keeping, meeting, MeetingStep.HELD, held_on, held_on, place=place, words=words, token=token)
    StakeholderCame.objects.bulk_create(StakeholderCame(**each, **keeping.fact(held_on)) for each in came)
    _clear(meeting, keeping)
    audit.record(keeping.actor, "stakeholder_meeting.held", meeting, keys={"came": len(came)})
    return made


@atomic
def agree_theme(
    *,
    actor: Actor,
    stakeholder_ref: str,
    title: str,
    sign: str,
    so_on: date,
    at: datetime,
    agreed_with: str = "",
    token: UUID | str | None = None,
) -> EngagementTheme:
    """Write down a theme that a group and the service work on, and the sign of progress that both agreed."""
    keeping = begin_group(actor, stakeholder_ref, at=at)
    if made := already(EngagementTheme, token, actor):
        return made
    check_day(so_on, at)
    made = EngagementTheme.objects.create(
        ref=new_ref("theme"),
        group=keeping.group,
        title=needed(title, "title", "Say what the theme is.")[:240],
        **keeping.fact(so_on, token),
    )
    _sign(keeping, made, sign, agreed_with, so_on)
    audit.record(actor, "engagement_theme.agreed", made)
    return made


@atomic
def agree_sign(
    *,
    actor: Actor,
    theme_ref: str,
    sign: str,
    so_on: date,
    at: datetime,
    agreed_with: str = "",
    token: UUID | str | None = None,
) -> ThemeSign:
    """Agree on another sign of progress for a theme; the earlier one stays in its story."""
    theme, keeping = begin_of(actor, EngagementTheme, theme_ref, at=at)
    if made := already(ThemeSign, token, actor):
        return made
    check_after(so_on, at, theme.signs, theme.so_on)
    made = _sign(keeping, theme, sign, agreed_with, so_on, token)
    audit.record(actor, "engagement_theme.sign_agreed", theme)
    return made


@atomic
def read_theme(
    *,
    actor: Actor,
    theme_ref: str,
    mood: Mood,
    so_on: date,
    at: datetime,
    words: str = "",
    read_by: str = "",
    token: UUID | str | None = None,
) -> ThemeReading:
    """Say how near the agreed sign was on a day, in whose reading."""
    theme, keeping = begin_of(actor, EngagementTheme, theme_ref, at=at)
    if made := already(ThemeReading, token, actor):
        return made
    check_day(so_on, at, after=theme.so_on)
    made = ThemeReading.objects.create(
        theme=theme,
        mood=Mood(mood).value,
        words=words.strip(),
        read_by=read_by.strip()[:240],
        **keeping.fact(so_on, token),
    )
    audit.record(actor, "engagement_theme.read", theme, keys={"mood": made.mood})
    return made


@atomic
def note_said(
    *,
    actor: Actor,
    stakeholder_ref: str,
    words: str,
    so_on: date,
    at: datetime,
    voice: Voice = Voice.THEIRS,
    theme_ref: str = "",
    meeting_ref: str = "",
    token: UUID | str | None = None,
) -> Said:
    """Keep what was said, under a theme and from a meeting where there is one."""
    keeping = begin_group(actor, stakeholder_ref, at=at)
    if made := already(Said, token, actor):
        return made
    check_day(so_on, at)
    made = Said.objects.create(
        ref=new_ref("said"),
        group=keeping.group,
        theme=_of_group(EngagementTheme, keeping, theme_ref, "theme"),
        meeting=_of_group(StakeholderMeeting, keeping, meeting_ref, "meeting"),
        voice=Voice(voice).value,
        words=needed(words, "words", "Write what was said."),
        **keeping.fact(so_on, token),
    )
    audit.record(actor, "said.noted", made)
    return made


@atomic
def answer_said(
    *,
    actor: Actor,
    said_ref: str,
    so_on: date,
    at: datetime,
    words: str = "",
    action_ref: str = "",
    commitment_ref: str = "",
    token: UUID | str | None = None,
) -> SaidAnswer:
    """Say what we did about what was said: in words, by an action of the plan, by a commitment."""
    said, keeping = begin_of(actor, Said, said_ref, at=at)
    if made := already(SaidAnswer, token, actor):
        return made
    check_day(so_on, at, after=said.so_on)
    action = Action.objects.visible_to(actor).filter(ref=action_ref).first() if action_ref else None
    promise = Commitment.objects.visible_to(actor).filter(ref=commitment_ref).first() if commitment_ref else None
    if (action_ref and action is None) or (commitment_ref and promise is None):
        raise NotVisible
    if not (words.strip() or action or promise):
        raise CannotDo(ANSWER, field="words")
    made = SaidAnswer.objects.create(
        said=said, words=words.strip(), action=action, commitment=promise, **keeping.fact(so_on, token)
    )
    audit.record(actor, "said.answered", said)
    return made


@atomic
def give_back(
    *,
    actor: Actor,
    audience: GivenTo,
    to_words: str,
    content: Mapping[str, Any],
    so_on: date,
    at: datetime,
    authority_id: int | None = None,
    stakeholder_ref: str = "",
    how: str = "",
    token: UUID | str | None = None,
) -> GivenBack:
    """Record that people were given back what they said and what was done, with the page exactly as it was given."""
    require(actor, Permission.WRITE_UPDATE)
    group = None
    if stakeholder_ref:
        group = StakeholderGroup.objects.visible_to(actor).filter(ref=stakeholder_ref).first()
        authority_id = group.authority_id if group else None
    if authority_id is None or authority_id not in actor.authority_ids:
        raise NotVisible
    require(actor, Permission.WRITE_UPDATE, at=[authority_id])
    if made := already(GivenBack, token, actor):
        return made
    check_day(so_on, at)
    if not content.get("lines"):
        raise CannotDo("Nothing is chosen to give back. Tick at least one thing that was said.", field="lines")
    made = GivenBack.objects.create(
        ref=new_ref("back"),
        group=group,
        audience=GivenTo(audience).value,
        to_words=needed(to_words, "to_words", "Say to whom it was given.")[:240],
        how=how.strip()[:240],
        content=dict(content),
        authority_id=authority_id,
        so_on=so_on,
        token=token,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "given_back.recorded", made, keys={"lines": len(content["lines"])})
    return made


def _open_meeting(actor: Actor, ref: str, at: datetime) -> tuple[StakeholderMeeting, Keeping]:
    """A meeting that is still to come."""
    meeting, keeping = begin_of(actor, StakeholderMeeting, ref, at=at)
    last = MeetingStep(meeting.facts.order_by("-number").values_list("step", flat=True)[0])
    if last in ENDED:
        words = MEETING_STEP_WORDS[last].lower()
        raise CannotDo(f"This meeting was {words}, so that cannot be recorded. Plan another one.")
    return meeting, keeping


def _meets_on(meeting: StakeholderMeeting) -> date:
    return meeting.facts.order_by("-number").values_list("meets_on", flat=True)[0]


def _step(
    keeping: Keeping, meeting: StakeholderMeeting, step: MeetingStep, meets_on: date, so_on: date, **given: Any
) -> StakeholderMeetingFact:
    token = given.pop("token", None)
    place = str(given.pop("place", "")).strip()[:200]
    words = str(given.pop("words", "")).strip()
    with refusal("stakeholder_meeting_fact_numbered_once", MEANWHILE):
        return StakeholderMeetingFact.objects.create(
            meeting=meeting,
            number=next_number(meeting.facts),
            step=step.value,
            meets_on=meets_on,
            place=place,
            words=words,
            **keeping.fact(so_on, token),
        )


def _ask(keeping: Keeping, meeting: StakeholderMeeting, meets_on: date) -> None:
    """Put the meeting on the desk of whoever looks after the group, or of who arranged it."""
    _clear(meeting, keeping)
    lead = keeping.group.namings.order_by("-number").values_list("lead_id", flat=True).first()
    holder = lead or keeping.actor.person_id
    if holder is None:
        return
    starts_on = min(day_of(keeping.recorded_at), meets_on)
    pin = Pin(
        MeetingDuty.HOLD.value,
        STAKEHOLDER_MEETING_SUBJECT,
        meeting.ref,
        holder,
        starts_on,
        meets_on + timedelta(days=1),
        rules.MEETING_HELD.key,
    )
    pin_duties([pin], at=keeping.recorded_at)


def _clear(meeting: StakeholderMeeting, keeping: Keeping) -> None:
    close_duty(
        kind=MeetingDuty.HOLD.value,
        subject_kind=STAKEHOLDER_MEETING_SUBJECT,
        subject_key=meeting.ref,
        at=keeping.recorded_at,
    )


def _came(
    keeping: Keeping,
    meeting: StakeholderMeeting,
    contacts: Collection[str],
    people: Collection[int],
    others: Sequence[str],
) -> list[dict[str, Any]]:
    """Who came: contacts of the group, people of ours, and others in words."""
    known = dict(Contact.objects.filter(group=keeping.group, ref__in=list(contacts)).values_list("ref", "id"))
    if set(contacts) - set(known):
        raise CannotDo("That contact is not of this group. Choose one that is.", field="contacts")
    found: list[dict[str, Any]] = [{"contact_id": known[ref]} for ref in dict.fromkeys(contacts)]
    found += [{"person_id": person} for person in dict.fromkeys(people)]
    found += [{"words": words.strip()[:200]} for words in dict.fromkeys(others) if words.strip()]
    return [{"meeting": meeting, **each} for each in found]


def _sign(
    keeping: Keeping,
    theme: EngagementTheme,
    sign: str,
    agreed_with: str,
    so_on: date,
    token: UUID | str | None = None,
) -> ThemeSign:
    with refusal("theme_sign_numbered_once", MEANWHILE):
        return ThemeSign.objects.create(
            theme=theme,
            number=next_number(theme.signs),
            sign=needed(sign, "sign", "Say what will show progress."),
            agreed_with=agreed_with.strip()[:240],
            **keeping.fact(so_on, token),
        )


def _of_group(model: Any, keeping: Keeping, ref: str, field: str) -> Any:
    if not ref:
        return None
    found = model.objects.filter(group=keeping.group, ref=ref).first()
    if found is None:
        raise CannotDo(f"That {field} is not of this group. Choose one that is.", field=field)
    return found
