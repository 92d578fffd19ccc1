"""Groups: members by date, meetings, agendas that draw themselves and settle, minutes, board packs, schedules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lippen.improvement import actions, agendas, queries
from lippen.improvement.actions import Owner
from lippen.improvement.agendas import Arrangement, Line
from lippen.improvement.menu import duty_words
from lippen.improvement.models import Action, Agenda, DecisionWanted, GroupMeeting, ScheduleFact, WantedWithdrawal
from lippen.improvement.scores import Score
from lippen.improvement.tests.factories import NOW, TERMS, TODAY, Cast, cast, moment, month, on
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.improvement.vocabulary import (
    AgendaSection,
    Direction,
    GroupKind,
    LineOutcome,
    MemberPart,
    ScheduleKind,
    State,
    Which,
)
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.queries import duties_of, people_by_id
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
SINCE, MEETS = date(2012, 9, 3), date(2012, 10, 24)
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def founded(here: Cast, kind: GroupKind = GroupKind.IMPROVEMENT_BOARD, **given: object) -> str:
    """A group that the boss chairs."""
    access.identify(here.editor, today=TODAY)
    settled = {"name": "Improvement board", "so_on": SINCE, "at": moment(SINCE), **given}
    ref = actions.found_group(actor=here.editor, plan_ref=here.plan.ref, kind=kind, **settled).ref
    chair = {"person_id": here.boss.person_id, "part": MemberPart.CHAIR, "so_on": SINCE, "at": moment(SINCE)}
    actions.set_member(actor=here.editor, group_ref=ref, **chair)
    return ref


def called(here: Cast, ref: str, **given: object) -> str:
    settled = {"actor": here.worker, "meets_on": MEETS, **WHEN, **given}
    return actions.call_meeting(group_ref=ref, **settled).ref


def agenda(here: Cast, ref: str) -> queries.AgendaRow:
    row, meeting = queries.meeting_of_group(here.boss, ref, today=TODAY)
    return queries.agenda(here.boss, row, meeting, today=TODAY)


def full(here: Cast) -> dict[str, str]:
    """A plan in which everything that an agenda looks for has happened."""
    access.identify(here.worker, today=TODAY)
    late = here.action("Late action", dates={Which.TARGET: month(2012, 8)}).ref
    due = here.action("Due action", dates={Which.TARGET: month(2012, 11)}).ref
    stuck = here.action("Stuck action", dates={Which.TARGET: month(2013, 5)}).ref
    for ref in (due, stuck):
        actions.write_update(actor=here.worker, action_ref=ref, paragraphs=["Begun"], **WHEN)
    actions.change_state(
        actor=here.worker, action_ref=stuck, state=State.POSTPONED, **{**TERMS, "revisit_on": MEETS}, **WHEN
    )
    promise = actions.make_commitment(
        actor=here.worker,
        direction=Direction.OURS,
        words="Promised report",
        owner=Owner(here.worker.person_id),
        period=on(SINCE),
        plan_ref=here.plan.ref,
        **WHEN,
    ).ref
    risk = actions.raise_risk(
        actor=here.worker,
        plan_ref=here.plan.ref,
        title="Raised risk",
        score=Score(4, 4),
        owner=Owner(here.worker.person_id),
        **WHEN,
    ).ref
    wanted = actions.want_decision(actor=here.worker, plan_ref=here.plan.ref, words="Two more posts?", **WHEN).ref
    return {"late": late, "due": due, "stuck": stuck, "promise": promise, "risk": risk, "wanted": wanted}


# --- pure ---


def lines(*words: str) -> list[Line]:
    return [agendas.line(AgendaSection.DUE, "action", each, each) for each in words]


def keys(found: object) -> list[str]:
    return [each.words for each in found]


def test_what_is_left_out_is_out_and_can_be_put_back() -> None:
    arrangement = Arrangement(left_out=frozenset({"action:b"}))
    assert keys(agendas.arranged(lines("a", "b", "c"), arrangement)) == ["a", "c"]
    assert keys(agendas.left_out(lines("a", "b", "c"), arrangement)) == ["b"]


def test_the_chairs_order_holds_and_what_is_new_comes_in_at_its_own_place() -> None:
    arrangement = Arrangement(order=("action:c", "action:a"))
    assert keys(agendas.arranged(lines("a", "new", "c"), arrangement)) == ["c", "a", "new"]
    assert keys(agendas.arranged(lines("first", "a", "c"), arrangement)) == ["first", "c", "a"]


def test_a_line_of_ones_own_is_added_last_and_kept_apart_from_the_next() -> None:
    arrangement = agendas.with_added(agendas.with_added(Arrangement(), "Tea"), "Cake", "scrutiny")
    assert [(each.key, each.words, each.half) for each in arrangement.added] == [
        ("own:1", "Tea", "improvement"),
        ("own:2", "Cake", "scrutiny"),
    ]
    assert keys(agendas.arranged(lines("a"), arrangement)) == ["a", "Tea", "Cake"]
    assert keys(agendas.arranged(lines("a"), arrangement, in_halves=True)) == ["Cake", "a", "Tea"]


def test_lines_and_arrangements_come_back_as_they_were_kept() -> None:
    arrangement = Arrangement((agendas.own_line(1, "Tea"),), frozenset({"action:a"}), ("own:1", "action:a"))
    assert agendas.arrangement_from_plain(agendas.arrangement_to_plain(arrangement)) == arrangement
    assert list(agendas.from_plain(agendas.to_plain(lines("a")))) == lines("a")


# --- groups and members ---


def test_members_are_those_of_the_day_the_chair_first(here: Cast) -> None:
    ref = founded(here)
    member = {"part": MemberPart.ADVISER, "words": "Link inspector", "group_ref": ref, "actor": here.boss}
    actions.set_member(**member, **WHEN)
    now = queries.group(here.boss, ref, today=TODAY)
    assert [(each.name, each.part) for each in now.members] == [
        (here.boss.name, "chair"),
        ("Link inspector", "adviser"),
    ]
    assert len(queries.group(here.boss, ref, as_at=SINCE, today=TODAY).members) == 1
    actions.set_member(**member, is_ended=True, **WHEN)
    assert len(queries.group(here.boss, ref, today=TODAY).members) == 1


def test_a_group_changes_its_name_and_ends_by_new_facts(here: Cast) -> None:
    ref = founded(here)
    actions.change_group(actor=here.editor, group_ref=ref, name="Board", is_ended=True, **WHEN)
    assert (queries.group(here.boss, ref, today=TODAY).name, queries.group(here.boss, ref, today=TODAY).is_ended) == (
        "Board",
        True,
    )
    assert queries.group(here.boss, ref, as_at=SINCE, today=TODAY).name == "Improvement board"


def test_another_council_sees_neither_group_nor_meeting(here: Cast) -> None:
    ref = founded(here)
    meeting = called(here, ref)
    for ask in (
        lambda: queries.group(here.stranger, ref, today=TODAY),
        lambda: queries.meeting_of_group(here.stranger, meeting, today=TODAY),
        lambda: called(here, ref, actor=here.stranger),
    ):
        with pytest.raises(NotVisible):
            ask()
    assert queries.groups(here.stranger, today=TODAY) == ()


def test_a_meeting_stands_on_the_chairs_desk_until_it_was_held_or_called_off(here: Cast) -> None:
    meeting = called(here, founded(here))
    (duty,) = duties_of(here.boss)
    assert duty_words(here.boss, [duty]) == {
        ("meeting_hold", meeting): (
            "Hold the meeting and say how it went",
            "Improvement board",
            f"/groups/meetings/{meeting}",
        )
    }
    later = MEETS + timedelta(days=7)
    actions.shift_meeting(actor=here.boss, meeting_ref=meeting, meets_on=later, reason="Away", **WHEN)
    assert [duty.ends_on for duty in duties_of(here.boss)] == [later + timedelta(days=1)]
    actions.close_meeting(actor=here.boss, meeting_ref=meeting, held_on=TODAY, at=NOW, others=["All"])
    assert duties_of(here.boss) == ()
    with pytest.raises(CannotDo, match="This meeting was held"):
        actions.shift_meeting(actor=here.boss, meeting_ref=meeting, reason="x", **WHEN)


# --- agendas: improvement_settled_agenda ---


def test_an_agenda_draws_itself_from_the_plan(here: Cast) -> None:
    refs = full(here)
    told = agenda(here, called(here, founded(here)))
    assert [(each.section, each.ref) for each in told.lines] == [
        ("exceptions", refs["late"]),
        ("wanted", refs["wanted"]),
        ("wanted", refs["stuck"]),
        ("due", refs["due"]),
        ("commitments", refs["promise"]),
        ("risks", refs["risk"]),
    ]
    assert told.lines[4].note.startswith("Ours to them. 44 days late")


def test_risks_are_those_changed_since_the_last_meeting_that_was_held(here: Cast) -> None:
    refs, group = full(here), founded(here)
    first = called(here, group, meets_on=TODAY)
    actions.close_meeting(actor=here.boss, meeting_ref=first, held_on=TODAY, at=NOW, others=["All"])
    told = agenda(here, called(here, group))
    assert refs["risk"] not in [each.ref for each in told.lines]


def test_improvement_settled_agenda_stays_as_it_was_whatever_the_plan_says_later(here: Cast) -> None:
    full(here)
    meeting = called(here, founded(here))
    before = agenda(here, meeting)
    actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN)
    here.action("Another late one", dates={Which.TARGET: month(2012, 8)})
    after = agenda(here, meeting)
    assert (after.lines, after.pack, after.settled_at) == (before.lines, before.pack, NOW)
    for again in (
        lambda: actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN),
        lambda: actions.arrange_agenda(
            actor=here.boss, meeting_ref=meeting, arrangement=Arrangement(), version=0, **WHEN
        ),
    ):
        with pytest.raises(CannotDo, match="This agenda is settled"):
            again()


def test_an_agenda_with_nothing_on_it_is_not_settled(here: Cast) -> None:
    with pytest.raises(CannotDo, match="nothing on this agenda"):
        actions.settle_agenda(actor=here.boss, meeting_ref=called(here, founded(here)), **WHEN)


def test_chair_and_editors_arrange_and_settle_and_nobody_else(here: Cast) -> None:
    full(here)
    meeting = called(here, founded(here))
    given = {"meeting_ref": meeting, "arrangement": agendas.with_added(Arrangement(), "Tea"), **WHEN}
    with pytest.raises(NotAllowed):
        actions.arrange_agenda(actor=here.worker, version=0, **given)
    with pytest.raises(NotAllowed):
        actions.settle_agenda(actor=here.worker, meeting_ref=meeting, **WHEN)
    actions.arrange_agenda(actor=here.boss, version=0, **given)
    with pytest.raises(CannotDo, match="Somebody has changed this meanwhile"):
        actions.arrange_agenda(actor=here.editor, version=0, **given)
    actions.arrange_agenda(actor=here.editor, version=1, **given)
    assert keys(agenda(here, meeting).lines)[-1] == "Tea"


def test_only_chair_and_editors_move_hold_or_call_off_a_meeting(here: Cast) -> None:
    meeting = called(here, founded(here))
    page = reverse("groups:group_meeting", args=[meeting])
    for act, given in (
        (actions.shift_meeting, {"reason": "Away", "so_on": TODAY}),
        (actions.shift_meeting, {"reason": "Away", "so_on": TODAY, "meets_on": MEETS + timedelta(days=7)}),
        (actions.close_meeting, {"held_on": TODAY, "others": ["All"]}),
    ):
        access.identify(here.worker, today=TODAY)
        with pytest.raises(NotAllowed):
            act(actor=here.worker, meeting_ref=meeting, at=NOW, **given)
    for name in ("shift_meeting", "close_meeting"):
        url = reverse(f"groups:{name}", args=[meeting])
        assert signed_in(here.worker).get(url).status_code == 403
        assert url not in text_of(signed_in(here.worker).get(page))
        assert url in text_of(signed_in(here.boss).get(page))
    access.identify(here.editor, today=TODAY)
    actions.close_meeting(actor=here.editor, meeting_ref=meeting, held_on=TODAY, at=NOW, others=["All"])


def test_of_a_group_without_a_chair_whoever_called_the_meeting_holds_it(here: Cast) -> None:
    settled = {"name": "Project board", "kind": GroupKind.PROJECT_BOARD, "so_on": SINCE, "at": moment(SINCE)}
    group = actions.found_group(actor=here.editor, plan_ref=here.plan.ref, **settled).ref
    meeting = called(here, group)
    other = people.actor(here.council, Role.SOCIAL_WORKER)
    given = {"meeting_ref": meeting, "held_on": TODAY, "at": NOW, "others": ["All"]}
    with pytest.raises(NotAllowed):
        actions.close_meeting(actor=other, **given)
    assert signed_in(here.worker).get(reverse("groups:close_meeting", args=[meeting])).status_code == 200
    access.identify(here.worker, today=TODAY)
    actions.close_meeting(actor=here.worker, **given)


def test_lines_are_minuted_by_who_belongs_to_the_group_came_or_called_it_and_by_nobody_else(here: Cast) -> None:
    full(here)
    member, came, stand_in, other = (people.actor(here.council, Role.SOCIAL_WORKER) for _ in range(4))
    group = founded(here)
    actions.set_member(actor=here.boss, group_ref=group, person_id=member.person_id, part=MemberPart.ADVISER, **WHEN)
    meeting = called(here, group, meets_on=TODAY)
    actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN)
    actions.close_meeting(actor=here.boss, meeting_ref=meeting, held_on=TODAY, people=[came.person_id], at=NOW)
    given = {"meeting_ref": meeting, "key": agenda(here, meeting).lines[0].key, "outcome": LineOutcome.DISCUSSED}
    url = reverse("groups:minute_line", args=[meeting])
    for who in (member, came, here.worker):
        access.identify(who, today=TODAY)
        actions.minute_line(actor=who, words="Talked over", **given, **WHEN)
        assert signed_in(who).get(url).status_code == 200
    access.identify(other, today=TODAY)
    with pytest.raises(NotAllowed):
        actions.minute_line(actor=other, words="Not there", **given, **WHEN)
    assert signed_in(other).get(url).status_code == 403
    read = signed_in(other).get(reverse("groups:group_meeting", args=[meeting])).content.decode()
    assert (
        url not in read
        and url in signed_in(member).get(reverse("groups:group_meeting", args=[meeting])).content.decode()
    )
    access.identify(member, today=TODAY)
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=7), "at": NOW}
    record_absence(actor=member, person_id=member.person_id, cover_id=stand_in.person_id, **days)
    access.identify(stand_in, today=TODAY)
    actions.minute_line(actor=stand_in, words="For them", **given, **WHEN)
    assert signed_in(stand_in).get(url).status_code == 200


def test_an_inspectors_meeting_has_its_two_halves(here: Cast) -> None:
    refs = full(here)
    told = agenda(here, called(here, founded(here, GroupKind.INSPECTOR)))
    halves = [each.half for each in told.lines]
    assert halves == sorted(halves, reverse=True) and set(halves) == {"scrutiny", "improvement"}
    assert told.lines[0].ref == refs["late"]


def test_a_decision_that_was_taken_is_wanted_no_longer(here: Cast) -> None:
    refs, group = full(here), founded(here)
    meeting = called(here, group)
    with pytest.raises(CannotDo, match="Settle the agenda first"):
        actions.minute_line(
            actor=here.worker, meeting_ref=meeting, key="x", outcome=LineOutcome.DECIDED, words="Yes", **WHEN
        )
    actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN)
    said = {"actor": here.worker, "meeting_ref": meeting, "words": "Two posts are agreed", **WHEN}
    key = f"wanted:{refs['wanted']}"
    actions.minute_line(key=key, outcome=LineOutcome.PUT_OFF, **said)
    assert refs["wanted"] in [each.ref for each in queries.wanted_decisions(here.boss, here.plan.pk)]
    actions.minute_line(key=key, outcome=LineOutcome.DECIDED, commitment_ref=refs["promise"], **said)
    assert queries.wanted_decisions(here.boss, here.plan.pk) == ()
    told = agenda(here, meeting).minutes
    assert [(each.outcome, each.commitment_words) for each in told] == [("put_off", ""), ("decided", "Promised report")]
    with pytest.raises(CannotDo, match="not on this agenda"):
        actions.minute_line(key="action:elsewhere", outcome=LineOutcome.DISCUSSED, **said)


def test_an_agenda_settles_once_by_the_table_itself(here: Cast) -> None:
    full(here)
    meeting = called(here, founded(here))
    actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN)
    made = GroupMeeting.objects.get(ref=meeting)
    with pytest.raises(IntegrityError, match="meeting_id"), transaction.atomic():
        Agenda.objects.create(meeting=made, lines=[], pack={}, so_on=TODAY, recorded_at=NOW)


def test_a_board_pack_puts_exceptions_first_and_counts_what_it_leaves_out(here: Cast) -> None:
    for count in range(11):
        here.action(f"Late {count}", dates={Which.TARGET: month(2012, 8)})
    full(here)
    told = agenda(here, called(here, founded(here))).pack
    assert (len(told.exceptions), told.exceptions_more, told.total) == (8, 4, 14)
    assert told.standings == {"red": 12, "grey": 2}
    assert [each.note for each in told.changes][:1] == ["Now postponed"] and len(told.late) == 1
    assert queries.Pack.from_plain(told.to_plain()) == told


# --- a group of several plans ---


def second(here: Cast, title: str = "A second plan") -> str:
    """Another plan of the council, with a late action, a commitment, a risk and a decision that is wanted."""
    access.identify(here.editor, today=TODAY)
    plan = actions.create_plan(actor=here.editor, title=title, authority_id=here.council.pk, at=moment(SINCE))
    actions.add_theme(actor=here.editor, plan_ref=plan.ref, title="Rooms", at=moment(SINCE))
    given = {"theme_number": 1, "so_on": SINCE, "at": moment(SINCE)}
    late = {Which.TARGET: month(2012, 8)}
    actions.add_action(actor=here.editor, plan_ref=plan.ref, text=f"Late of {title}", dates=late, **given)
    owner = Owner(here.worker.person_id)
    on_it = {"actor": here.worker, "plan_ref": plan.ref, "owner": owner, **WHEN}
    actions.make_commitment(direction=Direction.OURS, words=f"Promise of {title}", period=on(SINCE), **on_it)
    actions.raise_risk(title=f"Risk of {title}", score=Score(4, 5), **on_it)
    actions.want_decision(actor=here.worker, plan_ref=plan.ref, words=f"Decide on {title}?", **WHEN)
    return plan.ref


def looks_after(here: Cast, group: str, plan_ref: str, **given: object) -> None:
    access.identify(here.editor, today=TODAY)
    actions.look_after(actor=here.editor, group_ref=group, plan_ref=plan_ref, **{**WHEN, **given})


def test_a_group_of_several_plans_draws_one_agenda_plan_by_plan(here: Cast) -> None:
    refs, other, group = full(here), second(here), founded(here)
    looks_after(here, group, other)
    told = agenda(here, called(here, group))
    mine = [each for each in told.lines if each.plan == here.plan.ref]
    theirs = [each for each in told.lines if each.plan == other]
    assert list(told.lines) == [*mine, *theirs]
    assert [each.ref for each in mine] == [refs[key] for key in ("late", "wanted", "stuck", "due", "promise", "risk")]
    assert [(each.section, each.words) for each in theirs] == [
        ("exceptions", "1.1 Late of A second plan"),
        ("wanted", "Decide on A second plan?"),
        ("commitments", "Promise of A second plan"),
        ("risks", "Risk of A second plan"),
    ]


def test_a_group_of_one_plan_draws_as_before_with_no_plan_beside_its_lines(here: Cast) -> None:
    full(here), second(here)
    told = agenda(here, called(here, founded(here)))
    assert {each.plan for each in told.lines} == {""} and told.pack.plans == ()


def test_the_pack_of_several_plans_counts_them_together_and_each_apart(here: Cast) -> None:
    full(here)
    other, group = second(here), founded(here)
    looks_after(here, group, other)
    told = agenda(here, called(here, group)).pack
    assert (told.total, [(each.ref, each.total) for each in told.plans]) == (4, [(here.plan.ref, 3), (other, 1)])
    assert dict(told.standings)["red"] == 2 and dict(told.plans[1].standings) == {"red": 1}
    assert [each.plan for each in told.risks] == [other, here.plan.ref]
    assert queries.Pack.from_plain(told.to_plain()) == told


def test_a_settled_agenda_of_several_plans_stays_when_the_group_looks_after_one_no_longer(here: Cast) -> None:
    full(here)
    other, group = second(here), founded(here)
    looks_after(here, group, other)
    meeting = called(here, group)
    actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN)
    before = agenda(here, meeting)
    looks_after(here, group, other, is_ended=True)
    after = agenda(here, meeting)
    assert after.lines == before.lines and after.pack.titles[other] == "A second plan"
    assert {each.plan for each in agenda(here, called(here, group)).lines} == {""}


def test_the_chairs_order_moves_lines_within_their_plan_and_own_lines_come_last(here: Cast) -> None:
    full(here)
    other, group = second(here), founded(here)
    looks_after(here, group, other)
    meeting = called(here, group)
    drawn = agenda(here, meeting).lines
    turned = agendas.with_added(Arrangement(order=tuple(each.key for each in reversed(drawn))), "Tea")
    actions.arrange_agenda(actor=here.boss, meeting_ref=meeting, arrangement=turned, version=0, **WHEN)
    after = agenda(here, meeting).lines
    assert [each.plan for each in after] == [*(each.plan for each in drawn), ""]
    mine = [each.key for each in drawn if each.plan == here.plan.ref]
    assert [each.key for each in after if each.plan == here.plan.ref] == mine[::-1] and after[-1].words == "Tea"


def test_what_came_of_a_line_may_be_of_any_plan_of_the_group_and_of_no_other(here: Cast) -> None:
    full(here)
    other, group = second(here), founded(here)
    looks_after(here, group, other)
    third = second(here, "A third plan")
    meeting = called(here, group)
    actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN)
    line = next(each for each in agenda(here, meeting).lines if each.plan == other)
    said = {"actor": here.worker, "meeting_ref": meeting, "key": line.key, "words": "Move it", **WHEN}
    with pytest.raises(CannotDo, match="not of this group's plans"):
        actions.minute_line(outcome=LineOutcome.DISCUSSED, action_ref=first_action(third), **said)
    actions.minute_line(outcome=LineOutcome.DISCUSSED, action_ref=first_action(other), **said)
    assert [each.action_number for each in agenda(here, meeting).minutes] == ["1.1"]


def first_action(plan_ref: str) -> str:
    return Action.objects.filter(plan__ref=plan_ref).earliest("id").ref


def test_a_group_looks_after_a_plan_once_by_those_who_edit_both(here: Cast) -> None:
    other, group = second(here), founded(here)
    with pytest.raises(NotAllowed):
        actions.look_after(actor=here.worker, group_ref=group, plan_ref=other, **WHEN)
    looks_after(here, group, other)
    for again in (other, here.plan.ref):
        with pytest.raises(CannotDo, match="looks after that plan already"):
            looks_after(here, group, again)
    with pytest.raises(CannotDo, match="the group's own"):
        looks_after(here, group, here.plan.ref, is_ended=True)
    looks_after(here, group, other, is_ended=True)
    with pytest.raises(CannotDo, match="no longer"):
        looks_after(here, group, other, is_ended=True)
    assert [each.id for each in queries.group(here.boss, group, as_at=SINCE, today=TODAY).plans] == [here.plan.pk]


def test_a_group_looks_after_no_plan_that_one_of_its_councils_does_not_see(here: Cast) -> None:
    north = people.authority("Strathlairn Council")
    both = people.two_posts((here.council, Role.PERFORMANCE_OFFICER), (north, Role.PERFORMANCE_OFFICER), on=TODAY)
    alone = second(here)
    access.identify(both, today=TODAY)
    given = {"authority_id": here.council.pk, "also_for": [north.pk], "at": NOW}
    shared = actions.create_plan(actor=both, title="Shared", **given)
    joint = actions.found_group(
        actor=both, plan_ref=shared.ref, kind=GroupKind.PROJECT_BOARD, name="Joint board", **WHEN
    ).ref
    with pytest.raises(CannotDo, match="Not every council of this group"):
        actions.look_after(actor=both, group_ref=joint, plan_ref=alone, **WHEN)
    assert queries.plans_to_look_after(both, queries.group(both, joint, today=TODAY)) == ()
    board = founded(here)
    access.identify(both, today=TODAY)
    actions.look_after(actor=both, group_ref=board, plan_ref=shared.ref, **WHEN)
    with pytest.raises(NotVisible):
        queries.group(here.stranger, board, today=TODAY)


def test_the_groups_of_a_plan_are_those_too_that_look_after_it_beside_their_own(here: Cast) -> None:
    other, group = second(here), founded(here)
    looks_after(here, group, other)
    plan_id = queries.plan(here.boss, other).id
    assert [row.ref for row in queries.groups(here.boss, plan_id=plan_id, today=TODAY)] == [group]
    assert queries.groups(here.boss, plan_id=plan_id, as_at=SINCE, today=TODAY) == ()


def test_the_pages_of_several_plans_say_which_and_ask_as_few_statements_for_five_as_for_two(here: Cast) -> None:
    full(here)
    group = founded(here, GroupKind.INSPECTOR)
    client, counts = signed_in(here.editor), []
    for number in range(4):
        sent = {"plan": f"add:{second(here, f'Plan {number}')}", "so_on": "today", "form_token": str(uuid4())}
        page = client.post(reverse("groups:group_plans", args=[group]), sent, follow=True)
        assert "The next agendas draw from the plans as you said." in text_of(page)
        if number in {0, 3}:
            counts.append(asked(here, client, group))
    assert counts[0] == counts[1]


def asked(here: Cast, client: Client, group: str) -> list[int]:
    """How many statements each page of a group with several plans asks, before and after the agenda is settled."""
    meeting, told = called(here, group), []
    for name, ref in (("group", group), ("group_meeting", meeting), ("board_pack", meeting), ("minute_line", meeting)):
        if name == "minute_line":
            access.identify(here.editor, today=TODAY)
            actions.settle_agenda(actor=here.editor, meeting_ref=meeting, **WHEN)
        answer, count = statements(lambda name=name, ref=ref: client.get(reverse(f"groups:{name}", args=[ref])))
        assert answer.status_code == 200 and count <= 25
        told.append(count)
    page = text_of(client.get(reverse("groups:group_meeting", args=[meeting])))
    assert "Plan 0</h4>" in page and "Scrutiny half" in page
    pack = text_of(client.get(reverse("groups:board_pack", args=[meeting])))
    assert "Plan by plan" in pack and "Late of Plan 0" in pack
    return told


def test_with_no_other_plan_the_page_says_so(here: Cast) -> None:
    answer = signed_in(here.editor).get(reverse("groups:group_plans", args=[founded(here)]))
    assert answer.status_code == 409 and "There is no other plan" in text_of(answer)


def test_a_groups_meeting_that_nobody_called_is_recorded_by_its_chair(here: Cast) -> None:
    group = founded(here)
    given = {"group_ref": group, "held_on": SINCE, "at": NOW, "people": [here.boss.person_id], "others": ["A guest"]}
    access.identify(here.worker, today=TODAY)
    with pytest.raises(NotAllowed):
        actions.record_group_meeting(actor=here.worker, **given)
    access.identify(here.boss, today=TODAY)
    with pytest.raises(CannotDo, match="has not come"):
        actions.record_group_meeting(actor=here.boss, **{**given, "held_on": TODAY + timedelta(days=1)})
    made = actions.record_group_meeting(actor=here.boss, **given)
    row = queries.group(here.boss, group, today=TODAY)
    assert (row.last_met_on, row.meetings[0].ref, len(row.meetings[0].came)) == (SINCE, made.ref, 2)
    assert duties_of(here.boss) == ()


def test_one_records_on_a_page_a_groups_meeting_that_was_held(here: Cast) -> None:
    group = founded(here)
    url = reverse("groups:record_group_meeting", args=[group])
    client = signed_in(here.boss)
    assert url in text_of(client.get(reverse("groups:group", args=[group])))
    told = text_of(client.post(url, {"held_on": "today", "members": ["0"], "words": "At short notice"}, follow=True))
    assert "At short notice" in told and here.boss.name in told
    assert signed_in(here.worker).get(url).status_code == 403


# --- decisions wanted ---


def wanted(here: Cast, **given: object) -> str:
    access.identify(here.worker, today=TODAY)
    settled = {"actor": here.worker, "plan_ref": here.plan.ref, "words": "Two more posts?", **WHEN, **given}
    return actions.want_decision(**settled).ref


def withdrawn(here: Cast, ref: str, actor: access.Actor | None = None, reason: str = "Filled meanwhile") -> object:
    actor = actor or here.worker
    access.identify(actor, today=TODAY)
    return actions.withdraw_wanted(actor=actor, wanted_ref=ref, reason=reason, **WHEN)


def test_a_decision_that_is_wanted_is_withdrawn_for_a_reason_and_stands_on_no_agenda(here: Cast) -> None:
    full(here)
    ref = wanted(here, words="A third post?")
    meeting = called(here, founded(here))
    assert ref in [each.ref for each in agenda(here, meeting).lines]
    with pytest.raises(CannotDo, match="Say why"):
        withdrawn(here, ref, reason=" ")
    withdrawn(here, ref)
    assert ref not in [each.ref for each in agenda(here, meeting).lines]
    assert ref not in [each.ref for each in queries.wanted_decisions(here.boss, here.plan.pk)]
    with pytest.raises(CannotDo, match="withdrawn already"):
        withdrawn(here, ref)


def test_only_who_asked_who_covers_for_them_and_editors_withdraw_it(here: Cast) -> None:
    first, second = wanted(here), wanted(here, words="Rooms?")
    other = people.actor(here.council, Role.SOCIAL_WORKER)
    with pytest.raises(NotAllowed):
        withdrawn(here, first, other)
    with pytest.raises(NotVisible):
        withdrawn(here, first, here.stranger)
    withdrawn(here, first, here.editor)
    withdrawn(here, second)


def test_what_was_decided_is_not_withdrawn(here: Cast) -> None:
    ref = wanted(here)
    meeting = called(here, founded(here))
    access.identify(here.boss, today=TODAY)
    actions.settle_agenda(actor=here.boss, meeting_ref=meeting, **WHEN)
    said = {"actor": here.boss, "meeting_ref": meeting, "key": f"wanted:{ref}", "words": "Yes", **WHEN}
    actions.minute_line(outcome=LineOutcome.DECIDED, **said)
    with pytest.raises(CannotDo, match="has been decided"):
        withdrawn(here, ref)


def test_the_plans_groups_page_lists_what_is_wanted_and_lets_it_be_withdrawn(here: Cast) -> None:
    ref = wanted(here)
    url = reverse("groups:withdraw_wanted", args=[ref])
    listed = reverse("groups:groups") + f"?plan={here.plan.ref}"
    told = text_of(signed_in(here.worker).get(listed))
    assert "Decisions wanted" in told and "Two more posts?" in told and here.worker.name in told and url in told
    other = signed_in(people.actor(here.council, Role.SOCIAL_WORKER))
    assert url not in text_of(other.get(listed)) and other.get(url).status_code == 403
    client = signed_in(here.worker)
    assert "Why is it wanted no longer?" in text_of(client.post(url, {"reason": ""}))
    assert url in text_of(client.get(listed))
    told = text_of(client.post(url, {"reason": "Filled meanwhile"}, follow=True))
    assert "withdrawn" in told and "Two more posts?" not in told and "No decision is wanted" in told


def test_the_database_keeps_one_withdrawal_of_a_wanted_decision_with_its_reason(here: Cast) -> None:
    ref = wanted(here)
    withdrawn(here, ref)
    made = DecisionWanted.objects.get(ref=ref)
    common = {"wanted": made, "so_on": TODAY, "recorded_at": NOW}
    with pytest.raises(IntegrityError, match="improvement_wantedwithdrawal_wanted_id_key"), transaction.atomic():
        WantedWithdrawal.objects.create(reason="Once more", **common)
    made = DecisionWanted.objects.get(ref=wanted(here))
    with pytest.raises(IntegrityError, match="wanted_withdrawn_for_a_reason"), transaction.atomic():
        WantedWithdrawal.objects.create(reason="", **{**common, "wanted": made})


# --- schedules: improvement_schedule_held ---


def schedule(here: Cast, **given: object) -> str:
    settled = {"kind": ScheduleKind.TEAM_MEETING, "name": "Long-term team", "every_days": 14, "first_on": TODAY}
    settled |= {"holder_id": here.worker.person_id, "plan_ref": here.plan.ref, **WHEN}
    access.identify(here.editor, today=TODAY)
    return actions.set_schedule(actor=here.editor, **{**settled, **given}).ref


def test_improvement_schedule_held_or_not_stands_on_a_desk_each_time_by_its_day(here: Cast) -> None:
    ref = schedule(here)
    assert [(duty.kind, duty.ends_on) for duty in duties_of(here.worker)] == [
        ("schedule_hold", TODAY + timedelta(days=1))
    ]
    actions.say_held(actor=here.worker, schedule_ref=ref, was_held=True, **WHEN)
    (duty,) = duties_of(here.worker)
    assert duty.ends_on == TODAY + timedelta(days=15)
    assert duty_words(here.worker, [duty])["schedule_hold", ref][1] == "Team meeting: Long-term team"
    with pytest.raises(CannotDo, match="why it was not held"):
        actions.say_held(actor=here.worker, schedule_ref=ref, was_held=False, **WHEN)
    actions.say_held(actor=here.worker, schedule_ref=ref, was_held=False, words="Snow", **WHEN)
    found = queries.schedule(here.worker, ref, today=TODAY)
    assert (found.times_held, found.times_missed, found.last_held_on) == (1, 1, TODAY)
    actions.end_schedule(actor=here.worker, schedule_ref=ref, reason="The team moved", **WHEN)
    assert duties_of(here.worker) == () and queries.schedule(here.worker, ref, today=TODAY).is_ended
    with pytest.raises(CannotDo, match="has ended"):
        actions.say_held(actor=here.worker, schedule_ref=ref, was_held=True, **WHEN)


@pytest.mark.parametrize(
    ("given", "words"),
    [({"every_days": 0}, "from 1 to 366"), ({"first_on": SINCE}, "That day has been"), ({"name": " "}, "whose it is")],
)
def test_a_schedule_that_makes_no_sense_is_refused(given: dict[str, object], words: str, here: Cast) -> None:
    with pytest.raises(CannotDo, match=words):
        schedule(here, **given)


def test_a_colleague_does_not_say_whether_anothers_was_held(here: Cast) -> None:
    colleague = people.actor(here.council, Role.SOCIAL_WORKER)
    with pytest.raises(NotAllowed):
        actions.say_held(actor=colleague, schedule_ref=schedule(here), was_held=True, **WHEN)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"number": 1, "step": "held", "next_on": TODAY}, "schedule_fact_numbered_once"),
        ({"number": 2, "step": "missed", "next_on": TODAY}, "schedule_stops_for_a_reason"),
        ({"number": 2, "step": "held"}, "schedule_has_a_next_day_until_it_ends"),
    ],
)
def test_the_table_itself_refuses(given: dict[str, object], name: str, here: Cast) -> None:
    schedule(here)
    made = ScheduleFact.objects.get().schedule
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ScheduleFact.objects.create(schedule=made, so_on=TODAY, recorded_at=NOW, **given)


# --- pages ---


def page(here: Cast, name: str, *args: str, more: str = "", actor: object = None) -> str:
    answer = signed_in(actor or here.editor).get(reverse(f"groups:{name}", args=args) + more)
    assert answer.status_code == 200, answer.content.decode()[:1500]
    return text_of(answer)


def send(here: Cast, screen: str, *args: str, more: str = "", actor: object = None, **given: object) -> str:
    url = reverse(f"groups:{screen}", args=args) + more
    return text_of(signed_in(actor or here.editor).post(url, {"form_token": str(uuid4()), **given}, follow=True))


def refreshed(here: Cast, ask: Callable[[], object]) -> object:
    access.identify(here.editor, today=TODAY)
    return ask()


def test_a_board_lives_on_its_pages_from_founding_to_minutes(here: Cast) -> None:
    refs = full(here)
    assert "No groups yet" in page(here, "groups")
    boss = people_by_id([here.boss.person_id], on=TODAY)[here.boss.person_id]
    told = send(here, "plan_group_found", here.plan.ref, kind="project_board", name="Project board", so_on="today")
    assert "Now say who belongs to it." in told
    (row,) = refreshed(here, lambda: queries.groups(here.editor, today=TODAY))
    send(here, "set_member", row.ref, person=boss.ref, part="chair", so_on="today")
    told = send(here, "call_meeting", row.ref, meets_on_day="24", meets_on_month="10", meets_on_year="2012")
    for words in ("its agenda draws itself", "Late action", "Two more posts?", "Promised report", "Raised risk"):
        assert words in told
    meeting = refreshed(here, lambda: queries.group(here.editor, row.ref, today=TODAY)).meetings[0].ref
    arranging = page(here, "arrange_agenda", meeting, actor=here.boss)
    assert "Leave it out" in arranging
    given = {f"place_{number}": str(number + 1) for number in range(6)}
    told = send(
        here,
        "arrange_agenda",
        meeting,
        actor=here.boss,
        **{**given, "place_0": "9", "out_1": "on", "version": "0", "own": "Date of the next meeting"},
    )
    assert "The agenda is arranged." in told and "Two more posts?" not in told and "Date of the next meeting" in told
    told = send(here, "settle_agenda", meeting, actor=here.boss)
    assert "Settled on 17 October 2012" in told and "Say what came of it" in told
    told = send(
        here, "minute_line", meeting, more=f"?line=action:{refs['late']}", outcome="decided", words="A new lead"
    )
    assert "Decided." in told and "A new lead" in told
    assert "Exceptions" in page(here, "board_pack", meeting) and "As it was settled on" in page(
        here, "board_pack", meeting
    )
    told = send(here, "close_meeting", meeting, held_on="today", members=["0"], words="In an hour")
    assert here.boss.name in told and "In an hour" in told


def test_commitments_and_decisions_arising_lead_back_to_the_meeting(here: Cast) -> None:
    full(here)
    meeting = called(here, founded(here))
    given = {"form_token": str(uuid4()), "direction": "ours", "words": "A paper", "owner_words": "We", "so_on": "today"}
    client = signed_in(here.editor)
    client.post(reverse("partners:make_commitment") + f"?plan={here.plan.ref}&sitting={meeting}", given)
    decided = {"form_token": str(uuid4()), "body": "Board", "agreed": "A post", "so_on": "today"}
    client.post(reverse("decisions:plan_decision_record", args=[here.plan.ref]) + f"?sitting={meeting}", decided)
    told = page(here, "group_meeting", meeting)
    assert "Arising from it" in told and "A paper" in told and "A post" in told


def test_asking_for_a_decision_and_schedules_have_their_forms(here: Cast) -> None:
    action = here.action().ref
    told = send(here, "plan_decision_want", here.plan.ref, more=f"?action={action}", words="Which room?", action=action)
    assert "under decisions wanted" in told
    worker = people_by_id([here.worker.person_id], on=TODAY)[here.worker.person_id]
    told = send(
        here,
        "plan_schedule_set",
        here.plan.ref,
        kind="supervision",
        name="Long-term team",
        holder=worker.ref,
        every_days="28",
        first_on_day="17",
        first_on_month="10",
        first_on_year="2012",
    )
    assert "Supervision: Long-term team" in told
    (row,) = refreshed(here, lambda: queries.schedules(here.editor, today=TODAY))
    told = send(here, "say_held", row.ref, actor=here.worker, was_held="yes", so_on="today")
    assert "the next one stands on the desk" in told
    assert "The schedule has ended." in send(here, "end_schedule", row.ref, reason="Moved")
    assert signed_in(here.editor).get(reverse("groups:say_held", args=[row.ref])).status_code == 409


def test_who_may_not_is_refused_and_a_stranger_is_told_that_there_is_nothing(here: Cast) -> None:
    full(here)
    group = founded(here)
    meeting, held = called(here, group), schedule(here)
    worker, stranger = signed_in(here.worker), signed_in(here.stranger)
    for name in ("arrange_agenda", "settle_agenda"):
        assert worker.get(reverse(f"groups:{name}", args=[meeting])).status_code == 403
    assert worker.get(reverse("groups:set_member", args=[group])).status_code == 403
    for name, ref in (("group", group), ("group_meeting", meeting), ("board_pack", meeting), ("say_held", held)):
        assert stranger.get(reverse(f"groups:{name}", args=[ref])).status_code == 404


def test_pages_ask_few_statements_however_much_there_is(here: Cast) -> None:
    group, counted = founded(here), []
    meeting = called(here, group)
    for number in (1, 4):
        for _ in range(number):
            full(here)
            called(here, group)
        client = signed_in(here.editor)
        urls = [reverse("groups:groups"), reverse("groups:group", args=[group])]
        urls += [
            reverse(f"groups:{name}", args=[meeting]) for name in ("group_meeting", "board_pack", "arrange_agenda")
        ]
        counted.append([_count(client, url) for url in urls])
    assert counted[0] == counted[1] and max(counted[0]) <= 25


def _count(client: object, url: str) -> int:
    return statements(lambda: client.get(url))[1]
