"""A late review with its cause; a plan for permanence from recommendation to order; drift answered. Desk and phone."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.care.tests import world as care
from lippen.casework.tests.factories import TODAY, Cast, cast
from lippen.design.tests.browsers import fits
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def committed() -> tuple[Cast, dict[str, str]]:
    with transaction.atomic():
        c = cast()
        return c, care.grown(c)


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return made_once(committed)


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def fill_day(page, question: str, *parts: str) -> None:
    for label, words in zip(("Day", "Month", "Year"), parts, strict=True):
        page.get_by_role("group", name=question).get_by_label(label).fill(words)


@pytest.mark.parametrize("phone", [False, True])
def test_a_review_is_planned_held_with_the_childs_view_and_followed_through(made, enter, axe, picture, phone) -> None:
    c, refs = made
    on = "phone" if phone else "desk"

    # Given a worker on a child's page of care
    page = enter(account(c.worker), phone=phone)
    page.goto(f"/care/{refs['child']}")
    page.get_by_role("link", name="Plan a review").click()
    axe(page)
    fits(page)
    page.get_by_label("Which review?").select_option("second_review")
    fill_day(page, "For which day?", "20", "10", "2012")

    # When they choose somebody of the child's own line as chair, they are told; somebody from outside chairs it
    page.get_by_label("Who chairs it?").select_option(
        label=page.get_by_label("Who chairs it?").locator("option", has_text="Wren").first.inner_text()
    )
    page.get_by_role("button", name="Plan it").click()
    expect(page.locator("#error-summary")).to_contain_text("Choose a chair from outside that line")
    axe(page)
    page.get_by_label("Who chairs it?").select_option("")
    page.get_by_label("Or somebody who does not work for the council").fill("Ms Quill")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("The review on 20 October 2012 is planned.")).to_be_visible()
    picture(page, f"review-planned-{on}")

    # And record it as held, first without what the child thinks
    page.get_by_role("link", name="Record it as held").click()
    axe(page)
    fits(page)
    picture(page, f"review-form-{on}")
    page.get_by_label("Was there and said what they think").check()
    page.get_by_label("What was talked about?").fill("School, and Saturdays with her mother")
    page.get_by_role("button", name="Record the review").click()
    expect(page.locator("#error-summary")).to_contain_text("Say what the child thinks")
    page.get_by_label("What does Ailsa Kinross think?").fill("I want to see my brother more")
    page.get_by_label("What changed because of it?").fill("They meet on Sundays too")
    page.get_by_label("Decision 1 (optional)", exact=True).fill("Ring the school about the bus")
    page.get_by_label("Who does decision 1?").select_option(index=1)
    fill_day(page, "By when, decision 1?", "1", "11", "2012")
    page.get_by_role("button", name="Record the review").click()

    # Then it stands with the child's words first, and its decision can be ended
    expect(page.get_by_text("I want to see my brother more")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"review-{on}")
    page.locator("a", has_text="What became of it").first.click()
    axe(page)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Done, 17 October 2012")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_a_plan_goes_from_its_beginning_to_an_order_with_each_wait_told(made, enter, axe, picture, phone) -> None:
    c, refs = made
    on = "phone" if phone else "desk"
    page = enter(account(c.worker), phone=phone)
    page.goto(f"/care/{refs['child']}")
    page.get_by_role("link", name="Record a plan for permanence").click()
    axe(page)
    page.get_by_label("Permanence order", exact=True).check()
    page.get_by_label("Since which day?").fill("1 October")
    page.get_by_label("Why is this the plan?").fill("She cannot go home")
    page.get_by_label("What does", exact=False).fill("I want to stay where my cat is")
    page.get_by_role("button", name="Record the plan").click()

    # On whom she waits is asked at once
    page.get_by_label("Legal services").check()
    page.get_by_label("Why does it wait?").fill("Advice was asked for on Monday")
    page.get_by_label("What comes next?").fill("Advice of legal services")
    fill_day(page, "By when?", "1", "11", "2012")
    axe(page)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", name="The way")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"line-{on}")

    # Milestones are recorded by their day; the agency's decision is its maker's
    page.get_by_role("link", name="Record a milestone").click()
    page.locator("summary", has_text="The way to permanence").click()
    page.get_by_label("Adoption and permanence panel").check()
    page.get_by_label("On which day?").fill("8 October")
    page.get_by_role("button", name="Record this").click()
    expect(page.locator("#error-summary")).to_contain_text("Say what the child thinks, or why it is not known")
    axe(page)
    fits(page)
    picture(page, f"decided-{on}")
    page.get_by_label("think?").fill("I want to stay, and my dog too")
    page.get_by_label("What changed because of it?").fill("The dog is asked about")
    page.get_by_role("button", name="Record this").click()
    page.get_by_role("link", name="Permanence order", exact=True).click()
    expect(page.get_by_text("thinks: I want to stay, and my dog too")).to_be_visible()
    expect(page.get_by_text("It waits for the agency’s decision, by 22 October 2012.")).to_be_visible()
    axe(page)
    decide_for_the_agency(enter(account(c.manager), phone=phone), axe, picture, on)

    # What was decided stands on the plan, with what the child thinks; the hearing's advice is told with its words
    page.reload()
    expect(page.get_by_text("Agency decided, 12 October 2012")).to_be_visible()
    expect(page.get_by_text("I want to stay with Gran")).to_be_visible()
    page.get_by_role("link", name="Record what a hearing advised").click()
    axe(page)
    page.get_by_label("Supports it and adds something").check()
    page.get_by_role("button", name="Record the advice").click()
    expect(page.locator("#error-summary")).to_contain_text("Say what it advised")
    axe(page)
    fits(page)
    page.get_by_label("In its words").fill("Contact with her brother each month")
    page.get_by_role("button", name="Record the advice").click()
    expect(page.get_by_text("Contact with her brother each month")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"line-decided-{on}")

    # The order follows from the legal reason, and ends the plan by itself
    page.goto(f"/care/{refs['child']}")
    page.get_by_role("link", name="Record another legal reason").click()
    page.get_by_label("From which day?").fill("15 October")
    page.get_by_label("By which law?").select_option("PO")
    page.get_by_role("button", name="Record the legal reason").click()
    page.get_by_role("link", name="Permanence order", exact=True).click()
    expect(page.get_by_text("Order granted, 15 October 2012")).to_be_visible()
    expect(page.get_by_text("15 October 2012. Granted: Permanence order. Wren")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"line-reached-{on}")


def decide_for_the_agency(page, axe, picture, on: str) -> None:
    """The decision maker's list of who waits, and the decision: refused without the child's view."""
    page.goto("/care/permanence")
    page.get_by_role("link", name="Waiting for the agency").click()
    expect(page.get_by_role("link", name="Ailsa Kinross", exact=True)).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"agency-{on}")
    page.locator("a", has_text="Decide: Ailsa Kinross").click()
    axe(page)
    fits(page)
    page.get_by_label("Agrees", exact=True).check()
    page.get_by_label("On which day?").fill("12 October")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("#error-summary")).to_contain_text("Say what the child thinks, or why it is not known")
    axe(page)
    picture(page, f"agency-form-{on}")
    page.get_by_label("What does Ailsa Kinross think?").fill("I want to stay with Gran")
    page.get_by_label("What changed because of it?").fill("Gran is to be at every meeting")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The agency’s decision is recorded.")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("phone", [False, True])
def test_a_leader_reads_the_board_and_answers_what_drifts(made, enter, axe, picture, phone) -> None:
    c, _ = made
    on = "phone" if phone else "desk"
    page = enter(account(c.leader), phone=phone)
    page.goto("/children/")
    page.get_by_role("link", name="Permanence").first.click()
    expect(page.get_by_role("link", name="Morven Kinross")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"permanence-{on}")
    page.get_by_role("link", name="What drifts").click()
    expect(page.get_by_text("since the last milestone")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"drift-{on}")
    page.get_by_role("link", name="Morven Kinross").click()
    axe(page)

    # Somebody from outside ends, and another is given, from another team alone
    page.get_by_role("link", name="Ms Quill, of a centre for looked-after children works on it no longer").click()
    axe(page)
    page.get_by_label("What came of it?").fill("The papers are with the court")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Nobody from outside works on this plan now.")).to_be_visible()
    page.get_by_role("link", name="Give it somebody from outside").click()
    axe(page)
    fits(page)
    people = page.get_by_label("Who, from another team?")
    people.select_option(label=people.locator("option", has_text="Wren").first.inner_text())
    page.get_by_label("What for?").fill("The report on contact")
    fill_day(page, "Until which day?", "30", "11", "2012")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("#error-summary")).to_contain_text("Choose somebody from outside")
    axe(page)
    picture(page, f"co-worker-form-{on}")
    people.select_option(label=people.locator("option", has_text="Otto").first.inner_text())
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("They work on it too, until 30 November 2012.")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"line-outside-{on}")
    page.goto("/care/reviews")
    expect(page.get_by_role("heading", name="The last year, team by team")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"reviews-{on}")
    page.get_by_role("link", name="Every review behind these figures").click()
    axe(page)
    fits(page)


@pytest.mark.parametrize("phone", [False, True])
def test_a_clinic_writes_its_agenda_and_keeps_what_was_decided(made, enter, axe, picture, phone) -> None:
    c, _ = made
    on = "phone" if phone else "desk"
    page = enter(account(c.leader), phone=phone)
    page.goto("/care/permanence")
    page.get_by_role("link", name="Clinics and panels").click()
    axe(page)
    fits(page)
    page.get_by_role("link", name="Plan one").click()
    axe(page)
    page.get_by_label("Legal clinic").check()
    fill_day(page, "On which day?", "17", "10", "2012")
    page.get_by_label("Or somebody who does not work for the council").first.fill("Ms Quill, solicitor")
    page.get_by_label("As what, 1").select_option("legal")
    page.get_by_role("button", name="Plan it").click()

    # Whoever waits for legal services stands on the agenda with the reason
    expect(page.get_by_role("link", name="Morven Kinross, permanence order")).to_be_visible()
    expect(page.get_by_text("Waits for legal services: Advice was asked for")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"clinic-{on}")
    page.locator("a", has_text="Record what was decided").click()
    axe(page)
    page.get_by_label("What was decided?").fill("Advice by Friday")
    page.get_by_label("If that is not known: why?").fill("She is to be asked on Friday")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("No plan is waiting for it.")).to_be_visible()
    expect(page.get_by_text("Advice by Friday")).to_be_visible()
    expect(page.get_by_text("She is to be asked on Friday")).to_be_visible()

    # And a court that puts off says why
    page.get_by_role("link", name="Morven Kinross, permanence order").click()
    page.get_by_role("link", name="Record a step in court").click()
    axe(page)
    page.get_by_label("What happened in court?").select_option("adjourned")
    fill_day(page, "Which day was set?", "30", "10", "2012")
    page.get_by_role("button", name="Record this step").click()
    expect(page.locator("#error-summary")).to_contain_text("Say why it was put off")
    page.get_by_label("If it was put off: why?").select_option("reports")
    page.get_by_role("button", name="Record this step").click()
    page.goto("/care/permanence/courts")
    expect(page.get_by_text("Reports were not ready")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"courts-{on}")
