"""Who is away, who covers, whose manager hears of what is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from lippen.kernel import access
from lippen.kernel.access import BY_RULE, Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation import actions, queries, rules
from lippen.organisation.actions.absences import end_absence, hand_over, record_absence
from lippen.organisation.actions.escalations import raise_late_duties
from lippen.organisation.models import Absence, Account, Escalation, Person, PostHolding
from lippen.organisation.queries import cover, leavers, raised
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2012, 10, 17)
NOW = datetime(2012, 10, 17, 14, tzinfo=UTC)
WEEK = timedelta(days=7)


class World:
    """A worker, the leader whom they answer to, a colleague beside them and a stranger."""

    def __init__(self) -> None:
        self.council = factories.authority("Braeside Council")
        self.leader_post = factories.post(self.council, Role.TEAM_LEADER)
        self.leader = self.signed_in(factories.holder(self.leader_post))
        self.worker = factories.actor(self.council, Role.SOCIAL_WORKER, reports_to=self.leader_post)
        self.colleague = factories.actor(self.council, Role.SOCIAL_WORKER, reports_to=self.leader_post)
        self.stranger = factories.actor(factories.authority("Strathlairn Council"), Role.SOCIAL_WORKER)
        access.identify(self.worker, today=TODAY)

    def signed_in(self, who) -> Actor:
        return queries.actor_for(factories.account(who).pk, on=TODAY)

    def away(self, actor: Actor | None = None, **given: object) -> Absence:
        given = {
            "person_id": self.worker.person_id,
            "cover_id": self.colleague.person_id,
            "starts_on": TODAY,
            "ends_on": TODAY + WEEK,
            "at": NOW,
            **given,
        }
        actor = actor or self.worker
        access.identify(actor, today=TODAY)
        return record_absence(actor=actor, **given)

    def owes(self, holder: Actor, key: str = "action-1", *, by: date = TODAY, kind: str = "action_update") -> None:
        actions.pin_duty(
            kind=kind,
            subject_kind="improvement.action",
            subject_key=key,
            holder_id=holder.person_id,
            starts_on=by,
            ends_on=by + timedelta(days=1),
            rule_key="improvement.update_rhythm",
            at=NOW,
        )


@pytest.fixture
def here() -> World:
    return World()


def test_organisation_cover_puts_the_duties_on_the_others_desk_in_those_days(here: World) -> None:
    here.owes(here.worker)
    here.away()
    for day, shown in ((TODAY - timedelta(1), 0), (TODAY, 1), (TODAY + timedelta(6), 1), (TODAY + WEEK, 0)):
        access.identify(here.colleague, today=day)
        duties, names = cover.desk_duties(here.colleague, on=day)
        assert (len(duties), len(names)) == (shown, shown), day
        assert len(cover.desk_duties(here.worker, on=day)[0]) == 1


def test_the_one_above_may_say_who_is_away_and_a_colleague_may_not(here: World) -> None:
    assert here.away(here.leader).recorded_by_id == here.leader.account_id
    with pytest.raises(NotAllowed):
        here.away(here.colleague, starts_on=TODAY + WEEK, ends_on=TODAY + 2 * WEEK)
    with pytest.raises(NotAllowed):
        here.away(here.stranger, starts_on=TODAY + WEEK, ends_on=TODAY + 2 * WEEK)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ends_on": TODAY}, "comes before"),
        ({"starts_on": TODAY - 2 * WEEK, "ends_on": TODAY - WEEK}, "over already"),
        ({"ends_on": TODAY + timedelta(days=400)}, "a year at most"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(here: World, given, sentence) -> None:
    with pytest.raises(CannotDo, match=sentence):
        here.away(**given)


def test_cover_is_somebody_else_of_the_same_council(here: World) -> None:
    with pytest.raises(CannotDo, match="themselves"):
        here.away(cover_id=here.worker.person_id)
    with pytest.raises(CannotDo, match="same council"):
        here.away(cover_id=here.stranger.person_id)


def test_nobody_is_away_twice_at_once_nor_covers_while_away(here: World) -> None:
    here.away()
    with pytest.raises(CannotDo, match="recorded already"):
        here.away(starts_on=TODAY + timedelta(days=3), ends_on=TODAY + 2 * WEEK)
    with pytest.raises(CannotDo, match="away in those days as well"):
        here.away(here.leader, person_id=here.colleague.person_id, cover_id=here.worker.person_id)
    here.away(starts_on=TODAY + WEEK, ends_on=TODAY + 2 * WEEK)


def test_the_same_form_sent_twice_records_one_absence(here: World) -> None:
    token = "0d9d5a3e-4c0f-4f5e-9d70-3f6f3a3d1a11"
    assert here.away(token=token).pk == here.away(token=token).pk


def test_back_sooner_ends_cover_and_is_said_once(here: World) -> None:
    ref = here.away().ref
    end_absence(actor=here.worker, absence_ref=ref, ends_on=TODAY + timedelta(days=2), at=NOW)
    access.identify(here.colleague, today=TODAY)
    assert cover.covered_by(here.colleague, on=TODAY + timedelta(days=1)) == {here.worker.person_id}
    assert cover.covered_by(here.colleague, on=TODAY + timedelta(days=2)) == frozenset()
    with pytest.raises(CannotDo, match="already"):
        end_absence(actor=here.worker, absence_ref=ref, ends_on=TODAY, at=NOW)


def test_an_absence_that_is_called_off_stands_nowhere(here: World) -> None:
    ref = here.away().ref
    end_absence(actor=here.worker, absence_ref=ref, ends_on=TODAY, at=NOW)
    assert cover.absences(here.worker, from_on=TODAY) == ()
    with pytest.raises(NotVisible):
        cover.absence(here.worker, ref, on=TODAY)
    here.away()


def test_another_council_finds_no_absence(here: World) -> None:
    ref = here.away().ref
    access.identify(here.stranger, today=TODAY)
    assert not Absence.objects.exists()
    with pytest.raises(NotVisible):
        end_absence(actor=here.stranger, absence_ref=ref, ends_on=TODAY, at=NOW)


def test_the_database_refuses_to_let_somebody_cover_for_themselves(here: World) -> None:
    common = {"recorded_at": NOW, "authority": here.council, "starts_on": TODAY, "ends_on": TODAY + WEEK, "ref": "x"}
    me = here.worker.person_id
    with pytest.raises(IntegrityError, match="nobody_covers_for_themselves"), transaction.atomic():
        Absence.objects.create(person_id=me, cover_id=me, **common)
    with pytest.raises(IntegrityError, match="absence_ends_after_it_starts"), transaction.atomic():
        Absence.objects.create(person_id=me, cover_id=here.leader.person_id, **{**common, "ends_on": TODAY})


# --- raised with the manager ---

LATE = TODAY - timedelta(days=rules.ESCALATION_DAYS + 1)


def test_organisation_escalation_waits_fourteen_days_after_the_last_day() -> None:
    assert not rules.is_to_be_raised(TODAY - timedelta(days=14), TODAY)
    assert rules.is_to_be_raised(TODAY - timedelta(days=15), TODAY)
    assert rules.raised_through(TODAY) == LATE + timedelta(days=1)


def test_what_is_late_enough_is_raised_once_with_the_leader_and_audited(here: World) -> None:
    here.owes(here.worker, by=LATE)
    here.owes(here.worker, "action-2", by=LATE + timedelta(days=1))
    assert raise_late_duties(actor=BY_RULE, at=NOW) == 1
    assert raise_late_duties(actor=BY_RULE, at=NOW) == 0

    duties, names = raised.raised_with(here.leader, on=TODAY)
    assert [duty.subject_key for duty in duties] == ["action-1"]
    assert list(names) == [here.worker.person_id]
    (entry,) = AuditEntry.objects.filter(verb="duty.raised")
    assert (entry.subject_key, entry.keys["manager"]) == ("action-1", here.leader.person_id)


def test_what_is_done_is_no_longer_raised_and_what_is_late_again_is_raised_again(here: World) -> None:
    here.owes(here.worker, by=LATE)
    raise_late_duties(actor=BY_RULE, at=NOW)
    actions.close_duty(kind="action_update", subject_kind="improvement.action", subject_key="action-1", at=NOW)
    assert raised.raised_with(here.leader, on=TODAY) == ((), {})
    assert [row.is_open for row in raised.raised_about("improvement.action", "action-1")] == [False]

    here.owes(here.worker, by=LATE - timedelta(days=1))
    assert raise_late_duties(actor=BY_RULE, at=NOW) == 1
    assert Escalation.objects.count() == 2


def test_a_post_without_a_holder_is_passed_over_and_the_top_answers_to_nobody(here: World) -> None:
    top = factories.post(here.council, Role.HEAD_OF_SERVICE)
    head = factories.holder(top)
    here.leader_post.reports_to = top
    here.leader_post.save()
    PostHolding.objects.filter(post=here.leader_post).update(ends_on=TODAY)
    found = cover.managers_of([here.worker.person_id, head.pk], on=TODAY)
    assert found == {here.worker.person_id: (head.pk, top.pk)}


def test_nobody_manages_themselves_though_they_hold_both_posts(here: World) -> None:
    lower = factories.post(here.council, Role.SOCIAL_WORKER, reports_to=here.leader_post)
    top = factories.post(here.council, Role.HEAD_OF_SERVICE)
    head = factories.holder(top)
    here.leader_post.reports_to = top
    here.leader_post.save()
    leader = PostHolding.objects.get(post=here.leader_post).person
    factories.holder(lower, leader)
    assert cover.managers_of([leader.pk], on=TODAY)[leader.pk][0] == head.pk


# --- somebody who left ---


def leave(actor: Actor, day: date = TODAY) -> None:
    """The first day on which somebody holds their post no more."""
    PostHolding.objects.filter(person_id=actor.person_id).update(ends_on=day)


def left_with(here: World, actor: Actor | None = None, day: date = TODAY) -> list[str]:
    """The duties of those who left that stand on somebody's desk."""
    actor = actor or here.leader
    access.identify(actor, today=day)
    return [duty.subject_key for duty in leavers.left_behind(actor, on=day)[0]]


def test_who_left_is_managed_by_whoever_managed_their_last_post(here: World) -> None:
    elsewhere = factories.holder(factories.post(here.council, Role.HEAD_OF_SERVICE))
    early = factories.post(here.council, Role.SOCIAL_WORKER, reports_to=PostHolding.objects.get(person=elsewhere).post)
    leave(here.worker)
    given = {"person_id": here.worker.person_id, "recorded_at": NOW}
    PostHolding.objects.create(post=early, starts_on=date(2008, 1, 1), ends_on=date(2009, 1, 1), **given)
    found = cover.managers_of([here.worker.person_id], on=TODAY)
    assert found == {here.worker.person_id: (here.leader.person_id, here.leader_post.pk)}


def test_organisation_escalation_of_somebody_who_left_is_at_once(here: World) -> None:
    here.owes(here.worker, by=TODAY + timedelta(days=60))
    assert (raise_late_duties(actor=BY_RULE, at=NOW), left_with(here)) == (0, [])
    leave(here.worker, TODAY + timedelta(days=1))
    assert (raise_late_duties(actor=BY_RULE, at=NOW), left_with(here)) == (0, [])
    leave(here.worker)
    assert left_with(here) == ["action-1"]
    assert left_with(here, here.colleague) == left_with(here, here.stranger) == []
    assert raise_late_duties(actor=BY_RULE, at=NOW) == 1
    assert raise_late_duties(actor=BY_RULE, at=NOW) == 0
    assert raised.raised_with(here.leader, on=TODAY) == ((), {})
    assert left_with(here) == ["action-1"]


def test_a_closed_way_in_leaves_its_duties_with_the_manager_too(here: World) -> None:
    here.owes(here.worker)
    Account.objects.filter(pk=here.worker.account_id).update(is_active=False)
    assert left_with(here) == ["action-1"]


def test_who_takes_up_a_post_later_or_comes_back_has_not_left(here: World) -> None:
    here.owes(here.worker)
    leave(here.worker)
    factories.holder(
        factories.post(here.council, Role.SOCIAL_WORKER), person_of(here.worker), starts_on=TODAY + timedelta(days=9)
    )
    assert left_with(here) == []


def test_the_manager_hands_over_what_somebody_left_and_the_other_may_do_it(here: World) -> None:
    here.owes(here.worker)
    leave(here.worker)
    access.identify(here.leader, today=TODAY)
    given = {"person_id": here.worker.person_id, "cover_id": here.colleague.person_id, "at": NOW}
    for nobody in (here.colleague, here.stranger):
        access.identify(nobody, today=TODAY)
        with pytest.raises(NotAllowed):
            hand_over(actor=nobody, **given)
    access.identify(here.leader, today=TODAY)
    hand_over(actor=here.leader, **given)
    assert left_with(here) == []
    access.identify(here.colleague, today=TODAY)
    assert [duty.subject_key for duty in cover.desk_duties(here.colleague, on=TODAY)[0]] == ["action-1"]
    assert here.worker.person_id in cover.own_ids(here.colleague, on=TODAY)
    assert AuditEntry.objects.filter(verb="duty.handed_over").count() == 1

    access.identify(here.leader, today=TODAY)
    (row,) = cover.absences(here.leader, from_on=TODAY)
    end_absence(actor=here.leader, absence_ref=row.ref, ends_on=TODAY, at=NOW)
    assert left_with(here) == ["action-1"]


def test_when_whoever_took_it_over_leaves_too_it_is_the_managers_again(here: World) -> None:
    here.owes(here.worker)
    leave(here.worker)
    given = {"person_id": here.worker.person_id, "at": NOW}
    access.identify(here.leader, today=TODAY)
    hand_over(actor=here.leader, cover_id=here.colleague.person_id, **given)
    assert left_with(here) == []
    leave(here.colleague)
    assert left_with(here) == ["action-1"]
    third = factories.actor(here.council, Role.SOCIAL_WORKER)
    access.identify(here.leader, today=TODAY)
    hand_over(actor=here.leader, cover_id=third.person_id, **given)
    assert left_with(here) == []
    access.identify(third, today=TODAY)
    assert [duty.subject_key for duty in cover.desk_duties(third, on=TODAY)[0]] == ["action-1"]


def test_nobody_hands_over_the_duties_of_somebody_who_is_still_there(here: World) -> None:
    access.identify(here.leader, today=TODAY)
    with pytest.raises(CannotDo, match="still here"):
        hand_over(actor=here.leader, person_id=here.worker.person_id, cover_id=here.colleague.person_id, at=NOW)


def test_where_nobody_is_above_whoever_holds_the_last_post_now_has_what_was_left(here: World) -> None:
    here.owes(here.leader)
    leave(here.leader)
    after = here.signed_in(factories.holder(here.leader_post, starts_on=TODAY))
    assert left_with(here, after) == ["action-1"]
    given = {"person_id": here.leader.person_id, "cover_id": here.colleague.person_id, "at": NOW}
    hand_over(actor=after, **given)
    assert left_with(here, after) == []


def test_where_the_last_post_is_vacant_too_the_most_senior_officer_of_the_council_has_it(here: World) -> None:
    here.owes(here.leader)
    manager = here.signed_in(factories.holder(factories.post(here.council, Role.SERVICE_MANAGER)))
    head = here.signed_in(factories.holder(factories.post(here.council, Role.HEAD_OF_SERVICE)))
    factories.actor(factories.authority("Kilnside Council"), Role.CHIEF_EXECUTIVE)
    leave(here.leader)
    assert left_with(here, head) == ["action-1"]
    assert left_with(here, manager) == left_with(here, here.stranger) == []
    given = {"person_id": here.leader.person_id, "cover_id": here.colleague.person_id, "at": NOW}
    access.identify(manager, today=TODAY)
    with pytest.raises(NotAllowed):
        hand_over(actor=manager, **given)
    access.identify(head, today=TODAY)
    hand_over(actor=head, **given)
    assert left_with(here, head) == []
    access.identify(here.colleague, today=TODAY)
    assert [duty.subject_key for duty in cover.desk_duties(here.colleague, on=TODAY)[0]] == ["action-1"]


def test_the_same_counts_where_their_way_in_was_closed(here: World) -> None:
    here.owes(here.leader)
    head = here.signed_in(factories.holder(factories.post(here.council, Role.HEAD_OF_SERVICE)))
    assert left_with(here, head) == []
    Account.objects.filter(pk=here.leader.account_id).update(is_active=False)
    assert left_with(here, head) == ["action-1"]
    assert raise_late_duties(actor=BY_RULE, at=NOW) == 1
    assert Escalation.objects.get().manager_id == head.person_id


def test_what_was_raised_with_somebody_who_left_stands_with_who_holds_their_post(here: World) -> None:
    here.owes(here.worker, by=LATE)
    raise_late_duties(actor=BY_RULE, at=NOW)
    leave(here.leader)
    after = here.signed_in(factories.holder(here.leader_post, starts_on=TODAY))
    assert [duty.subject_key for duty in raised.raised_with(after, on=TODAY)[0]] == ["action-1"]


def test_nobody_is_a_manager_whose_way_in_is_closed(here: World) -> None:
    top = factories.post(here.council, Role.HEAD_OF_SERVICE)
    head = factories.holder(top)
    here.leader_post.reports_to = top
    here.leader_post.save()
    Account.objects.filter(pk=here.leader.account_id).update(is_active=False)
    assert cover.managers_of([here.worker.person_id], on=TODAY) == {here.worker.person_id: (head.pk, top.pk)}


def person_of(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person_id)
