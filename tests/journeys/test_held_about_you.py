"""Somebody asks what is held about them: gathered, words withheld, checked by a second person, and given."""

from __future__ import annotations

import subprocess

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import Page, expect

from lippen.casework.actions import chronology
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import Significance
from lippen.kernel import access

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NEIGHBOUR = "Mrs Threave next door"


@pytest.fixture
def c(settings) -> Cast:
    """A child of whose record one entry names a neighbour who asked to stay unnamed."""
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = cast()
        child = made.add(made.worker, "Isla", "Balfour")
        made.allocate(child, made.worker)
        made.there["child"] = child.ref
        access.identify(made.worker, today=TODAY)
        words = f"{NEIGHBOUR} rang: Isla was alone in the evening"
        entry = {"words": words, "source": "Neighbour", "significance": Significance.HIGH, "analysis": ""}
        chronology.write_entry(actor=made.worker, person_ref=child.ref, so_on=TODAY, at=NOW, **entry)
    return made


def as_(enter, actor, phone: bool) -> Page:
    return enter(get_user_model().objects.get(pk=actor.account_id), phone=phone)


@pytest.mark.parametrize("phone", [False, True])
def test_what_is_held_is_gathered_checked_by_somebody_else_and_given(c, enter, seen, phone, tmp_path) -> None:
    # Given a team leader to whom a mother writes that she wants to know what is held about her child
    leader = as_(enter, c.leader, phone)
    leader.goto(f"/children/{c.there['child']}")
    leader.get_by_text("Who may see this record").click()
    leader.get_by_role("link", name="Asked what is held").click()
    seen(leader, "nobody-asked")
    leader.get_by_role("link", name="Record a request").first.click()
    seen(leader, "ask")
    leader.get_by_role("button", name="Record the request").click()
    expect(leader.get_by_role("heading", name="There is a problem")).to_be_visible()
    seen(leader, "ask-error")
    leader.get_by_label("Their name").fill("Morag Balfour")
    leader.get_by_label("How did they show who they are").fill("Birth certificate and passport seen")
    leader.get_by_label("A parent, for a child").check()
    leader.get_by_role("button", name="Record the request").click()

    # When everything is gathered, and the leader withholds the neighbour's name
    expect(leader.get_by_text("its month has begun")).to_be_visible()
    leader.get_by_role("link", name="Morag Balfour").first.click()
    seen(leader, "asked")
    leader.get_by_role("button", name="Gather").click()
    expect(leader.get_by_text("Look at each entry now.")).to_be_visible()
    seen(leader, "gathered")
    leader.locator("li", has_text=NEIGHBOUR).get_by_role("link", name="Withhold").first.click()
    leader.get_by_label("Which words?").fill(NEIGHBOUR)
    leader.get_by_label("about somebody else").check()
    seen(leader, "withhold")
    leader.get_by_role("button", name="Withhold it").click()
    expect(leader.get_by_text("It is withheld.")).to_be_visible()
    seen(leader, "withheld")
    leader.get_by_role("button", name="Ask somebody else to check").click()
    expect(leader.get_by_text("Somebody else checks it now: it stands with")).to_be_visible()
    expect(leader.get_by_role("link", name="Check what is withheld")).to_have_count(0)

    # Then a second person checks it, it is released, and the file holds nothing of the name
    manager = as_(enter, c.manager, phone)
    manager.goto(leader.url)
    manager.get_by_role("link", name="Check what is withheld").click()
    expect(manager.get_by_text("They read instead: [withheld: about somebody else] rang")).to_be_visible()
    expect(manager.get_by_text(NEIGHBOUR).first).to_be_visible()
    manager.get_by_label("Yes: what is withheld is right").check()
    manager.get_by_label("What did you look at").fill("Every entry, and the neighbour's letter")
    seen(manager, "check")
    manager.get_by_role("button", name="Record this").click()
    expect(manager.get_by_text("It may be released.")).to_be_visible()
    leader.reload()
    leader.get_by_role("link", name="Release it").click()
    leader.get_by_label("It may go to Morag Balfour as it stands").check()
    seen(leader, "release")
    leader.get_by_role("button", name="Release it").click()
    expect(leader.get_by_text("Open the file and hand it over.")).to_be_visible()
    seen(leader, "released")
    with leader.expect_download() as file:
        leader.get_by_role("link", name="Open the file").click()
    kept = tmp_path / "held.pdf"
    file.value.save_as(kept)
    text = subprocess.run(["pdftotext", str(kept), "-"], capture_output=True, text=True, check=True).stdout
    assert "Isla was alone in the evening" in text and "Threave" not in text
