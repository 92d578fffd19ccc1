"""Public pages: only where they are on, only what was issued and is not exempt, only as the public role."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connections
from django.test import Client
from django.urls import NoReverseMatch, reverse

from lippen.reporting.tests.world import World, world
from lippen.web.access_table import table

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])


@pytest.fixture
def turned_on(settings) -> None:
    settings.LIPPEN_PUBLIC_PAGES = True
    settings.ROOT_URLCONF = "lippen.web.tests.urls_with_public"


@pytest.fixture(autouse=True)
def quick_files() -> Iterator[None]:
    with patch("lippen.reporting.actions.signing.rendered", lambda content, kind, at: f"a {kind}".encode()):
        yield


def signed(there: World, exempt: str = "no") -> str:
    ref = there.opened().ref
    there.fill(ref)
    if exempt == "yes":
        there.exempt(ref)
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    return ref


def test_public_pages_do_not_exist_unless_they_are_turned_on() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("public:papers")
    assert not [name for name in table() if name.startswith("public:")]
    assert Client().get("/public/papers/").status_code == 404


def test_anyone_reads_an_issued_paper_and_no_other(turned_on) -> None:
    there, anyone = world(actions_in_each_theme=1), Client()
    there.turn_register_on()
    ref = signed(there)
    assert "No papers yet" in anyone.get("/public/papers/").content.decode()
    assert anyone.get(f"/public/papers/{ref}/pdf").status_code == 404
    there.issue(ref)
    exempt = signed(there, "yes")
    there.accept(exempt)
    there.issue(exempt)
    page = anyone.get("/public/papers/").content.decode()
    assert f"/public/papers/{ref}/html" in page and f"/public/papers/{exempt}/" not in page
    assert anyone.get(f"/public/papers/{ref}/pdf").content == b"a pdf"
    assert anyone.get(f"/public/papers/{exempt}/pdf").status_code == 404
    assert anyone.get(f"/public/papers/{ref}/exe").status_code == 404
    assert anyone.post("/public/papers/").status_code == 405


@pytest.mark.parametrize(
    "name", ["reporting_paper", "reporting_papertext", "organisation_account", "kernel_auditentry"]
)
def test_the_public_role_can_read_nothing_else(name) -> None:
    with connections["public"].cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute(f"select * from {name}")
