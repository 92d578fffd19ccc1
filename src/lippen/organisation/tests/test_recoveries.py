"""Recovery by two people: each has made sure who it is, neither alone is enough, and whoever it is about is told."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from lippen.kernel import audit
from lippen.kernel.access import NOBODY, SETTING_UP, Actor, identify
from lippen.kernel.clock import real_now
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation import jobs, rules
from lippen.organisation.actions import close_account, recoveries, ways_in
from lippen.organisation.models import (
    Account,
    AccountChange,
    Authority,
    Duty,
    EntryLink,
    Recovery,
    RecoveryAnswer,
)
from lippen.organisation.queries import recoveries as queries
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.tests.entering import RECORDS
from lippen.organisation.vocabulary import BY_PEOPLE, Checked, Lost, Purpose, RecoveryAnswered, Told

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
PASSWORD = "three unusual words 7"


@pytest.fixture(autouse=True)
def on_a_fixed_day(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    cache.clear()


@pytest.fixture
def council() -> Authority:
    return factories.authority()


@pytest.fixture
def keeper(council) -> Actor:
    return factories.actor(council, Role.ADMINISTRATOR, on=TODAY)


@pytest.fixture
def other_keeper(council) -> Actor:
    return factories.actor(council, Role.ADMINISTRATOR, on=TODAY)


@pytest.fixture
def guardian(council) -> Actor:
    return factories.actor(council, Role.INFORMATION_GOVERNANCE, on=TODAY)


@pytest.fixture
def worker(council) -> Account:
    return factories.account(factories.holder(factories.post(council, Role.SOCIAL_WORKER)))


def ask(actor: Actor, account: Account, *, at: datetime = NOW, **more: Any) -> Recovery:
    identify(actor, today=TODAY)
    given = {"lost": Lost.SECOND_STEP, "checked": Checked.IN_PERSON, **more}
    return recoveries.ask(actor=actor, account=account, at=at, **given)


def confirm(actor: Actor, asked: Recovery, *, at: datetime = NOW, checked: Checked = Checked.CALLED_BACK) -> Any:
    identify(actor, today=TODAY)
    return recoveries.confirm(actor=actor, recovery_ref=asked.ref, checked=checked, at=at)


def withdraw(actor: Actor, asked: Recovery, *, at: datetime = NOW) -> None:
    identify(actor, today=TODAY)
    recoveries.withdraw(actor=actor, recovery_ref=asked.ref, at=at)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


# --- two people ---


def test_recovery_by_two_an_administrator_asks_and_information_governance_confirms(keeper, guardian, worker) -> None:
    asked = ask(keeper, worker)
    assert not EntryLink.objects.exists(), "asking alone makes no code"
    code = confirm(guardian, asked)
    assert code.purpose is Purpose.RECOVER and code.expires_at == NOW + timedelta(hours=1)
    assert ways_in.use_code(actor=NOBODY, code=code.words, password=PASSWORD, at=NOW) == worker
    said = AuditEntry.objects.filter(verb__startswith="account.recovery").order_by("id")
    assert [(each.verb, each.account_id, each.subject_key) for each in said] == [
        ("account.recovery_asked", keeper.account_id, worker.person.ref),
        ("account.recovery_confirmed", guardian.account_id, worker.person.ref),
        ("account.recovery_made", guardian.account_id, worker.person.ref),
    ]
    assert said[0].keys == {"recovery": asked.ref, "lost": "second_step", "checked": "in_person"}
    assert said[1].keys == {"recovery": asked.ref, "checked": "called_back"}


def test_a_second_administrator_may_confirm(keeper, other_keeper, worker) -> None:
    assert confirm(other_keeper, ask(keeper, worker)).words


def test_an_administrator_who_lost_theirs_is_let_back_in_by_another_and_information_governance(
    keeper, other_keeper, guardian
) -> None:
    own = Account.objects.select_related("person").get(pk=keeper.account_id)
    code = confirm(guardian, ask(other_keeper, own))
    assert ways_in.account_by_code(code.words, at=NOW) == own


def test_nobody_confirms_what_they_asked_for(keeper, other_keeper, worker) -> None:
    asked = ask(keeper, worker)
    with pytest.raises(CannotDo, match="You asked for this"):
        confirm(keeper, asked)
    assert not EntryLink.objects.exists()


def test_nobody_confirms_twice(keeper, other_keeper, guardian, worker) -> None:
    asked = ask(keeper, worker)
    confirm(guardian, asked)
    for again in (guardian, other_keeper):
        with pytest.raises(CannotDo, match="waits no longer"):
            confirm(again, asked)
    assert EntryLink.objects.count() == 1


def test_nobody_asks_or_confirms_for_themselves(keeper, other_keeper, guardian) -> None:
    own = Account.objects.select_related("person").get(pk=other_keeper.account_id)
    with pytest.raises(CannotDo, match="your own way in"):
        ask(other_keeper, own)
    asked = ask(keeper, own)
    with pytest.raises(CannotDo, match="your own way in"):
        confirm(other_keeper, asked)


def test_information_governance_asks_for_nobody(guardian, keeper, worker) -> None:
    with pytest.raises(NotAllowed):
        ask(guardian, worker)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE}))
def test_nobody_else_of_the_council_asks_confirms_or_withdraws(role, council, keeper, guardian, worker) -> None:
    asked, colleague = ask(keeper, worker), factories.actor(council, role, on=TODAY)
    with pytest.raises(NotAllowed):
        ask(colleague, worker)
    with pytest.raises(NotVisible):
        confirm(colleague, asked)
    with pytest.raises(NotVisible):
        withdraw(colleague, asked)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE])
def test_nobody_of_another_council_does(role, keeper, guardian, worker) -> None:
    stranger, asked = factories.actor(factories.authority(), role, on=TODAY), ask(keeper, worker)
    with pytest.raises(NotAllowed):
        ask(stranger, worker)
    for do in (confirm, withdraw):
        with pytest.raises(NotVisible):
            do(stranger, asked)


def test_a_word_of_the_server_is_not_one_that_people_give(keeper, guardian, worker) -> None:
    with pytest.raises(CannotDo, match="how you made sure"):
        ask(keeper, worker, checked=Checked.AT_SERVER)
    asked = ask(keeper, worker)
    with pytest.raises(CannotDo, match="how you made sure"):
        confirm(guardian, asked, checked=Checked.AT_SERVER)


def test_where_nobody_else_could_confirm_it_that_is_said_at_once(keeper, worker) -> None:
    with pytest.raises(CannotDo, match="Nobody else in your council could confirm it"):
        ask(keeper, worker)
    assert not Recovery.objects.exists()


def test_whoever_asked_must_still_look_after_ways_in_when_it_is_confirmed(keeper, other_keeper, guardian, worker):
    asked = ask(keeper, worker)
    close_account(actor=other_keeper, account=Account.objects.get(pk=keeper.account_id), at=NOW)
    with pytest.raises(CannotDo, match="looks after ways in no longer"):
        confirm(guardian, asked)


def test_a_way_in_that_was_closed_meanwhile_is_not_recovered(keeper, guardian, worker) -> None:
    asked = ask(keeper, worker)
    close_account(actor=keeper, account=worker, at=NOW)
    with pytest.raises(CannotDo, match="is closed"):
        confirm(guardian, asked)


# --- an administrator's second self ---


def invited(keeper: Actor, council: Authority, role: Role, *, at: datetime) -> Actor:
    """Somebody whom the administrator invited, and who has come in."""
    newcomer = ways_in.Newcomer("Made", "Up", f"{role}@council.example", "", TODAY, role=role, title="A post")
    person, _ = ways_in.invite_newcomer(actor=keeper, authority=council, newcomer=newcomer, at=at)
    return factories.queries.actor_for(person.account.pk, on=TODAY)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE])
def test_settled_whom_an_administrator_has_just_invited_confirms_nothing(role, council, keeper, guardian, worker):
    newcomer = invited(keeper, council, role, at=NOW - rules.SETTLED_AFTER + A_SECOND)
    asked = ask(keeper, worker)
    with pytest.raises(CannotDo, match="younger than 14 days"):
        confirm(newcomer, asked)
    assert confirm(newcomer, asked, at=NOW + A_SECOND).words


def test_settled_a_newcomer_asks_for_nobody_and_is_asked_for_nothing(council, keeper, guardian, worker) -> None:
    newcomer = invited(keeper, council, Role.ADMINISTRATOR, at=NOW)
    with pytest.raises(CannotDo, match="younger than 14 days"):
        ask(newcomer, worker)
    ask(keeper, worker)
    assert set(Duty.objects.values_list("holder_id", flat=True)) == {guardian.person_id}


def test_settled_is_at_once_whose_way_in_was_opened_at_the_server(council, keeper, worker) -> None:
    first = ways_in.First(council.name, "", "Morag Testerton", "morag@council.example")
    close_account(actor=SETTING_UP, account=Account.objects.get(pk=keeper.account_id), at=NOW)
    ways_in.first_administrator(actor=SETTING_UP, first=first, at=NOW)
    made = factories.queries.actor_for(Account.objects.get(email=first.email).pk, on=TODAY)
    assert made.person_id in queries.askers_of(council.pk, at=NOW)


def test_one_administrator_alone_makes_no_code_for_somebody_who_has_been_in(keeper, worker) -> None:
    """By the council's own sign-in they come in without a password: a code for a first one would let another in."""
    worker.last_login = NOW - timedelta(days=3)
    worker.save()
    with pytest.raises(CannotDo, match="has been in already"):
        ways_in.invite(actor=keeper, account=worker, at=NOW)
    assert not EntryLink.objects.exists()


# --- time ---


def test_it_waits_a_day_and_not_a_second_more(keeper, guardian, other_keeper, worker) -> None:
    first = ask(keeper, worker)
    assert confirm(guardian, first, at=NOW + rules.RECOVERY_WAITS - A_SECOND).words
    second = ask(keeper, worker, at=NOW)
    with pytest.raises(CannotDo, match="waits no longer"):
        confirm(guardian, second, at=NOW + rules.RECOVERY_WAITS)


def test_one_waits_at_a_time_and_another_may_be_asked_for_once_it_ran_out(keeper, other_keeper, worker) -> None:
    ask(keeper, worker)
    with pytest.raises(CannotDo, match="waits already"):
        ask(other_keeper, worker)
    assert ask(other_keeper, worker, at=NOW + rules.RECOVERY_WAITS)


def test_the_duty_goes_when_it_is_confirmed_and_when_it_ran_out(keeper, other_keeper, guardian, worker, settings):
    confirm(guardian, ask(keeper, worker))
    assert not Duty.objects.filter(closed_at__isnull=True).exists()
    ask(keeper, worker)
    held = Duty.objects.filter(closed_at__isnull=True)
    assert set(held.values_list("holder_id", flat=True)) == {other_keeper.person_id, guardian.person_id}
    settings.LIPPEN_TODAY = TODAY + timedelta(days=1)
    jobs.close_past_recoveries(0)
    assert held.count() == 2, "today is still a day for it"
    settings.LIPPEN_TODAY = TODAY + timedelta(days=2)
    jobs.close_past_recoveries(0)
    assert held.count() == 0


# --- stopping it ---


def test_one_person_stops_it_while_it_waits(keeper, guardian, worker) -> None:
    asked = ask(keeper, worker)
    withdraw(guardian, asked)
    with pytest.raises(CannotDo, match="waits no longer"):
        confirm(guardian, asked)
    with pytest.raises(CannotDo, match="nothing to stop"):
        withdraw(keeper, asked)


def test_one_person_stops_its_code_until_it_is_used(keeper, guardian, worker) -> None:
    asked = ask(keeper, worker)
    code = confirm(guardian, asked)
    withdraw(keeper, asked)
    assert ways_in.account_by_code(code.words, at=NOW) is None
    again = ask(keeper, worker)
    ways_in.use_code(actor=NOBODY, code=confirm(guardian, again).words, password=PASSWORD, at=NOW)
    with pytest.raises(CannotDo, match="nothing to stop"):
        withdraw(keeper, again)


def test_whoever_it_is_about_stops_it_themselves_where_they_are_signed_in(keeper, guardian, worker) -> None:
    ask(keeper, worker, at=real_now())
    asked = ask(keeper, worker, at=real_now() + rules.RECOVERY_WAITS)
    code = confirm(guardian, asked, at=real_now() + rules.RECOVERY_WAITS)
    client = Client()
    client.force_login(worker)
    assert "stop it now" in client.get(reverse("organisation:security")).content.decode()
    client.post(reverse("organisation:not_me"))
    assert ways_in.account_by_code(code.words, at=NOW) is None
    assert "stop it now" not in client.get(reverse("organisation:security")).content.decode()
    assert client.post(reverse("organisation:not_me")).status_code == 404, "there is nothing more to stop"


# --- the letter ---


def letters() -> list[tuple[str, str]]:
    """What the worker would send now, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select args from procrastinate_jobs where task_name = %s order by id", [jobs.tell_of_recovery.name]
        )
        waiting = [json.loads(row[0]) for row in cursor.fetchall()]
    mail.outbox.clear()
    for args in waiting:
        jobs.tell_of_recovery(**args)
    return [(letter.subject, letter.body) for letter in mail.outbox]


def test_whoever_it_is_about_is_told_each_step_and_no_letter_holds_the_code(keeper, guardian, worker) -> None:
    code = confirm(guardian, ask(keeper, worker))
    ways_in.use_code(actor=NOBODY, code=code.words, password=PASSWORD, at=NOW)
    told = letters()
    assert [subject for subject, _ in told] == [
        "Lippen: somebody asked that you be let back in",
        "Lippen: your recovery was confirmed",
        "Lippen: your password was set anew by a recovery",
    ]
    assert {address for letter in mail.outbox for address in letter.to} == {worker.email}
    assert keeper.name in told[0][1] and guardian.name in told[1][1]
    for _, body in told:
        assert code.words not in body and code.words.replace("-", "") not in body
        assert worker.person.name in body and "information governance" in body
    kept = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    letters()
    assert [letter.extra_headers["Message-ID"] for letter in mail.outbox] == kept, "the same letter if tried again"


def test_whoever_it_is_about_is_told_that_it_was_stopped(keeper, guardian, worker) -> None:
    withdraw(guardian, ask(keeper, worker))
    assert [subject for subject, _ in letters()][-1] == "Lippen: your recovery was stopped"


def test_nothing_is_sent_about_what_was_refused(keeper, worker) -> None:
    with pytest.raises(CannotDo):
        ask(keeper, worker)
    assert letters() == []


# --- the database's own word ---


def answer_row(asked: Recovery, by: int, **changed: Any) -> RecoveryAnswer:
    given = {
        "recovery": asked,
        "account_id": asked.account_id,
        "authority_id": asked.authority_id,
        "asked_by_id": asked.recorded_by_id,
        "answered": RecoveryAnswered.CONFIRMED,
        "checked": Checked.IN_PERSON,
        "recorded_at": NOW,
        "recorded_by_id": by,
    }
    return RecoveryAnswer.objects.create(**given | changed)


def test_the_database_refuses_a_second_word_from_whoever_spoke_the_first(keeper, guardian, worker) -> None:
    asked = ask(keeper, worker)
    with pytest.raises(IntegrityError, match="recovery_takes_two_other_people"), transaction.atomic():
        answer_row(asked, keeper.account_id)
    with pytest.raises(IntegrityError, match="recovery_takes_two_other_people"), transaction.atomic():
        answer_row(asked, worker.pk)
    for by, lie in ((keeper, {"asked_by_id": guardian.account_id}), (guardian, {"account_id": keeper.account_id})):
        with pytest.raises(IntegrityError, match="recovery_answer_names_who_asked"), transaction.atomic():
            answer_row(asked, by.account_id, **lie)


def test_the_database_refuses_an_answer_that_does_not_say_how(keeper, guardian, worker) -> None:
    asked = ask(keeper, worker)
    for wrong in ({"checked": ""}, {"checked": Checked.AT_SERVER}, {"answered": "maybe"}):
        with pytest.raises(IntegrityError, match="recovery_answer_known"), transaction.atomic():
            answer_row(asked, guardian.account_id, **wrong)
    answer_row(asked, guardian.account_id)
    with pytest.raises(IntegrityError, match="organisation_recoveryanswer_recovery_id_key"), transaction.atomic():
        answer_row(asked, guardian.account_id)


def test_the_database_refuses_a_recovery_code_without_two_words(keeper, guardian, worker) -> None:
    given = {"account": worker, "purpose": Purpose.RECOVER, "checked": Checked.IN_PERSON, "recorded_at": NOW}
    given |= {"ref": "link-x", "code_hash": "0" * 64, "expires_at": NOW + timedelta(hours=1)}
    with pytest.raises(IntegrityError, match="recovery_was_confirmed_by_two"), transaction.atomic():
        EntryLink.objects.create(**given)
    asked = ask(keeper, worker)
    withdrawn = answer_row(asked, guardian.account_id, answered=RecoveryAnswered.WITHDRAWN, checked="")
    with pytest.raises(IntegrityError, match="link_is_of_a_confirmed_recovery"), transaction.atomic():
        EntryLink.objects.create(**given, confirmed=withdrawn)


def test_the_database_refuses_a_recovery_that_is_asked_for_by_whom_it_is_about_or_says_nothing(keeper, worker) -> None:
    given = {
        "ref": "recovery-x", "account": worker, "authority": worker.person.authority, "lost": Lost.BOTH,
        "checked": Checked.IN_PERSON, "expires_at": NOW + A_SECOND, "recorded_at": NOW,
        "recorded_by_id": keeper.account_id,
    }  # fmt: skip
    for name, wrong in (
        ("nobody_asks_for_their_own_recovery", {"recorded_by_id": worker.pk}),
        ("recovery_says_what_is_lost", {"lost": ""}),
        ("recovery_checked_first", {"checked": Checked.AT_SERVER}),
        ("recovery_ends_after_it_is_asked", {"expires_at": NOW}),
    ):
        identify(keeper, today=TODAY)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Recovery.objects.create(**given | wrong)


# --- at the server ---


def first(keeper: Actor, council: Authority, *, lost: bool = True) -> ways_in.First:
    own = Account.objects.select_related("person").get(pk=keeper.account_id)
    return ways_in.First(council.name, "", own.person.name, own.email, lost)


def test_the_only_administrator_is_let_back_in_at_the_server_and_told_so(council, keeper, guardian) -> None:
    code = ways_in.first_administrator(actor=SETTING_UP, first=first(keeper, council), at=NOW)
    assert code.purpose is Purpose.RECOVER and code.expires_at == NOW + timedelta(hours=1)
    assert ways_in.account_by_code(code.words, at=NOW).pk == keeper.account_id
    assert AuditEntry.objects.filter(verb="account.recovered_at_server").exists()
    assert [subject for subject, _ in letters()] == ["Lippen: a recovery was made for you at the server"]


def test_where_two_others_could_the_server_makes_none(council, keeper, other_keeper, guardian) -> None:
    with pytest.raises(CannotDo, match="back in: an administrator asks for it"):
        ways_in.first_administrator(actor=SETTING_UP, first=first(keeper, council), at=NOW)
    assert not EntryLink.objects.exists()


def test_the_server_lets_nobody_back_in_who_is_no_administrator_or_not_known(council, keeper, guardian) -> None:
    with pytest.raises(CannotDo, match="not an administrator"):
        ways_in.first_administrator(actor=SETTING_UP, first=first(guardian, council), at=NOW)
    nobody = ways_in.First(council.name, "", "No Body", "nobody@council.example", True)
    with pytest.raises(CannotDo, match="Nobody with the address"):
        ways_in.first_administrator(actor=SETTING_UP, first=nobody, at=NOW)


def test_two_could_is_true_of_two_different_people_alone() -> None:
    table = [
        ((1,), (1,), 9, False),
        ((1,), (1, 2), 9, True),
        ((1,), (1, 2), 2, False),
        ((1,), (1, 2), 1, False),
        ((1, 2), (1, 2), 1, False),
        ((1, 2), (1, 2, 3), 1, True),
        ((), (2, 3), 1, False),
    ]
    assert [rules.two_could(askers, confirmers, but) for askers, confirmers, but, _ in table] == [x[3] for x in table]


# --- the pages ---


def test_on_the_pages_one_asks_and_another_confirms(keeper, guardian, worker) -> None:
    asking, confirming = signed_in(keeper), signed_in(guardian)
    url = reverse("organisation:recover", args=[worker.person.ref])
    empty = asking.post(url, {"lost": ""}).content.decode()
    assert "Say what they lost." in empty and "Say how you made sure" in empty
    sent = asking.post(url, {"lost": "both", "checked": "in_person"})
    (asked,) = seen_by(keeper)
    assert sent.headers["Location"] == reverse("organisation:recovery", args=[asked.ref])
    assert asking.get(url).headers["Location"] == sent.headers["Location"], "one waits already: there it stands"
    told = asking.get(sent.headers["Location"]).content.decode()
    assert "Waits for the second person" in told and "You asked for this" in told and "confirm it</a>" not in told
    assert (
        "See their recovery" in asking.get(reverse("organisation:account", args=[worker.person.ref])).content.decode()
    )

    desk = confirming.get(reverse("web:home")).content.decode()
    assert f"Confirm that {worker.person.name} be let back in" in desk
    assert worker.person.name in confirming.get(reverse("organisation:recoveries")).content.decode()
    page = reverse("organisation:confirm_recovery", args=[asked.ref])
    assert keeper.name in confirming.get(page).content.decode()
    assert "Say how you made sure" in confirming.post(page, {"checked": ""}).content.decode()
    done = confirming.post(page, {"checked": "manager"})
    assert done.headers["Cache-Control"] == "no-store" and "lippen-big-code" in done.content.decode()
    assert confirming.get(page).headers["Location"] == reverse("organisation:recovery", args=[asked.ref])
    assert "waits no longer" in confirming.post(page, {"checked": "manager"}).content.decode()
    over = confirming.get(reverse("organisation:recovery", args=[asked.ref])).content.decode()
    assert "Confirmed: the code waits to be used" in over and guardian.name in over
    story = asking.get(reverse("organisation:account", args=[worker.person.ref])).content.decode()
    assert "Recovery asked for" in story and "Recovery confirmed" in story and "Recovery made" in story
    confirming.post(reverse("organisation:withdraw_recovery", args=[asked.ref]))
    assert EntryLink.objects.get().end.how == "withdrawn"


def seen_by(actor: Actor) -> tuple[queries.RecoveryRow, ...]:
    identify(actor, today=TODAY)
    return queries.recoveries(actor, at=real_now())


def aged(client: Client, seconds: int) -> Client:
    session = client.session
    session[RECORDS] = [{**record, "at": time.time() - seconds} for record in session[RECORDS]]
    session.save()
    return client


@pytest.mark.parametrize("route", ["recover", "confirm_recovery"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_shows_again_who_they_are_before_they_say_their_word(route, method, keeper, guardian, worker) -> None:
    who = keeper if route == "recover" else guardian
    account = Account.objects.get(pk=who.account_id)
    account.set_password(PASSWORD)
    account.save()
    key = worker.person.ref if route == "recover" else ask(keeper, worker, at=real_now()).ref
    url = reverse(f"organisation:{route}", args=[key])
    client = signed_in(who)
    sent = {"lost": "both", "checked": "in_person"}
    late = getattr(aged(client, 301), method)(url, sent)
    assert late.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert url in unquote(late.headers["Location"]) and not EntryLink.objects.exists()
    assert RecoveryAnswer.objects.count() == 0
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": url})
    assert client.get(url).status_code == 200


def test_whoever_came_in_by_the_councils_own_sign_in_alone_is_told_to_sign_in_anew(keeper, guardian, worker) -> None:
    page = aged(signed_in(keeper), 301).get(reverse("organisation:recover", args=[worker.person.ref]))
    assert "sign out, sign in anew" in page.content.decode()


def test_the_list_asks_no_more_for_fifty_recoveries_than_for_one(
    council, keeper, guardian, django_assert_max_num_queries
) -> None:
    client = signed_in(guardian)
    assert "Nobody waits" in client.get(reverse("organisation:recoveries")).content.decode()
    for _ in range(60):
        post = factories.post(council, Role.SOCIAL_WORKER)
        ask(keeper, factories.account(factories.holder(post)), at=real_now())
    with django_assert_max_num_queries(25):
        page = client.get(reverse("organisation:recoveries")).content.decode()
    assert page.count("Waits for the second person") == queries.MOST_LISTED


def test_a_recovery_of_another_council_is_not_there(keeper, guardian, worker) -> None:
    asked = ask(keeper, worker, at=real_now())
    stranger = signed_in(factories.actor(factories.authority(), Role.ADMINISTRATOR, on=TODAY))
    for name, method in (("recovery", "get"), ("confirm_recovery", "get"), ("withdraw_recovery", "post")):
        assert getattr(stranger, method)(reverse(f"organisation:{name}", args=[asked.ref])).status_code == 404


def test_every_way_of_making_sure_and_each_letter_has_its_words() -> None:
    assert set(BY_PEOPLE) == set(Checked) - {Checked.AT_SERVER}
    assert set(jobs.about_recovery.__globals__["SUBJECTS"]) == set(Told)
    assert AccountChange._meta.db_table == "organisation_accountchange"


def test_a_look_at_a_recovery_is_its_councils_also_by_somebody_who_works_for_two(council, keeper, guardian, worker):
    other = factories.authority()
    asked = ask(keeper, worker)
    both = factories.two_posts((council, Role.ADMINISTRATOR), (other, Role.ADMINISTRATOR), on=TODAY)
    audit.record(both, "recovery.read", ("organisation:recovery", asked.ref))
    assert AuditEntry.objects.get(verb="recovery.read").authority_ids == [council.pk]
