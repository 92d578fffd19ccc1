"""Why somebody is away: said, seen by them and those whom they answer to, and by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.actions.absences import say_why
from lippen.organisation.models import Absence, AbsenceReason, PostHolding
from lippen.organisation.queries import cover
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.tests.test_cover import NOW, TODAY, WEEK, World
from lippen.organisation.vocabulary import AwayWhy

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def here() -> World:
    return World()


def seen(actor: Actor, absence: Absence) -> AwayWhy | None:
    """Why, as the page says it to somebody."""
    access.identify(actor, today=TODAY)
    return cover.whys(actor, [absence.ref]).get(absence.ref)


def test_organisation_why_away_is_seen_by_them_and_by_those_whom_they_answer_to(here: World) -> None:
    made = here.away(why=AwayWhy.SICKNESS)
    told = {name: seen(getattr(here, name), made) for name in ("worker", "leader", "colleague", "stranger")}
    assert told == {
        "worker": AwayWhy.SICKNESS,
        "leader": AwayWhy.SICKNESS,
        "colleague": None,
        "stranger": None,
    }, "whoever covers, beside them, is not told"


def test_organisation_why_away_is_seen_from_further_up_too(here: World) -> None:
    upper = factories.post(here.council, Role.SERVICE_MANAGER)
    here.leader_post.reports_to = upper
    here.leader_post.save(update_fields=["reports_to"])
    manager = here.signed_in(factories.holder(upper))
    assert seen(manager, here.away(why=AwayWhy.LEAVE)) is AwayWhy.LEAVE


@pytest.mark.parametrize("lock", ["application", "database"])
def test_each_lock_alone_keeps_it_from_whoever_they_do_not_answer_to(here: World, lock: str) -> None:
    here.away(why=AwayWhy.SICKNESS)
    access.identify(here.colleague if lock == "database" else here.leader, today=TODAY)
    rows = AbsenceReason.objects.all() if lock == "database" else AbsenceReason.objects.visible_to(here.colleague)
    assert not rows.exists()
    access.identify(here.leader, today=TODAY)
    assert AbsenceReason.objects.all().exists() and AbsenceReason.objects.visible_to(here.leader).exists()


def test_who_has_moved_to_another_line_is_seen_there_and_no_more_before(here: World) -> None:
    made = here.away(why=AwayWhy.SICKNESS)
    elsewhere = factories.post(here.council, Role.TEAM_LEADER)
    other_leader = here.signed_in(factories.holder(elsewhere))
    PostHolding.objects.filter(person_id=here.worker.person_id).update(ends_on=TODAY)
    post = factories.post(here.council, Role.SOCIAL_WORKER, reports_to=elsewhere)
    PostHolding.objects.create(post=post, person_id=here.worker.person_id, starts_on=TODAY, recorded_at=NOW)
    assert (seen(here.leader, made), seen(other_leader, made)) == (None, AwayWhy.SICKNESS)
    access.identify(here.leader, today=TODAY)
    assert not AbsenceReason.objects.all().exists() and not AbsenceReason.objects.visible_to(here.leader).exists()


def test_who_left_is_still_seen_by_those_whom_they_answered_to_last(here: World) -> None:
    made = here.away(why=AwayWhy.SICKNESS)
    PostHolding.objects.filter(person_id=here.worker.person_id).update(ends_on=TODAY)
    assert seen(here.leader, made) is AwayWhy.SICKNESS


def test_nothing_said_is_not_said(here: World) -> None:
    made = here.away()
    assert seen(here.worker, made) is None
    (row,) = cover.absences(here.worker, from_on=TODAY)
    assert row.why == ""


def test_why_is_said_later_and_anew_and_the_last_word_counts(here: World) -> None:
    made = here.away()
    access.identify(here.leader, today=TODAY)
    say_why(actor=here.leader, absence_ref=made.ref, why=AwayWhy.TRAINING, at=NOW)
    access.identify(here.worker, today=TODAY)
    say_why(actor=here.worker, absence_ref=made.ref, why=AwayWhy.LEAVE, at=NOW)
    assert seen(here.leader, made) is AwayWhy.LEAVE and AbsenceReason.objects.count() == 2
    (row,) = cover.absences(here.leader, from_on=TODAY)
    assert row.why == "Leave"


def test_why_is_said_by_nobody_beside_them_or_elsewhere(here: World) -> None:
    made = here.away()
    access.identify(here.colleague, today=TODAY)
    with pytest.raises(NotAllowed):
        say_why(actor=here.colleague, absence_ref=made.ref, why=AwayWhy.SICKNESS, at=NOW)
    access.identify(here.stranger, today=TODAY)
    with pytest.raises(NotVisible):
        say_why(actor=here.stranger, absence_ref=made.ref, why=AwayWhy.SICKNESS, at=NOW)


def test_the_trail_says_that_it_was_said_and_not_what(here: World) -> None:
    made = here.away(why=AwayWhy.SICKNESS)
    access.identify(here.worker, today=TODAY)
    say_why(actor=here.worker, absence_ref=made.ref, why=AwayWhy.SICKNESS, at=NOW)
    for entry in AuditEntry.objects.filter(subject_key=made.ref):
        assert "sickness" not in repr(entry.keys)


def test_the_database_takes_no_other_word(here: World) -> None:
    made = here.away(starts_on=TODAY, ends_on=TODAY + WEEK)
    fact = {"absence": made, "authority": here.council, "person_id": here.worker.person_id, "recorded_at": NOW}
    with pytest.raises(IntegrityError, match="absence_reason_known"), transaction.atomic():
        AbsenceReason.objects.create(reason="holiday", **fact)
