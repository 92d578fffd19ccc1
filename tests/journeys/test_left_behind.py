"""Somebody leaves: their manager finds what they left and hands it over. A chair records a meeting nobody planned."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement import actions
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import NOW, TODAY
from lippen.improvement.vocabulary import GroupKind, MemberPart, State
from lippen.kernel import access
from lippen.organisation.models import PostHolding
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SINCE = date(2012, 9, 3)


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        made.ref = made.action("Furnish a room that children like", state=State.UNDER_WAY, so_on=TODAY).ref
        made.other = made.action("Order the furniture with the words of the children who will use it").ref
        made.stand_in = people.actor(made.council, Role.TEAM_LEADER, who=people.person(made.council, "Una", "Cover"))
        access.identify(made.editor, today=TODAY)
        given = {"actor": made.editor, "so_on": SINCE, "at": factories.moment(SINCE)}
        group = actions.found_group(
            plan_ref=made.plan.ref, kind=GroupKind.IMPROVEMENT_BOARD, name="Improvement board", **given
        )
        actions.set_member(group_ref=group.ref, person_id=made.boss.person_id, part=MemberPart.CHAIR, **given)
        made.group = group.ref
        access.identify(made.boss, today=TODAY)
        actions.want_decision(
            actor=made.boss, plan_ref=made.plan.ref, words="May the room be painted twice?", so_on=TODAY, at=NOW
        )
        PostHolding.objects.filter(person_id=made.worker.person_id).update(ends_on=TODAY)
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def test_a_manager_hands_over_what_somebody_left(cast, enter, axe, picture) -> None:
    # Given a manager, one of whose people left
    wide = enter(account(cast.boss))
    wide.goto("/")
    expect(wide.get_by_role("heading", name="Duties of somebody who left")).to_be_visible()
    axe(wide)
    picture(wide, "desk")
    page = enter(account(cast.boss), phone=True)
    page.goto("/")
    expect(page.get_by_role("heading", name="Duties of somebody who left")).to_be_visible()
    fits(page)
    picture(page, "desk-phone")

    # When they hand it over
    page.get_by_role("link", name="Hand it over").first.click()
    expect(page.get_by_role("heading", name="What was left")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, "hand-over-phone")
    page.get_by_label("Who takes it over?").select_option(label="Una Cover, Team leader")
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_text("Una Cover has what")).to_be_visible()
    expect(page.get_by_role("heading", name="Duties of somebody who left")).to_have_count(0)
    page.goto("/me")
    expect(page.get_by_text("Una Cover does what they left")).to_be_visible()
    axe(page)
    picture(page, "me-phone")

    # Then the other has it on their desk and says on what it waits
    other = enter(account(cast.stand_in))
    other.goto("/")
    expect(other.get_by_text(f"for {cast.worker.name}").first).to_be_visible()
    other.goto(f"/plans/actions/{cast.ref}")
    other.get_by_role("link", name="Say what it waits on").click()
    axe(other)
    picture(other, "waits-on")
    other.get_by_label("Does it wait on another action?").select_option(index=1)
    expect(other.get_by_label("Since when?")).to_have_value("today")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("It stands under what waits on what.")).to_be_visible()
    axe(other)


def test_a_chair_records_a_meeting_that_nobody_planned_and_withdraws_a_question(cast, enter, axe, picture) -> None:
    page = enter(account(cast.boss), phone=True)
    page.goto(f"/groups/{cast.group}")
    page.get_by_role("link", name="Record a meeting that was held").click()
    expect(page.get_by_role("heading", name="Record a meeting that was held")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, "record-phone")
    expect(page.get_by_label("On what day was it held?")).to_have_value("today")
    page.get_by_label("Where?").fill("The family centre")
    page.get_by_label(cast.boss.name).check()
    page.get_by_role("button", name="Record the meeting").click()
    expect(page.get_by_text("The meeting was held.")).to_be_visible()
    axe(page)

    page.goto(f"/groups/?plan={cast.plan.ref}")
    expect(page.get_by_role("heading", name="Decisions wanted")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, "wanted-phone")
    page.get_by_role("link", name="Withdraw it").click()
    axe(page)
    page.get_by_label("Why is it wanted no longer?").fill("The budget covers both coats.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("It is withdrawn")).to_be_visible()
    expect(page.get_by_text("No decision is wanted")).to_be_visible()
    wide = enter(account(cast.boss))
    wide.goto(f"/groups/?plan={cast.plan.ref}")
    expect(wide.get_by_role("heading", name="Decisions wanted")).to_be_visible()
    picture(wide, "wanted")
