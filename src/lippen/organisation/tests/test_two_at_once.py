"""Two administrators, two sign-ins, two writers of the duty board, on two connections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lippen.kernel.access import NOBODY, SETTING_UP, Actor, identify
from lippen.kernel.errors import CannotDo
from lippen.kernel.tests.two_connections import both
from lippen.organisation import actions
from lippen.organisation.actions import Pin, pin_duties, recoveries, ways_in
from lippen.organisation.models import Account, Authority, Duty, EntryLink, PostHolding, Recovery
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.vocabulary import Checked, Lost

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
FROM = date(2026, 11, 2)
PASSWORD = "three unusual words 7"


def test_of_two_people_given_one_post_at_once_the_second_is_refused_in_words() -> None:
    council = factories.authority()
    post = factories.post(council, Role.TEAM_LEADER)

    def hold() -> Callable[[], object]:
        person = factories.person(council)
        return lambda: actions.hold_post(actor=SETTING_UP, post=post, person=person, starts_on=FROM, at=AT)

    first, second = both(hold(), hold())
    assert isinstance(second, CannotDo) and "has a holder in those days" in second.sentence
    assert PostHolding.objects.get() == first


def test_of_two_councils_of_one_name_founded_at_once_the_second_is_refused_in_words() -> None:
    def found() -> object:
        return actions.found_authority(actor=SETTING_UP, name="Braeside Council", short_name="Braeside", at=AT)

    _, second = both(found, found)
    assert isinstance(second, CannotDo) and "already recorded" in second.sentence
    assert Authority.objects.count() == 1


def test_of_two_ways_in_for_one_person_opened_at_once_the_second_is_refused_in_words() -> None:
    person = factories.person(factories.authority())

    def open_with(email: str) -> Callable[[], object]:
        return lambda: actions.open_account(actor=SETTING_UP, person=person, email=email, at=AT)

    _, second = both(open_with("robin@example.org"), open_with("robin.t@example.org"))
    assert isinstance(second, CannotDo) and "already has a way in" in second.sentence
    assert Account.objects.count() == 1


def test_of_two_ways_in_with_one_address_opened_at_once_the_second_is_refused_in_words() -> None:
    council = factories.authority()

    def open_for() -> Callable[[], object]:
        person = factories.person(council)
        return lambda: actions.open_account(actor=SETTING_UP, person=person, email="desk@example.org", at=AT)

    _, second = both(open_for(), open_for())
    assert isinstance(second, CannotDo) and "that e-mail address" in second.sentence
    assert Account.objects.count() == 1


def test_of_two_who_use_one_code_at_once_the_second_is_refused_in_words() -> None:
    post = factories.post(factories.authority(), Role.TEAM_LEADER)
    account = factories.account(factories.holder(post))
    code = ways_in.invite(actor=SETTING_UP, account=account, at=AT)

    def use(password: str) -> Callable[[], object]:
        return lambda: ways_in.use_code(actor=NOBODY, code=code.words, password=password, at=AT)

    first, second = both(use(PASSWORD), use("somebody else's words 8"))
    assert first == account
    assert isinstance(second, CannotDo) and "does not open anything" in second.sentence
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def waiting_recovery() -> tuple[Recovery, list[Actor]]:
    """A recovery that one administrator asked for, and the two others who could confirm it."""
    council = factories.authority()
    roles = (Role.ADMINISTRATOR, Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE)
    keeper, *others = (factories.actor(council, role, on=FROM) for role in roles)
    account = factories.account(factories.holder(factories.post(council, Role.TEAM_LEADER)))
    return named(keeper, recoveries.ask, account=account, lost=Lost.BOTH, checked=Checked.IN_PERSON), others


def named(actor: Actor, do: Callable[..., Any], **given: Any) -> Any:
    with transaction.atomic():
        identify(actor, today=FROM)
        return do(actor=actor, at=AT, **given)


def test_of_two_who_confirm_one_recovery_at_once_the_second_is_refused_in_words() -> None:
    asked, others = waiting_recovery()

    def confirm(actor: Actor) -> Callable[[], object]:
        return lambda: named(actor, recoveries.confirm, recovery_ref=asked.ref, checked=Checked.CALLED_BACK)

    first, second = both(*(confirm(actor) for actor in others))
    assert isinstance(first, ways_in.Code)
    assert isinstance(second, CannotDo) and "waits no longer" in second.sentence
    assert EntryLink.objects.count() == 1


def test_of_one_who_stops_a_recovery_and_one_who_confirms_it_at_once_the_code_never_outlives_the_stop() -> None:
    asked, (keeper, guardian) = waiting_recovery()
    given = {"recovery_ref": asked.ref}
    both(
        lambda: named(keeper, recoveries.confirm, checked=Checked.CALLED_BACK, **given),
        lambda: named(guardian, recoveries.withdraw, **given),
    )
    assert not EntryLink.objects.filter(end__isnull=True).exists()


def test_of_two_who_ask_for_one_person_at_once_the_second_is_refused_in_words() -> None:
    council = factories.authority()
    keepers = [factories.actor(council, Role.ADMINISTRATOR, on=FROM) for _ in range(2)]
    account = factories.account(factories.holder(factories.post(council, Role.TEAM_LEADER)))

    def ask(actor: Actor) -> Callable[[], object]:
        given = {"account": account, "lost": Lost.PASSWORD, "checked": Checked.MANAGER}
        return lambda: named(actor, recoveries.ask, **given)

    first, second = both(*(ask(actor) for actor in keepers))
    assert isinstance(second, CannotDo) and "waits already" in second.sentence
    assert first.recorded_by_id == keepers[0].account_id


def test_two_sign_ins_of_one_account_at_once_are_both_in() -> None:
    cache.clear()
    post = factories.post(factories.authority(), Role.TEAM_LEADER)
    account = factories.account(factories.holder(post), PASSWORD)

    def enter() -> object:
        client = Client()
        client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
        return client.get(reverse("organisation:second_step")).status_code

    assert both(enter, enter) == (200, 200)
    assert Session.objects.count() == 2


def a_pin(holder_id: int, ends_on: date) -> Pin:
    return Pin("review", "improvement.action", "action-1", holder_id, FROM, ends_on, "improvement.review_due")


def open_until() -> list[date]:
    return list(Duty.objects.filter(closed_at__isnull=True).values_list("ends_on", flat=True))


def test_a_duty_that_is_pinned_again_gets_the_new_dates() -> None:
    person = factories.person(factories.authority())
    pin_duties([a_pin(person.pk, date(2026, 12, 1))], at=AT)
    pin_duties([a_pin(person.pk, date(2027, 1, 1)), a_pin(person.pk, date(2027, 2, 1))], at=AT)
    assert open_until() == [date(2027, 2, 1)]


def test_of_a_duty_pinned_twice_at_once_the_board_holds_the_one_pinned_last() -> None:
    person = factories.person(factories.authority())

    def pin(ends_on: date) -> Callable[[], object]:
        return lambda: pin_duties([a_pin(person.pk, ends_on)], at=AT)

    both(pin(date(2026, 12, 1)), pin(date(2027, 1, 1)))
    assert open_until() == [date(2027, 1, 1)]


def test_of_a_duty_put_in_place_of_another_twice_at_once_the_board_holds_the_one_pinned_last() -> None:
    person = factories.person(factories.authority())
    pin_duties([a_pin(person.pk, date(2026, 12, 1))], at=AT)

    def pin(ends_on: date) -> Callable[[], object]:
        return lambda: actions.pin_duty(**vars(a_pin(person.pk, ends_on)), at=AT)

    both(pin(date(2027, 1, 1)), pin(date(2027, 2, 1)))
    assert open_until() == [date(2027, 2, 1)]
