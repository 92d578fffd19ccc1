"""Who may see a protected address is said anew without writing the address again, by those who see it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lippen.casework.actions import people
from lippen.casework.models import KnownPerson, PersonNow, ProtectedAddress
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import send, signed_in
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
GIVEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    made = c.add(c.worker)
    c.allocate(made, c.worker)
    access.identify(c.worker, today=TODAY)
    hidden = {"lines": "9 Hidden Close", "postcode": "FK10 9ZZ", "officers": [], "why": "Fled"}
    people.protect_address(actor=c.worker, person_ref=made.ref, **hidden, **GIVEN)
    return made


def sees(actor: Actor) -> list[str]:
    access.identify(actor, today=TODAY)
    return list(ProtectedAddress.objects.visible_to(actor).order_by("-id").values_list("lines", flat=True))


def url(child: KnownPerson) -> str:
    return reverse("casework:name_audience", args=[child.ref])


def test_an_audience_is_named_anew_and_the_address_stays(c, child) -> None:
    assert sees(c.manager) == []
    answer = send(signed_in(c.worker), url(child), officers=[str(c.manager.person_id)], why="Goes to court with them")
    assert "These people may see it" in answer.content.decode()
    assert sees(c.manager) == ["9 Hidden Close"]
    access.identify(c.worker, today=TODAY)
    assert PersonNow.objects.get(pk=child.pk).is_protected
    assert ProtectedAddress.objects.order_by("-id").first().postcode == "FK10 9ZZ"


def test_the_form_shows_no_address_and_who_is_named_now(c, child) -> None:
    send(signed_in(c.worker), url(child), officers=[str(c.colleague.person_id)], why="Visits too")
    page = signed_in(c.leader).get(url(child)).content.decode()
    assert "Hidden" not in page
    assert f'value="{c.colleague.person_id}" ' in page and page.count(" checked") == 1


def test_whoever_does_not_see_the_address_names_nobody(c, child) -> None:
    assert signed_in(c.manager).get(url(child)).status_code == 404
    access.identify(c.manager, today=TODAY)
    with pytest.raises(CannotDo, match="Only those who see"):
        people.name_audience(actor=c.manager, person_ref=child.ref, officers=[], why="As was said", **GIVEN)


def test_an_address_that_is_protected_no_more_has_no_audience(c, child) -> None:
    access.identify(c.worker, today=TODAY)
    nothing = {"lines": "", "is_over": True, "postcode": "", "officers": [], "why": "Moved"}
    people.protect_address(actor=c.worker, person_ref=child.ref, **nothing, **GIVEN)
    assert signed_in(c.worker).get(url(child)).status_code == 404
    with pytest.raises(CannotDo, match="Only those who see"):
        people.name_audience(actor=c.worker, person_ref=child.ref, officers=[], why="As was said", **GIVEN)
