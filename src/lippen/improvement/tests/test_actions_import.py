from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lippen.improvement import actions, queries
from lippen.improvement.adapters.proposal import (
    Doubt,
    Entry,
    Proposal,
    ProposedAction,
    ProposedRecommendation,
    ProposedState,
    When,
)
from lippen.improvement.models import ActionNow, ActionState, ImportBatch, Plan, SourceCell, Update
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import ActionRow
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast, month
from lippen.improvement.vocabulary import Kind, State
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation import queries as organisation

pytestmark = pytest.mark.django_db
DATED = date(2012, 9, 30)


@pytest.fixture
def here() -> Cast:
    return cast()


def initials(here: Cast) -> str:
    return organisation.person_initials([here.worker.person_id])[here.worker.person_id]


def proposal(lead: str, **changes: Any) -> Proposal:
    review = When("August", month(2012, 8))
    first = ProposedAction(
        number="4.1",
        text="Survey the staff",
        place="table 1, row 2",
        leads=(lead,),
        review=review,
        progress=(Entry("Survey is complete"), Entry("Results went to teams", bullet=True)),
        proposed=ProposedState(State.SAYS_DONE, "complete"),
        state=State.SAYS_DONE,
        kind=Kind.KEEP_GOING,
    )
    second = ProposedAction(
        number="4.2", text="Train staff", place="table 1, row 3", leads=("QX",), progress=(Entry("Begun", so_on=DATED),)
    )
    third = ProposedAction(number="4.3", text="Panel", place="table 1, row 4", state=State.POSTPONED)
    doubts = (
        Doubt("state:4.2", "state", "table 1, row 3", "Action 4.2: no words suggest a state. Say which it is."),
        Doubt("initials:QX", "unknown initials", "table 1, row 3", "Nobody here has the initials “QX”. Say who it is."),
        Doubt("lead:4.3", "empty lead", "table 1, row 4", "Action 4.3 names no lead. Say who leads it."),
        Doubt("year", "year", "table 1", "The document gives no year."),
    )
    given = {
        "document": "progress.docx",
        "sha256": "ab" * 32,
        "dated_on": DATED,
        "recommendations": (ProposedRecommendation("4", "Skills", "table 1, row 2", (first, second, third)),),
        "doubts": doubts,
        "header": {"Subject": "Progress in the second quarter"},
        **changes,
    }
    return Proposal(**given)


CELLS = [("table 1, row 2, column Action", "Survey the staff"), ("table 1, row 2, column Review date", "August")]


def started(here: Cast, given: Proposal | None = None) -> ImportBatch:
    given = given or proposal(initials(here))
    return actions.start_import(
        actor=here.editor,
        authority_id=here.council.pk,
        document=given.document,
        sha256=given.sha256,
        proposal=given.to_dict(),
        cells=CELLS,
        plan_title="Brought in",
        at=NOW,
    )


def applied(here: Cast, given: Proposal | None = None) -> Plan:
    return actions.apply_import(actor=here.editor, batch_ref=started(here, given).ref, at=NOW)


def rows(here: Cast, plan: Plan) -> dict[str, ActionRow]:
    return {row.number: row for row in queries.plan_actions(here.editor, plan.pk, today=TODAY)}


def answered(here: Cast, plan: Plan, key: str, answer: str) -> None:
    doubt = next(doubt for doubt in queries.doubts(here.editor, plan.pk) if doubt.key == key)
    actions.answer_doubt(actor=here.editor, doubt_ref=doubt.ref, answer=answer, so_on=TODAY, at=NOW)


def test_an_import_brings_themes_actions_leads_dates_and_progress(here: Cast) -> None:
    found = rows(here, applied(here))
    assert list(found) == ["4.1", "4.2", "4.3"]
    survey = found["4.1"]
    assert (survey.theme_number, survey.kind, survey.review.text) == (4, "keep_going", "August 2012")
    assert survey.leads[0].person_id == here.worker.person_id
    assert found["4.2"].leads[0].name == "QX"
    assert survey.last_update_text == "Survey is complete\n• Results went to teams"


def test_undated_progress_is_as_reported_in_its_document_and_dated_progress_has_its_day(here: Cast) -> None:
    plan = applied(here)
    undated, dated = Update.objects.order_by("action__number")
    assert (undated.so_on, undated.reported_in, undated.counts_on) == (None, "Progress in the second quarter", DATED)
    assert dated.so_on == DATED
    assert rows(here, plan)["4.2"].last_update_on == DATED


def test_no_state_is_imported_unconfirmed(here: Cast) -> None:
    found = rows(here, applied(here))
    assert (found["4.1"].state, found["4.1"].state_on) == ("says_done", DATED)
    assert (found["4.2"].state, found["4.2"].doubts_open) == ("unconfirmed", 1)
    assert ActionState.objects.filter(action__plan__title="Brought in").count() == 1


def test_a_postponed_state_without_its_terms_stays_a_doubt(here: Cast) -> None:
    plan = applied(here)
    assert rows(here, plan)["4.3"].state == "unconfirmed"
    assert "terms:4.3" in {doubt.key for doubt in queries.doubts(here.editor, plan.pk)}


def test_every_cell_is_kept_word_for_word_and_shown_with_its_action(here: Cast) -> None:
    plan = applied(here)
    assert list(SourceCell.objects.order_by("order").values_list("place", "text")) == CELLS
    story = queries.action_story(here.editor, rows(here, plan)["4.1"].ref, today=TODAY)
    assert [(cell.place, cell.text) for cell in story.sources] == CELLS
    assert queries.action_story(here.editor, rows(here, plan)["4.2"].ref, today=TODAY).sources == ()


def test_an_answered_date_comes_into_the_plan_as_its_first(here: Cast) -> None:
    doubts = (Doubt("date:4.2.target", "date", "table 1, row 3", "“When funds allow” is not a date."),)
    plan = applied(here, proposal("AB", doubts=doubts))
    with pytest.raises(CannotDo, match="give the date"):
        answered(here, plan, "date:4.2.target", "soon")
    answered(here, plan, "date:4.2.target", "May 2013")
    found = rows(here, plan)["4.2"]
    assert (found.target.text, found.target.precision) == ("May 2013", "month")


def test_a_date_that_is_left_as_it_stands_brings_none(here: Cast) -> None:
    doubts = (Doubt("date:4.2.target", "date", "table 1, row 3", "“When funds allow” is not a date."),)
    plan = applied(here, proposal("AB", doubts=doubts))
    answered(here, plan, "date:4.2.target", "leave it")
    assert rows(here, plan)["4.2"].target is None


def test_another_year_is_not_answered_while_the_plans_dates_stand_as_they_were_reckoned(here: Cast) -> None:
    doubts = (Doubt("year", "year", "table 1", "Each is taken as the nearest.", ("2012-09-30",)),)
    plan = applied(here, proposal("AB", doubts=doubts))
    with pytest.raises(CannotDo, match="reckoned from 30 September 2012"):
        answered(here, plan, "year", "2015-09-30")
    assert [doubt.key for doubt in queries.doubts(here.editor, plan.pk) if doubt.kind == "year"] == ["year"]
    answered(here, plan, "year", "30 September 2012")
    assert not [doubt for doubt in queries.doubts(here.editor, plan.pk) if doubt.kind == "year"]


def test_a_doubt_about_a_paragraph_is_not_one_about_the_action_of_that_number(here: Cast) -> None:
    doubts = (Doubt("tick:4.2", "tick", "paragraph 4.2", "Say which."), Doubt("cut:4.2#2", "cut off", "p", "Look."))
    plan = applied(here, proposal("AB", doubts=doubts))
    about = {doubt.key: doubt.action_number for doubt in queries.doubts(here.editor, plan.pk)}
    assert (about["tick:4.2"], about["cut:4.2#2"]) == ("", "4.2")


def test_a_doubt_about_an_action_whose_group_has_a_letter_is_answered(here: Cast) -> None:
    action = ProposedAction(number="4a.1", text="One", place="table 1, row 1")
    doubts = (Doubt("state:4a.1", "state", "table 1, row 1", "Say which it is."),)
    themes = (ProposedRecommendation("4a", "First", "p", (action,)),)
    plan = applied(here, proposal("AB", recommendations=themes, doubts=doubts))
    answered(here, plan, "state:4a.1", "under way")
    assert rows(here, plan)["4a.1"].state == "under_way"


def test_an_answered_state_comes_into_the_plan_as_of_the_documents_day(here: Cast) -> None:
    plan = applied(here)
    answered(here, plan, "state:4.2", "under way, keep going")
    found = rows(here, plan)["4.2"]
    assert (found.state, found.state_on, found.kind, found.doubts_open) == ("under_way", DATED, "keep_going", 0)
    with pytest.raises(StopIteration):
        answered(here, plan, "state:4.2", "under way")


def test_an_answer_that_is_no_state_is_refused_and_the_doubt_stays_open(here: Cast) -> None:
    plan = applied(here)
    with pytest.raises(CannotDo, match="give one of not started"):
        answered(here, plan, "state:4.2", "nearly")
    assert rows(here, plan)["4.2"].state == "unconfirmed"


def test_initials_that_become_known_lead_every_action_that_they_stood_for(here: Cast) -> None:
    plan = applied(here)
    with pytest.raises(CannotDo, match="Nobody here"):
        answered(here, plan, "initials:QX", "Somebody Unknown")
    answered(here, plan, "initials:QX", here.boss.name)
    assert [lead.person_id for lead in rows(here, plan)["4.2"].leads] == [here.boss.person_id]


def test_initials_that_several_people_have_are_a_doubt_and_never_a_guess(here: Cast) -> None:
    shared = organisation.person_initials([here.boss.person_id])[here.boss.person_id]
    plan = applied(here, proposal(shared))
    assert rows(here, plan)["4.1"].leads[0].person_id is None
    answered(here, plan, f"initials:{shared}", here.boss.name)
    assert rows(here, plan)["4.1"].leads[0].person_id == here.boss.person_id


def test_an_empty_lead_is_filled_by_its_answer(here: Cast) -> None:
    plan = applied(here)
    answered(here, plan, "lead:4.3", here.boss.name)
    assert [lead.person_id for lead in rows(here, plan)["4.3"].leads] == [here.boss.person_id]


def test_other_answers_are_kept_as_words(here: Cast) -> None:
    plan = applied(here)
    answered(here, plan, "year", "2012")
    kept = {doubt.key: doubt.answer for doubt in queries.doubts(here.editor, plan.pk, only_open=False)}
    assert kept["year"] == "2012"


def test_an_import_is_applied_once_and_not_after_it_was_set_aside(here: Cast) -> None:
    batch = started(here)
    actions.apply_import(actor=here.editor, batch_ref=batch.ref, at=NOW)
    with pytest.raises(CannotDo, match="already in the plan"):
        actions.apply_import(actor=here.editor, batch_ref=batch.ref, at=NOW)
    other = started(here)
    actions.abandon_import(actor=here.editor, batch_ref=other.ref, at=NOW)
    with pytest.raises(CannotDo, match="set aside"):
        actions.apply_import(actor=here.editor, batch_ref=other.ref, at=NOW)


def test_nothing_is_half_imported(here: Cast) -> None:
    batch = started(here)
    actions.create_plan(actor=here.editor, title="Brought in", authority_id=here.council.pk, at=NOW)
    with pytest.raises(CannotDo, match="already a plan"):
        actions.apply_import(actor=here.editor, batch_ref=batch.ref, at=NOW)
    assert queries.import_batch(here.editor, batch.ref).state == "waiting"
    assert not Update.objects.exists()


def test_a_document_without_actions_is_refused(here: Cast) -> None:
    empty = proposal("AB", recommendations=())
    with pytest.raises(CannotDo, match="no action"):
        applied(here, empty)


def test_answers_of_two_tabs_never_overwrite_each_other(here: Cast) -> None:
    batch = started(here)
    revise = {"actor": here.editor, "batch_ref": batch.ref, "proposal": batch.proposal, "version": 1, "at": NOW}
    assert actions.revise_import(**revise).version == 2
    with pytest.raises(CannotDo, match="another tab"):
        actions.revise_import(**revise)


def test_an_import_is_not_for_a_social_worker_nor_seen_by_another_council(here: Cast) -> None:
    batch = started(here)
    with pytest.raises(NotAllowed):
        actions.apply_import(actor=here.worker, batch_ref=batch.ref, at=NOW)
    with pytest.raises(NotVisible):
        queries.import_batch(here.stranger, batch.ref)
    with pytest.raises(NotVisible):
        queries.doubts(here.stranger, here.plan.pk)


def test_an_import_leaves_one_audit_row_with_the_files_hash_and_the_range_of_ids(here: Cast) -> None:
    batch = started(here)
    before = AuditEntry.objects.count()
    actions.apply_import(actor=here.editor, batch_ref=batch.ref, at=NOW)
    entry = AuditEntry.objects.order_by("-id").first()
    assert AuditEntry.objects.count() == before + 1
    assert entry.keys["sha256"] == "ab" * 32
    assert entry.keys["last_action_id"] - entry.keys["first_action_id"] == entry.keys["actions"] - 1 == 2


def test_the_present_of_imported_actions_equals_their_facts(here: Cast) -> None:
    plan = applied(here)
    names = [field.attname for field in ActionNow._meta.concrete_fields]
    kept = list(ActionNow.objects.filter(plan=plan).select_related("action"))
    for now in facts.worked_out([row.action for row in kept], Scope(plan_id=plan.pk)):
        row = next(row for row in kept if row.pk == now.pk)
        assert {name: getattr(row, name) for name in names} == {name: getattr(now, name) for name in names}


def test_imported_actions_put_their_reviews_on_the_duty_board(here: Cast) -> None:
    applied(here)
    owed = {(duty.kind, duty.ends_on) for duty in organisation.duties_of(here.worker)}
    assert owed == {
        ("action_review", date(2012, 9, 1)),
        ("action_show", date(2012, 10, 31)),  # it came in as said to be done
        ("action_update", DATED + timedelta(days=93)),
    }


def test_themes_without_a_usable_number_get_the_next_free_one(here: Cast) -> None:
    action = ProposedAction(number="A.1", text="One", place="table 1, row 1")
    other = ProposedAction(number="7.1", text="Two", place="table 1, row 2")
    themes = (
        ProposedRecommendation("A", "First", "p", (action,)),
        ProposedRecommendation("7", "Second", "p", (other,)),
    )
    plan = applied(here, proposal("AB", recommendations=themes, doubts=()))
    assert [theme.number for theme in queries.plan(here.editor, plan.ref).themes] == [1, 7]


def test_a_layout_is_remembered_for_ones_own_council(here: Cast) -> None:
    for mapping in ({"a": 1}, {"a": 2}):
        actions.remember_layout(
            actor=here.editor, authority_id=here.council.pk, key="lead|action", mapping=mapping, at=NOW
        )
    assert queries.remembered_mapping(here.editor, "lead|action") == {"a": 2}
    assert queries.remembered_mapping(here.stranger, "lead|action") is None
