"""The strategic framework: strands and partners, what they are for, how they go; what partners contribute."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lippen.improvement import actions, queries, rules
from lippen.improvement.menu import duty_words
from lippen.improvement.models import ContributionTerms
from lippen.improvement.tests.asked import offered, partner
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast, moment
from lippen.improvement.vocabulary import CONTRIBUTION_SUBJECT
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.queries import duties_of

pytestmark = pytest.mark.django_db
JULY, AUGUST = date(2012, 7, 10), date(2012, 8, 20)


@pytest.fixture
def here() -> Cast:
    return cast()


def strand(here: Cast, **given: object):
    given = {"title": "Practice", "intent": "Children move sooner", "so_on": JULY, "at": moment(JULY), **given}
    return actions.add_strand(actor=here.editor, plan_ref=here.plan.ref, **given)


def framework(here: Cast, **look: object):
    return queries.framework(here.worker, here.plan.pk, today=TODAY, **look)


def change(here: Cast, made, **given: object) -> None:
    given = {"title": "Practice", "intent": "Children move sooner", "so_on": AUGUST, "at": moment(AUGUST), **given}
    actions.change_strand(actor=here.editor, strand_ref=made.ref, **given)


def test_every_strand_and_partner_shows_intent_progress_and_who_answers(here: Cast) -> None:
    made = strand(here, accountable_id=here.boss.person_id)
    strand(here, title="", partner_ref=partner(here), accountable="Their link officer")
    actions.tell_progress(actor=here.worker, strand_ref=made.ref, words="Six plans moved", so_on=TODAY, at=NOW)
    found = framework(here)
    (own,), (theirs,) = found.strands, found.partners
    assert (own.title, own.intent, own.accountable.name) == ("Practice", "Children move sooner", here.boss.name)
    assert [(told.so_on, told.words, told.by_name) for told in own.progress] == [
        (TODAY, "Six plans moved", here.worker.name)
    ]
    assert (theirs.title, theirs.accountable.name, theirs.progress) == ("Firth Health Board", "Their link officer", ())


def test_on_a_day_before_the_framework_reads_as_it_stood_then(here: Cast) -> None:
    made = strand(here)
    change(here, made, intent="Children move in time", is_ended=True)
    (now,), (before,) = framework(here).strands, framework(here, as_at=JULY).strands
    assert (now.intent, now.is_ended) == ("Children move in time", True)
    assert (before.intent, before.is_ended) == ("Children move sooner", False)
    assert framework(here, as_at=JULY - timedelta(days=1)).strands == ()
    assert framework(here, as_at=AUGUST, known_at=moment(JULY)).strands[0].intent == "Children move sooner"


def test_a_partner_has_one_line(here: Cast) -> None:
    ref = partner(here)
    strand(here, title="", partner_ref=ref)
    with pytest.raises(CannotDo, match="has a line"):
        strand(here, title="", partner_ref=ref)


def test_a_strand_without_a_name_or_an_intent_is_refused_at_its_field(here: Cast) -> None:
    for lack in ("title", "intent"):
        with pytest.raises(CannotDo) as refused:
            strand(here, **{lack: " "})
        assert refused.value.field == lack


def test_whoever_may_not_edit_tells_progress_and_changes_nothing_else(here: Cast) -> None:
    made = strand(here)
    actions.tell_progress(actor=here.worker, strand_ref=made.ref, words="On its way", so_on=TODAY, at=NOW)
    with pytest.raises(NotAllowed):
        actions.change_strand(actor=here.worker, strand_ref=made.ref, title="Mine", intent="Mine", so_on=TODAY, at=NOW)
    with pytest.raises(NotVisible):
        actions.tell_progress(actor=here.stranger, strand_ref=made.ref, words="No", so_on=TODAY, at=NOW)


# --- contributions ---


def test_a_contribution_to_an_action_stands_on_its_page_and_on_the_framework(here: Cast) -> None:
    action, other = here.action("Train the team"), here.action("Write the rota")
    made = offered(here, partner(here), action_ref=action.ref, ends_on=TODAY + timedelta(days=100))
    actions.record_delivery(
        actor=here.worker, contribution_ref=made.ref, words="One day held", so_on=AUGUST, at=moment(AUGUST)
    )
    (row,) = queries.contributions_to(here.worker, action.pk, today=TODAY)
    assert (row.partner.name, row.offered, row.expected) == ("Firth Health Board", "Two days a week", "Plans that move")
    assert [told.words for told in row.delivered] == ["One day held"]
    assert row.last_on == TODAY + timedelta(days=99)
    assert queries.contributions_to(here.worker, other.pk, today=TODAY) == ()
    assert [each.ref for each in framework(here).contributions] == [row.ref]


def test_work_on_childrens_records_needs_consent_and_scope(here: Cast) -> None:
    ref = partner(here)
    for lack in ("consent", "scope"):
        with pytest.raises(CannotDo) as refused:
            offered(here, ref, **{lack: " "})
        assert refused.value.field == lack
    made = offered(here, ref)
    row = queries.contribution(here.worker, made.ref, today=TODAY)
    assert (row.action, row.consent, row.scope) == (None, "Each family in writing", "Eight records, reading")


def test_the_table_itself_keeps_no_work_on_records_without_consent(here: Cast) -> None:
    made = offered(here, partner(here))
    given = {"offered": "x", "expected": "y", "so_on": TODAY, "recorded_at": NOW, "is_for_records": True}
    with pytest.raises(IntegrityError, match="work_on_records_has_consent_and_scope"), transaction.atomic():
        ContributionTerms.objects.create(contribution=made, scope="Eight records", **given)


def test_a_contribution_that_ends_says_what_came_of_it_and_is_not_flagged_any_more(here: Cast) -> None:
    made = offered(here, partner(here))
    given = {"contribution_ref": made.ref, "so_on": TODAY, "at": NOW}
    terms = actions.Terms("Two days a week", "Plans that move", consent="In writing", scope="Eight records")
    with pytest.raises(CannotDo) as refused:
        actions.change_contribution(actor=here.editor, terms=terms, is_ended=True, **given)
    assert refused.value.field == "reason"
    assert queries.contribution(here.worker, made.ref, today=TODAY).flags
    actions.change_contribution(actor=here.editor, terms=terms, is_ended=True, reason="Six plans moved", **given)
    row = queries.contribution(here.worker, made.ref, today=TODAY)
    assert (row.is_ended, row.reason, row.flags) == (True, "Six plans moved", ())


# --- flags in words, by hand-worked tables ---

SINCE = date(2012, 9, 1)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2012, 9, 28), ()),
        (date(2012, 9, 29), ("Nothing delivered in 28 days",)),
        (date(2012, 10, 17), ("Nothing delivered in 46 days",)),
    ],
)
def test_improvement_nothing_delivered_reads_so_after_28_days(today: date, said: tuple[str, ...]) -> None:
    assert rules.contribution_flags(rules.Offered(SINCE, None, False, None), today) == said


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (date(2012, 11, 14), ()),
        (date(2012, 11, 13), ("Ends soon, in 27 days",)),
        (date(2012, 10, 18), ("Ends soon, in 1 day",)),
        (date(2012, 10, 17), ("Ends today",)),
        (date(2012, 10, 16), ("Ended on 16 October 2012: say what came of it, or until when it goes on",)),
    ],
)
def test_improvement_contribution_ending_soon_reads_so_in_its_last_28_days(last: date, said: tuple[str, ...]) -> None:
    given = rules.Offered(SINCE, last + timedelta(days=1), False, SINCE)
    assert rules.contribution_flags(given, TODAY) == said


def owed(actor) -> dict[str, date]:
    """The last day of each duty about a contribution, by kind."""
    duties = [duty for duty in duties_of(actor) if duty.subject_kind == CONTRIBUTION_SUBJECT]
    return {duty.kind: duty.ends_on - timedelta(days=1) for duty in duties}


def test_improvement_nothing_delivered_is_on_the_desk_of_whoever_answers_until_the_first_word(here: Cast) -> None:
    made = offered(here, partner(here), accountable_id=here.worker.person_id)
    since = queries.contribution(here.worker, made.ref, today=TODAY).since
    assert owed(here.worker) == {"contribution_delivered": since + timedelta(days=27)}
    words = duty_words(here.worker, duties_of(here.worker))["contribution_delivered", made.ref]
    assert words[:2] == ("Say what a partner delivered", "Firth Health Board: Two days a week")
    actions.record_delivery(actor=here.worker, contribution_ref=made.ref, words="One day", so_on=TODAY, at=NOW)
    assert owed(here.worker) == {}


def test_improvement_contribution_ending_soon_is_on_the_keepers_desk_until_it_goes_on_or_has_ended(here: Cast) -> None:
    last = TODAY + timedelta(days=10)
    made = offered(here, partner(here), accountable_id=here.worker.person_id, ends_on=last + timedelta(days=1))
    assert owed(here.editor) == {"contribution_ending": last}
    terms = actions.Terms("Two days a week", "Plans that move", consent="In writing", scope="Eight records")
    given = {"contribution_ref": made.ref, "terms": terms, "so_on": TODAY, "at": NOW}
    actions.change_contribution(actor=here.editor, **given)
    assert owed(here.editor) == {"contribution_delivered": owed(here.editor)["contribution_delivered"]}
    actions.change_contribution(actor=here.editor, is_ended=True, reason="Six plans moved", **given)
    assert owed(here.editor) == owed(here.worker) == {}


def test_a_contribution_takes_an_action_of_its_own_plan_alone(here: Cast) -> None:
    with pytest.raises(CannotDo) as refused:
        offered(here, partner(here), action_ref="action-nothing")
    assert refused.value.field == "action"
