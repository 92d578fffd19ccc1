"""Two people draw a circle of plans together, each one half of it, at the same moment: one of them is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from lippen.improvement import actions
from lippen.improvement.models import PlanCarrier
from lippen.improvement.tests.asked import add_to, other_plan
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast
from lippen.improvement.tests.test_two_writers import at_once
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here() -> Cast:
    with transaction.atomic():
        return cast()


def test_two_halves_of_a_circle_do_not_both_come_into_being(here: Cast) -> None:
    with transaction.atomic():
        first, second = here.action(), other_plan(here, "Second")
        back = add_to(here, second)

    def there(actor: Actor, ref: str) -> PlanCarrier:
        return actions.carry_by(actor=actor, action_ref=first.ref, plan_ref=second.ref, so_on=TODAY, at=NOW)

    def and_back(actor: Actor, ref: str) -> PlanCarrier:
        return actions.carry_by(actor=actor, action_ref=back.ref, plan_ref=here.plan.ref, so_on=TODAY, at=NOW)

    with ThreadPoolExecutor(2) as two:
        kept, refused = at_once(two, "", (here.editor, there), (here.colleague, and_back))
    assert isinstance(kept, PlanCarrier)
    assert isinstance(refused, CannotDo)
    assert list(PlanCarrier.objects.values_list("plan_id", flat=True)) == [second.pk]
