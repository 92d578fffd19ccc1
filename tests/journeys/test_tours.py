"""A tour for each role, walked in a browser at the demonstration. `make tours` writes docs/tours anew with pictures."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from lippen.demo.people import BY_INITIALS
from lippen.organisation.roles import WORDS
from tests.journeys.tour_words import TOURS, Stop, Tour

PLACE = Path(__file__).parents[2] / "docs" / "tours"
DAY = date(2026, 11, 23)
MOST_COLOURS = 48
WRITES = os.environ.get("LIPPEN_TOURS") == "1"


@pytest.fixture
def demonstration(transactional_db, settings) -> None:
    """The demonstration of today on a fixed day."""
    from lippen.demo import script

    settings.LIPPEN_TODAY = DAY
    script.load("today", has_households=False)


def test_every_role_has_its_tour() -> None:
    assert {tour.role for tour in TOURS} == set(WORDS.values())


@pytest.mark.parametrize("tour", TOURS, ids=lambda tour: tour.key)
def test_the_page_of_a_tour_says_what_its_words_say(tour: Tour) -> None:
    written = (PLACE / f"{tour.key}.md").read_text(encoding="utf-8")
    assert written == page_of(tour), "Make it anew: make tours"
    for number, _ in enumerate(tour.stops, 1):
        assert (PLACE / picture_of(tour, number)).is_file()


@pytest.mark.prove
@pytest.mark.journey
def test_each_tour_can_be_walked(demonstration, enter, axe) -> None:
    strange: list[str] = []
    for tour in TOURS:
        email = BY_INITIALS[tour.initials].email
        page = enter(get_user_model().objects.get(email=email))
        for number, stop in enumerate(tour.stops, 1):
            go(page, stop)
            heading = page.locator("h1").first.inner_text()
            if stop.heading.casefold() not in heading.casefold():
                strange.append(f"{tour.key} {number}: {heading}")
            if WRITES:
                keep_picture(page, PLACE / picture_of(tour, number))
        axe(page)
    assert strange == []
    if WRITES:
        for tour in TOURS:
            (PLACE / f"{tour.key}.md").write_text(page_of(tour), encoding="utf-8")
        (PLACE / "README.md").write_text(contents(), encoding="utf-8")


def go(page, stop: Stop) -> None:
    """To the stop's address, or on by links."""
    if stop.at:
        answer = page.goto(stop.at)
        assert answer is not None and answer.status == 200, f"{stop.at}: {answer and answer.status}"
    for words in stop.follow:
        page.get_by_role("link", name=words).first.click()


def keep_picture(page, path: Path) -> None:
    """The page as it is seen, in few colours: small enough to live with the words."""
    from PIL import Image

    page.screenshot(path=path, clip={"x": 0, "y": 0, "width": 1280, "height": 900}, full_page=True)
    with Image.open(path) as taken:
        taken.convert("RGB").quantize(MOST_COLOURS).save(path, optimize=True)


def picture_of(tour: Tour, number: int) -> str:
    """The name of a stop's picture."""
    return f"{tour.key}-{number}.png"


def page_of(tour: Tour) -> str:
    """The tour as a page of Markdown."""
    who = BY_INITIALS[tour.initials].name
    lines = [f"# {tour.role}", "", tour.opening, "", f"In the demonstration enter as {who}.", ""]
    for number, stop in enumerate(tour.stops, 1):
        lines += [f"{number}. {stop.words}", "", f"   ![{stop.words}]({picture_of(tour, number)})", ""]
    return "\n".join(lines)


def contents() -> str:
    """All tours in a list."""
    lines = [f"- [{tour.role}]({tour.key}.md): {tour.opening}" for tour in TOURS]
    return "\n".join(["# Tours", "", "A first look for each role, at the demonstration (`make demo`).", "", *lines, ""])
