"""What the plan puts on people's desks, and the status of an action of which nothing was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse

from lippen.improvement import actions, filled_intake, menu, queries, rules
from lippen.improvement.actions import Owner, library
from lippen.improvement.queries.pages import Filters
from lippen.improvement.rows import LeadRow
from lippen.improvement.scores import Score
from lippen.improvement.tests.factories import AGREED, NOW, TERMS, TODAY, Cast, cast, month, on
from lippen.improvement.tests.screens import brought_in, signed_in
from lippen.improvement.vocabulary import (
    BATCH_SUBJECT,
    Direction,
    DutyKind,
    EvidenceVerdict,
    GroupKind,
    MemberPart,
    OfficerDuty,
    RequestAnswerKind,
    ScheduleKind,
    State,
    Which,
)
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotAllowed
from lippen.kernel.models import AuditEntry
from lippen.organisation import queries as organisation
from lippen.organisation.actions.absences import end_absence, record_absence
from lippen.organisation.queries import cover
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def owed(actor) -> dict[str, date]:
    """The last day of each duty, by kind."""
    return {duty.kind: duty.ends_on - timedelta(days=1) for duty in organisation.duties_of(actor)}


def offered(here: Cast, actor=None, action: str = "") -> str:
    ref = action or here.action("Write the rota", state=State.UNDER_WAY).ref
    given = {"title": "Audit", "note": "Twenty files", "so_on": TODAY, "at": NOW}
    return actions.offer_evidence(actor=actor or here.worker, action_ref=ref, **given).ref


def test_improvement_target_date_is_owed_by_the_lead_until_it_is_moved(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 9)})
    assert owed(here.worker)[DutyKind.TARGET] == date(2012, 9, 30)

    moved = {"which": Which.TARGET, "period": month(2012, 12), "reason": "Staff left", "agreed_by": "Board"}
    actions.change_date(actor=here.worker, action_ref=action.ref, so_on=TODAY, at=NOW, **moved)

    assert owed(here.worker)[DutyKind.TARGET] == date(2012, 12, 31)


def test_what_says_done_is_owed_its_evidence_in_place_of_its_target_date(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 12)}, state=State.UNDER_WAY)
    actions.change_state(actor=here.worker, action_ref=action.ref, state=State.SAYS_DONE, so_on=TODAY, at=NOW)

    assert DutyKind.TARGET not in owed(here.worker)
    assert owed(here.worker)[DutyKind.SHOW] == TODAY + timedelta(days=rules.SAYS_DONE_DAYS)

    ref = offered(here, action=action.ref)
    given = {"verdict": EvidenceVerdict.ACCEPTED, "so_on": TODAY, "at": NOW}
    actions.decide_evidence(actor=here.colleague, evidence_ref=ref, **given)
    assert DutyKind.SHOW not in owed(here.worker)


def test_what_is_put_off_owes_a_look_and_nothing_else(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 12), Which.REVIEW: month(2012, 11)}, state=State.UNDER_WAY)
    actions.change_state(actor=here.worker, action_ref=action.ref, state=State.POSTPONED, so_on=TODAY, at=NOW, **TERMS)
    assert owed(here.worker) == {DutyKind.REVISIT: TERMS["revisit_on"]}


def test_without_a_known_lead_the_action_is_owed_by_whoever_answers_for_it_else_by_the_plans_keepers(
    here: Cast,
) -> None:
    in_words = {"leads": [LeadRow(None, "Learning and development")], "dates": {Which.TARGET: month(2012, 12)}}
    here.action("Nobody is known", **in_words)
    assert owed(here.editor)[DutyKind.TARGET] == date(2012, 12, 31)
    assert DutyKind.TARGET not in owed(here.boss)

    answers = here.action("The boss answers", **in_words, accountable_id=here.boss.person_id)
    (duty,) = [duty for duty in organisation.duties_of(here.boss) if duty.kind == DutyKind.TARGET]
    assert duty.subject_key == answers.ref
    assert len([duty for duty in organisation.duties_of(here.editor) if duty.kind == DutyKind.TARGET]) == 1

    given = {"leads": [LeadRow(here.worker.person_id, here.worker.name)], "so_on": TODAY, "at": NOW}
    actions.change_leads(actor=here.editor, action_ref=answers.ref, **given)
    assert DutyKind.TARGET in owed(here.worker) and DutyKind.TARGET not in owed(here.boss)


def test_a_plan_brought_in_without_known_leads_is_owed_by_its_keepers(here: Cast) -> None:
    here.worker = replace(here.worker, name="Somebody of the college")
    brought_in(here, 2)
    assert DutyKind.TARGET in owed(here.editor)


# --- the performance officer's desk ---


def test_improvement_officer_duties_hold_evidence_until_somebody_decides(here: Cast) -> None:
    ref = offered(here)
    assert owed(here.editor) == {OfficerDuty.EVIDENCE: TODAY + timedelta(days=rules.OFFICER_DAYS)}
    duties = organisation.duties_of(here.editor)
    assert [words[:2] for words in menu.duty_words(here.editor, duties).values()] == [
        ("Look at the evidence", "1.1 Audit")
    ]

    given = {"verdict": EvidenceVerdict.REFUSED, "reason": "Thin", "so_on": TODAY, "at": NOW}
    actions.decide_evidence(actor=here.colleague, evidence_ref=ref, **given)
    assert owed(here.editor) == {}


def test_nobody_is_asked_to_look_at_their_own_evidence(here: Cast) -> None:
    offered(here, here.editor)
    assert OfficerDuty.EVIDENCE not in owed(here.editor)
    assert OfficerDuty.EVIDENCE in owed(here.colleague)


def test_open_doubts_are_on_the_officers_desk_until_the_last_is_answered(here: Cast) -> None:
    plan_ref = brought_in(here, 2)
    assert OfficerDuty.DOUBTS in owed(here.editor)

    first, second = queries.doubts(here.editor, queries.plan(here.editor, plan_ref).id)
    for doubt, left in ((first, True), (second, False)):
        actions.answer_doubt(actor=here.editor, doubt_ref=doubt.ref, answer="as shown", so_on=TODAY, at=NOW)
        assert (OfficerDuty.DOUBTS in owed(here.editor)) is left


def test_a_file_that_waits_is_on_the_desk_of_whoever_began_with_it(here: Cast) -> None:
    given = {"document": "looms.txt", "sha256": "0" * 64, "proposal": {}, "authority_id": here.council.pk, "at": NOW}
    batch = actions.start_import(actor=here.editor, **given)
    (duty,) = organisation.duties_of(here.editor)
    assert (duty.kind, duty.subject_kind, duty.subject_key) == (OfficerDuty.IMPORT, BATCH_SUBJECT, batch.ref)
    assert menu.duty_words(here.editor, [duty])[duty.kind, batch.ref][1] == "looms.txt"

    actions.abandon_import(actor=here.editor, batch_ref=batch.ref, at=NOW)
    assert owed(here.editor) == {}


def test_duties_about_what_somebody_cannot_see_have_no_words_for_them(here: Cast) -> None:
    offered(here)
    brought_in(here, 1)
    duties = organisation.duties_of(here.editor)
    assert len(menu.duty_words(here.editor, duties)) == 2
    assert menu.duty_words(here.stranger, duties) == {}


# --- no update within the rhythm ---


def test_improvement_no_update_is_a_status_of_open_actions_alone(here: Cast) -> None:
    silent, rhythm = AGREED, 92
    assert rules.lacks_update(State.UNDER_WAY, silent, AGREED, rhythm, TODAY)
    assert rules.lacks_update(None, None, AGREED, rhythm, TODAY)
    assert not rules.lacks_update(State.UNDER_WAY, TODAY - timedelta(days=92), AGREED, rhythm, TODAY)
    for state in (State.POSTPONED, State.BLOCKED, State.SHOWN_DONE, State.SUPERSEDED, State.MERGED):
        assert not rules.lacks_update(state, silent, AGREED, rhythm, TODAY)


def test_the_plan_says_it_in_words_and_finds_it_by_its_filter(here: Cast) -> None:
    here.action("Nobody has said a word of this", state=State.UNDER_WAY)
    told = here.action("Told yesterday", state=State.UNDER_WAY)
    yesterday = TODAY - timedelta(days=1)
    actions.write_update(actor=here.worker, action_ref=told.ref, paragraphs=["Going"], so_on=yesterday, at=NOW)
    page = signed_in(here.editor).get(f"/plans/{here.plan.ref}")
    assert page.content.decode().count("No update within the rhythm: no update yet") == 1

    found = queries.plan_page(here.editor, here.plan.pk, today=TODAY, filters=Filters(updates="none"))
    assert [row.text for row in found.rows] == ["Nobody has said a word of this"]
    listed = signed_in(here.editor).get(f"/plans/{here.plan.ref}?updates=none").content.decode()
    assert ("Told yesterday" in listed, "Nobody has said a word of this" in listed) == (False, True)


def test_on_a_past_day_the_filter_asks_about_that_day(here: Cast) -> None:
    here.action("Silent since June", state=State.UNDER_WAY)
    before = AGREED + timedelta(days=92)
    for day, found in ((before, 0), (before + timedelta(days=1), 1)):
        page = queries.plan_page(here.editor, here.plan.pk, today=TODAY, as_at=day, filters=Filters(updates="none"))
        assert len(page.rows) == found


# --- cover ---


def cover_for(here: Cast, starts_on: date = TODAY, days: int = 7) -> str:
    given = {"person_id": here.worker.person_id, "cover_id": COVER["actor"].person_id, "at": NOW}
    ends_on = starts_on + timedelta(days=days)
    return record_absence(actor=here.worker, starts_on=starts_on, ends_on=ends_on, **given).ref


COVER: dict[str, access.Actor] = {}


@pytest.fixture
def stand_in(here: Cast) -> access.Actor:
    """A colleague who leads nothing and edits nothing."""
    COVER["actor"] = people.actor(here.council, Role.SOCIAL_WORKER)
    return COVER["actor"]


def moved(actor, ref: str) -> None:
    given = {"state": State.UNDER_WAY, "so_on": TODAY, "at": NOW}
    actions.change_state(actor=actor, action_ref=ref, **given)


def test_whoever_covers_may_say_where_the_actions_stand_in_those_days_alone(here: Cast, stand_in) -> None:
    first, second = here.action().ref, here.action().ref
    with pytest.raises(NotAllowed):
        moved(stand_in, first)
    ref = cover_for(here)
    moved(stand_in, first)
    assert signed_in(stand_in).get(f"/plans/actions/{second}/state").status_code == 200

    access.identify(here.worker, today=TODAY)
    end_absence(actor=here.worker, absence_ref=ref, ends_on=TODAY, at=NOW)
    access.identify(stand_in, today=TODAY)
    with pytest.raises(NotAllowed):
        moved(stand_in, second)
    assert signed_in(stand_in).get(f"/plans/actions/{second}/state").status_code == 403


def test_cover_that_has_not_begun_allows_nothing_yet(here: Cast, stand_in) -> None:
    ref = here.action().ref
    cover_for(here, TODAY + timedelta(days=1))
    assert cover.covered_by(stand_in, on=TODAY) == frozenset()
    with pytest.raises(NotAllowed):
        moved(stand_in, ref)


def test_the_day_of_a_target_reads_as_a_period(here: Cast) -> None:
    here.action(dates={Which.TARGET: on(date(2012, 12, 3))})
    assert owed(here.worker)[DutyKind.TARGET] == date(2012, 12, 3)


# --- cover reaches every kind of duty ---


def commitment_kept(here: Cast) -> tuple[str, Callable[[Actor], object]]:
    given = {"words": "A report", "owner": Owner(here.worker.person_id), "authority_id": here.council.pk}
    made = actions.make_commitment(actor=here.editor, direction=Direction.OURS, **given, so_on=TODAY, at=NOW)
    act = partial(actions.keep_commitment, commitment_ref=made.ref, shown_by="Paper", so_on=TODAY, at=NOW)
    return reverse("partners:keep_commitment", args=[made.ref]), lambda actor: act(actor=actor)


def request_answered(here: Cast) -> tuple[str, Callable[[Actor], object]]:
    given = {"plan_ref": here.plan.ref, "action_refs": [here.action().ref], "words": "The audit", "asked_by": "Board"}
    days = {"wanted_on": TODAY, "so_on": TODAY, "at": NOW}
    made = library.ask_for_evidence(actor=here.editor, asked_of_id=here.worker.person_id, **given, **days)
    given = {"kind": RequestAnswerKind.DECLINED, "words": "Never made", "so_on": TODAY, "at": NOW}
    url = reverse("library:answer", args=[made.ref])
    return url, lambda actor: library.answer_request(actor=actor, request_ref=made.ref, **given)


def risk_closed(here: Cast) -> tuple[str, Callable[[Actor], object]]:
    given = {"title": "Staff leave", "score": Score(3, 3), "owner": Owner(here.worker.person_id)}
    made = actions.raise_risk(actor=here.editor, plan_ref=here.plan.ref, **given, so_on=TODAY, at=NOW)
    act = partial(actions.close_risk, risk_ref=made.ref, reason="Over", so_on=TODAY, at=NOW)
    return reverse("risks:close_risk", args=[made.ref]), lambda actor: act(actor=actor)


def schedule_held(here: Cast) -> tuple[str, Callable[[Actor], object]]:
    given = {"kind": ScheduleKind.TEAM_MEETING, "name": "Team", "every_days": 14, "first_on": TODAY}
    holder = {"holder_id": here.worker.person_id, "so_on": TODAY, "at": NOW}
    made = actions.set_schedule(actor=here.editor, plan_ref=here.plan.ref, **given, **holder)
    act = partial(actions.say_held, schedule_ref=made.ref, was_held=True, so_on=TODAY, at=NOW)
    return reverse("groups:say_held", args=[made.ref]), lambda actor: act(actor=actor)


def action_moved(here: Cast) -> tuple[str, Callable[[Actor], object]]:
    ref = here.action().ref
    return reverse("improvement:change_state", args=[ref]), lambda actor: moved(actor, ref)


def meeting_closed(here: Cast) -> tuple[str, Callable[[Actor], object]]:
    given = {"kind": GroupKind.PROJECT_BOARD, "name": "Board", "so_on": TODAY, "at": NOW}
    group = actions.found_group(actor=here.editor, plan_ref=here.plan.ref, **given)
    chair = {"person_id": here.worker.person_id, "part": MemberPart.CHAIR, "so_on": TODAY, "at": NOW}
    actions.set_member(actor=here.editor, group_ref=group.ref, **chair)
    made = actions.call_meeting(actor=here.editor, group_ref=group.ref, meets_on=TODAY, so_on=TODAY, at=NOW)
    act = partial(actions.close_meeting, meeting_ref=made.ref, held_on=TODAY, others=["A guest"], at=NOW)
    return reverse("groups:close_meeting", args=[made.ref]), lambda actor: act(actor=actor)


@pytest.mark.parametrize(
    "owed_of",
    [action_moved, commitment_kept, request_answered, risk_closed, schedule_held, meeting_closed],
    ids=lambda made: made.__name__,
)
def test_organisation_cover_lets_every_kind_of_duty_be_done_and_the_trail_says_for_whom(
    here: Cast, stand_in, owed_of
) -> None:
    url, act = owed_of(here)
    access.identify(stand_in, today=TODAY)
    with pytest.raises(NotAllowed):
        act(stand_in)
    assert signed_in(stand_in).get(url).status_code == 403
    access.identify(here.worker, today=TODAY)
    cover_for(here)
    assert signed_in(stand_in).get(url).status_code == 200
    access.identify(stand_in, today=TODAY)
    act(stand_in)
    entry = AuditEntry.objects.get(verb="duty.covered")
    assert (entry.account_id, entry.keys["for"]) == (stand_in.account_id, [here.worker.person_id])


def test_a_spreadsheet_to_fill_in_holds_the_actions_of_whom_one_covers(here: Cast, stand_in) -> None:
    ref = here.action().ref
    here.action("Led by the boss", leads=[LeadRow(here.boss.person_id, here.boss.name)])
    cover_for(here)
    access.identify(stand_in, today=TODAY)
    plan = queries.plan(stand_in, here.plan.ref)
    assert [row.ref for row in filled_intake.own_actions(stand_in, plan, today=TODAY)] == [ref]
