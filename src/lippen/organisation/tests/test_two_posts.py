"""Whoever holds two posts may do in each council only what a post there allows."""

from __future__ import annotations

import pytest

from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.errors import NotAllowed
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

pytestmark = pytest.mark.django_db


def test_a_permission_of_one_council_does_not_reach_into_another() -> None:
    braeside, strathlairn = factories.authority(), factories.authority()
    both = factories.two_posts((braeside, Role.TEAM_LEADER), (strathlairn, Role.OTHER_COUNCILLOR))
    assert both.reach_of(Permission.READ_PLAN) == {braeside.pk}
    assert both.reach_of(Permission.READ_PAPER) == {braeside.pk, strathlairn.pk}
    assert both.seated_as({Role.OTHER_COUNCILLOR}) == {strathlairn.pk}
    assert may(both, Permission.READ_PLAN)
    assert may(both, Permission.READ_PLAN, at=[strathlairn.pk, braeside.pk])
    assert not may(both, Permission.READ_PLAN, at=[strathlairn.pk])
    with pytest.raises(NotAllowed):
        require(both, Permission.READ_PLAN, at=[strathlairn.pk])


def test_a_post_that_councils_share_reaches_into_each_of_them() -> None:
    braeside, strathlairn = factories.authority(), factories.authority()
    post = factories.post(braeside, Role.SERVICE_MANAGER)
    post.also_for.add(strathlairn)
    shared = factories.queries.actor_for(factories.account(factories.holder(post)).pk, on=factories.date(2012, 10, 17))
    assert shared.reach_of(Permission.WRITE_PAPER) == {braeside.pk, strathlairn.pk} == shared.authority_ids


def test_an_actor_made_by_hand_reaches_with_its_own_permissions_wherever_its_authorities_are() -> None:
    made = Actor(1, 1, "Made", permissions=frozenset({Permission.READ_PLAN}), authority_ids=frozenset({7, 8}))
    assert made.reach_of(Permission.READ_PLAN) == {7, 8}
    assert made.reach_of(Permission.EDIT_PLAN) == frozenset()
