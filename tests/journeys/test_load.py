"""A child is offered and taken over on a phone; how somebody works, what is due, a figure in doubt."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.casework.tests.factories import TODAY
from lippen.casework.tests.world import World, committed_world
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def w(settings) -> World:
    settings.LIPPEN_TODAY = TODAY
    return made_once(committed_world)


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def test_a_child_is_offered_and_taken_over_with_what_is_due(w, enter, seen) -> None:
    # Given a child with something due, whose worker is to change
    child = w.known["brother"]
    colleague = enter(account(w.cast.colleague))
    colleague.goto(f"/children/{child.ref}/duty")
    colleague.get_by_role("button", name="Put it on the desk").click()
    expect(colleague.locator("#error-summary")).to_be_visible()
    colleague.get_by_label("What is due?").select_option(label="Core group")
    colleague.get_by_label("Anything to add").fill("At the school, ten in the morning")
    parts = colleague.get_by_role("group", name="By which day?")
    for label, words in (("Day", "1"), ("Month", "11"), ("Year", "2012")):
        parts.get_by_label(label).fill(words)
    seen(colleague, "something-is-due")
    colleague.get_by_role("button", name="Put it on the desk").click()
    expect(colleague.get_by_role("link", name="Core group")).to_be_visible()
    seen(colleague, "due-on-the-record")

    # When the one who was asked reads the note on a phone, with what goes with the child, and says yes
    page = enter(account(w.cast.worker), phone=True)
    page.goto("/")
    page.get_by_role("link", name="Say whether you take over a child").first.click()
    expect(page.get_by_text("Likes football")).to_be_visible()
    expect(page.get_by_text("Core group")).to_be_visible()
    seen(page, "asked-to-take-over")
    page.get_by_label("No, I do not take over").check()
    page.get_by_role("button", name="Record this").click()
    expect(page.locator("#error-summary")).to_contain_text("Say why you do not take over.")
    page.get_by_label("Yes, I take over on 24 October 2012").check()
    page.get_by_role("button", name="Record this").click()
    expect(page.get_by_text("You take over on 24 October 2012")).to_be_visible()
    seen(page, "takes-over-next-week")

    # Then the record says so, and the offer can be taken back by whoever leads
    leader = enter(account(w.cast.leader))
    leader.goto(f"/children/{child.ref}")
    expect(leader.get_by_text("and has said yes")).to_be_visible()
    leader.get_by_role("link", name="Open this handover").click()
    seen(leader, "handover-as-the-leader-sees-it")
    leader.get_by_label("The offer is taken back").check()
    leader.get_by_label("Why, or what else?").fill("He asked to stay with her")
    leader.get_by_role("button", name="Record this").click()
    expect(leader.get_by_text("stays the worker")).to_be_visible()
    leader.locator("summary", has_text="Who works with").click()
    leader.get_by_role("link", name="Offer to another worker").click()
    seen(leader, "offer-a-child")


def test_how_somebody_works_counts_in_their_load(w, enter, seen) -> None:
    leader = enter(account(w.cast.leader))
    leader.goto("/children/team")
    seen(leader, "team-with-loads")
    leader.get_by_role("link", name="Wren").click()
    seen(leader, "how-somebody-works")
    leader.get_by_label("How much of full time?").fill("0.5")
    leader.get_by_label("Gaelic").check()
    leader.get_by_role("button", name="Record this").click()
    expect(leader.get_by_text("0.5 of full time")).to_be_visible()
    leader.get_by_role("link", name="Skills", exact=True).click()
    seen(leader, "skills")
    leader.get_by_role("link", name="Add a skill").click()
    seen(leader, "list-a-skill")
    leader.goto(f"/children/{w.child.ref}/help")
    seen(leader, "assign-help")


def test_a_figure_is_asked_about_and_the_head_decides_past_the_limit(w, enter, seen) -> None:
    with transaction.atomic():
        head = account(factories.actor(w.cast.council, Role.HEAD_OF_SERVICE))
    worker = enter(account(w.cast.other_worker))
    worker.goto("/children/figures")
    worker.locator('a[href$="ask?figure=weight_court"]').click()
    worker.get_by_label("What is wrong with it, and how do you know?").fill("Two days a week, counted for a month")
    seen(worker, "ask-for-another-figure")
    worker.get_by_role("button", name="Ask", exact=True).click()
    expect(worker.get_by_text("Two days a week, counted for a month")).to_be_visible()

    page = enter(head)
    page.goto("/children/figures")
    seen(page, "figures-with-what-was-asked")
    page.locator('a[href*="/figures/asked/"]').first.click()
    seen(page, "answer-about-a-figure")
    page.goto(f"/children/team/limits/{w.refs['over']}")
    seen(page, "past-the-limit")
    page.get_by_label("What did you decide?").fill("Two posts are filled in spring")
    parts = page.get_by_role("group", name="Until which day does it hold?")
    for label, words in (("Day", "1"), ("Month", "2"), ("Year", "2013")):
        parts.get_by_label(label).fill(words)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision stands until that day.")).to_be_visible()
