"""Whoever goes back to a form and sends it again is told that it was recorded already; it stands once."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.casework.models import VisitDone
from lippen.casework.tests.factories import TODAY
from lippen.casework.tests.world import World, committed_world
from lippen.kernel import access
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def w(settings) -> World:
    settings.LIPPEN_TODAY = TODAY
    return made_once(committed_world)


def visits(w: World) -> int:
    with transaction.atomic():
        access.identify(w.cast.worker, today=TODAY)
        return VisitDone.objects.filter(view__startswith="I drew my house").count()


@pytest.mark.parametrize("script", [True, False])
def test_a_visit_sent_again_with_the_back_button_stands_once(w, enter, script) -> None:
    page = enter(get_user_model().objects.get(pk=w.cast.worker.account_id), script=script)
    page.goto(f"/children/{w.child.ref}")
    page.get_by_role("link", name="Record a visit").first.click()
    page.get_by_label("Yes, alone too").first.check()
    page.get_by_label("Where?").select_option(label="At home")
    view = page.get_by_label("What did they say, or show?").first
    view.fill("I drew my house")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.get_by_text("The visit is recorded.")).to_be_visible()

    page.go_back()
    expect(view).to_have_value("I drew my house")
    page.get_by_role("button", name="Record the visit").click()
    if script:
        expect(page.get_by_role("status").first).to_contain_text("This was already recorded")
    else:
        expect(page.locator("#error-summary")).to_contain_text("You recorded the very same within the last hour")
    assert visits(w) == 1

    page.goto(f"/children/{w.child.ref}/visits/record")
    page.get_by_label("Yes, alone too").first.check()
    page.get_by_label("Where?").select_option(label="At home")
    view.fill("I drew my house again")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.get_by_text("The visit is recorded.")).to_be_visible()
    assert visits(w) == 2
