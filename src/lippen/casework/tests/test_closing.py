"""Work with a child is closed by two, with a reason, and nobody is left on no desk meanwhile."""

from __future__ import annotations

import pytest

from lippen.casework.actions import front, work
from lippen.casework.models import Involvement
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import InvolvementKind, WaitingEndKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def as_(actor: Actor) -> Actor:
    access.identify(actor, today=TODAY)
    return actor


def parts(c: Cast, child) -> dict[str, str]:
    """Who works with a child, by part."""
    as_(c.manager)
    return dict(Involvement.objects.filter(person=child, ends_on=None).values_list("kind", "ref"))


def end(c: Cast, ref: str) -> None:
    work.end_work(actor=as_(c.leader), work_ref=ref, **WHEN)


def beside(c: Cast, child, who: Actor, kind: InvolvementKind = InvolvementKind.CO_WORKING) -> str:
    made = work.involve(actor=as_(c.leader), person_ref=child.ref, worker_id=who.person_id, kind=kind, **WHEN)
    return made.ref


# --- nobody is lost ---


def test_the_last_who_took_a_child_in_does_not_end_though_others_work_alongside(c) -> None:
    child = c.add(c.worker)
    beside(c, child, c.colleague)
    with pytest.raises(CannotDo, match="Allocate the child first, or close the work, so that nobody is lost"):
        end(c, parts(c, child)["duty"])
    assert set(parts(c, child)) == {"duty", "co_working"}


def test_who_works_alongside_ends_while_somebody_has_the_child(c) -> None:
    child = c.add(c.worker)
    end(c, beside(c, child, c.colleague))
    assert set(parts(c, child)) == {"duty"}


def test_a_front_door_worker_ends_beside_another(c) -> None:
    child = c.add(c.worker)
    first = parts(c, child)["duty"]
    beside(c, child, c.colleague, InvolvementKind.DUTY)
    end(c, first)
    assert set(parts(c, child)) == {"duty"}


def test_a_front_door_worker_ends_while_a_child_waits_with_a_holder(c) -> None:
    child = c.add(c.worker)
    waiting = c.waiting(c.worker, child)
    end(c, parts(c, child)["duty"])
    assert set(parts(c, child)) == {"holding"}
    front.end_waiting(
        actor=as_(c.leader), waiting_ref=waiting.ref, kind=WaitingEndKind.NOT_NEEDED, words="Helped by kin", **WHEN
    )
