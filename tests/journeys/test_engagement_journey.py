"""What partners say is written down under a theme with an agreed sign, answered, and given back to them."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.improvement import actions
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import NOW
from lippen.improvement.vocabulary import StakeholderKind

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)
SAID = "Papers come the evening before, too late to read."
DID = "They go out five days ahead from November."


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        made.group = actions.add_stakeholder(
            actor=made.editor,
            authority_id=made.council.pk,
            kind=StakeholderKind.PANEL_MEMBERS,
            name="Panel members",
            so_on=TODAY,
            at=NOW,
        ).ref
    return made


def test_a_theme_is_agreed_what_was_said_is_answered_and_given_back(cast, enter, seen) -> None:
    account = get_user_model().objects.get(pk=cast.editor.account_id)

    # Given a theme with its sign, agreed after sending the form with nothing in it
    page = enter(account)
    page.goto(f"/partners/{cast.group}")
    expect(page.get_by_role("heading", name="Panel members", level=1)).to_be_visible()
    page.get_by_role("link", name="Agree a theme and its sign of progress").click()
    page.get_by_role("button", name="Write the theme down").click()
    expect(page.locator("#error-summary")).to_contain_text("What is the theme")
    seen(page, "theme-empty")
    page.get_by_label("What is the theme?").fill("Papers on time")
    page.get_by_label("What will show that it gets better?").fill("Nine papers in ten come five days ahead")
    page.get_by_label("Agreed with whom?").fill("The chair of the panel")
    page.get_by_role("button", name="Write the theme down").click()
    expect(page.get_by_text("Nine papers in ten come five days ahead").first).to_be_visible()
    seen(page, "theme-agreed")

    # When what was said is noted on a phone, and how near the sign is
    phone = enter(account, phone=True)
    phone.goto(f"/partners/{cast.group}")
    phone.get_by_role("link", name="Papers on time").first.click()
    expect(phone.get_by_role("heading", name="Papers on time", level=1)).to_be_visible()
    seen(phone, "theme")
    phone.get_by_role("link", name="Note what was said about it").click()
    phone.get_by_label("What was said?").fill(SAID)
    seen(phone, "note-said")
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_text(SAID).first).to_be_visible()
    phone.goto(f"/partners/{cast.group}")
    phone.get_by_role("link", name="Papers on time").first.click()
    phone.get_by_role("link", name="Say how near it is").first.click()
    phone.get_by_label("Some progress").check()
    phone.get_by_label("In words").fill("Three in ten came in time.")
    seen(phone, "read-theme")
    phone.locator("main form button[type=submit]").first.click()
    expect(phone.get_by_text("Three in ten came in time.").first).to_be_visible()
    seen(phone, "theme-read")

    # And answered, and given back in words that they read
    page.goto(f"/partners/{cast.group}/you-said")
    expect(page.get_by_text("1 thing not answered yet.")).to_be_visible()
    seen(page, "you-said-unanswered")
    page.goto(f"/partners/{cast.group}")
    page.get_by_role("link", name="Say what we did").first.click()
    page.get_by_label("What did we do?").fill(DID)
    seen(page, "answer")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text(DID).first).to_be_visible()
    page.goto(f"/partners/{cast.group}/you-said")
    page.get_by_role("link", name="Record that it was given back").click()
    expect(page.get_by_label(f"Papers on time: {SAID}")).to_be_checked()
    page.get_by_label("The partners themselves").check()
    page.get_by_label("Who exactly?").fill("All panel members of the area")
    page.get_by_label("How?").fill("By letter")
    seen(page, "give-back")
    page.get_by_role("button", name="Record that it was given").click()

    # Then what was given stands as it was given
    expect(page.get_by_text("It is recorded as given back.")).to_be_visible()
    expect(page.get_by_text(DID)).to_be_visible()
    seen(page, "given-back")
    page.goto("/partners/you-said")
    expect(page.get_by_text("All panel members of the area")).to_be_visible()
    seen(page, "you-said-all")
