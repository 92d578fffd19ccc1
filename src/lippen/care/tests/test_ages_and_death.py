"""Care begins before 18, aftercare from 16 on; by death it ends once the death stands on the child's record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lippen.care.actions import living, reviews
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.reviews import Who
from lippen.care.models import Episode
from lippen.care.tests.test_lines import begun, c, child, looked_after, on_a_day  # noqa: F401 - fixtures
from lippen.care.tests.test_pages import signed_in
from lippen.care.vocabulary import AfterKind, Destination, Event, MoveReason, PlacementKind
from lippen.casework.actions import knowing
from lippen.casework.tests.factories import NOW, TODAY
from lippen.kernel import access
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DIED = TODAY - 2 * DAY


def died(c, child) -> None:  # noqa: F811
    access.identify(c.worker, today=TODAY)
    knowing.say_death(actor=c.worker, person_ref=child.ref, died_on=DIED, so_on=TODAY, at=NOW)


def ends(c, child, destination: Destination, so_on: date = DIED):  # noqa: F811
    given = {"destination": destination, "so_on": so_on, "words": "", "at": NOW}
    return living.end_care(actor=c.worker, person_ref=child.ref, **given)


def test_care_ends_by_death_once_the_death_is_recorded_on_its_day_and_in_no_other_way_then(c, child) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="Record the death on Isla Balfour’s record first") as refused:
        ends(c, child, Destination.DIED)
    assert refused.value.field == "destination"
    died(c, child)
    for destination, on in ((Destination.HOME, DIED), (Destination.HOME, TODAY), (Destination.DIED, TODAY)):
        with pytest.raises(CannotDo, match="died on 15 October 2012"):
            ends(c, child, destination, on)
    with pytest.raises(CannotDo, match="later than that"):
        ends(c, child, Destination.DIED, DIED - DAY)
    ends(c, child, Destination.DIED)
    assert Episode.objects.get(person=child, is_current=True).destination == Destination.DIED


def test_nothing_begins_after_a_death(c, child) -> None:  # noqa: F811
    died(c, child)
    about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
    moved = PlacementGiven(PlacementKind.KINSHIP, moved_why=MoveReason.KIN)
    after = "Isla Balfour died on 15 October 2012"
    with pytest.raises(CannotDo, match=after):
        living.move(so_on=TODAY, placement=moved, **about)
    with pytest.raises(CannotDo, match=after):
        living.change_legal(so_on=TODAY, legal=LegalGiven("SRA"), **about)
    with pytest.raises(CannotDo, match=after):
        living.add_order(so_on=TODAY, legal=LegalGiven("CP51"), **about)
    with pytest.raises(CannotDo, match=after):
        begun(c, child, so_on=TODAY)
    with pytest.raises(CannotDo, match=after):
        living.say_after_care(kind=AfterKind.COORDINATOR, so_on=TODAY, **about)
    with pytest.raises(CannotDo, match="A death is recorded here"):
        given = {"kind": Event.LATER_REVIEW, "planned_on": TODAY, "chair": Who(words="Ms Quill"), "guests": []}
        reviews.plan_review(**given, **about)
    ends(c, child, Destination.DIED)
    with pytest.raises(CannotDo, match=after):
        living.begin_care(so_on=TODAY, placement=moved, legal=LegalGiven("S25"), **about)


def test_care_begins_before_18_and_aftercare_from_16_on(c) -> None:  # noqa: F811
    grown = c.add(c.worker, "Una", "Balfour", born_on=date(1994, 10, 17))
    c.allocate(grown, c.worker)
    access.identify(c.worker, today=TODAY)
    given = {"placement": PlacementGiven(PlacementKind.KINSHIP), "legal": LegalGiven("S25"), "at": NOW}
    about = {"actor": c.worker, "person_ref": grown.ref}
    with pytest.raises(CannotDo, match="turned 18 on 17 October 2012: care cannot begin") as refused:
        living.begin_care(so_on=TODAY, **given, **about)
    assert refused.value.field == "so_on"
    living.begin_care(so_on=TODAY - DAY, **given, **about)
    with pytest.raises(CannotDo, match="is 16 from 17 October 2010 on"):
        living.say_after_care(kind=AfterKind.AFTERCARE_BEGAN, so_on=date(2010, 10, 16), at=NOW, **about)
    living.say_after_care(kind=AfterKind.AFTERCARE_BEGAN, so_on=date(2010, 10, 17), at=NOW, **about)
    living.say_after_care(kind=AfterKind.PATHWAY_PLAN, so_on=date(2010, 10, 16), at=NOW, **about)


def test_the_pages_lead_to_the_death_and_then_to_the_end_of_care_alone(c, child) -> None:  # noqa: F811
    client, life = signed_in(c.worker), reverse("care:life", args=[child.ref])
    end = reverse("care:end_care", args=[child.ref])
    death = reverse("casework:say_death", args=[child.ref])
    assert f'href="{death}">If Isla Balfour has died, record the death first' in client.get(end).content.decode()
    died(c, child)
    said = client.get(life).content.decode()
    assert f'href="{end}">Record that care ended' in said and reverse("care:move", args=[child.ref]) not in said
    assert client.post(end, {"so_on": "15 October 2012", "destination": "died", "words": ""}).status_code == 302
    said = client.get(life).content.decode()
    assert "Record that care began" not in said and "Record that care ended" not in said
