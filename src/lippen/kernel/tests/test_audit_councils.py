"""Whose an audit row is: information governance of one council does not see the keys of the other's."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from lippen.improvement import actions as improvement
from lippen.improvement.tests import factories as plans
from lippen.kernel import audit, trail
from lippen.kernel.access import NOBODY, Actor, identify
from lippen.kernel.models import AuditEntry
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

pytestmark = pytest.mark.django_db


def whose(verb: str = "plan.read") -> set[int]:
    return set(AuditEntry.objects.filter(verb=verb).latest("id").authority_ids)


@pytest.fixture
def two():
    return factories.authority(), factories.authority()


def shared(first, second, role: Role = Role.PERFORMANCE_OFFICER) -> Actor:
    post = factories.post(first, role)
    post.also_for.add(second)
    return factories.queries.actor_for(factories.account(factories.holder(post)).pk, on=plans.TODAY)


def plan_of(actor: Actor, first, *others) -> str:
    given = {"authority_id": first.pk, "also_for": [other.pk for other in others], "at": plans.NOW}
    return improvement.create_plan(actor=actor, title=f"Plan {first.pk}", agreed_on=plans.TODAY, **given).ref


def test_a_look_at_one_councils_plan_is_that_councils_also_by_somebody_who_works_for_both(two) -> None:
    actor = shared(*two)
    audit.record(actor, "plan.read", ("improvement:plan", plan_of(actor, two[0])))
    assert whose() == {two[0].pk}


def test_a_look_at_a_joint_plan_is_both_councils(two) -> None:
    actor = shared(*two)
    audit.record(actor, "plan.read", ("improvement:plan", plan_of(actor, *two)))
    assert whose() == {two[0].pk, two[1].pk}


def test_what_is_about_no_one_record_is_the_councils_of_whoever_asked(two) -> None:
    audit.record(factories.actor(two[1], Role.TEAM_LEADER), "plan.list", ("improvement:plans", ""))
    assert whose("plan.list") == {two[1].pk}


def test_a_refusal_is_both_of_the_council_whose_record_it_was_and_of_whoever_asked(two) -> None:
    ref = plan_of(factories.actor(two[0], Role.PERFORMANCE_OFFICER), two[0])
    audit.record(factories.actor(two[1], Role.TEAM_LEADER), "refused.not_visible", ("improvement:plan", ref))
    assert whose("refused.not_visible") == {two[0].pk, two[1].pk}


def test_what_is_done_before_anybody_has_signed_in_is_no_councils(two) -> None:
    audit.record(NOBODY, "set.up", ("thing", "17"))
    assert whose("set.up") == set()


@pytest.mark.parametrize("key", ["plan-nothinghere", "nosuchkind-1", "x'; drop table--", "plan-" + "x" * 100, "-", ""])
def test_a_key_of_nothing_is_the_councils_of_whoever_asked(two, key: str) -> None:
    audit.record(factories.actor(two[0], Role.TEAM_LEADER), "plan.read", ("improvement:plan", key))
    assert whose() == {two[0].pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", Role)
def test_each_council_reads_its_own_rows_and_those_of_none_and_only_its_information_governance(two, role) -> None:
    with transaction.atomic():
        for number, council in enumerate(two):
            actor = factories.actor(council, Role.PERFORMANCE_OFFICER)
            audit.record(actor, "plan.list", ("improvement:plans", str(number)))
        audit.record(NOBODY, "set.up", ("thing", "none"))
        asker = factories.actor(two[0], role)
    with transaction.atomic():
        identify(asker, today=plans.TODAY)
        by_lock = set(AuditEntry.objects.values_list("subject_key", flat=True))
        by_query = {row.subject_key for row in trail.entries(asker)}
    assert by_lock == by_query == ({"0", "none"} if role == Role.INFORMATION_GOVERNANCE else set())


def test_the_site_cannot_write_a_row_into_another_transaction() -> None:
    asked = (
        "insert into kernel_auditentry (at, verb, subject_kind, subject_key, keys, request_key, transaction)"
        " values (now(), 'x', 'x', 'x', '{}', '', 5)"
    )
    with pytest.raises(Exception, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked)
