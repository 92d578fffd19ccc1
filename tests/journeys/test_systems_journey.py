"""Another system is let in by a token and told of what happens, both end again, and the log says what came of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement import actions
from lippen.improvement.tests import factories
from lippen.improvement.vocabulary import State
from lippen.organisation import jobs
from lippen.organisation.models import Delivery
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        made.keeper = people.actor(made.council, Role.ADMINISTRATOR)
        made.ref = made.action("Write the rota", state=State.UNDER_WAY).ref
    return made


def test_a_system_is_let_in_told_and_ended_and_its_log_is_read(cast, enter, axe, picture) -> None:
    account = get_user_model().objects.get(pk=cast.keeper.account_id)
    page = enter(account)

    # Given a token, made after sending the form with nothing in it, and shown once
    page.goto("/systems")
    expect(page.get_by_text("No other system may come in")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Let another system in").click()
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("#error-summary")).to_contain_text("Which system is it for")
    axe(page)
    picture(page, "token-empty")
    page.get_by_label("Which system is it for?").fill("The health board's performance system")
    page.locator("main input[type=checkbox]").first.check()
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("it is shown this once only", exact=False)).to_be_visible()
    secret = page.get_by_role("textbox", name="The token of The health board's performance system").input_value()
    assert len(secret) > 20
    axe(page)
    picture(page, "token")
    page.goto("/systems")
    expect(page.get_by_text("The health board's performance system").first).to_be_visible()
    assert secret not in page.content()

    # When it is told of updates, and one is written
    page.get_by_role("link", name="Tell another system").click()
    page.get_by_label("Which system is told?").fill("Health board")
    page.get_by_label("Where?").fill("ftp://systems.example.org")
    page.get_by_label("An update of an action was written").check()
    page.get_by_role("button", name="Tell it from now on").click()
    expect(page.locator("#error-summary")).to_contain_text("Write the whole address")
    axe(page)
    page.get_by_label("Where?").fill("http://127.0.0.1:9/none")
    page.get_by_role("button", name="Tell it from now on").click()
    expect(page.get_by_role("textbox", name="The signing secret of Health board")).to_be_visible()
    axe(page)
    picture(page, "told")
    with transaction.atomic():
        actions.write_update(
            actor=cast.worker, action_ref=cast.ref, paragraphs=["It goes on."], so_on=TODAY, at=factories.NOW
        )
    jobs.deliver(timestamp=0)
    assert Delivery.objects.get().tries == 1

    # Then the log says what became of it, on a phone too
    phone = enter(account, phone=True)
    phone.goto("/systems/told")
    expect(phone.get_by_text("Waits for its next try").first).to_be_visible()
    fits(phone)
    assert "It goes on." not in phone.content()
    axe(phone)
    picture(phone, "log")

    # And both end again
    phone.goto("/systems")
    phone.get_by_role("button", name="End this").filter(has_text="Health board").click()
    expect(phone.get_by_text("Ended on")).to_be_visible()
    phone.get_by_role("button", name="Revoke").first.click()
    expect(phone.get_by_text("Revoked on")).to_be_visible()
    fits(phone)
    axe(phone)
    picture(phone, "ended")
