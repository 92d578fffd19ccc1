"""The script on a real database, told once for each council."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pdfplumber
import pytest
from django.db import transaction

from lippen.care.queries import clocks, drifting, permanence, reviews
from lippen.care.queries.following import in_care
from lippen.care.rules import STANDARDS
from lippen.care.vocabulary import CHILD_SUBJECT
from lippen.casework.queries import alerting, lists, numbers, records
from lippen.casework.queries import intake as intakes
from lippen.casework.queries.people import ids_by_ref, named_once, people_rows
from lippen.casework.vocabulary import DoubtKind
from lippen.demo import edition_words, exempt_words, script
from lippen.demo.dates import Dates
from lippen.demo.plan_words import THEMES
from lippen.improvement import edition_intake
from lippen.improvement import queries as plans
from lippen.kernel import access, clock
from lippen.organisation import queries as organisation
from lippen.reporting import queries as papers
from lippen.reporting.vocabulary import PaperStep

THEN, NOW = date(2012, 10, 17), date(2026, 11, 23)


@contextmanager
def reading_as(name: str) -> Iterator[access.Actor]:
    account = next(row[3] for row in organisation.accounts_by_role(on=clock.today()) if row[2] == name)
    actor = organisation.actor_for(account, on=clock.today())
    access.identify(actor, today=clock.today())
    yield actor


@contextmanager
def told(council: str, today: date, folder, blocker, settings_of) -> Iterator[script.Loaded]:
    with blocker.unblock(), settings_of(LIPPEN_TODAY=today), transaction.atomic():
        yield script.load(council, folder=folder, has_households=council == "today")
        transaction.set_rollback(True)


@pytest.fixture(scope="module", params=[("today", NOW), ("2012", THEN)], ids=["today", "2012"])
def loaded(request, tmp_path_factory, django_db_setup, django_db_blocker):
    from django.test import override_settings

    council, today = request.param
    with told(council, today, tmp_path_factory.mktemp("paper"), django_db_blocker, override_settings) as found:
        yield found


def actions(loaded: script.Loaded):
    with reading_as("Gregor Whinfold") as actor:
        plan = plans.plan(actor, loaded.plan_ref)
        return plans.plan_actions(actor, plan.id, as_at=None, known_at=None, today=clock.today())


def test_the_plan_has_32_actions(loaded):
    assert len(actions(loaded)) == sum(len(theme.actions) for theme in THEMES) == 32


def test_the_second_time_keeps_the_data(loaded):
    again = script.load(loaded.council, folder=loaded.folder)
    assert again == loaded


def test_the_quarters_paper_is_written_beside_the_database(loaded):
    assert {path.name for path in loaded.folder.iterdir()} == {"paper.pdf", "paper.docx", "paper.html"}


def test_the_quarters_paper_is_signed_and_issued_before_its_meeting(loaded):
    with reading_as("Elspeth Glenquhar") as actor:
        row = papers.paper_row(actor, loaded.paper_ref)
    assert row.state == PaperStep.ISSUED
    assert (row.days.text_closed_on, row.days.meets_on - row.days.text_closed_on) == (clock.today(), timedelta(days=8))


def test_two_doubts_stay_open_for_a_newcomer(loaded):
    with reading_as("Gregor Whinfold") as actor:
        assert plans.plan(actor, loaded.plan_ref).doubts_open == 2


def test_every_standing_occurs(loaded):
    assert {row.standing for row in actions(loaded)} == {"blue", "green", "amber", "red", "grey"}


def test_every_state_of_work_occurs(loaded):
    states = {"not_started", "under_way", "says_done", "shown_done", "postponed", "blocked"}
    assert {row.state for row in actions(loaded)} == states


def test_one_action_was_accepted_inside_its_line_and_the_page_says_so(loaded):
    accepted = {row.number: row.evidence_outside_line for row in actions(loaded) if row.evidence_accepted}
    assert accepted == {"2.3": True, "3.2": True, "4.1": False}


def test_dates_that_moved_keep_the_first(loaded):
    moved = {row.number: row.slips for row in actions(loaded) if row.slips}
    assert moved == {"1.1": 1, "4.2": 2, "7.3": 1, "10.2": 1}


def test_an_action_waits_on_another(loaded):
    waiting = {row.number: row.postponed.waits_on_number for row in actions(loaded) if row.postponed}
    assert waiting == {"3.3": "3.1", "5.1": "", "7.4": ""}


def test_imported_facts_take_the_day_of_their_document(loaded):
    with reading_as("Gregor Whinfold") as actor:
        plan = plans.plan(actor, loaded.plan_ref)
        told = plans.updates_between(actor, plan.id, since=None, until=clock.today(), known_at=None)
    days = {row.counts_on for row in told if row.as_reported_in}
    assert days == {clock.today().replace(day=1) - timedelta(days=1)}


def test_every_kind_of_paper_is_there(loaded):
    with reading_as("Elspeth Glenquhar") as actor:
        states = sorted(row.state.value for row in papers.papers(actor))
    assert states == ["drafting", "in_approval", *["issued"] * 5, "returned"]


def test_the_clerks_draft_of_the_board_pack_draws_lines_and_what_was_decided(loaded):
    with reading_as("Netta Fairlawe") as actor:
        pack = next(row for row in papers.templates(actor, on=clock.today()) if row.draft is not None)
        _, form = papers.template_said(actor, pack.ref, None)
        issued = (row for row in papers.papers(actor) if row.state is PaperStep.ISSUED)
        paper = next(row for row in issued if row.plan_ref == loaded.plan_ref)
        content = papers.preview_on_a_paper(actor, paper.ref, form, today=clock.today())
    blocks = {block.get("key"): block for part in content["parts"] for block in part["blocks"]}
    lines = next(block for block in blocks.values() if block["kind"] == "trend")
    assert [line["label"] for line in lines["lines"]] == ["In place", "Shown done", "Late"]
    assert "£" in json.dumps(blocks["what-the-council-decided"]["rows"], ensure_ascii=False)
    assert "£" in json.dumps(blocks["the-money-that-was-decided-year-by-year"]["rows"], ensure_ascii=False)


def test_a_part_of_one_paper_is_kept_from_those_who_are_not_on_its_committee(loaded):
    with reading_as("Bethia Carsegowan") as actor:
        (row,) = (row for row in papers.papers(actor) if row.subject == exempt_words.HELPLINE_SUBJECT)
        assert "£41,000" in json.dumps(papers.signed_content(actor, row.ref), ensure_ascii=False)
    with reading_as("Wilma Hartrigge") as actor:
        assert row.ref not in {each.ref for each in papers.papers(actor)}
        content, _ = papers.issued_edition(actor, f"{row.ref}-public")
    words = json.dumps(content, ensure_ascii=False)
    assert "paragraphs 8 and 9" in words and exempt_words.HELPLINE_REASON in words and "£41,000" not in words


def test_one_paper_is_withdrawn_and_says_what_stands_in_its_place(loaded):
    with reading_as("Wilma Hartrigge") as actor:
        (gone,) = (row for row in papers.register(actor) if row.withdrawn)
        assert gone.title == exempt_words.SUPPER_SUBJECT
        assert [tie.kind for tie in gone.successors] == ["replacement"]


def test_a_newer_edition_waits_beside_its_plan_and_an_older_one_has_come_in(loaded):
    with reading_as("Gregor Whinfold") as actor:
        plan = next(row for row in plans.plans(actor) if row.title == edition_words.TITLE)
        came = edition_intake.editions(actor, plan.id)
        assert [row.so_on for row in came] == [clock_month(-8), clock_month(-5)]
        (waits,) = (row for row in plans.waiting_imports(actor) if row.plan_ref == plan.ref)
        beside, _ = edition_intake.compared(actor, waits, at=clock.now())
    kinds = {each.kind for each in beside.comparison.differences}
    assert kinds == {"added", "changed", "moved", "gone"}


def clock_month(months: int) -> date:
    """The last day of a month, counted from this one."""
    return Dates.told_at(clock.now()).last(months)


def test_an_author_and_an_approver_each_find_something_on_their_desk(loaded):
    with reading_as("Elspeth Glenquhar") as actor:
        assert "paper_rewrite" in {duty.kind for duty in organisation.duties_of(actor)}
    with reading_as("Jean Kinlochty") as actor:
        assert {duty.kind for duty in organisation.duties_of(actor)} == {"paper_approval"}


def test_a_councillor_reads_what_was_issued_and_nothing_else(loaded):
    with reading_as("Bethia Carsegowan") as actor:
        assert {row.state for row in papers.papers(actor)} == {PaperStep.ISSUED}
        assert plans.plans(actor) == ()


def test_the_words_of_the_paper_are_of_its_time(loaded):
    with reading_as("Elspeth Glenquhar") as actor:
        words = json.dumps(papers.signed_content(actor, loaded.paper_ref), ensure_ascii=False)
    assert ("The Promise" in words) == (loaded.council == "today")
    assert (str(clock.today().year) in words) and "{" not in words.replace('{"', "").replace("{}", "")


def test_the_page_for_members_is_one_page(loaded):
    with pdfplumber.open(loaded.folder / "paper.pdf") as paper:
        first, second = (" ".join((page.extract_text() or "").split()) for page in paper.pages[:2])
    assert "For members: one page" in first
    assert second.startswith("What is different for children?")


def test_children_of_an_earlier_system_came_in_and_a_second_file_waits_for_its_answers(loaded):
    with reading_as("Struan Kindrummet") as actor:
        waits, notes, children = (row for row in intakes.intakes(actor) if "part" in row.name)
        assert (children.state, children.taken, notes.taken) == ("taken", 2, 3)
        assert (waits.state, waits.rows, waits.doubtful, waits.refused) == ("waiting", 4, 1, 1)
        (doubt,) = intakes.doubts(actor, waits.id, DoubtKind.SAME)
    assert doubt.sentence == "Finlay Carnbrae may be Finlay Carnbrae, recorded already."


@pytest.mark.parametrize("loaded", [("today", NOW)], ids=["today"], indirect=True)
def test_about_two_hundred_children_are_known_with_the_troubles_of_two_teams(loaded):
    with reading_as("Struan Kindrummet") as actor:
        council = next(row.id for row in organisation.authorities_of(actor, permission=access.Permission.READ_RECORDS))
        assert 195 <= lists.children(actor, lists.Wanted(everyone=True)).found <= 240
        queue = lists.queue(actor, today=clock.today())
        assert {row.wait.level for row in queue} == {"very_high", "high", "medium", "low"}
        assert len({row.days for row in queue}) > 8 and any(row.is_past(clock.today()) for row in queue)
        workers = numbers.workers(actor, council, on=clock.today())
    assert sum(row.load.children > row.load.limit for row in workers) >= 2
    assert sum(1 for row in workers if row.load.children) >= 12


@pytest.mark.parametrize("loaded", [("today", NOW)], ids=["today"], indirect=True)
def test_repeats_late_visits_and_warnings_due_are_there_to_be_found(loaded):
    with reading_as("Struan Kindrummet") as actor:
        everybody = lists.children(actor, lists.Wanted(everyone=True), size=300).rows
        assert sum(row.next_visit_on is not None and row.next_visit_on < clock.today() for row in everybody) >= 5
        assert sum(bool(row.warnings) for row in everybody) >= 6
        told = [records.record(actor, row.person.ref, real_at=clock.real_now()) for row in everybody if row.waits]
    assert any(each.is_repeat for record in told for each in record.referrals)


@pytest.mark.parametrize("loaded", [("today", NOW)], ids=["today"], indirect=True)
def test_reviews_were_held_since_the_records_moved_some_late_with_their_cause(loaded):
    today = clock.today()
    with reading_as("Struan Kindrummet") as actor:
        rows, count = reviews.held_lately(actor, today=today)
        answers = {row.team: row for row in reviews.answers(actor, today=today)}
        told = [reviews.one(actor, row.ref, today=today)[1] for row in rows]
    long_term = answers["Long-term children's team"]
    assert count == len(rows) == sum(each.held for each in answers.values()) and 15 <= count <= 25
    assert count - sum(each.in_time for each in answers.values()) >= 3 and long_term.in_time > long_term.held / 2
    assert all(row.is_outside for row in rows) and len({row.chair for row in told}) >= 3
    assert all(bool(row.child_view) != bool(row.no_view_why) for row in told)
    assert 0 < long_term.heard < long_term.held
    assert min(long_term.done_in_time, long_term.done_late, long_term.late_open) >= 1
    assert all(row.guests and row.minute and row.decisions for row in told)
    assert not any("{" in words for row in told for words in (row.minute, row.child_view, row.no_view_why, row.changed))


@pytest.mark.parametrize("loaded", [("today", NOW)], ids=["today"], indirect=True)
def test_reviews_are_due_some_planned_some_not_and_some_were_moved_or_called_off(loaded):
    today = clock.today()
    with reading_as("Struan Kindrummet") as actor:
        due = [row for page in (1, 2) for row in reviews.due(actor, today=today, page=page).rows]
        people = people_rows(actor, ids_by_ref(actor, {row.person_ref for row in due}).values()).values()
        told = [row for rows in reviews.reviews_about(actor, people, today=today).values() for row in rows]
    near = [row for row in due if row.last_day < today + timedelta(days=60)]
    assert any(row.is_late for row in due) and any(not row.planned_on for row in near)
    assert sum(bool(row.planned_on) for row in near) > len(near) / 3
    assert all(row.planned_on >= today for row in due if row.planned_on)
    assert sum(bool(row.moved) for row in told) >= 3
    assert sum(row.ended == "Called off" for row in told) >= 2


@pytest.mark.parametrize("loaded", [("today", NOW)], ids=["today"], indirect=True)
def test_plans_for_permanence_wait_on_several_and_some_drift(loaded):
    with reading_as("Struan Kindrummet") as actor:
        board = permanence.board(actor, today=clock.today())
        drift = drifting.drift(actor, today=clock.today())
    assert board.count >= 8 and len({row.waits.on_whom for row in board.rows}) >= 3
    assert 3 <= drift.count < board.count


def due_for(actor, found):
    """What stands on the duty board for these children, and what the clocks of their own pages ask."""
    board = {
        (duty.subject_key, duty.kind, duty.ends_on - timedelta(days=1))
        for duty in organisation.duties_about(CHILD_SUBJECT, [row.ref for row in found.values()])
        if duty.kind in STANDARDS
    }
    told = clocks.clocks_of(actor, list(found), today=clock.today())
    asked = {
        (found[person_id].ref, key, each.last_day)
        for person_id, every in told.items()
        for key, each in clocks.asked_of(every).items()
    }
    return board, asked


def test_what_is_due_for_looked_after_children_is_what_their_own_pages_say(loaded):
    with reading_as("Struan Kindrummet") as actor:
        found = people_rows(actor, in_care(actor))
        board, asked = due_for(actor, found)
    assert asked and board == asked


def test_the_list_of_drift_holds_each_plan_whose_page_says_that_it_drifts_and_no_other(loaded):
    today = clock.today()
    with reading_as("Struan Kindrummet") as actor:
        pages = range(1, permanence.board(actor, today=today).count // permanence.PAGE + 2)
        lines = [row for page in pages for row in permanence.board(actor, today=today, page=page).rows]
        drifts = [row for page in pages for row in drifting.drift(actor, today=today, page=page).rows]
    assert {row.ref for row in drifts} == {row.ref for row in lines if row.drifts}


def test_mhairis_first_review_was_late_and_what_it_decided_was_done(loaded):
    today = clock.today()
    with reading_as("Kirsty Lochtarrow") as actor:
        mhairi = named_once(actor, "Mhairi", "Corriemuir")
        people = people_rows(actor, ids_by_ref(actor, {mhairi}).values()).values()
        ((later, second, first),) = reviews.reviews_about(actor, people, today=today).values()
    assert (first.is_late, first.late_cause, len(first.moved)) == (True, "Another service could not come", 1)
    assert not second.is_late and not later.is_late and all(row.is_outside for row in (later, second, first))
    assert [row.ended.partition(",")[0] for row in (*first.decisions, *second.decisions)] == ["Done"] * 3
    (open_one,) = later.decisions
    assert not open_one.ended and open_one.is_late


def test_what_moved_from_the_earlier_system_is_no_alert(loaded):
    with reading_as("Orla Hindshaw") as actor:
        assert len(alerting.alerts(actor, today=clock.today()).open) < 10
