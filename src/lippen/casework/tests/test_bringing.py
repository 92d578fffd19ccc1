"""People who come in with a file stand exactly as those who are added on the pages, one by one."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lippen.casework.actions import knowing, people, staging, work
from lippen.casework.models import BroughtIn, Involvement, KnownPerson, PersonNow, SearchRun, Tie
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.casework.tests.test_intake import brought, c, looked, taken
from lippen.casework.vocabulary import ContactKind, Gender, IdScheme, IntakeKind, NameKind, Status
from lippen.kernel import access
from lippen.kernel.models import AuditEntry

__all__ = ["c"]
pytestmark = pytest.mark.django_db
HEADINGS = "Person ID,Forename,Surname,Known as,Gender,DOB,Address,Postcode,Protected,Mobile,Email,Status\n"
ROW = "P001,Ailsa,Docherty,Ally,female,03/05/2006,4 Glebe Street,fk10 1aa,no,07700 900101,a@home.example,in need\n"
OWN = {"person_id", "recorded_at", "keys"}


def added(c: Cast) -> KnownPerson:
    """The same child, added on the pages."""
    access.identify(c.manager, today=TODAY)
    terms = {"given_name": "Ailsa", "family_name": "Docherty", "born_on": "2006-05-03"}
    run = people.search(actor=c.manager, authority_id=c.council.pk, terms=terms, today=TODAY, at=NOW)
    given = {"actor": c.manager, "so_on": TODAY, "at": NOW}
    made = people.add_person(
        search_ref=run.ref,
        given_name="Ailsa",
        family_name="Docherty",
        is_child=True,
        born_on=date(2006, 5, 3),
        real_at=NOW,
        **given,
    )
    about = {"person_ref": made.ref, **given}
    people.say_name(given_name="Ally", family_name="", kind=NameKind.KNOWN_AS, **about)
    knowing.say_gender(gender=Gender.FEMALE, **about)
    people.say_address(lines="4 Glebe Street", postcode="fk10 1aa", **about)
    people.say_contact(kind=ContactKind.PHONE, value="07700 900101", **about)
    people.say_contact(kind=ContactKind.EMAIL, value="a@home.example", **about)
    people.say_outside_id(scheme=IdScheme.OTHER, value="P002", **about)
    work.say_status(status=Status.IN_NEED, words="As in CareBook", **about)
    return made


def verbs(ref: str) -> list[str]:
    """What the trail says was done to somebody."""
    return sorted(AuditEntry.objects.filter(subject_key=ref).values_list("verb", flat=True))


def test_a_child_of_a_file_stands_like_one_who_was_added_on_the_pages(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, HEADINGS + ROW)
    of_file = KnownPerson.objects.get()
    on_page = added(c)
    one, other = (PersonNow.objects.filter(pk=each.pk).values().get() for each in (of_file, on_page))
    assert {key: one[key] for key in one if key not in OWN} == {key: other[key] for key in other if key not in OWN}
    assert {key for key in one["keys"] if not key.startswith("i")} == {
        key for key in other["keys"] if not key.startswith("i")
    }
    assert verbs(of_file.ref) == verbs(on_page.ref)
    kinds = Involvement.objects.values_list("kind", "worker_id", "team_id", "starts_on").distinct()
    assert kinds.count() == 1


def test_somebody_of_a_file_was_searched_for_and_those_passed_over_are_kept(c: Cast) -> None:
    there = added(c)
    row = looked(c, IntakeKind.CHILDREN, HEADINGS + ROW)
    doubt = row.doubts.get()
    staging.answer_doubts(actor=c.manager, intake_ref=row.ref, answers=[(doubt.pk, "new", "")], at=NOW)
    taken(c, row)
    made = KnownPerson.objects.exclude(pk=there.pk).get()
    assert made.not_these == [there.pk] and SearchRun.objects.get(pk=made.search_id).found == 1


def test_each_row_keeps_what_it_wrote(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, HEADINGS + ROW)
    wrote = BroughtIn.objects.get().wrote
    assert {table: len(numbers) for table, numbers in wrote.items()} == {
        "knownperson": 1,
        "involvement": 1,
        "personname": 2,
        "personbirth": 1,
        "persongender": 1,
        "personaddress": 1,
        "personcontact": 2,
        "outsideid": 1,
        "statusfact": 1,
    }


def statements(c: Cast, count: int) -> tuple[int, int]:
    """How many statements it takes to bring so many children in, and to tie each to the next."""
    children = "".join(f"N{count}-{n},Given{n}x{count},,,,,,,no,,,\n" for n in range(count))
    ties = "".join(f"N{count}-{n},N{count}-{n + 1},Sister\n" for n in range(count - 1))
    with CaptureQueriesContext(connection) as of_children:
        brought(c, IntakeKind.CHILDREN, HEADINGS + children)
    with CaptureQueriesContext(connection) as of_ties:
        brought(c, IntakeKind.TIES, "Person ID,Other ID,Relationship\n" + ties)
    return len(of_children), len(of_ties)


def test_a_child_more_costs_two_searches_and_a_tie_more_nothing(c: Cast) -> None:
    few, many = statements(c, 10), statements(c, 40)
    assert (many[0] - few[0]) / 30 <= 3 and many[1] == few[1]
    assert Tie.objects.count() == 9 + 39
