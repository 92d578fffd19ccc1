from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lippen.improvement import actions, queries
from lippen.improvement.models import Action
from lippen.improvement.rows import LeadRow, PlanRecords
from lippen.improvement.tests.factories import AGREED, NOW, TERMS, TODAY, Cast, cast, moment, month
from lippen.improvement.vocabulary import Audience, Colour, EvidenceVerdict, State, Which

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER = date(2012, 7, 2), date(2012, 8, 10), date(2012, 9, 20)
LATE = NOW + timedelta(hours=1)


@pytest.fixture
def here() -> Cast:
    """A plan in which every kind of fact came in, some of it twice and some of it late."""
    found = cast()
    first = found.action(
        dates={Which.START: month(2012, 7), Which.TARGET: month(2012, 9), Which.REVIEW: month(2012, 8)}
    )
    second = found.action("Train the panel", leads=[LeadRow(found.worker.person_id, ""), LeadRow(None, "Board")])
    found.action("Nobody's", so_on=JULY, leads=[])
    found.action("Come late", so_on=SEPTEMBER)
    _dates_move(found, first)
    _states_change(found, first, second)
    _standings_are_overridden(found, first, second)
    _updates_are_corrected(found, first)
    _evidence_is_decided(found, first, second)
    _words_change(found, first, second)
    return found


def _dates_move(here: Cast, action: Action) -> None:
    why = {"actor": here.worker, "action_ref": action.ref, "reason": "The system is late", "agreed_by": "Board"}
    for which, to, day in (
        (Which.TARGET, month(2012, 11), JULY),
        (Which.REVIEW, month(2012, 10), AUGUST),
        (Which.TARGET, month(2012, 12), SEPTEMBER),
    ):
        actions.change_date(which=which, period=to, so_on=day, at=moment(day), **why)


def _states_change(here: Cast, first: Action, second: Action) -> None:
    for state, day in ((State.UNDER_WAY, JULY), (State.SAYS_DONE, SEPTEMBER)):
        actions.change_state(actor=here.worker, action_ref=first.ref, state=state, so_on=day, at=moment(day))
    terms = {"state": State.POSTPONED, "waits_on": first.ref, **TERMS}
    actions.change_state(actor=here.worker, action_ref=second.ref, so_on=AUGUST, at=moment(AUGUST), **terms)


def _standings_are_overridden(here: Cast, first: Action, second: Action) -> None:
    for action in (first, second):
        common = {"actor": here.colleague, "action_ref": action.ref, "reason": "Nearly there"}
        actions.override_standing(standing=Colour.AMBER, so_on=JULY, at=moment(JULY), **common)
    ended = {"actor": here.colleague, "action_ref": first.ref, "reason": "No longer"}
    actions.end_override(so_on=SEPTEMBER, at=moment(SEPTEMBER), **ended)


def _updates_are_corrected(here: Cast, action: Action) -> None:
    said = {"actor": here.worker, "action_ref": action.ref, "audience": Audience.COMMITTEE}
    actions.write_update(paragraphs=["Begun"], so_on=JULY, at=moment(JULY), **said)
    wrong = actions.write_update(paragraphs=["All trained"], so_on=AUGUST, at=moment(AUGUST), **said)
    actions.correct_update(
        actor=here.worker, update_ref=wrong.ref, paragraphs=["Half trained"], so_on=SEPTEMBER, at=NOW
    )
    actions.write_update(paragraphs=["Told late"], so_on=AUGUST, at=LATE, **said)


def _evidence_is_decided(here: Cast, first: Action, second: Action) -> None:
    for action, verdicts in ((first, ("REFUSED", "ACCEPTED")), (second, ("REFUSED",))):
        offered = actions.offer_evidence(
            actor=here.worker, action_ref=action.ref, title="Audit", note="Read", so_on=JULY, at=moment(JULY)
        )
        for name, day in zip(verdicts, (AUGUST, SEPTEMBER), strict=False):
            verdict = EvidenceVerdict.ACCEPTED if name == "ACCEPTED" else _refused()
            decided = {"evidence_ref": offered.ref, "verdict": verdict, "reason": "Too thin"}
            actions.decide_evidence(actor=here.boss, so_on=day, at=moment(day), **decided)


def _refused() -> EvidenceVerdict:
    return next(verdict for verdict in EvidenceVerdict if verdict is not EvidenceVerdict.ACCEPTED)


def _words_change(here: Cast, first: Action, second: Action) -> None:
    when = {"actor": here.editor, "so_on": AUGUST, "at": moment(AUGUST)}
    actions.change_wording(
        action_ref=first.ref,
        text="Write both rotas",
        accountable_id=here.boss.person_id,
        authority_ids=[here.council.pk],
        **when,
    )
    actions.change_leads(action_ref=second.ref, leads=[LeadRow(here.boss.person_id, "")], **when)


def by_three(here: Cast, *, as_at: date, since: date, known_at: datetime) -> PlanRecords:
    who, plan_id, known = here.editor, here.plan.pk, {"known_at": known_at}
    return PlanRecords(
        actions=queries.plan_actions(who, plan_id, as_at=as_at, today=as_at, **known),
        changes=queries.what_changed(who, plan_id, since=since, until=as_at, **known),
        updates=queries.updates_between(who, plan_id, since=None, until=as_at, **known),
    )


def test_one_read_of_a_plan_says_what_the_three_reads_say_on_any_day(here: Cast) -> None:
    plan = queries.plan(here.editor, here.plan.ref)
    starts, moments = (AGREED - timedelta(days=1), AGREED, JULY, AUGUST), (moment(AUGUST), moment(SEPTEMBER), NOW, LATE)
    for as_at, since, known_at in product((JULY, AUGUST, SEPTEMBER, TODAY), starts, moments):
        look = {"as_at": as_at, "since": since, "known_at": known_at}
        found, expected = queries.plan_records(here.editor, plan, **look), by_three(here, **look)
        assert found.actions == expected.actions, look
        assert found.changes == expected.changes, look
        assert found.updates == expected.updates, look


def test_the_plan_that_is_compared_has_every_kind_of_change(here: Cast) -> None:
    look = {"as_at": TODAY, "since": AGREED, "known_at": LATE}
    found = queries.plan_records(here.editor, queries.plan(here.editor, here.plan.ref), **look)
    kinds = {change.kind for change in found.changes}
    assert kinds == {"added", "state", "slip", "wording", "leads", "override", "update", "evidence", "decision"}
    first, second, *_ = found.actions
    assert (first.slips, first.review_slips, first.updates_count, first.evidence_accepted) == (2, 1, 3, True)
    assert second.postponed.waits_on_number == first.number and second.overridden_from


def test_a_plan_is_read_in_four_statements_whatever_was_said_of_it(here: Cast) -> None:
    plan = queries.plan(here.editor, here.plan.ref)
    with CaptureQueriesContext(connection) as seen:
        queries.plan_records(here.editor, plan, as_at=TODAY, since=AGREED, known_at=LATE)
    assert len(seen.captured_queries) == 4, [query["sql"][:80] for query in seen.captured_queries]


def test_the_themes_of_a_plan_are_those_that_have_an_action_on_the_day(here: Cast) -> None:
    found = queries.plan_themes(here.editor, here.plan.pk, as_at=TODAY, known_at=LATE)
    plan = queries.plan(here.editor, here.plan.ref)
    rows = queries.plan_records(here.editor, plan, as_at=TODAY, since=AGREED, known_at=LATE).actions
    assert found == tuple(sorted({(row.theme_number, row.theme_title) for row in rows})) and found
    before = queries.plan_themes(here.editor, here.plan.pk, as_at=AGREED - timedelta(days=1), known_at=LATE)
    assert before == ()
