"""A manager finds that the wrong file came in, sees what stands in the way, and undoes it whole."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.casework import jobs
from lippen.casework.actions import visiting
from lippen.casework.models import KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_intake import CHILDREN, brought
from lippen.casework.vocabulary import IntakeKind
from lippen.design.tests.browsers import fits
from lippen.kernel import access

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TIES = "Person ID,Other ID,Relationship\nP001,P002,Sister\n"


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        return cast()


@contextmanager
def acting(c: Cast):
    with transaction.atomic():
        access.identify(c.manager, today=TODAY)
        yield c.manager


def work_done(c: Cast, ref: str) -> None:
    jobs.undo_intake(account_id=c.manager.account_id, ref=ref)


def test_the_wrong_file_is_undone_whole_once_nothing_stands_in_the_way(c, enter, axe, picture) -> None:
    # Given children who came in, and ties that came in after them
    with acting(c):
        children, ties = brought(c, IntakeKind.CHILDREN, CHILDREN), brought(c, IntakeKind.TIES, TIES)
    page = enter(get_user_model().objects.get(pk=c.manager.account_id))

    # When the manager wants the children undone, the page names what stands in the way
    page.goto(f"/children/bring-in/{children.ref}")
    axe(page)
    picture(page, "undo-intake-taken")
    page.get_by_role("link", name="Undo this file").click()
    expect(page.get_by_text("stand in the way.")).to_be_visible()
    expect(page.get_by_role("link", name="Ailsa Docherty")).to_be_visible()
    axe(page)
    picture(page, "undo-refused")

    # Then they undo the ties first, with a reason
    for row, words in ((ties, "Undo 1 row"), (children, "Undo 3 rows")):
        page.goto(f"/children/bring-in/{row.ref}/undo")
        expect(page.get_by_text("Nothing is deleted:")).to_be_visible()
        axe(page)
        picture(page, f"undo-{row.kind}")
        page.get_by_role("button", name=words).click()
        expect(page.get_by_role("link", name="Say why it is undone")).to_be_visible()
        axe(page)
        page.get_by_label("Why is it undone?").fill("The wrong export was chosen.")
        page.get_by_role("button", name=words).click()
        expect(page.get_by_text("The file is being undone.")).to_be_visible()
        work_done(c, row.ref)
        expect(page.get_by_text("were undone on")).to_be_visible()
        axe(page)
        picture(page, f"undone-{row.kind}")

    # And no list shows the children, while each record says what happened
    page.goto("/children/")
    expect(page.get_by_role("link", name="Ailsa Docherty")).to_have_count(0)
    with acting(c):
        ref = KnownPerson.objects.get(now__given_name="Ailsa").ref
    page.goto(f"/children/{ref}")
    expect(page.get_by_text("This record came in by mistake")).to_be_visible()
    axe(page)
    picture(page, "child-by-mistake")


def test_the_pages_of_undoing_fit_a_phone(c, enter, axe, picture) -> None:
    with acting(c) as actor:
        row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    page = enter(get_user_model().objects.get(pk=c.manager.account_id), phone=True)
    for name in ("offered", "refused"):
        page.goto(f"/children/bring-in/{row.ref}/undo")
        fits(page)
        axe(page)
        picture(page, f"phone-undo-{name}")
        with acting(c) as actor:
            ref = KnownPerson.objects.order_by("id").first().ref
            visiting.record_visit(actor=actor, person_ref=ref, is_seen=False, words="Not in.", so_on=TODAY, at=NOW)
