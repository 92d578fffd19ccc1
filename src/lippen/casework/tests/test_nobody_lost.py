"""One press too many: what keeps a child safe, and who looks after one, does not go with a form sent half filled in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model

from lippen.casework.actions import guarding, own_family, people, visiting
from lippen.casework.actions.meeting import When, plan_contact
from lippen.casework.models import Visit
from lippen.casework.queries import lists, records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child
from lippen.casework.vocabulary import IdScheme, OwnTieKind, Place, Supervision
from lippen.kernel import access
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
GIVEN = {"so_on": TODAY, "at": NOW}
DAY = timedelta(days=1)


@pytest.fixture
def c(request, settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child("Isla", "Balfour") if "child" in request.fixturenames else cast()


@pytest.fixture
def child(c):
    made = c.child
    access.identify(c.worker, today=TODAY)
    return made


def protect(c: Cast, child, actor=None, **given) -> None:
    actor = actor or c.worker
    access.identify(actor, today=TODAY)
    asked = {"lines": "", "postcode": "", "officers": [], "why": "Fled from him", **given}
    people.protect_address(actor=actor, person_ref=child.ref, **asked, **GIVEN)


def test_an_empty_line_does_not_end_the_protection_of_an_address(c, child) -> None:
    protect(c, child, lines="9 Hidden Close")
    with pytest.raises(CannotDo, match="Write the address"):
        protect(c, child, officers=[c.colleague.person_id])
    with pytest.raises(CannotDo, match="not both"):
        protect(c, child, lines="9 Hidden Close", is_over=True)
    assert records.record(c.worker, child.ref, real_at=NOW).protected[0] == "9 Hidden Close"
    protect(c, child, is_over=True)
    assert records.record(c.worker, child.ref, real_at=NOW).protected is None


def test_only_who_sees_a_protected_address_ends_that(c, child) -> None:
    protect(c, child, lines="9 Hidden Close")
    with pytest.raises(CannotDo, match="Only those who see"):
        protect(c, child, c.manager, is_over=True)


def test_the_page_asks_for_a_tick_before_an_address_is_opened(c, child, client) -> None:
    protect(c, child, lines="9 Hidden Close")
    page = opened(client, c, f"/children/{child.ref}/protect", {"lines": "", "why": "One more may see it"})
    assert "Write the address, or tick below that it is protected no more." in page
    access.identify(c.worker, today=TODAY)
    assert records.record(c.worker, child.ref, real_at=NOW).protected[0] == "9 Hidden Close"


def test_a_child_who_waits_is_restricted_only_with_whoever_holds_them(c) -> None:
    child = c.add(c.worker, "Eilidh", "Drummond")
    c.waiting(c.worker, child)
    access.identify(c.manager, today=TODAY)
    alone, both = [c.manager.person_id], [c.manager.person_id, c.worker.person_id]
    given = {"person_ref": child.ref, "why": "A threat", **GIVEN}
    with pytest.raises(CannotDo, match="The child rests with Wren"):
        guarding.restrict(actor=c.manager, officers=alone, **given)
    guarding.restrict(actor=c.manager, officers=both, **given)
    access.identify(c.worker, today=TODAY)
    assert [row.person.ref for row in lists.queue(c.worker, today=TODAY)] == [child.ref]


def planned(c: Cast, child) -> Visit:
    access.identify(c.worker, today=TODAY)
    given = {"planned_on": TODAY, "worker_id": c.worker.person_id, "purpose": "After the fire"}
    return visiting.plan_visit(actor=c.worker, person_ref=child.ref, **given, **GIVEN)


def not_seen(c: Cast, child, **given) -> None:
    asked = {"is_seen": False, "words": "Nobody opened", **given}
    visiting.record_visit(actor=c.worker, person_ref=child.ref, **asked, **GIVEN)


def test_casework_visit_a_child_who_was_not_seen_is_still_to_be_seen(c, child) -> None:
    not_seen(c, child, visit_ref=planned(c, child).ref)
    left = Visit.objects.get(done__isnull=True)
    assert (left.planned_on, left.worker_id, left.purpose) == (TODAY + DAY, c.worker.person_id, "After the fire")


def test_when_one_tries_again_can_be_said_and_lies_not_in_the_past(c, child) -> None:
    visit = planned(c, child)
    with pytest.raises(CannotDo, match="today or a day to come"):
        not_seen(c, child, visit_ref=visit.ref, again_on=TODAY - DAY)
    not_seen(c, child, visit_ref=visit.ref, again_on=TODAY + 3 * DAY)
    assert Visit.objects.get(done__isnull=True).planned_on == TODAY + 3 * DAY


def test_one_tries_again_within_a_year(c, child) -> None:
    visit = planned(c, child)
    with pytest.raises(CannotDo, match="more than a year away") as refused:
        not_seen(c, child, visit_ref=visit.ref, again_on=date(2120, 1, 1))
    assert refused.value.field == "again_on"


def test_a_visit_that_nobody_had_planned_leaves_nothing_due(c, child) -> None:
    not_seen(c, child)
    assert not Visit.objects.filter(done__isnull=True).exists()


def test_a_child_who_was_seen_is_not_due_again(c, child) -> None:
    given = {"is_seen": True, "place": Place.HOME, "visit_ref": planned(c, child).ref}
    visiting.record_visit(actor=c.worker, person_ref=child.ref, **given, **GIVEN)
    assert not Visit.objects.filter(done__isnull=True).exists()


def test_nothing_is_planned_more_than_a_year_away(c, child) -> None:
    far = {"worker_id": c.worker.person_id, **GIVEN}
    with pytest.raises(CannotDo, match="more than a year"):
        visiting.plan_visit(actor=c.worker, person_ref=child.ref, planned_on=TODAY + 367 * DAY, **far)
    visiting.plan_visit(actor=c.worker, person_ref=child.ref, planned_on=TODAY + 366 * DAY, **far)
    mother = c.mother_of(c.worker, child)
    begins = NOW + 367 * DAY
    with pytest.raises(CannotDo, match="more than a year"):
        plan_contact(
            actor=c.worker,
            person_ref=child.ref,
            when=When(begins, begins + timedelta(hours=1)),
            whom=[mother.ref],
            supervision=Supervision.NONE,
            place="The park",
            at=NOW,
        )


def test_a_death_is_not_recorded_by_one_press(c, child, client) -> None:
    page = opened(client, c, f"/children/{child.ref}/death", {"died_on": "today"})
    assert "Tick that you know it for certain" in page
    access.identify(c.worker, today=TODAY)
    assert records.head(c.worker, child.ref).died_on is None


def opened(client, c: Cast, address: str, sent: dict[str, str]) -> str:
    enter(client, c)
    return client.post(address, sent).content.decode()


def test_only_who_manages_says_that_there_is_no_such_tie(c, child) -> None:
    given = {"person_ref": child.ref, "officer_id": c.colleague.person_id, "why": "Told by the school", **GIVEN}
    own_family.say_own_tie(actor=c.worker, kind=OwnTieKind.FAMILY, **given)
    with pytest.raises(CannotDo, match="team leader or manager"):
        own_family.say_own_tie(actor=c.worker, kind=OwnTieKind.NONE, **given)
    access.identify(c.leader, today=TODAY)
    own_family.say_own_tie(actor=c.leader, kind=OwnTieKind.NONE, **given)


@pytest.mark.parametrize("value", ["-1e308", "040306123", "04030612345", "3203061234", "0413061234", "٠٤٠٣٠٦١٢٣٤"])
def test_a_number_that_cannot_be_of_the_health_service_is_refused(c, child, value: str) -> None:
    with pytest.raises(CannotDo, match="ten figures"):
        people.say_outside_id(actor=c.worker, person_ref=child.ref, scheme=IdScheme.CHI, value=value, **GIVEN)


def test_the_same_number_stands_once_on_a_record(c, child) -> None:
    given = {"person_ref": child.ref, "scheme": IdScheme.CHI, **GIVEN}
    people.say_outside_id(actor=c.worker, value="040306 1234", **given)
    with pytest.raises(CannotDo, match="already"):
        people.say_outside_id(actor=c.worker, value="040306 1234", **given)


@pytest.mark.parametrize("page", ["known", "family/drawn"])
def test_a_day_that_cannot_be_read_is_said(c, child, client, page: str) -> None:
    enter(client, c)
    told = client.get(f"/children/{child.ref}/{page}", {"on": "31/02/2026"}).content.decode()
    assert "“31/02/2026” is not a day that has been. This is how it stands today." in told
    assert "is not a day" not in client.get(f"/children/{child.ref}/{page}", {"on": "yesterday"}).content.decode()


def enter(client, c: Cast) -> None:
    account = get_user_model().objects.get(pk=c.worker.account_id)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
