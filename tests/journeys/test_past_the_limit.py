"""From a referral to a social worker who has the most that is set already: warned, and given with a reason."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.casework.actions import work
from lippen.casework.models import Involvement
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.kernel import access

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def c(settings) -> Cast:
    """A team in which one worker has one child, which is the limit; and a child who is referred."""
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = cast()
        made.allocate(made.add(made.worker, "Fergus"), made.worker)
        access.identify(made.manager, today=TODAY)
        figure = {"authority_id": made.council.pk, "key": "limit_children", "number": 1, "why": "For this journey"}
        work.set_number(actor=made.manager, **figure, so_on=TODAY, at=NOW)
        made.refer(made.worker, made.add(made.worker, "Isla", "Balfour"))
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def test_from_a_referral_to_a_worker_past_the_limit(c, enter, seen) -> None:
    # Given a child who goes through the front door and waits
    page = enter(account(c.worker), phone=True)
    page.goto("/children/")
    page.get_by_role("link", name="Isla Balfour").first.click()
    page.locator(".lippen-next a.ds_button").click()
    for outcome in ("Goes on to initial assessment", "Assessed: goes on to the decision"):
        page.get_by_label(outcome).check()
        page.get_by_label("Why?").fill("Seen")
        page.get_by_role("button", name="Record this step").click()
        page.locator(".lippen-next a.ds_button").click()
    page.get_by_label("Needs a social worker").check()
    page.get_by_label("Why?", exact=True).fill("The family asks for it")
    page.get_by_label("Who holds the child while they wait?").select_option(label=f"{c.worker.name}, Social worker")
    page.get_by_label("Very high").check()
    page.get_by_label("Why this level?").fill("Alone at night")
    page.get_by_label("What happens until there is a social worker?").fill("The school rings each day")
    when = page.get_by_role("group", name="When is the next contact?")
    for label, words in (("Day", "20"), ("Month", "10"), ("Year", "2012")):
        when.get_by_label(label).fill(words)
    page.get_by_role("button", name="Record this step").click()
    expect(page.get_by_text("Needs a social worker").first).to_be_visible()

    # When the leader gives the child to somebody who has the limit already
    leader = enter(account(c.leader))
    leader.goto("/children/queue")
    leader.get_by_role("link", name="Allocate Isla Balfour").click()
    expect(leader.get_by_role("row", name=c.worker.name)).to_contain_text("1")
    who = leader.get_by_label("Who will work with the child?")
    who.select_option(value=str(c.worker.person_id))
    leader.get_by_role("button", name="Allocate").click()

    # Then they are warned of it in words, and nothing is done without a reason
    expect(leader.locator("#error-summary")).to_contain_text("limit")
    expect(who).to_have_value(str(c.worker.person_id))
    seen(leader, "past-the-limit")
    with transaction.atomic():
        access.identify(c.leader, today=TODAY)
        assert not Involvement.objects.filter(person__now__given_name="Isla", kind="allocated").exists()
    leader.get_by_label("Why past the limit?").fill("She knows the family, and a child of hers closes on Friday")
    leader.get_by_role("button", name="Allocate").click()
    expect(leader.get_by_text("Isla Balfour has a social worker.")).to_be_visible()

    # And the reason stands where the child's worker stands
    leader.goto("/children/")
    leader.get_by_role("link", name="Isla Balfour").first.click()
    expect(leader.get_by_text("Past the limit: She knows the family")).to_be_visible()
    seen(leader, "past-the-limit-on-the-record")
