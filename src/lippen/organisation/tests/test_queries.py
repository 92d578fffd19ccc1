"""Who holds what on a day, who is in whose line, and which authorities they see."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from lippen.kernel.access import SETTING_UP, Permission, identify
from lippen.kernel.errors import CannotDo
from lippen.organisation import actions, queries
from lippen.organisation.models import Duty, PostHolding
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_an_actor_has_the_permissions_of_the_posts_held_that_day() -> None:
    council = factories.authority()
    who = factories.person(council)
    PostHolding.objects.create(
        post=factories.post(council, Role.HEAD_OF_SERVICE),
        person=who,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 11, 2),
        recorded_at=AT,
    )
    account = factories.account(who)
    assert Permission.EDIT_PLAN in queries.actor_for(account.pk, on=date(2026, 11, 1)).permissions
    assert queries.actor_for(account.pk, on=TODAY).permissions == frozenset()


def test_a_closed_account_is_nobody() -> None:
    council = factories.authority()
    account = factories.account(factories.holder(factories.post(council, Role.TEAM_LEADER)))
    actions.close_account(actor=SETTING_UP, account=account, at=AT)
    assert queries.actor_for(account.pk, on=TODAY).account_id is None


def test_an_acting_holder_is_shown_as_acting() -> None:
    council = factories.authority()
    head = factories.post(council, Role.HEAD_OF_SERVICE, title="Head of Service")
    who = factories.holder(head, acting=True)
    assert queries.post_titles([who.pk], on=TODAY) == {who.pk: "Acting Head of Service"}


def test_a_post_has_one_substantive_holder_at_a_time() -> None:
    council = factories.authority()
    leader = factories.post(council, Role.TEAM_LEADER)
    factories.holder(leader)
    with pytest.raises(CannotDo, match="has a holder in those days"):
        actions.hold_post(
            actor=SETTING_UP, post=leader, person=factories.person(council), starts_on=date(2026, 1, 1), at=AT
        )


def test_an_acting_holder_may_stand_beside_the_substantive_one() -> None:
    council = factories.authority()
    leader = factories.post(council, Role.TEAM_LEADER)
    factories.holder(leader), factories.holder(leader, acting=True)
    assert [row.acting for row in queries.holders_of_post(leader.pk, on=TODAY)] == [True, False]


def test_a_manager_at_any_distance_is_in_the_line_and_a_colleague_elsewhere_is_not() -> None:
    council = factories.authority()
    head = factories.post(council, Role.HEAD_OF_SERVICE)
    manager = factories.post(council, Role.SERVICE_MANAGER, reports_to=head)
    leader = factories.post(council, Role.TEAM_LEADER, reports_to=manager)
    other = factories.post(council, Role.PERFORMANCE_OFFICER)
    top, low, aside = factories.holder(head), factories.holder(leader), factories.holder(other)
    assert queries.in_same_line(top.pk, [low.pk], on=TODAY)
    assert queries.in_same_line(low.pk, [top.pk], on=TODAY)
    assert queries.in_same_line(low.pk, [low.pk], on=TODAY)
    assert not queries.in_same_line(aside.pk, [low.pk], on=TODAY)


def test_the_database_gives_an_actor_the_same_authorities_as_the_site() -> None:
    braeside, strathlairn = factories.authority(), factories.authority()
    shared = factories.post(braeside, Role.SERVICE_MANAGER)
    shared.also_for.add(strathlairn)
    actor = queries.actor_for(factories.account(factories.holder(shared)).pk, on=TODAY)
    identify(actor, today=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("select visible_authorities()")
        (seen,) = cursor.fetchone()
    assert frozenset(seen) == actor.authority_ids == {braeside.pk, strathlairn.pk}


def test_nobody_sees_no_authority() -> None:
    factories.authority()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.actor', '', true)")
        cursor.execute("select visible_authorities()")
        assert cursor.fetchone() == ([],)


def test_a_duty_pinned_again_moves_instead_of_standing_twice() -> None:
    who = factories.holder(factories.post(factories.authority(), Role.TEAM_LEADER))
    for day in (5, 9):
        actions.pin_duty(
            kind="review",
            subject_kind="improvement.action",
            subject_key="action-1",
            holder_id=who.pk,
            starts_on=date(2026, 11, day),
            ends_on=date(2026, 11, day + 1),
            rule_key="action.review",
            at=AT,
        )
    assert [duty.starts_on.day for duty in queries.open_duties([who.pk])] == [9]
    assert Duty.objects.count() == 2
