"""Ways in: codes that open once, closing and opening, posts that end; and what an administrator of one council may."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lippen.kernel.access import NOBODY, SETTING_UP, Actor, identify
from lippen.kernel.clock import real_now
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.kernel.models import AuditEntry
from lippen.organisation import actions, queries
from lippen.organisation.actions import recoveries, ways_in
from lippen.organisation.models import Account, AccountChange, Authority, EntryLink, Person, PostHolding
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.vocabulary import Checked, Lost, Purpose, Why

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
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
def second(council) -> Actor:
    return factories.actor(council, Role.INFORMATION_GOVERNANCE, on=TODAY)


@pytest.fixture
def worker(council) -> Account:
    return factories.account(factories.holder(factories.post(council, Role.SOCIAL_WORKER)))


def let_back_in(keeper: Actor, second: Actor, account: Account) -> ways_in.Code:
    given = {"checked": Checked.CALLED_BACK, "at": NOW}
    identify(keeper, today=TODAY)
    asked = recoveries.ask(actor=keeper, account=account, lost=Lost.BOTH, **given)
    identify(second, today=TODAY)
    return recoveries.confirm(actor=second, recovery_ref=asked.ref, **given)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


def test_a_code_sets_a_password_once(keeper, worker) -> None:
    code = ways_in.invite(actor=keeper, account=worker, at=NOW)
    used = ways_in.use_code(actor=NOBODY, code=code.words.upper().replace("-", " "), password=PASSWORD, at=NOW)
    assert used.check_password(PASSWORD)
    with pytest.raises(CannotDo, match="does not open anything"):
        ways_in.use_code(actor=NOBODY, code=code.words, password=PASSWORD, at=NOW)


def test_a_code_holds_by_the_machines_time_where_the_domain_clock_stands_still(keeper, council) -> None:
    newcomer = ways_in.Newcomer(
        "Isla", "Newcome", "isla.newcome@council.example", "", TODAY, role=Role.TEAM_LEADER, title="Team leader"
    )
    real_at = NOW + timedelta(days=400)
    given = {"authority": council, "newcomer": newcomer}
    _, code = ways_in.invite_newcomer(actor=keeper, at=NOW, real_at=real_at, **given)
    assert code.expires_at == real_at + timedelta(days=7)
    assert ways_in.account_by_code(code.words, at=real_at + timedelta(days=6)) is not None
    assert ways_in.account_by_code(code.words, at=real_at + timedelta(days=7)) is None


def test_a_code_is_nowhere_in_the_database(keeper, worker) -> None:
    code = ways_in.invite(actor=keeper, account=worker, at=NOW)
    kept = str(list(EntryLink.objects.values())) + str(list(AuditEntry.objects.values()))
    assert code.words not in kept and code.words.replace("-", "") not in kept


def test_an_invitation_holds_seven_days_and_a_recovery_one_hour(keeper, second, worker) -> None:
    assert ways_in.invite(actor=keeper, account=worker, at=NOW).expires_at == NOW + timedelta(days=7)
    code = let_back_in(keeper, second, worker)
    assert code.expires_at == NOW + timedelta(hours=1)
    assert ways_in.account_by_code(code.words, at=NOW + timedelta(minutes=59)) == worker
    assert ways_in.account_by_code(code.words, at=NOW + timedelta(hours=1)) is None


def test_a_new_code_takes_the_place_of_the_one_before(keeper, worker) -> None:
    first = ways_in.invite(actor=keeper, account=worker, at=NOW)
    second = ways_in.invite(actor=keeper, account=worker, at=NOW)
    assert ways_in.account_by_code(first.words, at=NOW) is None
    assert ways_in.account_by_code(second.words, at=NOW) == worker
    assert ways_in.withdraw(actor=keeper, account=worker, at=NOW) == 1
    assert ways_in.account_by_code(second.words, at=NOW) is None


def test_a_code_of_a_closed_way_in_opens_nothing(keeper, worker) -> None:
    code = ways_in.invite(actor=keeper, account=worker, at=NOW)
    actions.close_account(actor=keeper, account=worker, at=NOW, why=Why.CONCERN)
    assert ways_in.account_by_code(code.words, at=NOW) is None


def test_a_recovery_takes_the_old_password_and_second_step_away_only_when_it_is_used(keeper, second, worker) -> None:
    worker.set_password(PASSWORD)
    worker.save()
    TOTP.activate(worker, "JBSWY3DPEHPK3PXP")
    code = let_back_in(keeper, second, worker)
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD) and worker.authenticator_set.exists()
    ways_in.use_code(actor=NOBODY, code=code.words, password="four other unusual words", at=NOW)
    worker.refresh_from_db()
    assert not worker.check_password(PASSWORD) and not worker.authenticator_set.exists()
    used = AuditEntry.objects.get(verb="account.link_used")
    assert used.keys["factors_removed"] == 1 and used.subject_key == worker.person.ref


def test_a_recovery_ends_the_sessions_that_are_open_elsewhere(keeper, second, worker) -> None:
    elsewhere = Client()
    elsewhere.force_login(worker)
    assert elsewhere.get(reverse("web:home")).status_code == 200
    code = let_back_in(keeper, second, worker)
    ways_in.use_code(actor=NOBODY, code=code.words, password=PASSWORD, at=NOW)
    assert elsewhere.get(reverse("web:home")).headers["Location"].startswith(reverse("account_login"))


def test_nobody_does_any_of_it_to_their_own_way_in(keeper) -> None:
    own = Account.objects.get(pk=keeper.account_id)
    for do in (
        lambda: ways_in.invite(actor=keeper, account=own, at=NOW),
        lambda: recoveries.ask(actor=keeper, account=own, lost=Lost.BOTH, checked=Checked.IN_PERSON, at=NOW),
        lambda: actions.close_account(actor=keeper, account=own, at=NOW),
    ):
        with pytest.raises(CannotDo, match="your own way in"):
            do()


def test_an_administrator_of_another_council_may_do_none_of_it(worker) -> None:
    stranger = factories.actor(factories.authority(), Role.ADMINISTRATOR, on=TODAY)
    holding = PostHolding.objects.get(person=worker.person)
    for do in (
        lambda: ways_in.invite(actor=stranger, account=worker, at=NOW),
        lambda: recoveries.ask(actor=stranger, account=worker, lost=Lost.BOTH, checked=Checked.IN_PERSON, at=NOW),
        lambda: actions.close_account(actor=stranger, account=worker, at=NOW),
        lambda: ways_in.reopen(actor=stranger, account=worker, so_on=TODAY, at=NOW),
        lambda: ways_in.withdraw(actor=stranger, account=worker, at=NOW),
        lambda: ways_in.end_holding(actor=stranger, holding_id=holding.pk, last_day=TODAY, at=NOW),
        lambda: actions.record_person(
            actor=stranger, authority=worker.person.authority, given_name="A", family_name="B", initials="AB",
            email="", at=NOW,
        ),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            do()


def test_closing_and_opening_again_are_two_facts_and_neither_is_erased(keeper, worker) -> None:
    actions.close_account(actor=keeper, account=worker, at=NOW, why=Why.MOVED)
    with pytest.raises(CannotDo, match="closed already"):
        actions.close_account(actor=keeper, account=worker, at=NOW)
    ways_in.reopen(actor=keeper, account=worker, so_on=TODAY, at=NOW)
    assert list(AccountChange.objects.filter(account=worker).values_list("kind", "why")) == [
        ("closed", "moved"),
        ("reopened", ""),
    ]
    assert queries.actor_for(worker.pk, on=TODAY).account_id == worker.pk


def test_a_post_ends_after_its_last_day_and_can_be_moved_until_then(keeper, worker) -> None:
    holding = PostHolding.objects.get(person=worker.person)
    ways_in.end_holding(actor=keeper, holding_id=holding.pk, last_day=TODAY + timedelta(days=3), at=NOW)
    ways_in.end_holding(actor=keeper, holding_id=holding.pk, last_day=TODAY, at=NOW)
    assert queries.actor_for(worker.pk, on=TODAY).roles == {Role.SOCIAL_WORKER}
    assert queries.actor_for(worker.pk, on=TODAY + timedelta(days=1)).roles == frozenset()
    with pytest.raises(CannotDo, match="has ended already"):
        ways_in.end_holding(actor=keeper, holding_id=holding.pk, last_day=TODAY, at=NOW + timedelta(days=2))


def test_the_database_refuses_a_recovery_that_does_not_say_how_it_was_checked(worker) -> None:
    given = {"account": worker, "code_hash": "0" * 64, "expires_at": NOW + timedelta(hours=1), "recorded_at": NOW}
    with pytest.raises(IntegrityError, match="recovery_says_how_it_was_checked"), transaction.atomic():
        EntryLink.objects.create(ref="link-x", purpose=Purpose.RECOVER, **given)
    with pytest.raises(IntegrityError, match="stopped_in_a_council_closed_in_all"), transaction.atomic():
        AccountChange.objects.create(account=worker, kind="stopped", so_on=TODAY, recorded_at=NOW)


# --- the first administrator ---

FIRST = ways_in.First("Braeside Council", "Braeside", "Morag Testerton", "morag@braeside.example")


def test_on_a_fresh_server_the_first_administrator_is_recorded_with_a_code_and_may_invite() -> None:
    code = ways_in.first_administrator(actor=SETTING_UP, first=FIRST, at=NOW)
    account = ways_in.use_code(actor=NOBODY, code=code.words, password=PASSWORD, at=NOW)
    actor = queries.actor_for(account.pk, on=TODAY)
    assert actor.roles == {Role.ADMINISTRATOR} and actor.council == "Braeside Council"
    newcomer = ways_in.Newcomer(
        "Isla", "Newcome", "isla@braeside.example", "", TODAY, role=Role.TEAM_LEADER, title="Lead"
    )
    person, _ = ways_in.invite_newcomer(actor=actor, authority=account.person.authority, newcomer=newcomer, at=NOW)
    assert person.initials == "IN"


def test_a_lost_code_of_the_first_administrator_is_made_anew_until_a_password_is_set() -> None:
    lost = ways_in.first_administrator(actor=SETTING_UP, first=FIRST, at=NOW)
    again = ways_in.first_administrator(actor=SETTING_UP, first=FIRST, at=NOW)
    assert ways_in.account_by_code(lost.words, at=NOW) is None
    ways_in.use_code(actor=NOBODY, code=again.words, password=PASSWORD, at=NOW)
    with pytest.raises(CannotDo, match="has set a password already"):
        ways_in.first_administrator(actor=SETTING_UP, first=FIRST, at=NOW)
    assert (Authority.objects.filter(name="Braeside Council").count(), Person.objects.count()) == (1, 1)


def test_where_somebody_is_administrator_the_server_makes_no_other(keeper, council) -> None:
    other = ways_in.First(council.name, "", "Some Body", "somebody@example.org")
    with pytest.raises(CannotDo, match="has an administrator already"):
        ways_in.first_administrator(actor=SETTING_UP, first=other, at=NOW)


# --- the pages ---


def test_an_administrator_invites_somebody_who_comes_in_with_the_code(keeper, council) -> None:
    client = signed_in(keeper)
    sent = {
        "given_name": "Isla", "family_name": "Newcome", "email": "Isla.Newcome@council.example", "phone": "",
        "post": "new", "role": "team_leader", "title": "Team leader, early help", "reports_to": "",
        "starts_on_day": "23", "starts_on_month": "11", "starts_on_year": "2026",
    }  # fmt: skip
    missing = client.post(reverse("organisation:invite"), {**sent, "role": ""}).content.decode()
    assert "Choose what kind of post it is." in missing and "Newcome" in missing
    page = client.post(reverse("organisation:invite"), sent)
    assert page.headers["Cache-Control"] == "no-store"
    (code,) = EntryLink.objects.values_list("code_hash", flat=True)
    words = page.content.decode().split('lippen-big-code">')[1].split("<")[0]
    assert ways_in.hash_of(words) == code
    again = client.post(reverse("organisation:invite"), sent).content.decode()
    assert "Somebody has a way in with that e-mail address already" in again

    newcomer = Client()
    wrong = newcomer.post(
        reverse("organisation:welcome"), {"code": "abcd", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "does not open anything" in wrong.content.decode()
    weak = newcomer.post(reverse("organisation:welcome"), {"code": words, "password1": "short", "password2": "short"})
    assert "at least 12 characters" in weak.content.decode()
    unlike = newcomer.post(
        reverse("organisation:welcome"), {"code": words, "password1": PASSWORD, "password2": "x" * 14}
    )
    assert "not alike" in unlike.content.decode()
    done = newcomer.post(reverse("organisation:welcome"), {"code": words, "password1": PASSWORD, "password2": PASSWORD})
    assert done.headers["Location"] == reverse("web:home")
    assert newcomer.get(reverse("web:home")).headers["Location"] == reverse("organisation:second_step")
    listed = client.get(reverse("organisation:accounts"), {"words": "newc"}).content.decode()
    assert "Isla Newcome" in listed and "Team leader, early help" in listed and ">Open<" in listed


def test_too_many_codes_are_answered_with_a_polite_429(client) -> None:
    sent = {"code": "abcd-efgh-jkmn-pqrs", "password1": PASSWORD, "password2": PASSWORD}
    answers = [client.post(reverse("organisation:welcome"), sent) for _ in range(31)]
    assert [answers[29].status_code, answers[30].status_code] == [200, 429]
    assert "Wait five minutes" in answers[30].content.decode()


def test_the_code_page_keeps_the_code_out_of_every_address(keeper, second, worker) -> None:
    identify(keeper, today=TODAY)
    asked = recoveries.ask(actor=keeper, account=worker, lost=Lost.BOTH, checked=Checked.IN_PERSON, at=real_now())
    confirming = signed_in(second)
    page = confirming.post(reverse("organisation:confirm_recovery", args=[asked.ref]), {"checked": "in_person"})
    words = page.content.decode().split('lippen-big-code">')[1].split("<")[0]
    assert page.status_code == 200 and words not in page.request["PATH_INFO"]
    assert f"{reverse('organisation:welcome')}#{words}" in page.content.decode()
    told = signed_in(keeper).get(reverse("organisation:account", args=[worker.person.ref])).content.decode()
    assert words not in told and "Recovery made" in told and "I saw them" in told


def test_a_list_of_ways_in_asks_no_more_for_two_hundred_people_than_for_ten(
    keeper, council, django_assert_max_num_queries
) -> None:
    client = signed_in(keeper)
    client.get(reverse("organisation:accounts"))
    for _ in range(200):
        factories.account(factories.holder(factories.post(council, Role.SOCIAL_WORKER)))
    with django_assert_max_num_queries(25):
        assert client.get(reverse("organisation:accounts")).status_code == 200


def test_closing_and_opening_on_the_pages(keeper, worker) -> None:
    client, ref = signed_in(keeper), worker.person.ref
    client.post(reverse("organisation:close_account", args=[ref]), {"why": "left"})
    page = client.get(reverse("organisation:account", args=[ref])).content.decode()
    assert "They have left the council" in page and "Open this way in again" in page
    client.post(reverse("organisation:reopen_account", args=[ref]))
    worker.refresh_from_db()
    assert worker.is_active
    holding = PostHolding.objects.get(person=worker.person)
    sent = {"last_day_day": "23", "last_day_month": "11", "last_day_year": "2026"}
    client.post(reverse("organisation:end_post", args=[ref, holding.pk]), sent)
    holding.refresh_from_db()
    assert holding.ends_on == date(2026, 11, 24)
