"""A plan grows: a theme and an action by hand; a promise is kept with what shows it; a board looks after two."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.improvement import actions
from lippen.improvement.tests import factories
from lippen.kernel import access
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)
NOW = factories.NOW


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        made.empty = actions.create_plan(
            actor=made.editor, title="Team plan of the long-term team", authority_id=made.council.pk, at=NOW
        ).ref
        made.clerk = people.actor(made.council, Role.COMMITTEE_CLERK)
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def as_it_fits(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def choice_of(cast, person: str) -> str:
    return next(
        f"{row.name}, {row.post_title}"
        for row in people.queries.people_of([cast.council.pk], on=TODAY)
        if row.id == getattr(cast, person).person_id
    )


def test_an_officer_adds_a_theme_and_its_first_action(cast, enter, axe, picture) -> None:
    page = enter(account(cast.editor))

    # Given a plan with nothing in it, when the officer wants to add an action, the first theme is asked for
    page.goto(f"/plans/{cast.empty}")
    page.locator("main").get_by_role("link", name="Add an action").first.click()
    expect(page.locator("h1")).to_have_text("Add a theme or recommendation")
    expect(page.locator("body")).to_contain_text("This plan has no theme yet.")
    axe(page)
    picture(page, "theme-1280")
    page.get_by_label("What is the theme or recommendation?").fill("Supervision that helps")
    page.get_by_role("button", name="Add the theme").click()

    # Then the action is asked for, under that theme, and only those who may lead are offered
    expect(page.locator("h1")).to_have_text("Add an action")
    expect(page.get_by_label("Under which theme or recommendation?")).to_have_value("1")
    expect(page.locator("body")).not_to_contain_text("Committee clerk")
    axe(page)
    picture(page, "action-empty-1280")

    # When something is missing or wrong, it is said at its question
    page.get_by_label("Target date").fill("soon")
    page.get_by_role("button", name="Add the action").click()
    expect(page.get_by_role("alert").or_(page.locator(".ds_error-summary")).first).to_contain_text("could not read")
    axe(page)
    picture(page, "action-errors-1280")
    page.get_by_label("What is to be done?").fill("Hold supervision monthly and write down what was agreed")
    page.get_by_label("The outcome wanted").fill("Plans for children move sooner")
    page.get_by_label("To be kept going").check(force=True)
    page.get_by_label("High").check(force=True)
    page.get_by_label("Lead", exact=False).first.select_option(label=choice_of(cast, "worker"))
    page.get_by_label("Joint lead").first.select_option(label=choice_of(cast, "boss"))
    page.get_by_role("textbox", name="Start").fill("September 2012")
    page.get_by_label("Target date").fill("15 March 2013")
    page.get_by_label("Review date").fill("Jan / Feb 2013")
    page.get_by_role("button", name="Add the action").click()

    # Then its page is the answer
    expect(page.locator("h1")).to_contain_text("Hold supervision monthly")
    expect(page.locator("body")).to_contain_text("Action 1.1 is in the plan.")
    expect(page.locator("main")).to_contain_text("15 March 2013")
    axe(page)
    picture(page, "action-made-1280")

    # And on a telephone, without JavaScript, the form fits and keeps its draft
    phone = enter(account(cast.editor), phone=True, script=False)
    phone.goto(f"/plans/{cast.empty}/add-action")
    phone.get_by_label("What is to be done?").fill("Half a sentence")
    phone.get_by_role("button", name="Save draft").click()
    expect(phone.locator("body")).to_contain_text("Your draft is saved.")
    expect(phone.get_by_label("What is to be done?")).to_have_value("Half a sentence")
    as_it_fits_without_script(phone)
    picture(phone, "action-draft-390")
    phone = enter(account(cast.editor), phone=True)
    for room in ("add-action", "add-theme", ""):
        phone.goto(f"/plans/{cast.empty}/{room}".rstrip("/"))
        expect(phone.locator("h1")).to_be_visible()
        as_it_fits(phone)
        axe(phone)
        picture(phone, f"{room or 'plan'}-390")


def as_it_fits_without_script(page) -> None:
    assert page.locator("main").bounding_box()["width"] <= 390


__all__ = ["access"]
