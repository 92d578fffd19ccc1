"""Evidence that serves several actions and is asked for once; and another system that is told of updates."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.improvement import actions
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import NOW, TODAY
from lippen.improvement.vocabulary import State
from lippen.kernel.access import Actor
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LONG = "Audit of twenty files " + "with every word of what was found " * 4


@pytest.fixture
def here(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    settings.LIPPEN_WEBHOOK_HOSTS = ["systems.example.org"]
    with transaction.atomic():
        made = factories.cast()
        made.rota = made.action("Write the rota", state=State.UNDER_WAY).ref
        made.room = made.action("Furnish a room for families", state=State.UNDER_WAY).ref
        given = {"title": LONG[:160].strip(), "note": "All in time", "so_on": TODAY, "at": NOW}
        actions.offer_evidence(actor=made.worker, action_ref=made.rota, **given)
    return made


def account(actor: Actor):
    return get_user_model().objects.get(pk=actor.account_id)


def test_evidence_is_asked_for_once_serves_two_actions_is_given_and_sent(here, enter, seen) -> None:
    # Given an officer whom the inspectorate asks for something: what there is stands above the form
    officer = enter(account(here.editor))
    officer.goto(f"/evidence/ask/{here.rota}")
    expect(officer.get_by_role("region", name="What there is already")).to_contain_text("Audit of twenty files")
    officer.get_by_role("button", name="Ask for it").click()
    expect(officer.locator("#error-summary")).to_contain_text("Write an answer: What would show it")
    seen(officer, "ask-empty")
    officer.get_by_label("What would show it?").fill("The minutes of both teams")
    officer.get_by_label("Who wants it?").fill("Care Inspectorate")
    officer.get_by_label("Who is asked?").select_option(str(here.worker.person_id))
    day = officer.get_by_role("group", name="By what day?")
    for part, value in (("Day", "31"), ("Month", "11"), ("Year", "2012")):
        day.get_by_label(part).fill(value)
    officer.get_by_role("button", name="Ask for it").click()
    expect(officer.locator("#error-summary")).to_contain_text("There is no day 31 11 2012.")
    expect(officer.get_by_label("What would show it?")).to_have_value("The minutes of both teams")
    day.get_by_label("Day").fill("22")
    day.get_by_label("Month").fill("10")
    officer.get_by_role("button", name="Ask for it").click()
    expect(officer.locator("h1")).to_have_text("Evidence for Care Inspectorate")
    seen(officer, "request")

    # When the worker finds it on their desk, on a phone, and offers what exists for the other action too
    worker = enter(account(here.worker), phone=True)
    worker.goto("/")
    worker.get_by_role("link", name="Give the evidence that is asked for").click()
    expect(worker.get_by_text("The minutes of both teams")).to_be_visible()
    seen(worker, "asked")
    worker.goto("/evidence/")
    seen(worker, "library")
    worker.get_by_role("link", name="Audit of twenty files").click()
    worker.get_by_role("link", name="Use it for another action").click()
    worker.get_by_label("Which other action does it bear out?").select_option(here.room)
    seen(worker, "use")
    worker.get_by_role("button", name="Offer it there too").click()
    expect(worker.get_by_text("It stands for that action too.")).to_be_visible()
    seen(worker, "item")

    # Then the request is answered with it, and it is written down that it was sent, once
    worker.goto("/evidence/")
    worker.get_by_role("link", name="The minutes of both teams").click()
    worker.get_by_role("link", name="Answer the request").click()
    worker.get_by_label("Given").check()
    worker.get_by_role("button", name="Give this answer").click()
    expect(worker.locator("#error-summary")).to_be_visible()
    seen(worker, "answer-without-evidence")
    worker.get_by_label("Which evidence?").select_option(index=1)
    worker.get_by_role("button", name="Give this answer").click()
    worker.get_by_role("link", name="Record that it was sent to Care Inspectorate").click()
    expect(worker.get_by_label("To whom?")).to_have_value("Care Inspectorate")
    worker.get_by_role("button", name="Record this").click()
    expect(worker.get_by_text("Recorded: Care Inspectorate has it.")).to_be_visible()
    seen(worker, "sent")


def test_another_system_is_told_of_updates_and_what_became_of_each_stands_in_a_log(here, enter, seen) -> None:
    # Given an administrator, who must give an address that may be told
    with transaction.atomic():
        keeper = people.actor(here.council, Role.ADMINISTRATOR, on=TODAY)
    page = enter(account(keeper))
    page.goto("/systems")
    page.get_by_role("link", name="Tell another system").click()
    page.get_by_role("button", name="Tell it from now on").click()
    expect(page.locator("#error-summary")).to_contain_text("Write an answer: Which system is told")
    seen(page, "nothing-given")
    page.get_by_label("Which system is told?").fill("The health board's performance system")
    page.get_by_label("An update of an action was written").check()
    page.get_by_label("Where?").fill("https://elsewhere.example.org/lippen")
    page.get_by_role("button", name="Tell it from now on").click()
    expect(page.locator("#error-summary")).to_contain_text("This site tells nothing to elsewhere.example.org.")
    seen(page, "not-that-address")
    page.get_by_label("Where?").fill("https://systems.example.org/lippen")
    page.get_by_role("button", name="Tell it from now on").click()

    # When it is subscribed, its secret is shown, this once
    expect(page.get_by_role("textbox", name="The signing secret of The health board's")).to_be_visible()
    seen(page, "secret")
    page.goto("/systems")
    expect(page.get_by_role("textbox", name="The signing secret of The health board's")).to_have_count(0)

    # Then what happens is noted to be told, in keys alone
    with transaction.atomic():
        actions.write_update(actor=here.worker, action_ref=here.rota, paragraphs=["A secret word"], so_on=TODAY, at=NOW)
    page.get_by_role("link", name="What was told, and what became of it").click()
    expect(page.locator("h1")).to_have_text("What other systems were told")
    expect(page.get_by_role("row").nth(1)).to_contain_text("The health board's performance system")
    assert "A secret word" not in page.content()
    seen(page, "told")
    page.set_viewport_size({"width": 390, "height": 844})
    seen(page, "told-phone")

    # And it can be ended
    page.goto("/systems")
    seen(page, "systems-phone")
    page.get_by_role("button", name="End this").click()
    expect(page.get_by_text("Ended on")).to_be_visible()
    seen(page, "ended")
