"""A plan is begun and grows: a theme, an action; a promise is kept with what shows it; a board looks after two."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement import actions
from lippen.improvement.actions import Owner
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import month
from lippen.improvement.vocabulary import Direction, GroupKind, Which
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
        two_plans(made)
    return made


def two_plans(cast: factories.Cast) -> None:
    """Two plans with something late in each, a board of one of them, and a promise that the worker keeps."""
    when = {"so_on": TODAY, "at": NOW}
    cast.late = cast.action("Furnish a room that children like", dates={Which.TARGET: month(2012, 8)}).ref
    access.identify(cast.editor, today=TODAY)
    cast.other = actions.create_plan(
        actor=cast.editor, title="Plan of staff engagement", authority_id=cast.council.pk, at=NOW
    ).ref
    actions.add_theme(actor=cast.editor, plan_ref=cast.other, title="Being heard", at=NOW)
    given = {"plan_ref": cast.other, "theme_number": 1, "dates": {Which.TARGET: month(2012, 9)}, **when}
    actions.add_action(actor=cast.editor, text="Hold a forum each month", **given)
    cast.board = actions.found_group(
        actor=cast.editor, plan_ref=cast.plan.ref, kind=GroupKind.IMPROVEMENT_BOARD, name="Improvement board", **when
    ).ref
    access.identify(cast.worker, today=TODAY)
    actions.offer_evidence(actor=cast.worker, action_ref=cast.late, title="Photographs", note="Two rooms", **when)
    cast.promise = actions.make_commitment(
        actor=cast.worker,
        direction=Direction.OURS,
        words="Panel members see the rooms before they open",
        owner=Owner(cast.worker.person_id),
        period=month(2012, 10),
        action_ref=cast.late,
        plan_ref=cast.plan.ref,
        **when,
    ).ref


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def choice_of(cast, person: str) -> str:
    return next(
        f"{row.name}, {row.post_title}"
        for row in people.queries.people_of([cast.council.pk], on=TODAY)
        if row.id == getattr(cast, person).person_id
    )


def test_a_plan_is_begun_on_a_telephone_and_later_agreed(cast, enter, axe, picture) -> None:
    # Given an officer on a telephone, who sends the form with nothing in it
    page = enter(account(cast.editor), phone=True)
    page.goto("/plans/")
    page.get_by_role("link", name="Begin a plan").click()
    page.get_by_role("button", name="Begin the plan").click()
    expect(page.locator("#error-summary")).to_contain_text("Write an answer: What is the plan called")
    axe(page)
    fits(page)
    picture(page, "begin-390")

    # When the plan is begun, its first theme is asked for
    page.get_by_label("What is the plan called?").fill("Coming home: plans for children away from the area")
    page.get_by_label("What did it come of?").fill("The self-evaluation of the spring")
    page.get_by_role("button", name="Begin the plan").click()
    expect(page.locator("h1")).to_have_text("Add a theme or recommendation")
    expect(page.get_by_role("status")).to_contain_text("The plan is begun.")

    # Then it says that it is not agreed yet, until somebody says when it was
    wide = enter(account(cast.editor))
    wide.goto("/plans/")
    wide.get_by_role("link", name="Begin a plan").click()
    axe(wide)
    picture(wide, "begin-1280")
    wide.goto("/plans/")
    wide.get_by_role("link", name="Coming home").click()
    expect(wide.get_by_text("Not agreed yet")).to_be_visible()
    wide.get_by_role("link", name="Say when it was agreed").click()
    axe(wide)
    picture(wide, "agree-1280")
    wide.get_by_label("On what day was it agreed?").fill("4 October 2012")
    wide.get_by_label("Who agreed it?").fill("Housing and Care Committee")
    wide.get_by_role("button", name="Save it").click()
    expect(wide.get_by_text("Agreed on 4 October 2012")).to_be_visible()
    wide.get_by_role("link", name="Say otherwise when it was agreed").click()
    expect(wide.get_by_text("by Housing and Care Committee")).to_be_visible()
    axe(wide)
    picture(wide, "agreed-1280")
    page.goto(wide.url)
    page.get_by_label("On what day was it agreed?").fill("31 December 2013")
    page.get_by_role("button", name="Save it").click()
    expect(page.locator("#error-summary")).to_contain_text("This day has not come yet")
    axe(page)
    fits(page)
    picture(page, "agree-error-390")


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
    page.get_by_label("To be kept going").check()
    page.get_by_label("High").check()
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
        fits(phone)
        axe(phone)
        picture(phone, f"{room or 'plan'}-390")


def as_it_fits_without_script(page) -> None:
    assert page.locator("main").bounding_box()["width"] <= 390


def test_a_promise_is_kept_with_a_file_that_shows_it(cast, enter, axe, picture, tmp_path) -> None:
    page = enter(account(cast.worker))
    letter = tmp_path / "minute-of-the-visit.txt"
    letter.write_text("Four panel members came and saw both rooms.")

    # Given a promise, when its owner records that it was kept, the form asks for what shows it
    page.goto(f"/partners/commitments/{cast.promise}")
    page.get_by_role("link", name="Record that it was kept").first.click()
    expect(page.locator("h1")).to_have_text("Record that it was kept")
    axe(page)
    page.get_by_role("button", name="Record that it was kept").click()
    expect(page.locator("main")).to_contain_text("Write an answer: What shows it")
    axe(page)
    picture(page, "keep-error-1280")
    page.get_by_label("What shows it?").fill("The minute of the visit")
    page.get_by_label("Evidence that is kept already").select_option(label="Evidence on 1.1: Photographs")
    page.get_by_label("Where it is kept").fill("https://files.example.org/visit")
    page.get_by_label("Or a file").set_input_files(str(letter))
    page.get_by_role("button", name="Record that it was kept").click()

    # Then the story shows the words, the evidence, the address and the file
    expect(page.locator("body")).to_contain_text("The commitment is kept.")
    for name in ("Evidence: Photographs", "minute-of-the-visit.txt", "https://files.example.org/visit"):
        expect(page.locator("main").get_by_role("link", name=name)).to_be_visible()
    axe(page)
    picture(page, "kept-1280")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="minute-of-the-visit.txt").click()
    assert fetched.value.suggested_filename == "minute-of-the-visit.txt"

    # And on a telephone both pages fit
    phone = enter(account(cast.worker), phone=True)
    phone.goto(f"/partners/commitments/{cast.promise}")
    expect(phone.locator("main").get_by_role("link", name="minute-of-the-visit.txt")).to_be_visible()
    fits(phone)
    axe(phone)
    picture(phone, "kept-390")


def test_a_board_looks_after_two_plans_and_draws_one_agenda(cast, enter, axe, picture) -> None:
    page = enter(account(cast.editor))

    # Given a board of one plan, when the officer says that it looks after another too
    page.goto(f"/groups/{cast.board}")
    page.get_by_role("link", name="Say which plans it looks after").click()
    expect(page.locator("h1")).to_have_text("Which plans it looks after")
    axe(page)
    picture(page, "plans-1280")
    page.get_by_label("It looks after Plan of staff engagement too").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("Looks after too")
    axe(page)
    picture(page, "group-1280")

    # Then the next agenda draws from both, plan by plan, and so does the board pack
    page.get_by_role("link", name="Call a meeting").first.click()
    for label, value in (("Day", "24"), ("Month", "10"), ("Year", "2012")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Call the meeting").click()
    expect(page.get_by_role("heading", name="Plan of staff engagement", level=3)).to_be_visible()
    expect(page.locator("main")).to_contain_text("This agenda draws itself from 2 plans")
    expect(page.locator("main")).to_contain_text("1.1 Hold a forum each month")
    expect(page.locator("main")).to_contain_text("1.1 Furnish a room that children like")
    axe(page)
    picture(page, "agenda-1280")
    agenda = page.url
    page.get_by_role("link", name="Arrange the agenda").click()
    expect(page.locator("h1")).to_have_text("Arrange the agenda")
    axe(page)
    picture(page, "arrange-1280")
    page.goto(f"{agenda}/pack")
    expect(page.get_by_role("heading", name="Plan by plan")).to_be_visible()
    axe(page)
    picture(page, "pack-1280")

    # And on a telephone they fit
    phone = enter(account(cast.editor), phone=True)
    for name, path in (("agenda", agenda), ("pack", f"{agenda}/pack"), ("arrange", f"{agenda}/arrange")):
        phone.goto(path)
        expect(phone.locator("h1")).to_be_visible()
        fits(phone)
        axe(phone)
        picture(phone, f"{name}-390")
