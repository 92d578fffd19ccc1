"""Reasons are given in words: which are, and that no form of the children's room takes a single sign for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from lippen.casework import rules
from lippen.casework.actions import (
    front,
    guarding,
    keeping,
    knowing,
    limits,
    people,
    typed,
    work,
    writing,
)
from lippen.casework.queries import searching
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import ContactKind, FactKind, GlassReason, Outcome, TypedEnd, TypedKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now
from lippen.kernel.errors import CannotDo

WHEN = {"so_on": TODAY, "at": NOW}


@pytest.mark.parametrize(
    ("words", "are_words"),
    [
        ("Found alone", True),
        ("Yes", True),
        ("So it is", True),
        ("xx aa", False),
        ("Bha e na aonar", True),
        ("Ärger", True),
        ("", False),
        (" . ", False),
        ("...", False),
        ("-", False),
        ("x", False),
        ("ok", False),
        ("aaa", False),
        ("XxX", False),
        ("1234", False),
        ("a b c", False),
        ("___", False),
    ],
)
def test_a_reason_has_a_word_of_three_letters_or_two_shorter_ones(words: str, are_words: bool) -> None:
    assert rules.in_words(words) is are_words


@pytest.fixture
def c(settings: object) -> Cast:
    settings.LIPPEN_TODAY = TODAY  # type: ignore[attr-defined]
    return cast()


def broken(c: Cast, words: str) -> None:
    child = c.add(c.other_worker, "Rory", "Drummond")
    access.identify(c.worker, today=TODAY)
    asked = {"authority_id": c.council.pk, "today": TODAY, "at": real_now()}
    terms = {"given_name": "Rory", "family_name": "Drummond", "born_on": ""}
    run = people.search(actor=c.worker, terms=terms, **asked)
    which = {"search_ref": run.ref, "number": 1, "shown": searching.code_at(c.worker, run.ref, 1)}
    given = {"reason": GlassReason.DANGER, "words": words, "so_on": TODAY, "at": real_now()}
    assert guarding.break_glass(actor=c.worker, **which, **given).pk == child.pk


def as_(actor: Actor) -> Actor:
    access.identify(actor, today=TODAY)
    return actor


def restricted(c: Cast, words: str) -> None:
    child = c.add(c.worker)
    named = [c.leader.person_id]
    guarding.restrict(actor=as_(c.leader), person_ref=child.ref, officers=named, why=words, **WHEN)


def held(c: Cast, words: str) -> None:
    child = c.add(c.worker)
    c.allocate(child, c.worker)
    keeping.hold_record(actor=as_(c.leader), person_ref=child.ref, why=words, until=None, **WHEN)


def marked_wrong(c: Cast, words: str) -> None:
    child = c.add(c.worker)
    people.say_contact(actor=c.worker, person_ref=child.ref, kind=ContactKind.PHONE, value="07700 900100", **WHEN)
    number = child.personcontacts.get().pk
    which = {"person_ref": child.ref, "kind": FactKind.CONTACT, "number": number}
    knowing.withdraw(actor=c.worker, why=words, **which, **WHEN)


def figure_set(c: Cast, words: str) -> None:
    which = {"authority_id": c.council.pk, "key": "weight_court", "number": Decimal(3)}
    work.set_number(actor=as_(c.manager), why=words, **which, **WHEN)


def figure_asked(c: Cast, words: str) -> None:
    asked = {"authority_id": c.council.pk, "key": "weight_court"}
    limits.challenge_figure(actor=as_(c.worker), words=words, **asked, **WHEN)


def stepped(c: Cast, words: str) -> None:
    referral = c.refer(c.worker, c.add(c.worker))
    front.take_step(actor=c.worker, referral_ref=referral.ref, outcome=Outcome.ASSESS, words=words, **WHEN)


def not_needed(c: Cast, words: str) -> None:
    child = c.add(c.worker)
    c.allocate(child, c.worker)
    due = {"kind": TypedKind.HEARING, "due_on": TODAY + timedelta(3), "words": "", "worker_id": c.worker.person_id}
    made = typed.type_duty(actor=as_(c.worker), person_ref=child.ref, **due, **WHEN)
    typed.end_typed(actor=c.worker, typed_ref=made.ref, end=TypedEnd.CANCELLED, words=words, **WHEN)


ASKED = [broken, restricted, held, marked_wrong, figure_set, figure_asked, stepped, not_needed]


@pytest.mark.django_db
@pytest.mark.parametrize("sign", [".", "x"])
@pytest.mark.parametrize("act", ASKED, ids=lambda act: act.__name__)
def test_no_single_sign_is_taken_for_a_reason(c: Cast, act: Callable[[Cast, str], None], sign: str) -> None:
    with pytest.raises(CannotDo, match=writing.IN_WORDS) as refused:
        act(c, sign)
    assert refused.value.field in ("words", "why")


@pytest.mark.django_db
@pytest.mark.parametrize("act", ASKED, ids=lambda act: act.__name__)
def test_the_same_is_taken_in_words(c: Cast, act: Callable[[Cast, str], None]) -> None:
    act(c, "The school rang at noon")
