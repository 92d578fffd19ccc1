"""What is held about somebody: no word that stands in a table of this room is missing from the file they are given."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import models

from lippen.care.tests.world import grown
from lippen.casework.actions import access as actions
from lippen.casework.actions import people
from lippen.casework.models import KnownPerson
from lippen.casework.queries import access as held
from lippen.casework.queries import records
from lippen.casework.queries.held import beside_the_record
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import AskedBy, TieKind
from lippen.kernel import access
from lippen.kernel.clock import real_now
from lippen.server.standing import stands

pytestmark = pytest.mark.django_db
OF_PERSON = [
    model
    for model in apps.get_app_config("care").get_models()
    if model._meta.db_table in apps.get_app_config("care").tables_of_person
]  # fmt: skip
LONG = 100
"""Shorter fields hold codes and references, which are told in words."""


@stands
def there() -> tuple[Cast, dict[str, str]]:
    c = cast.__wrapped__()
    return c, grown(c)


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return there()


def in_words(model: type[models.Model]) -> list[str]:
    """The fields in which somebody writes."""
    fields = model._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, models.TextField) or (field.max_length or 0) > LONG]


def file_of(c: Cast, ref: str) -> str:
    access.identify(c.worker, today=TODAY)
    found = records.record(c.worker, ref, real_at=NOW)
    told = [*held.gathered(found), *beside_the_record(c.worker, found.person, on=TODAY)]
    return "\n".join(f"{heading}\n{words}" for _, heading, words in told)


def test_every_word_about_a_child_in_care_stands_in_the_file_of_what_is_held(made) -> None:
    c, refs = made
    told = {}
    for child in (refs["child"], refs["home"], refs["third"], refs["told"]):
        told[KnownPerson.objects.get(ref=child).pk] = file_of(c, child)
    access.identify(c.worker, today=TODAY)
    looked_for = 0
    for model in OF_PERSON:
        for row in model.objects.filter(person_id__in=told):
            for name in in_words(model):
                words = getattr(row, name).strip()
                looked_for += bool(words)
                assert words in told[row.person_id] or name == "file", (model.__name__, name, words)
    assert looked_for > 30


def test_whoever_must_not_know_where_a_child_lives_is_not_told_with_whom_they_were_placed(made) -> None:
    c, refs = made
    child = refs["child"]
    access.identify(c.worker, today=TODAY)
    tie = people.NewTie(child, TieKind.PARENT, must_not_know_address=True)
    c.add(c.worker, "Derek", "Kinross", born_on=date(1979, 5, 6), is_child=False, tie=tie)
    given = {"so_on": TODAY, "at": NOW}
    told = {"asked_by": AskedBy.PARENT, "who": "Derek Kinross", "shown_by": "Passport", "received_on": TODAY}
    access.identify(c.leader, today=TODAY)
    asked = actions.ask_access(actor=c.leader, person_ref=child, at=NOW, **told)
    actions.gather(actor=c.leader, access_ref=asked.ref, real_at=real_now(), **given)
    rows = [row for row in held.entries(c.leader, asked.ref) if "Lorimers" in f"{row.heading} {row.words}"]
    assert rows and all("Lorimers" not in f"{row.told.heading} {row.told.words}" for row in rows)


def test_codes_and_days_are_told_in_words(made) -> None:
    c, refs = made
    said = file_of(c, refs["third"])
    for words in (
        *("How the child took part: Was there and said what they think", "The chair: Outside the line of those"),
        *("Who does it: Her grandmother", "Done", "Who was given it: The child", "Looked at again by: 18 October 2012"),
        *("waited for: legal", "Decided: Ring the sheriff clerk", "How it goes: Goes on too slowly"),
        *("In court: put off to another day", "Why it was put off: Reports were not ready"),
    ):
        assert words in said, words
    said = file_of(c, refs["child"])
    for words in (
        *("With: The Lorimers of Braehead", "Brothers and sisters: Apart", "Another day was agreed"),
        *("Meanwhile: The worker visits weekly", "This is what was recorded before", "Lapses on: 1 July 2013"),
    ):
        assert words in said, words
    assert "What a return told: 2012-episodes.csv, row 2" in file_of(c, refs["told"])
