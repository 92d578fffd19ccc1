"""A child is searched for and added, referred, waits in the queue, is allocated, and is seen on a phone."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import Page, expect

from lippen.casework.tests.factories import TODAY
from lippen.casework.tests.world import World, committed_world
from lippen.design.tests.browsers import fits
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def w(settings) -> World:
    settings.LIPPEN_TODAY = TODAY
    made = made_once(committed_world)
    with transaction.atomic():
        made.cast.allocate(made.known["brother"], made.cast.worker)
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def date_in(page: Page, group: str, day: str, month: str, year: str) -> None:
    parts = page.get_by_role("group", name=group)
    for label, words in (("Day", day), ("Month", month), ("Year", year)):
        parts.get_by_label(label).fill(words)


def test_from_a_search_to_a_social_worker(w, enter, axe, picture) -> None:
    # Given a social worker who is told of a child
    page = enter(account(w.cast.worker))
    page.goto("/children/")
    expect(page.get_by_role("heading", name="Children", exact=True)).to_be_visible()
    axe(page)
    picture(page, "children")

    # When they search, and nobody like this is known, and they add the child
    page.get_by_role("link", name="Look for somebody").first.click()
    expect(page.get_by_role("button", name="Search", exact=True).last).to_be_visible()
    axe(page)
    page.get_by_label("Given name").fill("Fergus")
    page.get_by_label("Family name").fill("Lorne")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Nobody like this is known")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("A child, or a baby who is expected").check()
    axe(page)
    picture(page, "add")
    page.get_by_role("button", name="None of these: add them").click()
    expect(page.get_by_role("heading", name="Fergus Lorne", exact=True)).to_be_visible()

    # And record the referral and take its steps
    page.get_by_role("link", name="Record a referral").click()
    page.get_by_label("Who told us?").select_option(label="Health")
    page.get_by_label("What is the worry, mainly?").select_option(label="Neglect")
    page.get_by_label("What are they worried about?").fill("Missed three appointments")
    axe(page)
    page.get_by_role("button", name="Record the referral").click()
    for outcome in ("Goes on to initial assessment", "Assessed: goes on to the decision"):
        expect(page.get_by_text("Missed three appointments").first).to_be_visible()
        page.locator(".lippen-next a.ds_button").click()
        page.get_by_label(outcome).check()
        page.get_by_label("Why?").fill("Seen")
        page.get_by_role("button", name="Record this step").click()
    page.locator(".lippen-next a.ds_button").click()
    page.get_by_label("Needs a social worker").check()
    page.get_by_label("Why?", exact=True).fill("The family asks for it")
    page.get_by_label("Who holds the child while they wait?").select_option(index=1)
    page.get_by_label("Very high").check()
    page.get_by_label("Why this level?").fill("Alone at night")
    page.get_by_label("What happens until there is a social worker?").fill("The school rings each day")
    date_in(page, "When is the next contact?", "20", "10", "2012")
    axe(page)
    picture(page, "step")
    page.get_by_role("button", name="Record this step").click()
    expect(page.get_by_text("Needs a social worker").first).to_be_visible()

    # Then the child is first in the queue, and the team leader allocates
    leader = enter(account(w.cast.leader))
    leader.goto("/children/queue")
    expect(leader.get_by_role("row").nth(1).get_by_role("link", name="Fergus Lorne", exact=True)).to_be_visible()
    axe(leader)
    picture(leader, "queue")
    leader.get_by_role("link", name="Allocate Fergus Lorne").click()
    axe(leader)
    leader.get_by_label("Who will work with the child?").select_option(index=1)
    picture(leader, "allocate")
    leader.get_by_role("button", name="Allocate").click()
    expect(leader.get_by_text("Fergus Lorne has a social worker")).to_be_visible()


def test_a_visit_is_recorded_on_a_phone_without_javascript(w, enter, picture) -> None:
    page = enter(account(w.cast.worker), phone=True, script=False)
    page.goto(f"/children/{w.child.ref}")
    expect(page.get_by_role("heading", name="Isla Balfour", exact=True)).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Record a visit").first.click()
    expect(page.get_by_role("button", name="Record the visit")).to_be_visible()
    fits(page)
    page.get_by_role("group", name="Did you see Isla Balfour?").get_by_label("Yes, alone too").check()
    page.get_by_label("Where?").select_option(label="At school or nursery")
    page.get_by_label("What did they say, or show?").fill("I drew my house")
    picture(page, "visit-phone")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.get_by_text("The visit is recorded")).to_be_visible()
    expect(page.get_by_text("I drew my house").first).to_be_visible()


def test_a_visit_to_two_children_is_recorded_once_on_a_phone(w, enter, axe, picture) -> None:
    page = enter(account(w.cast.worker), phone=True)
    page.goto(f"/children/{w.child.ref}/visits/record")
    expect(page.get_by_role("heading", name="Before you meet or visit")).to_be_visible()
    expect(page.get_by_text("Runs from strangers")).to_be_visible()
    page.get_by_label("Yes, alone too").first.check()
    page.get_by_label("Where?").select_option(label="At home")
    page.get_by_label("What did you see and do?").fill("Both at the table, homework done")
    page.get_by_label("What did Ruaridh Balfour say, or show?").fill("I am fine")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.locator("#error-summary")).to_contain_text("You wrote something about Ruaridh Balfour")
    axe(page)
    fits(page)
    picture(page, "siblings-words-kept")
    page.get_by_role("group", name="Did you see Ruaridh Balfour too?").get_by_label("Yes, with others there").check()
    page.get_by_role("button", name="Record the visit").click()
    expect(page.get_by_text("The visit is recorded for 2 children.")).to_be_visible()
    picture(page, "siblings-recorded")
    page.goto(f"/children/{w.known['brother'].ref}")
    expect(page.get_by_text("In their words: I am fine")).to_be_visible()
    expect(page.get_by_text("I drew my house")).to_have_count(0)


def test_a_warning_is_written_by_the_worker_and_agreed_by_the_leader(w, enter, seen) -> None:
    page = enter(account(w.cast.worker), phone=True)
    page.goto(f"/children/{w.child.ref}/warning")
    page.get_by_role("button", name="Write the warning").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, "warning-empty")
    page.get_by_label("Has hurt or threatened somebody").check()
    page.get_by_label("What has somebody to know?").fill("The uncle shouts at visitors; ring first")
    page.get_by_label("What shows it?").fill("Told by the school on 2 October")
    page.get_by_role("button", name="Write the warning").click()
    expect(page.get_by_text("somebody else is asked to agree it")).to_be_visible()
    seen(page, "warning-on-the-record")

    leader = enter(account(w.cast.leader))
    leader.goto("/")
    leader.get_by_role("link", name="Agree a warning, or not").first.click()
    seen(leader, "warning-to-agree")
    leader.get_by_label("Yes").check()
    leader.get_by_label("Why?").fill("Spoke to the school")
    leader.get_by_role("button", name="Record this").click()
    expect(leader.get_by_text("The warning stays.")).to_be_visible()
    seen(leader, "warning-agreed")


def test_every_page_fits_a_phone_and_passes_the_check(w, enter, axe, picture) -> None:
    page = enter(account(w.cast.manager), phone=True)
    shown = (
        "child",
        "chronology",
        "who_looked",
        "queue",
        "team",
        "review_queue",
        "referral",
        "take_step",
        "openings",
        "figures",
        "mark",
        "look_at_marker",
    )
    for name in (*shown, "found", "tie_people", "protect_address", "restrict", "allocate_waiting"):
        page.goto(w.addresses()[name][0])
        expect(page.locator("h1")).to_be_visible()
        fits(page)
        axe(page)
        picture(page, f"phone-{name}")


def test_break_glass_opens_one_record_with_a_banner_and_tells_the_worker(w, enter, axe, picture) -> None:
    # Given somebody of another team who looks for a child in danger
    page = enter(account(w.cast.other_worker))
    page.goto("/children/search")
    page.get_by_label("Given name").fill("Ruaridh")
    page.get_by_label("Family name").fill("Balfour")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_text("Somebody like this may be recorded already").first).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Ruaridh")).to_have_count(0)
    axe(page)
    picture(page, "found-hidden")
    # When they open that one record
    page.get_by_role("link", name="open this one record").last.click()
    page.get_by_label("The child may be in danger now").check()
    page.get_by_label("What happened?").fill("Found on the road at night")
    axe(page)
    page.get_by_role("button", name="Open this one record for 60 minutes").click()
    # Then a banner stands on it, and whoever works with the child sees it
    expect(page.get_by_text("You opened this record outside your own work.")).to_be_visible()
    axe(page)
    picture(page, "opened")
    worker = enter(account(w.cast.worker))
    worker.goto("/children/openings")
    expect(worker.get_by_text("Found on the road at night")).to_be_visible()
    axe(worker)
    picture(worker, "openings")


def test_a_stranger_sees_nothing(w, enter) -> None:
    page = enter(account(w.cast.stranger))
    page.goto(f"/children/{w.child.ref}")
    expect(page.locator("h1")).to_be_visible()
    assert "Isla" not in page.content() and "Balfour" not in page.content()


def test_an_inspector_reads_a_drawn_child_and_a_partner_what_is_shared(w, enter, axe, picture) -> None:
    # Given a head of service who draws children by the inspector's words
    page = enter(account(w.cast.head))
    page.goto("/children/samples")
    page.get_by_role("link", name="Draw children").first.click()
    axe(page)
    page.get_by_label("Innes").check()
    page.get_by_label("Words or a number that the inspector gives").fill("red 7")
    page.get_by_label("How many children?").fill("2")
    page.get_by_label("What is it for?").fill("Joint inspection")
    date_in(page, "Until which day?", "30", "10", "2012")
    picture(page, "draw-children")
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_text("it gives the same children in this order")).to_be_visible()
    axe(page)
    picture(page, "children-drawn")

    # When the inspector reads one of them
    page = enter(account(w.cast.inspector))
    page.goto("/")
    page.get_by_role("link", name="Children of your samples").first.click()
    axe(page)
    page.get_by_role("main").get_by_role("link", name="2 of").click()
    axe(page)
    page.get_by_role("main").locator("ol a").first.click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    axe(page)
    picture(page, "sampled-child")

    # And the partner what is shared with them
    page = enter(account(w.cast.partner))
    page.goto("/")
    page.get_by_role("link", name="Children shared with you").first.click()
    axe(page)
    page.get_by_role("main").get_by_role("link", name="Isla Balfour").click()
    expect(page.get_by_role("heading", name="Why you see this")).to_be_visible()
    axe(page)
    picture(page, "shared-child")

    # Then both stand where those who work with the child look
    page = enter(account(w.cast.manager))
    page.goto(f"/children/{w.child.ref}/who-may-see")
    expect(page.get_by_text("School plan").first).to_be_visible()
    axe(page)
    picture(page, "who-may-see")


def test_governance_looks_at_an_unusual_read_on_a_phone(w, enter, axe, picture) -> None:
    page = enter(account(w.cast.governance), phone=True)
    page.goto("/children/unusual")
    axe(page)
    picture(page, "unusual")
    fits(page)
    page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    axe(page)
    picture(page, "unusual-day")
    fits(page)
    page.get_by_role("link", name="Say what came of it").first.click()
    expect(page.get_by_role("heading", name="Why did Wren")).to_be_visible()
    axe(page)
    page.get_by_label("Nothing wrong").check()
    page.get_by_label("What did you find or do?").fill("Was on duty for the whole team")
    page.get_by_role("button", name="Record what came of it").click()
    expect(page.get_by_text("Was on duty for the whole team")).to_be_visible()
