"""What does not go together: refused where it cannot be, asked about or said on the page where it is unusual."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lippen.care.actions import carers, living
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.models import Placement
from lippen.care.rules.fitting import at_odds, cannot_be_with
from lippen.care.tests.returning import brought, episodes, listed
from lippen.care.tests.test_ages_and_death import died, ends
from lippen.care.tests.test_lines import BEGAN, c, child, on_a_day  # noqa: F401 - fixtures
from lippen.care.tests.test_pages import page, signed_in
from lippen.care.vocabulary import CarerKind, Destination, MoveReason, PlacementKind, Siblings
from lippen.casework.actions import knowing, people
from lippen.casework.models import KnownPerson, PersonDeath
from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.vocabulary import FactKind, TieKind
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT_HOME = "“Supervision requirement, at home” is for a child who lives at home"


@pytest.mark.parametrize(
    ("kind", "who", "is_refused"),
    [
        (PlacementKind.SECURE, CarerKind.KINSHIP, True),
        (PlacementKind.SECURE, CarerKind.FOSTER, True),
        (PlacementKind.SECURE, CarerKind.HOUSE, False),
        (PlacementKind.COUNCIL_HOME, CarerKind.ADOPTERS, True),
        (PlacementKind.CRISIS, CarerKind.FOSTER, False),
        (PlacementKind.KINSHIP, CarerKind.HOUSE, True),
        (PlacementKind.KINSHIP, CarerKind.FOSTER, False),
        (PlacementKind.FOSTER_COUNCIL, CarerKind.KINSHIP, False),
        (PlacementKind.HOME, CarerKind.FOSTER, False),
    ],
)
def test_a_house_is_no_household_and_a_household_no_house(kind, who, is_refused) -> None:
    assert bool(cannot_be_with(kind, who)) is is_refused


@pytest.mark.parametrize(
    ("kind", "code", "is_odd"),
    [
        (PlacementKind.SECURE, "CSOH", True),
        (PlacementKind.FOSTER_COUNCIL, "SRH", True),
        (PlacementKind.KINSHIP, "CSOH", False),
        (PlacementKind.HOME, "CSOH", False),
        (PlacementKind.HOME, "CSOA", True),
        (PlacementKind.HOME, "S25", True),
        (PlacementKind.SECURE, "ICSO", False),
        (PlacementKind.HOME, "ICSO", False),
    ],
)
def test_a_law_for_those_at_home_and_a_place_elsewhere_are_at_odds_and_the_other_way_round(kind, code, is_odd) -> None:
    assert bool(at_odds(kind, code)) is is_odd


def alone(c) -> KnownPerson:  # noqa: F811
    found = c.add(c.worker, "Una", "Balfour")
    c.allocate(found, c.worker)
    access.identify(c.worker, today=TODAY)
    return found


def begins(c, child, kind: PlacementKind, code: str = "S25", **given: object):  # noqa: F811
    about = {"placement": PlacementGiven(kind), "legal": LegalGiven(code), "so_on": BEGAN, "at": NOW}
    return living.begin_care(actor=c.worker, person_ref=child.ref, **{**about, **given})


def moves(c, child, kind: PlacementKind, carer_ref: str = "", **given: object):  # noqa: F811
    placement = PlacementGiven(kind, carer_ref, moved_why=MoveReason.NEEDS)
    about = {"so_on": TODAY, "placement": placement, "at": NOW}
    return living.move(actor=c.worker, person_ref=child.ref, **{**about, **given})


def test_secure_care_is_with_no_relative(c, child) -> None:  # noqa: F811
    gran = carers.add_carer(
        actor=c.worker, authority_id=c.council.pk, kind=CarerKind.KINSHIP, name="Morag Balfour", agency="", at=NOW
    )
    with pytest.raises(CannotDo, match="“In secure care” is not with kinship carers") as refused:
        moves(c, child, PlacementKind.SECURE, gran.ref)
    assert refused.value.field == "carer"
    moves(c, child, PlacementKind.KINSHIP, gran.ref)


def test_care_that_begins_with_a_law_and_a_place_at_odds_is_asked_about(c) -> None:  # noqa: F811
    una = alone(c)
    with pytest.raises(CannotDo, match=AT_HOME) as refused:
        begins(c, una, PlacementKind.FOSTER_COUNCIL, "SRH")
    assert refused.value.field == "is_at_odds"
    begins(c, una, PlacementKind.FOSTER_COUNCIL, "SRH", is_at_odds=True)
    assert AuditEntry.objects.filter(verb="care.at_odds").exists()


def test_secure_care_under_an_order_at_home_is_asked_about_whichever_comes_second(c) -> None:  # noqa: F811
    una = alone(c)
    begins(c, una, PlacementKind.HOME, "SRH")
    with pytest.raises(CannotDo, match=AT_HOME) as refused:
        moves(c, una, PlacementKind.SECURE)
    assert refused.value.field == "is_at_odds"
    moves(c, una, PlacementKind.SECURE, is_at_odds=True)
    legal = {"person_ref": una.ref, "so_on": TODAY, "at": NOW}
    living.change_legal(actor=c.worker, legal=LegalGiven("SRA"), **legal)
    with pytest.raises(CannotDo, match=AT_HOME):
        living.change_legal(actor=c.worker, legal=LegalGiven("SRH"), **legal)
    living.change_legal(actor=c.worker, legal=LegalGiven("SRH"), is_at_odds=True, **legal)


def test_a_move_home_is_recorded_before_the_law_follows_and_the_page_says_so_until_then(c, child) -> None:  # noqa: F811
    client, life = signed_in(c.worker), reverse("care:life", args=[child.ref])
    says = "“Voluntary accommodation” is for a child who lives away from home, and “At home with a parent” is not"
    assert says not in page(client, life)
    access.identify(c.worker, today=TODAY)
    moves(c, child, PlacementKind.HOME)
    assert says in page(client, life)
    access.identify(c.worker, today=TODAY)
    living.change_legal(actor=c.worker, person_ref=child.ref, so_on=TODAY, legal=LegalGiven("SRH"), at=NOW)
    assert says not in page(client, life)


def test_the_form_asks_with_a_tick_that_stands_there_only_then(c) -> None:  # noqa: F811
    una = alone(c)
    client, url = signed_in(c.worker), reverse("care:begin_care", args=[una.ref])
    assert "is_at_odds" not in page(client, url)
    given = {"so_on": "9 January 2012", "kind": "SECURE", "carer": "", "area": "in", "siblings": "none", "code": "SRH"}
    said = client.post(url, given).content.decode()
    assert AT_HOME in said and 'name="is_at_odds"' in said
    assert client.post(url, {**given, "is_at_odds": "on"}).status_code == 302
    access.identify(c.worker, today=TODAY)
    assert Placement.objects.get(person=una).code == "SECURE"


def test_the_forms_of_a_move_and_of_a_law_ask_with_the_same_tick(c) -> None:  # noqa: F811
    una = alone(c)
    begins(c, una, PlacementKind.HOME, "SRH")
    client, url = signed_in(c.worker), reverse("care:move", args=[una.ref])
    given = {"so_on": "9 February 2012", "kind": "SECURE", "carer": "", "area": "in", "siblings": "none"}
    given["moved_why"] = "safety"
    assert 'name="is_at_odds"' in client.post(url, given).content.decode()
    assert client.post(url, {**given, "is_at_odds": "on"}).status_code == 302
    law = reverse("care:change_legal", args=[una.ref])
    assert client.post(law, {"so_on": "10 February 2012", "code": "SRA"}).status_code == 302
    again = {"so_on": "11 February 2012", "code": "SRH"}
    assert 'name="is_at_odds"' in client.post(law, again).content.decode()
    assert client.post(law, {**again, "is_at_odds": "on"}).status_code == 302


def test_brothers_and_sisters_in_care_are_held_against_what_is_said_of_them(c, child) -> None:  # noqa: F811
    una, client = alone(c), signed_in(c.worker)
    together = PlacementGiven(PlacementKind.FOSTER_COUNCIL, siblings=Siblings.TOGETHER)
    begins(c, una, PlacementKind.FOSTER_COUNCIL, placement=together)
    life = reverse("care:life", args=[una.ref])
    says = "no brother or sister of theirs is recorded as looked after, as far as you see"
    assert says in page(client, life)
    access.identify(c.worker, today=TODAY)
    are = {"other_ref": child.ref, "kind": TieKind.SIBLING, "so_on": TODAY, "at": NOW}
    people.tie_people(actor=c.worker, person_ref=una.ref, **are)
    assert says not in page(client, life)
    access.identify(c.worker, today=TODAY)
    none = PlacementGiven(PlacementKind.KINSHIP, siblings=Siblings.NONE, moved_why=MoveReason.KIN)
    moves(c, una, PlacementKind.KINSHIP, placement=none)
    assert "no brother or sister is looked after, and Isla Balfour is" in page(client, life)


def test_the_page_says_that_care_goes_on_past_18(c) -> None:  # noqa: F811
    grown = c.add(c.worker, "Una", "Balfour", born_on=date(1987, 5, 3))
    c.allocate(grown, c.worker)
    access.identify(c.worker, today=TODAY)
    begins(c, grown, PlacementKind.FOSTER_COUNCIL, so_on=date(2001, 5, 3))
    said = page(signed_in(c.worker), reverse("care:life", args=[grown.ref]))
    assert "Una Balfour turned 18 on 3 May 2005, nobody of 18 or more is looked after, and care goes on" in said


def withdrawn(c, child) -> None:  # noqa: F811
    death = PersonDeath.objects.get(person=child)
    given = {"kind": FactKind.DEATH, "number": death.pk, "why": "It was somebody else", "so_on": TODAY, "at": NOW}
    knowing.withdraw(actor=c.worker, person_ref=child.ref, **given)


def test_care_that_ended_by_a_death_that_was_wrong_leads_to_its_end_being_taken_back(c, child) -> None:  # noqa: F811
    died(c, child)
    episode = ends(c, child, Destination.DIED)
    client, life = signed_in(c.worker), reverse("care:life", args=[child.ref])
    back = reverse("care:end_was_wrong", args=[episode.thread])
    says = "Care is recorded as ended by death on 15 October 2012, and no death is recorded"
    assert says not in page(client, life)
    access.identify(c.worker, today=TODAY)
    withdrawn(c, child)
    said = page(client, life)
    assert says in said and f'href="{back}">say that care did not end' in said
    assert reverse("casework:say_death", args=[child.ref]) in said
    assert client.post(back, {"why": "It was somebody else"}).status_code == 302
    assert says not in page(client, life)


def test_whoever_withdraws_a_death_reads_that_care_ended_by_it_and_is_led_there(c, child) -> None:  # noqa: F811
    died(c, child)
    death = PersonDeath.objects.get(person=child)
    client = signed_in(c.worker)
    wrong = reverse("casework:withdraw_fact", args=[child.ref, FactKind.DEATH.value, death.pk])
    says = "Care ended by it on 15 October 2012, and goes on only once somebody says that this was wrong too"
    assert says not in page(client, wrong)
    access.identify(c.worker, today=TODAY)
    episode = ends(c, child, Destination.DIED)
    assert says in page(client, wrong)
    sent = client.post(wrong, {"why": "It was somebody else"})
    assert sent.status_code == 302 and sent["Location"] == reverse("care:end_was_wrong", args=[episode.thread])


def test_a_return_lands_whole_and_the_page_says_of_whom_an_end_is_missing_or_a_death(c) -> None:  # noqa: F811
    files = {
        "2004-header.csv": "CHILD,SEX,DOB,ETHNIC\n25,2,04/03/1987,WBRI\n26,2,04/03/1990,WBRI\n",
        "2004-episodes.csv": episodes("25,05/06/2003,S,V2,U4,PR1,,,,,", "26,05/06/2003,S,V2,U4,PR1,01/02/2004,E2,,,"),
    }
    assert listed(c, brought(c, files)) == []
    client = signed_in(c.manager)
    for number, says in (
        ("25", "turned 18 on 4 March 2005, nobody of 18 or more is looked after"),
        ("26", "Care is recorded as ended by death on 1 February 2004, and no death is recorded"),
    ):
        access.identify(c.manager, today=TODAY)
        ref = KnownPerson.objects.get(outsideids__value=number).ref
        assert says in page(client, reverse("care:life", args=[ref]))
