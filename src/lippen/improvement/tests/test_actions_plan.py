from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from lippen.improvement import actions, menu, queries
from lippen.improvement.models import ActionDate, ActionLeads, ActionNow, ActionState, ActionWording, Update
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import LeadRow
from lippen.improvement.tests.factories import AGREED, NOW, TERMS, TODAY, Cast, cast, moment, month, on
from lippen.improvement.vocabulary import Audience, Colour, Kind, Priority, State, Which
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation import queries as organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Cast:
    return cast()


def row(here: Cast, ref: str, **look: object):
    return queries.action_story(here.editor, ref, today=TODAY, **look).action


def test_a_stranger_of_another_council_does_not_see_the_plan(here: Cast) -> None:
    action = here.action()
    assert queries.plans(here.stranger) == ()
    with pytest.raises(NotVisible):
        queries.plan(here.stranger, here.plan.ref)
    with pytest.raises(NotVisible):
        queries.action_story(here.stranger, action.ref, today=TODAY)
    with pytest.raises(NotVisible):
        actions.write_update(actor=here.stranger, action_ref=action.ref, paragraphs=["No"], so_on=TODAY, at=NOW)


def test_a_plan_of_two_councils_is_seen_by_both(here: Cast) -> None:
    authority_ids = here.editor.authority_ids | here.stranger.authority_ids
    both = replace(here.editor, authority_ids=authority_ids, reach=None)
    joint = actions.create_plan(
        actor=both,
        title="Shared plan",
        authority_id=here.council.pk,
        also_for=here.stranger.authority_ids,
        at=NOW,
    )
    assert queries.plan(here.stranger, joint.ref).authorities == ("Braeside Council", "Strathlairn Council")


def test_a_social_worker_cannot_add_an_action(here: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.add_action(actor=here.worker, plan_ref=here.plan.ref, theme_number=1, text="Mine", so_on=TODAY, at=NOW)


def test_a_plan_of_the_same_title_is_refused_in_words(here: Cast) -> None:
    with pytest.raises(CannotDo, match="already a plan called"):
        actions.create_plan(actor=here.editor, title=here.plan.title, authority_id=here.council.pk, at=NOW)


def test_the_first_wording_leads_and_date_stand_in_the_row(here: Cast) -> None:
    action = here.action(
        "Review the forms",
        intent="Children are heard",
        priority=Priority.HIGH,
        kind=Kind.KEEP_GOING,
        leads=[LeadRow(here.worker.person_id, ""), LeadRow(None, "QX")],
        dates={Which.REVIEW: month(2012, 12)},
    )
    found = row(here, action.ref)
    assert (found.number, found.text, found.intent, found.priority, found.kind) == (
        "1.1",
        "Review the forms",
        "Children are heard",
        "high",
        "keep_going",
    )
    assert [lead.name for lead in found.leads] == [here.worker.name, "QX"]
    assert found.review.text == "December 2012"
    assert found.state == State.NOT_STARTED


def test_a_new_wording_leaves_the_old_one_in_the_story_and_on_its_day(here: Cast) -> None:
    action = here.action("Old words")
    actions.change_wording(actor=here.editor, action_ref=action.ref, text="New words", so_on=TODAY, at=NOW)
    assert row(here, action.ref).text == "New words"
    assert row(here, action.ref, as_at=date(2012, 7, 1)).text == "Old words"
    events = queries.action_story(here.editor, action.ref, today=TODAY).events
    assert any("Old words" in detail for event in events for detail in event.details)


def test_joint_leads_stay_joint_and_in_order(here: Cast) -> None:
    action = here.action()
    pair = [LeadRow(here.boss.person_id, ""), LeadRow(here.worker.person_id, "")]
    actions.change_leads(actor=here.editor, action_ref=action.ref, leads=pair, so_on=TODAY, at=NOW)
    assert [lead.person_id for lead in row(here, action.ref).leads] == [here.boss.person_id, here.worker.person_id]


def test_a_lead_named_twice_is_kept_once(here: Cast) -> None:
    action = here.action(leads=[LeadRow(None, "AB"), LeadRow(None, "AB")])
    assert len(row(here, action.ref).leads) == 1


def test_a_later_date_is_a_slip_that_needs_a_reason_and_who_agreed(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 9)})
    move = {"actor": here.worker, "action_ref": action.ref, "which": Which.TARGET, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="Say why"):
        actions.change_date(**move, period=month(2012, 12))
    with pytest.raises(CannotDo, match="Say who agreed"):
        actions.change_date(**move, period=month(2012, 12), reason="The system is late")
    actions.change_date(**move, period=month(2012, 12), reason="The system is late", agreed_by="Head of service")
    found = row(here, action.ref)
    assert (found.first_target.text, found.target.text, found.slips) == ("September 2012", "December 2012", 1)


def test_a_first_date_needs_no_reason(here: Cast) -> None:
    action = here.action()
    actions.change_date(
        actor=here.worker, action_ref=action.ref, which=Which.TARGET, period=on(date(2012, 12, 1)), so_on=TODAY, at=NOW
    )
    assert row(here, action.ref).slips == 0


def test_the_same_date_again_is_refused(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 9)})
    with pytest.raises(CannotDo, match="already"):
        actions.change_date(
            actor=here.worker,
            action_ref=action.ref,
            which=Which.TARGET,
            period=month(2012, 9),
            reason="x",
            agreed_by="y",
            so_on=TODAY,
            at=NOW,
        )


def test_a_correction_stands_beside_what_was_said_and_counts_instead_of_it(here: Cast) -> None:
    action = here.action()
    said = actions.write_update(
        actor=here.worker, action_ref=action.ref, paragraphs=["Tow workers came"], so_on=TODAY, at=NOW
    )
    actions.correct_update(actor=here.worker, update_ref=said.ref, paragraphs=["Two workers came"], at=NOW)
    story = queries.action_story(here.editor, action.ref, today=TODAY)
    assert story.action.last_update_text == "Two workers came"
    assert story.action.updates_count == 1
    assert [(update.corrected, update.paragraphs[0]) for update in story.updates] == [
        (False, "Two workers came"),
        (True, "Tow workers came"),
    ]
    with pytest.raises(CannotDo, match="already"):
        actions.correct_update(actor=here.worker, update_ref=said.ref, paragraphs=["Three"], at=NOW)


def test_another_persons_update_is_not_corrected_without_editing_the_plan(here: Cast) -> None:
    said = actions.write_update(
        actor=here.worker, action_ref=here.action().ref, paragraphs=["Mine"], so_on=TODAY, at=NOW
    )
    with pytest.raises(CannotDo, match="somebody else's"):
        actions.correct_update(actor=here.boss, update_ref=said.ref, paragraphs=["Yours"], at=NOW)


def test_a_day_that_has_not_come_is_refused(here: Cast) -> None:
    with pytest.raises(CannotDo, match="has not come yet"):
        actions.write_update(
            actor=here.worker,
            action_ref=here.action().ref,
            paragraphs=["Soon"],
            so_on=TODAY + timedelta(days=1),
            at=NOW,
        )


def test_a_state_cannot_be_put_before_a_later_one(here: Cast) -> None:
    action = here.action()
    actions.change_state(actor=here.worker, action_ref=action.ref, state=State.UNDER_WAY, so_on=TODAY, at=NOW)
    with pytest.raises(CannotDo, match="Something later"):
        actions.change_state(
            actor=here.worker, action_ref=action.ref, state=State.SAYS_DONE, so_on=date(2012, 9, 1), at=NOW
        )


def test_the_same_form_sent_twice_writes_once(here: Cast) -> None:
    action, token = here.action(), uuid4()
    for _ in range(2):
        actions.write_update(
            actor=here.worker, action_ref=action.ref, paragraphs=["Once"], so_on=TODAY, at=NOW, token=token
        )
    assert Update.objects.count() == 1


def test_what_is_written_after_a_signing_is_recorded_after_it_though_the_clock_stands_still(here: Cast) -> None:
    action = here.action()
    closed = actions.close_records(actor=here.colleague, plan_id=here.plan.pk, through=NOW, at=NOW)
    said = actions.write_update(actor=here.worker, action_ref=action.ref, paragraphs=["Later"], so_on=TODAY, at=NOW)
    assert closed == NOW
    assert said.recorded_at == NOW + timedelta(microseconds=1)
    before = queries.plan_actions(here.editor, here.plan.pk, as_at=TODAY, known_at=NOW, today=TODAY)
    assert before[0].updates_count == 0


def test_each_write_leaves_an_audit_row_without_words(here: Cast) -> None:
    action = here.action()
    before = AuditEntry.objects.count()
    actions.write_update(actor=here.worker, action_ref=action.ref, paragraphs=["Quiet words"], so_on=TODAY, at=NOW)
    entry = AuditEntry.objects.order_by("-id").first()
    assert AuditEntry.objects.count() == before + 1
    assert (entry.verb, entry.subject_key) == ("action.update_written", action.ref)
    assert "Quiet" not in str(entry.keys)


def test_a_lead_owes_the_next_update_and_the_review(here: Cast) -> None:
    action = here.action(dates={Which.REVIEW: month(2012, 12)})
    owed = {(d.kind, d.ends_on) for d in organisation.duties_of(here.worker)}
    assert owed == {
        ("action_update", AGREED + timedelta(days=93)),
        ("action_review", date(2013, 1, 1)),
    }
    actions.write_update(actor=here.worker, action_ref=action.ref, paragraphs=["Going"], so_on=TODAY, at=NOW)
    assert ("action_update", TODAY + timedelta(days=93)) in {
        (d.kind, d.ends_on) for d in organisation.duties_of(here.worker)
    }


def test_a_postponed_action_asks_only_to_be_looked_at_again_and_a_closed_one_for_nothing(here: Cast) -> None:
    action = here.action(dates={Which.REVIEW: month(2012, 12)})
    common = {"actor": here.worker, "action_ref": action.ref, "so_on": TODAY, "at": NOW}
    actions.change_state(state=State.POSTPONED, **TERMS, **common)
    duties = organisation.duties_of(here.worker)
    assert [(d.kind, d.ends_on) for d in duties] == [("action_revisit", date(2013, 1, 16))]
    words = menu.duty_words(here.worker, duties)
    assert words["action_revisit", action.ref][1] == "1.1 Write the rota"
    actions.change_state(state=State.SUPERSEDED, reason="A new service does it", **common)
    assert organisation.duties_of(here.worker) == ()


def test_duties_follow_the_leads(here: Cast) -> None:
    action = here.action()
    actions.change_leads(
        actor=here.editor, action_ref=action.ref, leads=[LeadRow(here.boss.person_id, "")], so_on=TODAY, at=NOW
    )
    assert organisation.duties_of(here.worker) == ()
    assert len(organisation.duties_of(here.boss)) == 1


def test_what_stands_as_present_equals_what_the_facts_come_to(here: Cast) -> None:
    action, other = here.action(dates={Which.TARGET: month(2012, 9)}), here.action("Other")
    common = {"action_ref": action.ref, "so_on": TODAY, "at": NOW}
    actions.change_state(actor=here.worker, state=State.UNDER_WAY, **common)
    actions.change_date(
        actor=here.worker, which=Which.TARGET, period=month(2013, 1), reason="Late", agreed_by="Board", **common
    )
    actions.write_update(actor=here.worker, paragraphs=["One", "Two"], **common)
    actions.override_standing(actor=here.editor, standing=Colour.RED, reason="Stuck", **common)
    actions.change_leads(actor=here.editor, leads=[], **common)
    scope = Scope(plan_id=here.plan.pk)
    names = [field.attname for field in ActionNow._meta.concrete_fields]
    for now in facts.worked_out([action, other], scope):
        kept = ActionNow.objects.get(pk=now.pk)
        assert {name: getattr(kept, name) for name in names} == {name: getattr(now, name) for name in names}


def test_facts_are_never_updated_or_deleted_by_the_app(here: Cast) -> None:
    from django.db import ProgrammingError, transaction

    action = here.action()
    for model in (ActionWording, ActionState, ActionDate, ActionLeads, Update):
        for attempt in (
            lambda m=model: m.objects.update(action=action),
            lambda m=model: m.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                attempt()


def test_committee_updates_are_marked(here: Cast) -> None:
    action = here.action()
    actions.write_update(
        actor=here.worker,
        action_ref=action.ref,
        paragraphs=["For members"],
        audience=Audience.COMMITTEE,
        so_on=TODAY,
        at=NOW,
    )
    found = queries.updates_between(here.editor, here.plan.pk, until=TODAY, audience="committee")
    assert [update.audience for update in found] == ["committee"]


def test_moving_a_date_is_not_for_those_who_only_read(here: Cast) -> None:
    reader = replace(here.worker, permissions=frozenset({Permission.READ_PLAN}))
    with pytest.raises(NotAllowed):
        actions.change_date(
            actor=reader,
            action_ref=here.action().ref,
            which=Which.REVIEW,
            period=month(2012, 12),
            so_on=TODAY,
            at=moment(TODAY),
        )
