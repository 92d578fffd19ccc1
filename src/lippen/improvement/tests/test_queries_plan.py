from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lippen.improvement import actions, queries
from lippen.improvement.queries import Filters
from lippen.improvement.rows import LeadRow
from lippen.improvement.tests.factories import AGREED, NOW, TERMS, TODAY, Cast, cast, moment, month
from lippen.improvement.vocabulary import Audience, Colour, EvidenceVerdict, State, Which
from lippen.kernel.access import NOBODY
from lippen.kernel.errors import NotVisible

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2012, 9, 30)


@pytest.fixture
def here() -> Cast:
    return cast()


def said(here: Cast, action: Any, words: str, day: date, audience: Audience = Audience.INTERNAL) -> None:
    actions.write_update(
        actor=here.worker, action_ref=action.ref, paragraphs=[words], so_on=day, at=moment(day), audience=audience
    )


def page(here: Cast, **given: Any) -> Any:
    return queries.plan_page(here.editor, here.plan.pk, today=TODAY, **given)


def numbers(here: Cast, **given: Any) -> list[str]:
    return [row.number for row in page(here, filters=Filters(**given)).rows]


def test_nobody_sees_no_plan(here: Cast) -> None:
    assert queries.plans(NOBODY) == ()
    with pytest.raises(NotVisible):
        queries.plan_actions(NOBODY, here.plan.pk, today=TODAY)


def test_a_plan_row_counts_its_actions_and_names_its_councils(here: Cast) -> None:
    here.action()
    found = queries.plan(here.worker, here.plan.ref)
    assert (found.actions, found.authorities, found.themes[0].title) == (1, ("Braeside Council",), "Tools for the job")


def test_as_at_a_day_the_plan_reads_as_it_stood_then(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 9)})
    here.action("Later", so_on=date(2012, 10, 2))
    actions.change_state(actor=here.worker, action_ref=action.ref, state=State.UNDER_WAY, so_on=TODAY, at=NOW)
    then = queries.plan_actions(here.editor, here.plan.pk, as_at=SEPTEMBER, today=TODAY)
    now = queries.plan_actions(here.editor, here.plan.pk, today=TODAY)
    assert [(row.number, row.state, row.standing) for row in then] == [("1.1", "not_started", "grey")]
    assert [(row.number, row.state, row.standing) for row in now] == [
        ("1.1", "under_way", "red"),
        ("1.2", "not_started", "grey"),
    ]


def test_as_known_at_a_moment_what_was_recorded_later_is_left_out(here: Cast) -> None:
    action = here.action()
    known = moment(date(2012, 10, 1))
    actions.write_update(
        actor=here.worker, action_ref=action.ref, paragraphs=["Told late"], so_on=date(2012, 9, 20), at=NOW
    )
    look = {"as_at": SEPTEMBER, "today": TODAY}
    assert queries.plan_actions(here.editor, here.plan.pk, known_at=known, **look)[0].last_update_on is None
    assert queries.plan_actions(here.editor, here.plan.pk, **look)[0].last_update_text == "Told late"


def test_a_correction_made_later_does_not_change_what_was_known_before(here: Cast) -> None:
    action = here.action()
    first = date(2012, 9, 1)
    update = actions.write_update(
        actor=here.worker, action_ref=action.ref, paragraphs=["Firts"], so_on=first, at=moment(first)
    )
    actions.correct_update(actor=here.worker, update_ref=update.ref, paragraphs=["First"], at=NOW)
    before = queries.action_story(here.editor, action.ref, known_at=moment(SEPTEMBER), today=TODAY)
    after = queries.action_story(here.editor, action.ref, today=TODAY)
    assert (before.action.last_update_text, len(before.updates)) == ("Firts", 1)
    assert (after.action.last_update_text, len(after.updates)) == ("First", 2)


def test_the_story_as_at_a_day_equals_the_row_of_the_plan_on_that_day(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 9), Which.REVIEW: month(2012, 11)})
    said(here, action, "Begun", date(2012, 8, 1))
    common = {"action_ref": action.ref, "so_on": TODAY, "at": NOW}
    actions.change_state(actor=here.worker, state=State.BLOCKED, **TERMS, **common)
    actions.override_standing(actor=here.editor, standing=Colour.AMBER, reason="Nearly", **common)
    offered = actions.offer_evidence(actor=here.worker, title="Audit", note="Read", **common)
    actions.decide_evidence(
        actor=here.boss, evidence_ref=offered.ref, verdict=EvidenceVerdict.ACCEPTED, so_on=TODAY, at=NOW
    )
    for day in (date(2012, 7, 1), SEPTEMBER, TODAY):
        row = queries.plan_actions(here.editor, here.plan.pk, as_at=day, today=TODAY)[0]
        listed = page(here, as_at=day).rows[0]
        assert row == queries.action_story(here.editor, action.ref, as_at=day, today=TODAY).action == listed


def test_an_action_that_is_not_yet_in_the_plan_on_that_day_is_not_there(here: Cast) -> None:
    action = here.action(so_on=TODAY)
    with pytest.raises(NotVisible):
        queries.action_story(here.editor, action.ref, as_at=SEPTEMBER, today=TODAY)


def test_filters_by_lead_state_standing_theme_and_words(here: Cast) -> None:
    actions.add_theme(actor=here.editor, plan_ref=here.plan.ref, title="Skills", at=NOW)
    late = here.action("Review forms", dates={Which.TARGET: month(2012, 9)}, state=State.UNDER_WAY)
    here.action("Train staff", leads=[LeadRow(None, "QX")])
    here.action("Nobody's", leads=[])
    said(here, late, "The wording is agreed", TODAY)
    theme_id = queries.plan(here.editor, here.plan.ref).themes[1].id
    initials = queries.action_story(here.editor, late.ref, today=TODAY).action.leads[0].initials
    assert numbers(here, lead="QX") == ["1.2"]
    assert numbers(here, lead="-") == ["1.3"]
    assert "1.1" in numbers(here, lead=initials)
    assert numbers(here, state="under_way") == ["1.1"]
    assert numbers(here, standing="red") == ["1.1"]
    assert numbers(here, words="forms agreed") == ["1.1"]
    assert numbers(here, words="forms elsewhere") == []
    assert numbers(here, theme_id=theme_id) == []
    assert numbers(here, authority="Braeside Council") == ["1.1", "1.2", "1.3"]
    assert numbers(here, authority="Strathlairn Council") == []


def test_filters_of_a_past_day_ask_how_it_was_then(here: Cast) -> None:
    action = here.action("Old words", leads=[LeadRow(None, "QX")])
    common = {"actor": here.editor, "action_ref": action.ref, "so_on": TODAY, "at": NOW}
    actions.change_wording(text="New words", **common)
    actions.change_leads(leads=[LeadRow(None, "ZZ")], **common)

    def found(**given: str) -> int:
        return page(here, as_at=SEPTEMBER, filters=Filters(**given)).found

    assert (found(words="old"), found(words="new"), found(lead="QX"), found(lead="ZZ")) == (1, 0, 1, 0)
    assert (numbers(here, words="old"), numbers(here, lead="ZZ")) == ([], ["1.1"])


def test_a_page_counts_the_whole_plan_whatever_is_filtered(here: Cast) -> None:
    here.action("Late", dates={Which.TARGET: month(2012, 9), Which.REVIEW: month(2012, 9)})
    for _ in range(3):
        here.action()
    found = page(here, filters=Filters(standing="red"), size=2)
    assert (found.found, len(found.rows), found.pages) == (1, 1, 1)
    assert (found.counts.total, found.counts.by_standing) == (4, {"red": 1, "grey": 3})
    assert (found.counts.late, found.counts.review_due) == (1, 1)


def test_pages_follow_each_other_and_a_page_too_far_is_the_last(here: Cast) -> None:
    for _ in range(5):
        here.action()
    assert [row.number for row in page(here, size=2, page=2).rows] == ["1.3", "1.4"]
    assert [row.number for row in page(here, size=2, page=99).rows] == ["1.5"]


def test_sorting_by_date_and_backwards(here: Cast) -> None:
    here.action("Second", dates={Which.TARGET: month(2012, 12)})
    here.action("First", dates={Which.TARGET: month(2012, 11)})
    here.action("Undated")
    assert [row.text for row in page(here, sort="date").rows] == ["First", "Second", "Undated"]
    assert [row.text for row in page(here, sort="-date").rows] == ["Undated", "Second", "First"]


def test_what_changed_names_each_change_once_and_leaves_internal_words_out(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 9)})
    said(here, action, "Before", date(2012, 9, 1))
    common = {"action_ref": action.ref, "so_on": TODAY, "at": NOW}
    actions.change_state(actor=here.worker, state=State.UNDER_WAY, **common)
    actions.change_date(
        actor=here.worker,
        which=Which.TARGET,
        period=month(2012, 12),
        reason="The system is late",
        agreed_by="Board",
        **common,
    )
    said(here, action, "Not for members", TODAY)
    said(here, action, "For members", TODAY, Audience.COMMITTEE)
    new = here.action("New", so_on=date(2012, 10, 2))
    rows = queries.what_changed(here.editor, here.plan.pk, since=SEPTEMBER, until=TODAY)
    told = [(row.number, row.kind, row.words) for row in rows]
    assert told == [
        ("1.1", "state", "Now under way"),
        ("1.1", "slip", "Target date moved from September 2012 to December 2012: The system is late"),
        ("1.1", "update", "Update"),
        ("1.1", "update", "Update: For members"),
        ("1.2", "added", "Came into the plan"),
        ("1.2", "state", "Now not started"),
    ]
    assert rows[-1].action_ref == new.ref


def test_nothing_changed_in_days_in_which_nothing_was_so(here: Cast) -> None:
    here.action()
    assert queries.what_changed(here.editor, here.plan.pk, since=AGREED, until=SEPTEMBER) == ()


def test_the_story_tells_everything_newest_first(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 9)})
    said(here, action, "Begun", date(2012, 8, 1))
    actions.change_state(actor=here.worker, action_ref=action.ref, state=State.POSTPONED, so_on=TODAY, at=NOW, **TERMS)
    events = queries.action_story(here.worker, action.ref, today=TODAY).events
    assert [event.kind for event in events][:2] == ["state", "update"]
    assert {event.kind for event in events[2:]} == {"added", "date", "state"}
    assert "Cover meanwhile: Supervision looks at each case monthly" in events[0].details
    assert events[0].by_name == here.worker.name


def test_shown_done_is_offered_only_once_evidence_is_accepted(here: Cast) -> None:
    action = here.action(state=State.UNDER_WAY)
    common = {"action_ref": action.ref, "so_on": TODAY, "at": NOW}
    actions.change_state(actor=here.worker, state=State.SAYS_DONE, **common)
    assert "shown_done" not in queries.action_brief(here.worker, action.ref, today=TODAY).next_states
    offered = actions.offer_evidence(actor=here.worker, title="Audit", note="Read", **common)
    actions.decide_evidence(
        actor=here.boss, evidence_ref=offered.ref, verdict=EvidenceVerdict.ACCEPTED, so_on=TODAY, at=NOW
    )
    assert "shown_done" in queries.action_brief(here.worker, action.ref, today=TODAY).next_states


def test_choices_of_actions_and_duties_leave_out_what_is_not_visible(here: Cast) -> None:
    action = here.action()
    assert queries.action_choices(here.worker, here.plan.pk) == ((action.ref, "1.1 Write the rota"),)
    assert queries.action_choices(here.stranger, here.plan.pk) == ()


Call = Callable[[Cast], object]
CALLS: dict[str, Call] = {
    "plans": lambda h: queries.plans(h.editor),
    "plan_page": lambda h: page(h),
    "plan_page as at": lambda h: page(h, as_at=SEPTEMBER),
    "plan_actions": lambda h: queries.plan_actions(h.editor, h.plan.pk, today=TODAY),
    "plan_actions as at": lambda h: queries.plan_actions(h.editor, h.plan.pk, as_at=SEPTEMBER, today=TODAY),
    "what_changed": lambda h: queries.what_changed(h.editor, h.plan.pk, since=date(2012, 1, 1), until=TODAY),
    "updates_between": lambda h: queries.updates_between(h.editor, h.plan.pk, until=TODAY),
}


def statements(call: Call, here: Cast) -> int:
    with CaptureQueriesContext(connection) as seen:
        call(here)
    return len(seen)


@pytest.mark.parametrize("name", CALLS)
def test_the_number_of_statements_does_not_grow_with_the_plan(here: Cast, name: str) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            said(here, here.action(dates={Which.TARGET: month(2012, 9)}), "Said", date(2012, 9, 1))

    more(2)
    few = statements(CALLS[name], here)
    more(6)
    assert statements(CALLS[name], here) == few <= 18


def test_the_story_takes_few_statements_however_long_it_is(here: Cast) -> None:
    action = here.action()
    said(here, action, "Said", date(2012, 9, 1))
    look: Call = lambda h: queries.action_story(h.editor, action.ref, today=TODAY)  # noqa: E731
    few = statements(look, here)
    for count in range(6):
        said(here, action, f"Said again, {count}", date(2012, 9, 1))
    assert statements(look, here) == few <= 17
