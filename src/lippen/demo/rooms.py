"""Acts out partners, promises, decisions, risks and boards round the plan, each under somebody's own name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from lippen.demo import room_words as words
from lippen.demo.life import Story
from lippen.improvement import actions, queries
from lippen.improvement.actions import Means, Owner
from lippen.improvement.scores import Score
from lippen.improvement.vocabulary import (
    Delivery,
    Direction,
    GroupKind,
    LineOutcome,
    MemberPart,
    Mood,
    ScheduleKind,
    StakeholderKind,
)
from lippen.kernel.calendar import Period, Precision

WRITER = "GW"


class Rooms:
    """The rooms of one plan in one telling of the script."""

    def __init__(self, story: Story, plan_ref: str) -> None:
        self.story, self.plan_ref, self.cast = story, plan_ref, story.cast
        self.minutes: Iterator[int] = count()

    def day(self, on: words.Day) -> date:
        """A day of the script, never after today."""
        return min(self.cast.dates.day(*on), self.cast.dates.today)

    def at(self, day: date) -> datetime:
        """A moment on a day, each a little later than the one before."""
        return self.cast.dates.at(day, 12, next(self.minutes) % 60)

    def month(self, months: int) -> Period:
        """A month counted from this one."""
        first, end = self.cast.dates.first(months), self.cast.dates.first(months + 1)
        return Period(f"{first:%B %Y}", Precision.MONTH, first, end)

    def owner(self, who: str) -> Owner:
        """Somebody of the cast."""
        return Owner(self.cast.people[who].pk)


def live(story: Story, plan_ref: str) -> None:
    """Everything round the plan."""
    rooms = Rooms(story, plan_ref)
    for group in words.GROUPS:
        _partners(rooms, group)
    for risk in words.RISKS:
        _risk(rooms, risk)
    for decision in words.DECISIONS:
        _decision(rooms, decision)
    for number, who, asked in words.WANTED:
        today = rooms.cast.dates.today
        with rooms.cast.acting_as(who, rooms.at(today)) as actor:
            given = {"plan_ref": plan_ref, "action_ref": story.refs[number], "words": asked}
            actions.want_decision(actor=actor, so_on=today, at=rooms.at(today), **given)
    for board in words.BOARDS:
        _board(rooms, *board)
    _schedules(rooms)


def _partners(rooms: Rooms, group: words.Group) -> None:
    since, cast = rooms.day((-3, 3)), rooms.cast
    with cast.acting_as(group.lead, rooms.at(since)) as actor:
        ref = actions.add_stakeholder(
            actor=actor,
            authority_id=cast.both[0],
            kind=StakeholderKind(group.kind),
            name=group.name,
            why=group.why,
            lead_id=cast.people[group.lead].pk,
            plan_ref=rooms.plan_ref,
            so_on=since,
            at=rooms.at(since),
        ).ref
        for name, role, reach in group.contacts:
            given = {"name": name, "role": role, "reach": reach}
            actions.add_contact(actor=actor, stakeholder_ref=ref, so_on=since, at=rooms.at(since), **given)
        themes = [_theme(rooms, actor, ref, since, theme) for theme in group.themes]
        meeting = _met(rooms, actor, ref, group, since)
        promised = [_promise(rooms, actor, ref, meeting, each) for each in group.promised]
        for heard in group.heard:
            _hear(rooms, actor, ref, heard, themes, promised)
        if group.next_in_days is not None:
            today = cast.dates.today
            coming = {"meets_on": today + timedelta(days=group.next_in_days), "so_on": today}
            actions.arrange_meeting(actor=actor, stakeholder_ref=ref, at=rooms.at(today), **coming)


def _theme(rooms: Rooms, actor: object, ref: str, since: date, theme: tuple) -> str:
    title, sign, readings = theme
    given = {"title": title, "sign": sign, "so_on": since, "at": rooms.at(since)}
    made = actions.agree_theme(actor=actor, stakeholder_ref=ref, agreed_with="Both sides", **given)
    for mood, on, said in readings:
        day = rooms.day(on)
        read = {"mood": Mood(mood), "words": said, "so_on": day, "at": rooms.at(day)}
        actions.read_theme(actor=actor, theme_ref=made.ref, read_by="Both sides", **read)
    return made.ref


def _met(rooms: Rooms, actor: object, ref: str, group: words.Group, since: date) -> str:
    if group.met_on is None:
        return ""
    day = rooms.day(group.met_on)
    made = actions.arrange_meeting(actor=actor, stakeholder_ref=ref, meets_on=day, so_on=since, at=rooms.at(since))
    who = {"people": [rooms.cast.people[group.lead].pk], "others": [name for name, _, _ in group.contacts]}
    actions.hold_meeting(
        actor=actor, meeting_ref=made.ref, held_on=day, words=group.how_it_went, at=rooms.at(day), **who
    )
    return made.ref


def _promise(rooms: Rooms, actor: object, ref: str, meeting: str, each: words.Promised) -> str:
    day = rooms.day(each.on)
    made = actions.make_commitment(
        actor=actor,
        direction=Direction(each.direction),
        words=each.words,
        owner=rooms.owner(each.who),
        period=rooms.month(each.month) if each.month is not None else None,
        plan_ref=rooms.plan_ref,
        stakeholder_ref=ref,
        source_kind="improvement.stakeholdermeeting" if meeting else "",
        source_key=meeting,
        authority_id=rooms.cast.both[0],
        so_on=day,
        at=rooms.at(day),
    )
    today = rooms.cast.dates.today
    with rooms.cast.acting_as(each.who, rooms.at(today)) as owner:
        if each.moved_to is not None:
            given = {"period": rooms.month(each.moved_to), "reason": each.reason, "agreed_by": "Head of service"}
            actions.move_commitment(actor=owner, commitment_ref=made.ref, so_on=today, at=rooms.at(today), **given)
        if each.kept_on is not None:
            on = max(rooms.day(each.kept_on), day)
            given = {"shown_by": each.kept, "so_on": on, "at": rooms.at(today)}
            actions.keep_commitment(actor=owner, commitment_ref=made.ref, **given)
    return made.ref


def _hear(rooms: Rooms, actor: object, ref: str, heard: words.Heard, themes: list[str], promised: list[str]) -> None:
    day, today = rooms.day(heard.on), rooms.cast.dates.today
    theme = themes[heard.theme] if heard.theme is not None else ""
    given = {"words": heard.words, "theme_ref": theme, "so_on": day, "at": rooms.at(day)}
    made = actions.note_said(actor=actor, stakeholder_ref=ref, **given)
    if heard.done:
        promise = promised[heard.promise] if heard.promise is not None else ""
        done = {"words": heard.done, "commitment_ref": promise, "so_on": today, "at": rooms.at(today)}
        actions.answer_said(actor=actor, said_ref=made.ref, **done)


def _risk(rooms: Rooms, risk: words.Risk) -> None:
    day = max(rooms.day(risk.on), rooms.story.since)
    with rooms.cast.acting_as(risk.who, rooms.at(rooms.cast.dates.today)) as actor:
        made = actions.raise_risk(
            actor=actor,
            plan_ref=rooms.plan_ref,
            title=risk.title,
            details=risk.details,
            score=Score(*risk.score),
            owner=rooms.owner(risk.who),
            action_refs=[rooms.story.refs[number] for number in risk.actions],
            so_on=day,
            at=rooms.at(rooms.cast.dates.today),
        )
        shown = _an_update(rooms, actor, risk.actions[0])
        if risk.later and risk.later_on and shown:
            actions.score_risk(
                actor=actor,
                risk_ref=made.ref,
                score=Score(*risk.later),
                reason=risk.reason,
                update_ref=shown,
                so_on=max(rooms.day(risk.later_on), day),
                at=rooms.at(rooms.cast.dates.today),
            )


def _an_update(rooms: Rooms, actor: object, number: str) -> str:
    """The newest update on an action, to show a change of score."""
    story = queries.action_story(actor, rooms.story.refs[number], today=rooms.cast.dates.today)
    return story.updates[0].ref if story.updates else ""


def _decision(rooms: Rooms, decision: words.Decision) -> None:
    day, today = rooms.day(decision.on), rooms.cast.dates.today
    with rooms.cast.acting_as(WRITER, rooms.at(today)) as actor:
        amount = Decimal(decision.amount) if decision.amount else None
        posts = Decimal(decision.posts) if decision.posts else None
        made = actions.record_decision(
            actor=actor,
            plan_ref=rooms.plan_ref,
            body=decision.body,
            agreed=decision.agreed,
            means=Means(amount, decision.amount_period, posts, decision.posts_words),
            action_refs=[rooms.story.refs[number] for number in decision.actions],
            report_back=rooms.month(decision.report_month),
            reports=rooms.owner(decision.reporter),
            so_on=day,
            at=rooms.at(today),
        )
        for title, cost, over, benefit, migration, is_chosen in decision.options:
            given = {"title": title, "cost": Decimal(cost), "cost_period": over, "is_chosen": is_chosen}
            given |= {"benefit": benefit, "migration": migration, "so_on": today, "at": rooms.at(today)}
            actions.set_option(actor=actor, decision_ref=made.ref, **given)
        if decision.delivery_words:
            told = {"status": Delivery(decision.delivery), "words": decision.delivery_words, "so_on": today}
            actions.set_delivery(actor=actor, decision_ref=made.ref, at=rooms.at(today), **told)


def _board(rooms: Rooms, kind: str, name: str, purpose: str, chair: str, members: tuple[str, ...]) -> None:
    since, today = rooms.day((-3, 3)), rooms.cast.dates.today
    with rooms.cast.acting_as(WRITER, rooms.at(since)) as actor:
        when = {"actor": actor, "so_on": since, "at": rooms.at(since)}
        named = {"kind": GroupKind(kind), "name": name, "purpose": purpose}
        ref = actions.found_group(plan_ref=rooms.plan_ref, **named, **when).ref
        parts = ((chair, MemberPart.CHAIR), *((who, MemberPart.MEMBER) for who in members))
        for who, part in parts:
            actions.set_member(group_ref=ref, person_id=rooms.cast.people[who].pk, part=part, **when)
        if other := words.OTHERS.get(name):
            actions.set_member(group_ref=ref, words=other, part=MemberPart.ADVISER, **when)
    with rooms.cast.acting_as(chair, rooms.at(today)) as actor:
        when = {"actor": actor, "so_on": today, "at": rooms.at(today)}
        if kind == GroupKind.PROJECT_BOARD:
            held = actions.call_meeting(group_ref=ref, meets_on=today, **when)
            actions.settle_agenda(meeting_ref=held.ref, **when)
            row, meeting = queries.meeting_of_group(actor, held.ref, today=today)
            first = queries.agenda(actor, row, meeting, today=today).lines[0]
            said = {"outcome": LineOutcome.DISCUSSED, "words": "The lead brings a plan to the next meeting."}
            actions.minute_line(meeting_ref=held.ref, key=first.key, **said, **when)
            who = [rooms.cast.people[each].pk for each in (chair, *members[:2])]
            actions.close_meeting(actor=actor, meeting_ref=held.ref, held_on=today, people=who, at=rooms.at(today))
        actions.call_meeting(group_ref=ref, meets_on=today + timedelta(days=14), place="Council offices", **when)


def _schedules(rooms: Rooms) -> None:
    today = rooms.cast.dates.today
    since = today - timedelta(days=40)
    for kind, name, holder, every in words.SCHEDULES:
        first = since + timedelta(days=every)
        with rooms.cast.acting_as(WRITER, rooms.at(since)) as actor:
            given = {"kind": ScheduleKind(kind), "name": name, "every_days": every, "first_on": first}
            made = actions.set_schedule(
                actor=actor,
                plan_ref=rooms.plan_ref,
                holder_id=rooms.cast.people[holder].pk,
                so_on=since,
                at=rooms.at(since),
                **given,
            )
        with rooms.cast.acting_as(holder, rooms.at(today)) as actor:
            told = {"schedule_ref": made.ref, "was_held": True, "so_on": first, "at": rooms.at(today)}
            actions.say_held(actor=actor, **told)
