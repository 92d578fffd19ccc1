"""Facts that still are so and facts that were wrong; the family as at a day; who else works with a family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from lippen.casework.actions import chronology, helping, knowing, people, visiting, work
from lippen.casework.actions.chronology import AlsoConcerned
from lippen.casework.models import ChronologyEntry, FactWord, Helper, KnownPerson, PersonName, PersonNow
from lippen.casework.queries import families, lists, records
from lippen.casework.queries import knowing as known
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.vocabulary import (
    ContactKind,
    FactKind,
    Gender,
    HelperKind,
    HelperStep,
    NameKind,
    Place,
    Significance,
    Status,
    TieKind,
)
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.server.standing import stands

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
DAY = timedelta(days=1)


@dataclass
class Home:
    """A child with a brother and a mother."""

    cast: Cast
    child: KnownPerson
    brother: KnownPerson
    mother: KnownPerson

    def of_child(self) -> dict[str, object]:
        return {"actor": self.cast.worker, "person_ref": self.child.ref, **WHEN}


@stands
def home() -> Home:
    c = cast()
    child = c.add(c.worker, "Isla", "Balfour")
    brother = c.add(c.worker, "Ruaridh", "Balfour", tie=people.NewTie(child.ref, TieKind.SIBLING))
    mother = c.mother_of(c.worker, child)
    c.allocate(child, c.worker)
    c.allocate(brother, c.worker)
    access.identify(c.worker, today=TODAY)
    return Home(c, child, brother, mother)


@pytest.fixture
def h(settings) -> Home:
    settings.LIPPEN_TODAY = TODAY
    return home()


def signed_in(h: Home) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=h.cast.worker.account_id), BACKEND)
    return client


# --- what was wrong ---


def test_a_wrong_number_is_followed_no_more_and_the_one_before_it_counts_again(h: Home) -> None:
    right = people.say_contact(kind=ContactKind.PHONE, value="01259 555 0101", **h.of_child())
    wrong = people.say_contact(kind=ContactKind.PHONE, value="01259 555 0999", **h.of_child())
    assert PersonNow.objects.get(pk=h.child.pk).phone == wrong.value
    knowing.withdraw(kind=FactKind.CONTACT, number=wrong.pk, why="The neighbour's", **h.of_child())
    now = PersonNow.objects.get(pk=h.child.pk)
    assert now.phone == right.value
    assert not [key for key in now.keys if "5550999" in key]
    _, rows = known.facts(h.cast.worker, h.child.ref, on=TODAY)
    told = {row.value: (row.is_now, row.wrong_why) for row in rows if row.kind == FactKind.CONTACT}
    assert told == {right.value: (True, ""), wrong.value: (False, "The neighbour's")}


def test_casework_wrong_is_said_once_and_with_a_reason(h: Home) -> None:
    made = people.say_contact(kind=ContactKind.PHONE, value="01259 555 0101", **h.of_child())
    with pytest.raises(CannotDo, match="Say why"):
        knowing.withdraw(kind=FactKind.CONTACT, number=made.pk, why=" ", **h.of_child())
    knowing.withdraw(kind=FactKind.CONTACT, number=made.pk, why="Never theirs", **h.of_child())
    for again in (knowing.withdraw, knowing.confirm):
        given = {"why": "Again"} if again is knowing.withdraw else {}
        with pytest.raises(CannotDo, match="already"):
            again(kind=FactKind.CONTACT, number=made.pk, **given, **h.of_child())


def test_the_only_name_is_not_taken_away(h: Home) -> None:
    name = PersonName.objects.get(person=h.child)
    with pytest.raises(CannotDo, match="record the right one first"):
        knowing.withdraw(kind=FactKind.NAME, number=name.pk, why="Misheard", **h.of_child())
    assert not FactWord.objects.exists()
    people.say_name(given_name="Eilidh", family_name="Balfour", kind=NameKind.NAME, **h.of_child())
    knowing.withdraw(kind=FactKind.NAME, number=name.pk, why="Misheard", **h.of_child())
    found = records.record(h.cast.worker, h.child.ref, real_at=NOW)
    assert found.person.name == "Eilidh Balfour" and found.names == ()


def test_a_fact_of_somebody_else_is_not_found_here(h: Home) -> None:
    theirs = people.say_contact(
        actor=h.cast.worker, person_ref=h.mother.ref, kind=ContactKind.PHONE, value="01259 555 0102", **WHEN
    )
    with pytest.raises(NotVisible):
        knowing.withdraw(kind=FactKind.CONTACT, number=theirs.pk, why="As was said", **h.of_child())
    with pytest.raises(NotVisible):
        known.fact(h.cast.worker, h.child.ref, FactKind.CONTACT, theirs.pk, on=TODAY)


def test_a_visit_of_the_wrong_child_counts_as_seen_no_more_and_stays_in_the_chronology(h: Home) -> None:
    made = visiting.record_visit(is_seen=True, place=Place.HOME, words="Well", **h.of_child())
    (row,) = [each for each in lists.children(h.cast.worker).rows if each.person.ref == h.child.ref]
    assert row.last_seen_on == TODAY
    knowing.withdraw(kind=FactKind.VISIT, number=made.pk, why="It was the cousin", **h.of_child())
    (row,) = [each for each in lists.children(h.cast.worker).rows if each.person.ref == h.child.ref]
    assert row.last_seen_on is None
    found = records.record(h.cast.worker, h.child.ref, real_at=NOW)
    assert found.last_seen is None and found.visits == ()
    assert [each.wrong_why for each in found.events if each.title.startswith("Visit")] == ["It was the cousin"]


def test_an_entry_and_a_status_that_were_wrong_stay_with_the_reason(h: Home) -> None:
    entry = {"words": "Moved house", "source": "", "significance": Significance.HIGH, "analysis": "A loss"}
    made = chronology.write_entry(**entry, **h.of_child())
    status = work.say_status(status=Status.AWAY, **h.of_child())
    knowing.withdraw(kind=FactKind.ENTRY, number=made.pk, why="Next door", **h.of_child())
    knowing.withdraw(kind=FactKind.STATUS, number=status.pk, why="Not decided yet", **h.of_child())
    assert PersonNow.objects.get(pk=h.child.pk).status == ""
    page = signed_in(h).get(reverse("casework:chronology", args=[h.child.ref])).content.decode()
    assert "<s>Moved house</s>" in page and "Wrong: Next door" in page and "A loss" not in page
    assert "Wrong: Not decided yet" in page


def test_whoever_leads_another_team_marks_nothing_as_wrong(h: Home) -> None:
    name = PersonName.objects.get(person=h.child)
    access.identify(h.cast.other_leader, today=TODAY)
    given = {**h.of_child(), "actor": h.cast.other_leader}
    with pytest.raises((NotVisible, NotAllowed)):
        knowing.withdraw(kind=FactKind.NAME, number=name.pk, why="As was said", **given)


# --- what still is so ---


def test_an_old_address_is_asked_about_and_one_touch_confirms_it(h: Home, settings) -> None:
    long_ago = TODAY - 184 * DAY
    made = people.say_address(**{**h.of_child(), "so_on": long_ago}, lines="1 Open Road", postcode="ZZ10 1AA")
    client, url = signed_in(h), reverse("casework:child", args=[h.child.ref])
    assert "Is it still so?" in client.get(url).content.decode()
    still = reverse("casework:still_so", args=[h.child.ref, "address", made.pk])
    for _ in range(2):
        answer = client.post(still, {"back": "record"}, follow=True)
        assert answer.redirect_chain[-1][0] == url
    assert "Is it still so?" not in answer.content.decode()
    access.identify(h.cast.worker, today=TODAY)
    assert FactWord.objects.count() == 1
    assert PersonNow.objects.get(pk=h.child.pk).lines == "1 Open Road"


@pytest.mark.parametrize(("days", "asked"), [(183, False), (184, True)])
def test_casework_still_so_is_asked_after_half_a_year(h: Home, days: int, asked: bool) -> None:
    given = {**h.of_child(), "so_on": TODAY - days * DAY}
    people.say_contact(kind=ContactKind.PHONE, value="01259 555 0101", **given)
    person = records.head(h.cast.worker, h.child.ref)
    assert bool(known.to_confirm(h.cast.worker, person, on=TODAY)) is asked


def test_what_is_known_is_told_as_at_a_past_day(h: Home) -> None:
    early = {**h.of_child(), "so_on": date(2012, 3, 1)}
    people.say_contact(kind=ContactKind.PHONE, value="01259 555 0101", **early)
    people.say_contact(kind=ContactKind.PHONE, value="01259 555 0202", **h.of_child())
    _, rows = known.facts(h.cast.worker, h.child.ref, on=date(2012, 6, 1))
    assert [(row.value, row.is_now) for row in rows] == [("01259 555 0101", True)]
    page = signed_in(h).get(reverse("casework:facts", args=[h.child.ref]), {"on": "1 June 2012"}).content.decode()
    assert "01259 555 0101" in page and "0202" not in page and "Still so" not in page


def test_no_address_is_told_where_one_is_protected(h: Home) -> None:
    people.say_address(lines="1 Open Road", postcode="ZZ10 1AA", **h.of_child())
    people.protect_address(lines="1 Open Road", postcode="ZZ10 1AA", officers=[], why="Fled", **h.of_child())
    people.say_address(**{**h.of_child(), "person_ref": h.mother.ref}, lines="1 Open Road", postcode="ZZ10 1AA")
    client = signed_in(h)
    for name in ("facts", "family"):
        page = client.get(reverse(f"casework:{name}", args=[h.child.ref])).content.decode()
        assert "Open Road" not in page and "; lives at the same address" not in page
    access.identify(h.cast.worker, today=TODAY)
    assert families.family(h.cast.worker, h.child.ref, on=TODAY).at_home == frozenset()


# --- gender, death, family ---


def test_gender_and_death_are_facts_and_age_stops(h: Home) -> None:
    of_mother = {**h.of_child(), "person_ref": h.mother.ref}
    knowing.say_gender(gender=Gender.FEMALE, **of_mother)
    with pytest.raises(CannotDo, match="before the day of birth"):
        knowing.say_death(died_on=date(1979, 1, 1), **of_mother)
    with pytest.raises(CannotDo, match="not come yet"):
        knowing.say_death(died_on=TODAY + DAY, **of_mother)
    knowing.say_death(died_on=date(2012, 5, 5), **of_mother)
    row = records.head(h.cast.worker, h.mother.ref)
    assert (row.gender, row.died_on, row.age(TODAY)) == ("female", date(2012, 5, 5), 31)


def test_the_family_is_told_in_words_and_as_at_a_day(h: Home) -> None:
    given = {"actor": h.cast.worker, "at": NOW}
    people.tie_people(**given, person_ref=h.mother.ref, other_ref=h.brother.ref, kind=TieKind.PARENT, so_on=TODAY)
    carer = h.cast.add(h.cast.worker, "Col", "Muir", is_child=False, tie=people.NewTie(h.child.ref, TieKind.CARER))
    now = families.family(h.cast.worker, h.child.ref, on=TODAY)
    assert set(now.people) == {h.child.pk, h.brother.pk, h.mother.pk, carer.pk}
    then = families.family(h.cast.worker, h.child.ref, on=TODAY - 30 * DAY)
    assert set(then.people) == {h.child.pk, h.brother.pk, h.mother.pk}
    page = signed_in(h).get(reverse("casework:family", args=[h.child.ref])).content.decode()
    assert "parent of Ruaridh Balfour" in page.lower().replace("ruaridh balfour", "Ruaridh Balfour")
    assert page.count("<svg") >= 1 and "Col Muir" in page


def test_a_tie_that_was_a_mistake_leads_to_nobody_and_who_is_not_seen_is_not_drawn(h: Home) -> None:
    tie = records.record(h.cast.worker, h.child.ref, real_at=NOW).ties[0]
    people.end_tie(**h.of_child(), tie_id=tie.id, is_mistake=True)
    assert h.brother.pk not in families.family(h.cast.worker, h.child.ref, on=TODAY).people
    other = h.cast.add(h.cast.other_worker, "Rory", "Drummond")
    access.identify(h.cast.worker, today=TODAY)
    assert other.pk not in families.family(h.cast.worker, h.child.ref, on=TODAY).people
    with pytest.raises(NotVisible):
        families.family(h.cast.worker, other.ref, on=TODAY)


def test_who_lives_at_the_same_address_is_told_on_its_day(h: Home) -> None:
    for who in (h.child, h.mother):
        given = {"actor": h.cast.worker, "person_ref": who.ref, "at": NOW}
        people.say_address(**given, lines="1 Open Road,", postcode="zz10 1aa", so_on=TODAY - 9 * DAY)
    of_mother = {"actor": h.cast.worker, "person_ref": h.mother.ref, "at": NOW}
    people.say_address(**of_mother, lines="2 Other Road", postcode="", so_on=TODAY)
    then = families.family(h.cast.worker, h.child.ref, on=TODAY - DAY)
    assert then.at_home == {h.child.pk, h.mother.pk}
    assert families.family(h.cast.worker, h.child.ref, on=TODAY).at_home == {h.child.pk}


# --- who else works with a family, entries for several ---


def helper(h: Home, *also: str) -> Helper:
    who = {"kind": HelperKind.HEALTH_VISITOR, "name": "Ailsa Reid", "reach": "01259 555 0199"}
    return helping.add_helper(also=also, **who, **h.of_child())


def test_another_service_is_recorded_for_brothers_and_sisters_at_once_and_only_once(h: Home) -> None:
    helper(h, h.brother.ref, h.child.ref)
    assert [row.person_id for row in Helper.objects.order_by("id")] == [h.child.pk, h.brother.pk]
    with pytest.raises(CannotDo, match="recorded already"):
        helper(h)


def test_the_last_contact_is_told_and_an_end_is_the_end(h: Home) -> None:
    made = helper(h)
    given = {"actor": h.cast.worker, "helper_ref": made.ref, "at": NOW}
    with pytest.raises(CannotDo, match="began after"):
        helping.say_of_helper(**given, step=HelperStep.CONTACT, so_on=TODAY - DAY)
    helping.say_of_helper(**given, step=HelperStep.CONTACT, so_on=TODAY)
    (row,) = records.record(h.cast.worker, h.child.ref, real_at=NOW).helping
    assert (row.name, row.contact_on) == ("Ailsa Reid", TODAY)
    helping.say_of_helper(**given, step=HelperStep.ENDED, so_on=TODAY)
    assert records.record(h.cast.worker, h.child.ref, real_at=NOW).helping == ()
    with pytest.raises(CannotDo, match="no longer"):
        helping.say_of_helper(**given, step=HelperStep.CONTACT, so_on=TODAY)
    helper(h)
    assert len(records.record(h.cast.worker, h.child.ref, real_at=NOW).helping) == 1


def test_a_helper_of_another_child_is_not_found_on_this_page(h: Home) -> None:
    made = helper(h)
    client = signed_in(h)
    for name in ("helper_contact", "end_helper"):
        assert client.get(reverse(f"casework:{name}", args=[h.brother.ref, made.ref])).status_code == 404
        assert client.get(reverse(f"casework:{name}", args=[h.child.ref, made.ref])).status_code == 200


def test_an_entry_stands_on_each_record_with_its_own_meaning(h: Home) -> None:
    entry = {"words": "The father left", "source": "Mother", "significance": Significance.HIGH, "analysis": "A loss"}
    chronology.write_entry(also=[AlsoConcerned(h.brother.ref, "A relief")], **entry, **h.of_child())
    told = ChronologyEntry.objects.order_by("id").values_list("person_id", "words", "analysis")
    assert list(told) == [(h.child.pk, "The father left", "A loss"), (h.brother.pk, "The father left", "A relief")]


def test_on_the_page_a_meaning_for_a_brother_who_is_not_ticked_is_never_dropped(h: Home) -> None:
    client, url = signed_in(h), reverse("casework:write_entry", args=[h.child.ref])
    given = {"so_on": "today", "words": "The father left", "significance": "high", "analysis": "", "source": ""}
    means = {f"means_{h.brother.pk}": "A relief"}
    answer = client.post(url, {**given, **means, "form_token": str(uuid4())}, follow=True).content.decode()
    assert "You wrote what it means for Ruaridh Balfour." in answer and "A relief" in answer
    means[f"too_{h.brother.pk}"] = "on"
    client.post(url, {**given, **means, "form_token": str(uuid4())}, follow=True)
    access.identify(h.cast.worker, today=TODAY)
    assert ChronologyEntry.objects.filter(person=h.brother, analysis="A relief").count() == 1


def test_the_list_of_children_says_who_has_a_warning(h: Home) -> None:
    from lippen.casework.actions import marking
    from lippen.casework.vocabulary import MarkerKind, MarkerStep

    said = {"words": "Runs", "shown_by": "School", "review_on": TODAY + 90 * DAY}
    made = marking.mark(kind=MarkerKind.MISSING, **said, **h.of_child())
    page = signed_in(h).get(reverse("casework:children")).content.decode()
    assert "may go missing" in page
    access.identify(h.cast.leader, today=TODAY)
    marking.look_at_marker(
        actor=h.cast.leader, marker_ref=made.ref, step=MarkerStep.REFUSED, words="Once, long ago", **WHEN
    )
    assert "may go missing" not in signed_in(h).get(reverse("casework:children")).content.decode()
