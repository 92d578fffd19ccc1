"""Children who wait already come in from a file, with whoever holds them; nobody comes in half."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.casework.actions import work
from lippen.casework.models import Involvement, Referral, ReferralStep, Waiting, WaitingFact
from lippen.casework.queries import lists
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.casework.tests.test_intake import CHILDREN, answered, brought, c, looked, named, said, taken
from lippen.casework.vocabulary import DoubtKind, IntakeKind, InvolvementKind
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.organisation.models import Person

__all__ = ["c"]
pytestmark = pytest.mark.django_db
HEADINGS = "Child ID,Referral date,Source,Reason,Details,Waits since,Held by,Level,Why this level,Plan,Next contact\n"
WAITS = (
    "P001,01/09/2012,School,neglect,Came to school hungry.,10/09/2012,{held},High,Alone at night.,A call each week.,"
    "19/10/2012\n"
)


def rows(c: Cast, words: str = WAITS) -> str:
    """A file of waits, held by the worker of the cast."""
    held = Person.objects.get(pk=c.worker.person_id).email
    return HEADINGS + words.format(held=held)


def test_a_child_who_waits_comes_in_with_holder_level_plan_and_next_contact(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    assert brought(c, IntakeKind.WAITS, rows(c)).taken == 1
    waiting, stands = Waiting.objects.get(person=named("P001")), WaitingFact.objects.get()
    assert (waiting.so_on, stands.so_on, stands.next_contact_on) == (
        date(2012, 9, 10),
        date(2012, 9, 10),
        date(2012, 10, 19),
    )
    assert (stands.holder_id, stands.level, stands.why, stands.plan) == (
        c.worker.person_id,
        "high",
        "Alone at night.",
        "A call each week.",
    )
    held = Involvement.objects.get(kind=InvolvementKind.HOLDING)
    assert (held.worker_id, held.starts_on, held.ends_on) == (c.worker.person_id, date(2012, 9, 10), None)


def test_a_child_who_came_in_waiting_stands_in_the_queue_with_all_the_days_waited(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    brought(c, IntakeKind.WAITS, rows(c))
    (row,) = lists.queue(c.manager, today=TODAY)
    assert (row.person.name, row.days) == ("Ailsa Docherty", (TODAY - date(2012, 9, 10)).days)


@pytest.mark.parametrize(
    ("change", "column", "told"),
    [
        ((",High,", ",,"), "Level", "Say how concerned you are."),
        (("A call each week.", ""), "Plan", "Say what happens until the child has a social worker."),
        (("19/10/2012", ""), "Next contact", "Say when you are next in touch with the child."),
        (("19/10/2012", "19/10/2120"), "Next contact", "At most 90 days ahead: somebody waits."),
        (("{held}", "nobody@council.example"), "Held by", "Nobody who can be allocated a child is called"),
        (("10/09/2012", "10/08/2012"), "Waits since", "They waited before anybody told you of them."),
    ],
)
def test_a_wait_without_what_every_wait_has_is_refused_with_its_cell(c: Cast, change, column: str, told: str) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    row = looked(c, IntakeKind.WAITS, rows(c, WAITS.replace(*change)))
    ((_, where, sentence), *_) = said(row, DoubtKind.REFUSED)
    assert where == column and told in sentence


def test_a_child_in_the_queue_is_left_out_and_one_with_a_worker_is_refused(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    worker = Person.objects.get(pk=c.worker.person_id)
    brought(c, IntakeKind.ALLOCATIONS, f"Child ID,Worker,Since\nP002,{worker.email},01/03/2012\n")
    brought(c, IntakeKind.WAITS, rows(c))
    again = looked(c, IntakeKind.WAITS, rows(c, WAITS + WAITS.replace("P001", "P002")))
    assert said(again, DoubtKind.THERE) == [(2, "", "Ailsa Docherty is in the queue already.")]
    ((row, _, sentence),) = said(again, DoubtKind.REFUSED)
    assert row == 3 and "Ruaridh Docherty has a social worker" in sentence
    assert taken(c, again, without_refused=True).taken == 0
    assert Waiting.objects.count() == 1


def test_a_child_may_wait_on_the_referral_that_is_recorded_and_is_told_of_once(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    words = "Child ID,Received,Source,Reason,Details\nP001,01/09/2012,School,neglect,Came to school hungry.\n"
    brought(c, IntakeKind.REFERRALS, words)
    row = looked(c, IntakeKind.WAITS, rows(c))
    ((_, _, sentence),) = said(row, DoubtKind.THERE)
    assert sentence == "A referral of Ailsa Docherty of 1 September 2012 and for that reason is recorded and open."
    answered(c, row, {2: "known"})
    taken(c, row)
    assert Referral.objects.count() == 1 and Waiting.objects.get().referral_id == Referral.objects.get().pk
    assert list(ReferralStep.objects.values_list("outcome", flat=True)) == ["assess", "assessed", "allocate"]


def test_one_row_that_cannot_come_in_after_all_leaves_nobody_in_the_queue(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    row = looked(c, IntakeKind.WAITS, rows(c, WAITS + WAITS.replace("P001", "P002")))
    given = {"person_ref": named("P002").ref, "worker_id": c.worker.person_id, "so_on": TODAY, "at": NOW}
    work.allocate(actor=c.manager, **given)
    with pytest.raises(CannotDo, match="Row 3"):
        taken(c, row)
    access.identify(c.manager, today=TODAY)
    assert not Waiting.objects.exists()
