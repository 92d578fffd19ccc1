"""Records whose time is up: a list is drawn, two others agree, a hold keeps one, and the night destroys the rest."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import Page, expect

from lippen.casework import jobs
from lippen.casework.tests.test_keeping import THEN, old_child, second_governance
from lippen.casework.tests.test_keeping import there as there
from lippen.kernel.access import Actor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def as_(enter, actor: Actor, phone: bool) -> Page:
    return enter(get_user_model().objects.get(pk=actor.account_id), phone=phone)


@pytest.mark.parametrize("phone", [False, True])
def test_two_others_agree_and_what_is_held_stays(there, settings, enter, seen, phone) -> None:
    c = there
    # Given two children with whom nobody has worked for ten years
    with transaction.atomic():
        old_child(c)
        kept = old_child(c, "Elspeth")
        second = second_governance(c)
    settings.LIPPEN_TODAY = THEN
    governance = as_(enter, c.governance, phone)
    governance.goto("/children/due")
    seen(governance, "empty")
    governance.get_by_role("link", name="Draw the list").first.click()
    seen(governance, "draw")
    governance.get_by_role("button", name="Draw the list").click()
    expect(governance.get_by_text("Agreed by 0 of 2")).to_be_visible()
    expect(governance.get_by_role("link", name="Agree that these are destroyed")).to_have_count(0)
    seen(governance, "drawn")

    # When two others agree, and a court asks for one of them
    head = as_(enter, c.head, phone)
    for page in (head, as_(enter, second, phone)):
        page.goto(governance.url)
        page.get_by_role("link", name="Agree that these are destroyed").click()
        seen(page, "agree")
        page.get_by_role("button", name="Agree").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        page.get_by_label("What did you look at?").fill("Each line, with the register")
        page.get_by_role("button", name="Agree").click()
        expect(page.get_by_text("You agreed.")).to_be_visible()
    seen(page, "agreed")
    head.goto(f"/children/{kept.ref}")
    head.get_by_text("Who may see this record").click()
    head.get_by_role("link", name="Legal holds").click()
    seen(head, "no-holds")
    head.get_by_role("link", name="Hold the record").first.click()
    head.get_by_label("What is it kept for?").fill("Sheriff court, case 12 of 2022")
    seen(head, "hold")
    head.get_by_role("button", name="Hold it").click()
    expect(head.get_by_text("The record is held")).to_be_visible()
    seen(head, "held")

    # Then the night destroys the others, and the list says so by keys alone
    jobs.destroy_records(timestamp=0)
    governance.reload()
    expect(governance.get_by_text("3 of 4 destroyed")).to_be_visible()
    seen(governance, "destroyed")
    assert "Oldcase" not in governance.content()
    governance.goto("/children/due")
    seen(governance, "lists")
