"""A board is seen through: its agenda draws itself, is settled and prints on one page; and a promise is kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement import actions
from lippen.improvement.actions import Owner
from lippen.improvement.scores import Score
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import NOW, month
from lippen.improvement.vocabulary import Direction, GroupKind, StakeholderKind, Which

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    when = {"so_on": TODAY, "at": NOW}
    with transaction.atomic():
        made = factories.cast()
        for number in range(12):
            made.action(f"Late action {number} " + "with many words " * 6, dates={Which.TARGET: month(2012, 8)})
        of = {"actor": made.editor, "plan_ref": made.plan.ref, **when}
        owner = Owner(made.editor.person_id)
        actions.raise_risk(title="Staff leave", score=Score(4, 5), owner=owner, **of)
        actions.want_decision(words="Two more posts?", **of)
        group = actions.add_stakeholder(
            actor=made.editor, authority_id=made.council.pk, kind=StakeholderKind.NHS, name="NHS managers", **when
        )
        made.promise = actions.make_commitment(
            direction=Direction.OURS, words="A report each month", owner=owner, stakeholder_ref=group.ref, **of
        ).ref
        board = actions.found_group(kind=GroupKind.PROJECT_BOARD, name="Project board", **of)
        made.meeting = actions.call_meeting(actor=made.editor, group_ref=board.ref, meets_on=TODAY, **when).ref
    return made


def test_a_board_is_prepared_held_and_its_promise_kept(cast, enter, axe, picture) -> None:
    page = enter(get_user_model().objects.get(pk=cast.editor.account_id))

    # Given an agenda that the plan draws
    page.goto(f"/groups/meetings/{cast.meeting}")
    expect(page.get_by_text("This agenda draws itself from the plan")).to_be_visible()
    axe(page)

    # When the chair puts a line of their own on it and settles it
    page.get_by_role("link", name="Arrange the agenda").click()
    axe(page)
    page.get_by_label("Add a line of your own").fill("Date of the next meeting")
    page.get_by_role("button", name="Save the order").click()
    expect(page.get_by_text("Date of the next meeting")).to_be_visible()
    page.get_by_role("link", name="Settle the agenda").first.click()
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_text("Settled on 17 October 2012")).to_be_visible()
    axe(page)
    picture(page, "agenda")

    # Then its board pack prints on one page
    page.get_by_role("link", name="Board pack on one page").click()
    expect(page.get_by_role("heading", name="Exceptions")).to_be_visible()
    axe(page)
    picture(page, "pack")
    assert pages_of(page.pdf(format="A4")) == 1

    # And a commitment to partners is kept on a phone
    phone = enter(get_user_model().objects.get(pk=cast.editor.account_id), phone=True)
    phone.goto("/partners/")
    axe(phone)
    phone.get_by_role("link", name="NHS managers").click()
    axe(phone)
    phone.get_by_role("link", name="A report each month").click()
    phone.get_by_role("link", name="Record that it was kept").first.click()
    axe(phone)
    phone.get_by_label("What shows it?").fill("Their letter of today")
    phone.get_by_role("button", name="Record that it was kept").click()
    expect(phone.get_by_text("The commitment is kept.")).to_be_visible()
    fits(phone)
    axe(phone)
    picture(phone, "kept")


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return (
        pdf.count(b"/Type /Page\n")
        or pdf.count(b"/Type /Page ")
        or pdf.count(b"/Type/Page>") + pdf.count(b"/Type /Page>")
    )
