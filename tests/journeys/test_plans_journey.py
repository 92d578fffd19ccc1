"""A child's plan with a drawing as the child's view, their health, and what is due of both. Desk and phone."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import expect

from lippen.care.tests import world as care
from lippen.casework.actions.picturing import add_picture
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_pictures import drawing
from lippen.casework.vocabulary import PictureKind, PictureShown
from lippen.design.tests.browsers import fits
from lippen.kernel import access
from lippen.kernel.files.pictures import picture_of
from lippen.server.putting_back import made_once
from tests.journeys.test_permanence_journey import account, fill_day

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def committed() -> tuple[Cast, dict[str, str]]:
    with transaction.atomic():
        c = cast()
        refs = care.grown(c)
        access.identify(c.worker, today=TODAY)
        made = {"kind": PictureKind.DRAWING, "made_by": "Ailsa", "alt": "A house with a dog", "so_on": TODAY, "at": NOW}
        shown = {"shown": PictureShown.YES, "picture": picture_of("dog.jpg", drawing().read())}
        add_picture(actor=c.worker, person_ref=refs["child"], **made, **shown)
        return c, refs


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return made_once(committed)


@pytest.mark.parametrize("phone", [False, True])
def test_a_plan_is_agreed_with_the_childs_drawing_and_looked_at_again(made, enter, axe, picture, phone) -> None:
    c, refs = made
    on = "phone" if phone else "desk"

    # Given a worker on a child's page of care, where no plan is recorded
    page = enter(account(c.worker), phone=phone)
    page.goto(f"/care/{refs['child']}")
    expect(page.get_by_text("None is recorded")).to_be_visible()
    page.get_by_role("link", name="Plan and health").click()
    expect(page.get_by_text("No plan is recorded yet.")).to_be_visible()
    axe(page)
    picture(page, f"plans-empty-{on}")

    # When they record it without what the child thinks, they are asked; a drawing says it
    page.get_by_role("link", name="Record the plan").click()
    axe(page)
    fits(page)
    picture(page, f"plan-form-{on}")
    page.get_by_label("What is it to bring about?").fill("A home for good, near her school")
    page.get_by_label("Or somebody who does not work for the council").fill("Ms Quill")
    fill_day(page, "By when is it looked at again?", "20", "12", "2012")
    page.get_by_role("checkbox", name="The child").check()
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("#error-summary")).to_contain_text("Say what the child thinks, or why it is not known")
    axe(page)
    page.get_by_label("A picture by Ailsa Kinross that says it").select_option(index=1)
    page.get_by_role("button", name="Record it").click()

    # Then it stands with the drawing, and so does what was found of her health
    expect(page.get_by_role("img", name="A house with a dog")).to_be_visible()
    page.get_by_role("link", name="Record health").click()
    axe(page)
    page.get_by_label("Health assessment").check()
    page.get_by_label("Who looked at it?").fill("The school nurse")
    page.get_by_label("What was found?").fill("Her hearing is to be tested")
    fill_day(page, "By when is it looked at again?", "1", "11", "2012")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Her hearing is to be tested")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"plans-{on}")
    page.goto(f"/care/{refs['child']}")
    expect(page.get_by_text("Looked at again by 20 December 2012")).to_be_visible()

    # And the leader sees what is due of all, and who has no plan
    leader = enter(account(c.leader), phone=phone)
    leader.goto("/care/due")
    axe(leader)
    fits(leader)
    picture(leader, f"due-visits-{on}")
    leader.get_by_role("link", name="Health").click()
    expect(leader.get_by_text("Look at the child’s health again").first).to_be_visible()
    leader.get_by_role("link", name="Children’s plans").click()
    expect(leader.get_by_role("heading", name="No plan is recorded")).to_have_count(0)
    axe(leader)
    fits(leader)
    picture(leader, f"due-plans-{on}")
