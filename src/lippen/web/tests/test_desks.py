"""My desk: what it says of what is due, and of an empty day."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from lippen.improvement.tests.factories import TODAY, Which, cast, month
from lippen.improvement.tests.screens import signed_in
from lippen.improvement.vocabulary import DutyKind
from lippen.kernel import clock
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.web import desks

pytestmark = pytest.mark.django_db


def page_of(actor) -> str:
    return signed_in(actor).get(reverse("web:home")).content.decode()


@pytest.fixture
def on_the_day(settings) -> None:
    settings.LIPPEN_DEMO = True
    settings.LIPPEN_TODAY = TODAY
    assert clock.today() == TODAY


def test_passed_review_reads_due_and_never_late(on_the_day) -> None:
    there = cast()
    there.action("Write the rota", dates={Which.REVIEW: month(2012, 8)})

    late = {dated.line.kind: dated for dated in desks.my_desk(there.worker, today=TODAY).late}

    review, update = late[DutyKind.REVIEW], late[DutyKind.UPDATE]
    assert (review.when, review.is_late) == ("due since 31 August 2012", False)
    assert (update.when, update.is_late) == ("33 days late", True)


def test_link_of_a_desk_is_what_it_is_about(on_the_day) -> None:
    there = cast()
    there.action("Write the rota", dates={Which.REVIEW: month(2012, 8)})

    links = re.findall(r'<a class="lippen-duties__link" href="[^"]+">(.+?)</a>', page_of(there.worker))

    assert [re.sub("<[^>]+>", "", link) for link in links] == [
        "1.1 Write the rota: Review the action",
        "1.1 Write the rota: Say how it goes",
    ]


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.PERFORMANCE_OFFICER, ["Plans", "Partners", "Groups", "Papers"]),
        (Role.COMMITTEE_CLERK, ["Papers"]),
        (Role.INFORMATION_GOVERNANCE, ["Who looked", "Unusual reads", "Records whose time is up", "Let back in"]),
        (Role.ADMINISTRATOR, ["Ways in", "Bring staff in", "Status"]),
    ],
)
def test_empty_desk_offers_the_rooms_that_are_open(role: Role, offered: list[str]) -> None:
    page = page_of(people.actor(people.authority(), role))
    assert re.findall(r'lippen-duties__link" href="[^"]+">([^<]+)<', page) == offered


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("unusual", "Unusual reads"),
        ("look_through", "Unusual reads"),
        ("due_lists", "Records whose time is up"),
        ("draw_list", "Records whose time is up"),
    ],
)
def test_menu_of_information_governance_marks_the_one_room_it_is_in(page: str, entry: str) -> None:
    governance = signed_in(people.actor(people.authority(), Role.INFORMATION_GOVERNANCE))
    shown = governance.get(reverse(f"casework:{page}")).content.decode()
    assert re.findall(r'aria-current="page">([^<]+)</a></li>', shown.split("</nav>")[0]) == [entry]


def test_partner_with_nothing_shared_is_told_so() -> None:
    partner = signed_in(people.actor(people.authority(), Role.PARTNER))
    assert reverse("casework:shared") in partner.get(reverse("web:home")).content.decode()
    page = partner.get(reverse("casework:shared")).content.decode()
    assert "No child is shared with you today" in page
    assert "lippen-duties__link" not in page


def test_trail_reads_in_words_and_is_found_by_the_words_it_shows() -> None:
    governor = signed_in(people.actor(people.authority(), Role.INFORMATION_GOVERNANCE))
    governor.get(reverse("web:audit"))

    found = governor.get(reverse("web:audit"), {"what": "audit.read"}).content.decode()

    assert "Read the audit trail</div>" in found or "Read the audit trail <" in found
    assert ">audit.read<" not in found
    assert "No entries match" in governor.get(reverse("web:audit"), {"what": "audit.wrote"}).content.decode()
