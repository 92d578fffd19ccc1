"""Commitments: made, moved honestly, handed over, kept with what shows it, withdrawn for a reason, opened again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from lippen.improvement import actions, queries
from lippen.improvement.actions import Owner
from lippen.improvement.menu import duty_words
from lippen.improvement.models import Commitment, CommitmentFact
from lippen.improvement.queries import CommitmentFilters
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast, moment, month, on
from lippen.improvement.vocabulary import Direction
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.queries import duties_of
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
SAID = date(2012, 9, 3)


@pytest.fixture
def here() -> Cast:
    return cast()


def make(here: Cast, words: str = "A report comes to the committee", **given: object) -> str:
    settled = {
        "actor": here.worker,
        "direction": Direction.OURS,
        "owner": Owner(here.worker.person_id),
        "period": month(2012, 11),
        "authority_id": here.council.pk,
        "so_on": SAID,
        "at": moment(SAID),
    }
    return actions.make_commitment(words=words, **{**settled, **given}).ref


def when(day: date = TODAY) -> dict[str, object]:
    return {"so_on": day, "at": moment(day)}


def row(here: Cast, ref: str, **given: object) -> queries.CommitmentRow:
    return queries.commitment(here.worker, ref, today=TODAY, **given).row


def move(here: Cast, ref: str, number: int = 12, **given: object) -> CommitmentFact:
    told = {"reason": "The board meets later", "agreed_by": "Committee", **when(), **given}
    return actions.move_commitment(
        actor=told.pop("actor", here.worker), commitment_ref=ref, period=month(2012, number), **told
    )


def keep(here: Cast, ref: str, **given: object) -> CommitmentFact:
    told = {"actor": here.worker, "shown_by": "Paper of 17 October", **when(), **given}
    return actions.keep_commitment(commitment_ref=ref, **told)


def desk(actor: object) -> list[tuple[str, str]]:
    return [(duty.kind, duty.subject_key) for duty in duties_of(actor)]


# --- made ---


def test_a_commitment_stands_open_with_its_words_owner_and_date(here: Cast) -> None:
    found = row(here, make(here, other_words="the committee"))
    assert (found.status, found.direction, found.words) == ("open", "ours", "A report comes to the committee")
    assert (found.owner.person_id, found.due, found.slips) == (here.worker.person_id, month(2012, 11), 0)
    assert found.due_words == "Due in 44 days" and not found.is_late


def test_a_commitment_without_an_owner_is_refused(here: Cast) -> None:
    with pytest.raises(CannotDo, match="Say who keeps it"):
        make(here, owner=Owner())


def test_a_commitment_without_words_is_refused(here: Cast) -> None:
    with pytest.raises(CannotDo, match="Write what was promised"):
        make(here, words=" — ")


def test_a_commitment_of_a_day_to_come_is_refused(here: Cast) -> None:
    with pytest.raises(CannotDo, match="has not come yet"):
        make(here, so_on=TODAY + timedelta(days=1), at=NOW)


def test_a_commitment_sent_twice_is_one(here: Cast) -> None:
    token = "6d1d2f0e-0000-4000-8000-000000000001"
    assert make(here, token=token) == make(here, token=token)
    assert Commitment.objects.count() == CommitmentFact.objects.count() == 1


def test_an_owner_may_be_words_and_then_nobody_has_it_on_a_desk(here: Cast) -> None:
    ref = make(here, owner=Owner(words="Chair of the panel"))
    assert row(here, ref).owner.name == "Chair of the panel"
    assert desk(here.worker) == []


def test_a_commitment_about_an_action_is_on_its_plan_and_belongs_to_who_keeps_the_plan(here: Cast) -> None:
    action = here.action()
    ref = make(here, action_ref=action.ref, authority_id=None)
    found = row(here, ref)
    assert (found.plan_ref, found.action_number, found.authority_id) == (here.plan.ref, "1.1", here.council.pk)


def test_what_was_promised_in_a_paper_is_found_by_its_paper(here: Cast) -> None:
    ref = make(here, source_kind="reporting.paper", source_key="paper-one", meeting_key="meeting-two")
    make(here, source_kind="reporting.paper", source_key="paper-two")
    one = CommitmentFilters(source_kind="reporting.paper", source_keys=["paper-one"])
    assert [each.ref for each in queries.commitments(here.worker, filters=one, today=TODAY)] == [ref]
    at_meeting = CommitmentFilters(meeting_keys=["meeting-two"])
    assert [each.ref for each in queries.commitments(here.worker, filters=at_meeting, today=TODAY)] == [ref]


def test_a_paper_is_signed_by_who_may_not_write_updates_and_its_promises_are_made_all_the_same(here: Cast) -> None:
    chief = people.actor(here.council, Role.CHIEF_EXECUTIVE)
    with pytest.raises(NotAllowed):
        make(here, actor=chief)
    ref = make(here, actor=chief, by=Permission.APPROVE_PAPER)
    keep(here, ref, actor=chief, by=Permission.APPROVE_PAPER)
    assert row(here, ref).status == "kept"


def test_a_fact_is_recorded_after_the_signing_that_closed_the_plans_past(here: Cast) -> None:
    type(here.plan).objects.filter(pk=here.plan.pk).update(closed_through=NOW)
    ref = make(here, plan_ref=here.plan.ref, so_on=TODAY, at=NOW)
    with pytest.raises(NotVisible):
        row(here, ref, known_at=NOW)
    assert row(here, ref, known_at=NOW + timedelta(microseconds=1)).status == "open"


# --- improvement_commitments, improvement_commitment_dated ---


def test_improvement_commitments_move_with_a_reason_and_who_agreed_and_keep_the_first_date(here: Cast) -> None:
    ref = make(here)
    for lacking in ({"reason": ""}, {"agreed_by": ""}):
        with pytest.raises(CannotDo):
            move(here, ref, **lacking)
    move(here, ref)
    found = row(here, ref)
    assert (found.first_due, found.due, found.slips) == (month(2012, 11), month(2012, 12), 1)


def test_a_move_to_the_same_date_is_refused(here: Cast) -> None:
    with pytest.raises(CannotDo, match="promised for November 2012 already"):
        move(here, make(here), 11)


def test_improvement_commitment_dated_within_thirty_days_is_a_duty_until_it_has_a_date(here: Cast) -> None:
    ref = make(here, period=None)
    assert row(here, ref).due_words == "No date yet"
    (duty,) = duties_of(here.worker)
    assert (duty.kind, duty.ends_on) == ("commitment_date", SAID + timedelta(days=31))
    move(here, ref, reason="", agreed_by="")
    assert (row(here, ref).slips, desk(here.worker)) == (0, [("commitment_keep", ref)])


def test_a_commitment_is_kept_with_what_shows_it_and_leaves_the_desk(here: Cast) -> None:
    ref = make(here)
    assert desk(here.worker) == [("commitment_keep", ref)]
    with pytest.raises(CannotDo, match="what shows"):
        keep(here, ref, shown_by=" ")
    keep(here, ref)
    assert (row(here, ref).status, row(here, ref).shown_by, desk(here.worker)) == ("kept", "Paper of 17 October", [])


def test_a_kept_commitment_names_its_evidence(here: Cast) -> None:
    action = here.action()
    shown = actions.offer_evidence(actor=here.worker, action_ref=action.ref, title="Audit", note="Read", **when())
    ref = make(here, action_ref=action.ref)
    keep(here, ref, evidence_ref=shown.ref)
    assert queries.commitment(here.worker, ref, today=TODAY).events[-1].evidence_title == "Audit"
    with pytest.raises(CannotDo, match="That evidence is not there"):
        keep(here, make(here), evidence_ref="evidence-of-nobody")


def test_what_was_promised_to_us_is_asked_for(here: Cast) -> None:
    ref = make(here, direction=Direction.THEIRS)
    assert desk(here.worker) == [("commitment_chase", ref)]


def test_a_withdrawn_commitment_says_why_and_leaves_the_desk(here: Cast) -> None:
    ref = make(here)
    with pytest.raises(CannotDo, match="Say why it is withdrawn"):
        actions.withdraw_commitment(actor=here.worker, commitment_ref=ref, reason="", **when())
    actions.withdraw_commitment(actor=here.worker, commitment_ref=ref, reason="The event is off", **when())
    assert (row(here, ref).status, desk(here.worker)) == ("withdrawn", [])


def test_an_ended_commitment_takes_nothing_but_opening_again(here: Cast) -> None:
    ref = make(here)
    keep(here, ref)
    with pytest.raises(CannotDo, match="This commitment is kept"):
        move(here, ref)
    actions.reopen_commitment(actor=here.worker, commitment_ref=ref, reason="Kept in part only", **when())
    assert (row(here, ref).status, desk(here.worker)) == ("open", [("commitment_keep", ref)])
    with pytest.raises(CannotDo, match="This commitment is open"):
        actions.reopen_commitment(actor=here.worker, commitment_ref=ref, reason="Again", **when())


def test_a_commitment_that_is_handed_over_moves_from_desk_to_desk(here: Cast) -> None:
    ref = make(here)
    actions.hand_over_commitment(
        actor=here.worker, commitment_ref=ref, owner=Owner(here.boss.person_id), reason="Leaves", **when()
    )
    assert (desk(here.worker), desk(here.boss)) == ([], [("commitment_keep", ref)])
    with pytest.raises(CannotDo, match="keep this commitment already"):
        actions.hand_over_commitment(actor=here.boss, commitment_ref=ref, owner=Owner(here.boss.person_id), **when())


def test_what_is_recorded_for_a_day_before_the_last_fact_is_refused(here: Cast) -> None:
    ref = make(here)
    move(here, ref)
    with pytest.raises(CannotDo, match="Something later is already recorded"):
        keep(here, ref, so_on=TODAY - timedelta(days=1))


# --- improvement_own_commitment ---


def test_improvement_own_commitment_is_changed_by_owner_maker_and_editor_and_by_no_colleague(here: Cast) -> None:
    colleague = people.actor(here.council, Role.SOCIAL_WORKER)
    ref = make(here, actor=here.boss)
    with pytest.raises(NotAllowed):
        move(here, ref, actor=colleague)
    for actor, number in ((here.worker, 12), (here.boss, 10), (here.editor, 9)):
        move(here, ref, number, actor=actor)
    assert row(here, ref).slips == 3


def test_a_commitment_of_another_council_is_not_there(here: Cast) -> None:
    ref = make(here)
    assert queries.commitments(here.stranger, today=TODAY) == ()
    with pytest.raises(NotVisible):
        queries.commitment(here.stranger, ref, today=TODAY)
    with pytest.raises(NotVisible):
        keep(here, ref, actor=here.stranger)
    with pytest.raises(NotVisible):
        make(here, actor=here.stranger)


def test_a_post_that_only_reads_here_writes_nothing_here_whatever_it_may_elsewhere(here: Cast) -> None:
    other = people.authority("Strathlairn Council")
    both = people.two_posts((here.council, Role.CHIEF_EXECUTIVE), (other, Role.PERFORMANCE_OFFICER))
    with pytest.raises(NotAllowed):
        keep(here, make(here), actor=both)


# --- as at, known at ---


def test_a_commitment_stands_on_each_day_as_it_stood(here: Cast) -> None:
    ref = make(here)
    move(here, ref, so_on=date(2012, 10, 1), at=moment(date(2012, 10, 1)))
    keep(here, ref)
    assert row(here, ref, as_at=SAID).due == month(2012, 11)
    assert row(here, ref, as_at=date(2012, 10, 1)).due == month(2012, 12)
    assert row(here, ref, as_at=TODAY - timedelta(days=1)).status == "open"
    assert row(here, ref).status == "kept"
    assert row(here, ref, known_at=NOW - timedelta(minutes=1)).status == "open"
    with pytest.raises(NotVisible):
        row(here, ref, as_at=SAID - timedelta(days=1))


def test_the_list_shows_open_ones_by_date_then_those_without_then_those_that_ended(here: Cast) -> None:
    ended = make(here, "Ended")
    keep(here, ended)
    undated, later = make(here, "Undated", period=None), make(here, "Later", period=month(2013, 3))
    late = make(here, "Late", period=on(date(2012, 10, 1)))
    found = queries.commitments(here.worker, today=TODAY)
    assert [each.ref for each in found] == [late, later, undated, ended]
    assert [each.is_late for each in found] == [True, False, False, False]


def test_filters_find_by_way_status_owner_lateness_and_words(here: Cast) -> None:
    ours = make(here, "Tidy the rota", period=on(date(2012, 10, 1)))
    theirs = make(here, "Send the list", direction=Direction.THEIRS, owner=Owner(here.boss.person_id))
    asked = {
        ours: [
            CommitmentFilters(direction="ours"),
            CommitmentFilters(owner_id=here.worker.person_id),
            CommitmentFilters(late=True),
            CommitmentFilters(words="ROTA"),
        ],
        theirs: [CommitmentFilters(direction="theirs"), CommitmentFilters(refs=[theirs])],
    }
    for ref, several in asked.items():
        for filters in several:
            assert [each.ref for each in queries.commitments(here.worker, filters=filters, today=TODAY)] == [ref]
    assert len(queries.commitments(here.worker, filters=CommitmentFilters(status="open"), today=TODAY)) == 2
    assert queries.commitments(here.worker, filters=CommitmentFilters(status="kept"), today=TODAY) == ()


# --- the desk, the trail, the constraints ---


def test_a_desk_says_what_to_do_and_where(here: Cast) -> None:
    ref = make(here)
    words = duty_words(here.worker, duties_of(here.worker))
    assert words == {
        ("commitment_keep", ref): (
            "Keep a commitment",
            "A report comes to the committee",
            f"/partners/commitments/{ref}",
        )
    }
    assert duty_words(here.stranger, duties_of(here.worker)) == {}


def test_each_thing_done_leaves_its_line_in_the_trail(here: Cast) -> None:
    ref = make(here)
    move(here, ref)
    keep(here, ref)
    assert list(AuditEntry.objects.filter(subject_key=ref).order_by("id").values_list("verb", flat=True)) == [
        "commitment.made",
        "commitment.moved",
        "commitment.kept",
    ]


FIRST = {"number": 1, "step": "made", "owner_words": "Chair"}
NEXT = {"number": 2, "owner_words": ""}
BROKEN = {
    "commitment_step_known": {**NEXT, "step": "forgotten"},
    "commitment_fact_numbered_once": {**FIRST},
    "commitment_is_made_once_and_first": {**FIRST, "number": 2},
    "commitment_has_an_owner": {**NEXT, "step": "handed_over"},
    "commitment_ends_with_words": {**NEXT, "step": "kept"},
    "commitment_moves_for_a_reason_that_somebody_agreed": {
        **NEXT,
        "step": "moved",
        "text": "May",
        "precision": "month",
        "starts_on": date(2013, 5, 1),
        "ends_on": date(2013, 6, 1),
    },
    "commitment_date_is_whole": {**NEXT, "step": "reopened", "words": "No", "text": "May"},
    "commitment_first_date_is_a_date": {**NEXT, "step": "reopened", "words": "No", "is_first_date": True},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_table_itself_refuses(name: str, here: Cast) -> None:
    made = Commitment.objects.get(ref=make(here, period=None))
    given = {"commitment": made, "authority_id": here.council.pk, "so_on": TODAY, "recorded_at": NOW}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CommitmentFact.objects.create(**given, **BROKEN[name])


def test_the_app_may_neither_change_nor_delete_what_happened(here: Cast) -> None:
    make(here)
    for change in (lambda rows: rows.update(words="Other"), lambda rows: rows._raw_delete("default")):
        for rows in (Commitment.objects.all(), CommitmentFact.objects.all()):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change(rows)
