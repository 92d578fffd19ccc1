"""A worker leaves: their children find somebody on one page, on a phone; what could not go keeps its words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.casework.actions import visiting
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.kernel import access
from lippen.organisation.actions import terms
from lippen.organisation.models import Person, PostHolding
from lippen.organisation.vocabulary import Basis, Experience

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CHILDREN = 14
NAMES = ("Isla", "Ewan", "Una", "Fergus", "Ada", "Ruaridh", "Morven", "Tam", "Effie", "Struan", "Mhairi", "Iona")


@pytest.fixture
def c(settings) -> Cast:
    """A worker with fourteen children leaves in a month; the colleague has room for ten, and speaks Gaelic."""
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = cast()
        for number in range(CHILDREN):
            child = made.add(made.worker, NAMES[number % len(NAMES)])
            made.allocate(child, made.worker)
            if number % 5 == 0:
                access.identify(made.worker, today=TODAY)
                visit = {"planned_on": TODAY + timedelta(days=number + 1), "worker_id": made.worker.person_id}
                visiting.plan_visit(actor=made.worker, person_ref=child.ref, so_on=TODAY, at=NOW, **visit)
        access.identify(made.leader, today=TODAY)
        gaelic = terms.list_skill(actor=made.leader, authority_id=made.council.pk, name="Speaks Gaelic", at=NOW)
        how = {"hours_share": Decimal("0.7"), "experience": Experience.EXPERIENCED, "basis": Basis.PERMANENT}
        whose = {"authority_id": made.council.pk, "person_id": made.colleague.person_id, "skill_ids": [gaelic.pk]}
        terms.say_terms(actor=made.leader, so_on=TODAY, at=NOW, **how, **whose)
        leaves = TODAY + timedelta(days=30)
        PostHolding.objects.filter(person_id=made.worker.person_id).update(ends_on=leaves)
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def test_a_leavers_children_find_somebody_on_a_phone(c, enter, seen) -> None:
    page = enter(account(c.leader), phone=True)
    page.goto("/children/team")
    page.get_by_role("link", name="Who leaves").click()
    expect(page.get_by_role("main")).to_contain_text("14 children to find somebody for")
    seen(page, "leavers")
    page.get_by_role("main").get_by_role("link", name=c.worker.name).click()
    expect(page.get_by_role("main")).to_contain_text("0 of 14 have somebody. 14 have nobody yet.")
    expect(page.get_by_role("main")).to_contain_text("Speaks Gaelic")
    seen(page, "all-open")

    # Without a note nobody is asked, and what was chosen stays
    page.get_by_role("button", name="Ask them all").click()
    expect(page.locator("#error-summary")).to_contain_text("Write what they have to know")
    seen(page, "error")
    page.get_by_label("What do they all have to know?").fill("I go on the sixteenth of November.")

    # All to the colleague: ten go, four are past the limit, said by child, with their words kept
    page.get_by_label("All to one?").select_option(label=f"{c.colleague.name}: 0 of 10 now")
    page.get_by_role("button", name="Ask them all").click()
    told = page.get_by_role("main")
    expect(page.locator("body")).to_contain_text("10 children are offered, and stand on desks. Not offered:")
    expect(page.locator("body")).to_contain_text("would have 11 children; the limit is 10")
    expect(told).to_contain_text("0 of 14 have somebody. 10 are asked about. 4 have nobody yet.")
    expect(page.get_by_label("What do they all have to know?")).to_have_value("I go on the sixteenth of November.")
    seen(page, "left-over")

    # The colleague takes one and refuses another; the page counts it
    other = enter(account(c.colleague), phone=True)
    for number, (answer, words) in enumerate((("Yes, I take over", ""), ("No, I do not take over", "Too far"))):
        page.get_by_text("has not answered yet").first.wait_for()
        url = page.locator("section[aria-labelledby=asked-title] a").nth(0).get_attribute("href")
        other.goto(url)
        other.get_by_label(answer).check()
        other.get_by_label("Why, or what else?").fill(words)
        other.get_by_role("button", name="Record this").click()
        page.goto(f"/children/leavers/{Person.objects.get(pk=c.worker.person_id).ref}")
        expect(told).to_contain_text(f"1 of 14 have somebody. {9 - number} are asked about.")
    expect(told).to_contain_text("does not take over: Too far")
    seen(page, "answered")


def test_the_leavers_page_at_a_desk_and_where_nothing_is_to_be_done(c, enter, seen) -> None:
    page = enter(account(c.leader))
    page.goto(f"/children/leavers/{Person.objects.get(pk=c.worker.person_id).ref}")
    seen(page, "desk")
    page.goto(f"/children/leavers/{Person.objects.get(pk=c.colleague.person_id).ref}")
    expect(page.get_by_role("main")).to_contain_text("No child is allocated to them")
    seen(page, "nothing")
    for path in ("team/skills", "stand-ins"):
        page.goto(f"/children/{path}")
        seen(page, path.replace("/", "-"))
    manager = enter(account(c.manager), phone=True)
    for path in ("staffing", "staffing/2012-10-01", "stand-ins", "team/skills"):
        manager.goto(f"/children/{path}")
        seen(manager, f"phone-{path.replace('/', '-')}")
    desk = enter(account(c.manager))
    for path in ("staffing", "staffing/2012-10-01"):
        desk.goto(f"/children/{path}")
        seen(desk, f"desk-{path.replace('/', '-')}")
