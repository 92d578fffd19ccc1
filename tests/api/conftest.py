"""A council with papers in several states, committed once for a module of tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections, transaction

from lippen.organisation.actions.tokens import make_token
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.organisation.vocabulary import Scope
from lippen.reporting.tests.world import NOW, TODAY, World, world
from lippen.server.flush import empty_tables
from tests.house.councils import issued, quick_files


@pytest.fixture(scope="module")
def there(django_db_setup, django_db_blocker) -> Iterator[World]:
    """A council with a paper that is being written, one that was issued, one that is exempt, and a token for each."""
    before, settings.LIPPEN_TODAY = settings.LIPPEN_TODAY, TODAY
    with django_db_blocker.unblock():
        try:
            made = world(actions_in_each_theme=1)
            with quick_files(), transaction.atomic():
                made.refs = {
                    "drafting": made.opened().ref,
                    "issued": issued(made),
                    "exempt": issued(made, exempt="yes"),
                }
            made.secret = token(made)
            made.plans_too = token(made, Scope.READ_PAPERS, Scope.READ_PLANS)
            made.plans_alone = token(made, Scope.READ_PLANS)
            yield made
        finally:
            connections.close_all()
            empty_tables()
    settings.LIPPEN_TODAY = before


def token(there: World, *scopes: Scope) -> str:
    return make_token(
        actor=people.actor(there.authority, Role.ADMINISTRATOR),
        name="Neighbour",
        authority_id=there.authority.pk,
        scopes=scopes or (Scope.READ_PAPERS,),
        expires_on=TODAY + timedelta(days=9),
        at=NOW,
    )
