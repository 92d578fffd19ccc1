"""The quarter's review of access: who stands first, one click each, undone by a new fact, in one council alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lippen.kernel.access import BY_RULE, SETTING_UP, Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation import actions, queries
from lippen.organisation.actions import access_review
from lippen.organisation.jobs import open_access_reviews
from lippen.organisation.models import AccessVerdict, Account, AccountChange, Authority, Duty, PostHolding
from lippen.organisation.queries import access_review as reviews
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.vocabulary import Verdict, Why

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_fixed_day(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def council() -> Authority:
    return factories.authority()


def somebody(council: Authority, role: Role = Role.SOCIAL_WORKER, *, last_in: datetime | None = NOW) -> Account:
    """Somebody whose way in was opened in March."""
    person = factories.holder(factories.post(council, role))
    account = actions.open_account(actor=SETTING_UP, person=person, email=person.email, at=OPENED)
    account.last_login = last_in
    account.save()
    return account


def acting(account: Account, on: date = TODAY) -> Actor:
    return queries.actor_for(account.pk, on=on)


@pytest.fixture
def keeper(council) -> Actor:
    return acting(somebody(council, Role.ADMINISTRATOR))


@pytest.fixture
def second(council) -> Actor:
    return acting(somebody(council, Role.ADMINISTRATOR))


@pytest.fixture
def review(council, keeper):
    return access_review.open_review(actor=keeper, authority_id=council.pk, on=TODAY, at=NOW)


def say(actor: Actor, review, account: Account, verdict: Verdict, why: Why | None = None) -> AccessVerdict:
    given = {"account_id": account.pk, "verdict": verdict, "why": why, "so_on": TODAY, "at": NOW}
    return access_review.answer(actor=actor, review_ref=review.ref, **given)


def told(actor: Actor, review):
    return reviews.review_of(actor, review, on=TODAY)


def test_leavers_and_accounts_that_nobody_uses_stand_first(council, keeper, review) -> None:
    active = somebody(council)
    leaver, never = somebody(council), somebody(council, last_in=None)
    quiet = somebody(council, last_in=NOW - timedelta(days=120))
    PostHolding.objects.filter(person=leaver.person).update(ends_on=TODAY)
    found = {row.account_id: row.concern for row in told(keeper, review).rows}
    assert found[leaver.pk] == "Holds no post any more"
    assert found[never.pk] == "Has never signed in"
    assert found[quiet.pk] == "Has not signed in for 120 days"
    assert [row.account_id for row in told(keeper, review).rows][3:] and found[active.pk] == ""
    assert {row.account_id for row in told(keeper, review).rows[:3]} == {leaver.pk, never.pk, quiet.pk}


def test_a_row_says_which_posts_somebody_holds_and_what_these_allow(council, keeper, review) -> None:
    worker = somebody(council)
    (row,) = [row for row in told(keeper, review).rows if row.account_id == worker.pk]
    assert row.posts == ("Social worker",)
    assert "read plan" in row.may and "manage accounts" not in row.may


def test_whose_access_is_revoked_is_out_at_the_next_request_and_in_again_once_it_is_given_back(
    council, keeper, review, client
) -> None:
    worker = somebody(council)
    client.force_login(worker)
    assert client.get(reverse("web:home")).status_code == 200
    say(keeper, review, worker, Verdict.REVOKED, Why.MOVED)
    assert acting(worker).roles == frozenset()
    answer = client.get(reverse("web:home"))
    assert answer.status_code == 401 and "access to it was stopped" in answer.content.decode()
    say(keeper, review, worker, Verdict.GIVEN_BACK)
    client.force_login(worker)
    assert client.get(reverse("web:home")).status_code == 200
    kept = AccountChange.objects.filter(account=worker, authority=council).order_by("pk").values_list("kind", "why")
    assert list(kept) == [("stopped", "moved"), ("restored", "")]
    assert [v.verdict for v in AccessVerdict.objects.filter(account=worker).order_by("pk")] == ["revoked", "given_back"]


def test_revoking_in_one_council_leaves_a_post_in_another_as_it_is(council, keeper, review) -> None:
    worker, elsewhere = somebody(council), factories.authority()
    factories.holder(factories.post(elsewhere, Role.TEAM_LEADER), worker.person)
    say(keeper, review, worker, Verdict.REVOKED)
    actor = acting(worker)
    assert (actor.roles, actor.authority_ids) == ({Role.TEAM_LEADER}, {elsewhere.pk})


def test_a_post_that_two_councils_share_is_stopped_in_the_one_that_revokes(council, keeper, review) -> None:
    other = factories.authority()
    post = factories.post(other, Role.SERVICE_MANAGER)
    post.also_for.add(council)
    shared = factories.account(factories.holder(post))
    say(keeper, review, shared, Verdict.REVOKED)
    assert acting(shared).authority_ids == {other.pk}


def test_what_was_said_already_is_refused_in_words(council, keeper, review) -> None:
    worker = somebody(council)
    say(keeper, review, worker, Verdict.REVOKED)
    for verdict, words in (
        (Verdict.REVOKED, "is revoked already"),
        (Verdict.CONFIRMED, "Give it back first"),
    ):
        with pytest.raises(CannotDo, match=words):
            say(keeper, review, worker, verdict)
    say(keeper, review, worker, Verdict.GIVEN_BACK)
    with pytest.raises(CannotDo, match="was not revoked"):
        say(keeper, review, worker, Verdict.GIVEN_BACK)


def test_nobody_answers_for_themselves_while_another_administrator_could(council, keeper, second, review) -> None:
    own = Account.objects.get(pk=keeper.account_id)
    with pytest.raises(CannotDo, match="your own way in"):
        say(keeper, review, own, Verdict.CONFIRMED)
    say(second, review, own, Verdict.CONFIRMED)


def test_the_only_administrator_confirms_themselves(council, keeper, review) -> None:
    say(keeper, review, Account.objects.get(pk=keeper.account_id), Verdict.CONFIRMED)
    assert told(keeper, review).waiting == ()


def test_only_who_looks_after_ways_in_of_that_council_may_answer(council, review) -> None:
    worker = somebody(council)
    stranger = factories.actor(factories.authority(), Role.ADMINISTRATOR, on=TODAY)
    colleague = factories.actor(council, Role.HEAD_OF_SERVICE, on=TODAY)
    for actor in (stranger, colleague):
        with pytest.raises(NotVisible):
            say(actor, review, worker, Verdict.REVOKED)
        with pytest.raises(NotAllowed):
            access_review.open_review(actor=actor, authority_id=council.pk, on=TODAY, at=NOW)


def test_nobody_from_elsewhere_is_in_a_councils_review(council, keeper, review) -> None:
    stranger = somebody(factories.authority())
    assert stranger.pk not in {row.account_id for row in told(keeper, review).rows}
    with pytest.raises(NotVisible):
        say(keeper, review, stranger, Verdict.REVOKED)


def test_the_review_is_pinned_on_its_administrators_each_quarter_and_closed_with_the_last_answer(
    council, keeper, second
) -> None:
    open_access_reviews(timestamp=0)
    open_access_reviews(timestamp=0)
    pinned = Duty.objects.filter(kind="review_access", closed_at__isnull=True)
    assert sorted(pinned.values_list("holder_id", flat=True)) == sorted([keeper.person_id, second.person_id])
    assert set(pinned.values_list("starts_on", "ends_on")) == {(date(2026, 11, 23), date(2026, 12, 21))}
    review = reviews.current_review(keeper, council.pk, on=TODAY)
    say(keeper, review, Account.objects.get(pk=second.account_id), Verdict.CONFIRMED)
    assert pinned.count() == 2
    say(second, review, Account.objects.get(pk=keeper.account_id), Verdict.CONFIRMED)
    assert pinned.count() == 0
    open_access_reviews(timestamp=0)
    assert pinned.count() == 0


def test_the_next_quarters_review_takes_the_place_of_one_that_was_not_finished(
    council, keeper, review, settings
) -> None:
    settings.LIPPEN_TODAY = date(2027, 1, 4)
    open_access_reviews(timestamp=0)
    (duty,) = Duty.objects.filter(kind="review_access", closed_at__isnull=True)
    assert (duty.starts_on, duty.subject_key != review.ref) == (date(2027, 1, 4), True)


# --- the pages ---


@pytest.fixture
def desk(keeper) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=keeper.account_id))
    return client


def test_an_administrator_finds_it_on_their_desk_and_answers_with_one_click_each(council, keeper, desk) -> None:
    worker = somebody(council, last_in=None)
    assert "not open yet" in desk.get(reverse("organisation:review")).content.decode()
    desk.post(reverse("organisation:begin_review"))
    assert "Review who has access" in desk.get(reverse("web:home")).content.decode()
    found = reviews.current_review(keeper, council.pk, on=TODAY)
    before = desk.get(reverse("organisation:review")).content.decode()
    assert "Has never signed in" in before and "2 people of 2 still to look at" in before
    where = [found.ref, worker.pk]
    said = desk.post(reverse("organisation:review_say", args=[*where, "revoked"]), {"why": "never_used"}, follow=True)
    assert "is revoked" in said.content.decode() and "Give it back" in said.content.decode()
    back = desk.post(reverse("organisation:review_say", args=[*where, "given_back"]), follow=True).content.decode()
    assert "has their access back" in back
    assert desk.post(reverse("organisation:review_say", args=[*where, "erased"])).status_code == 404
    assert desk.get(reverse("organisation:review_say", args=[*where, "revoked"])).status_code == 405


def test_the_spreadsheet_holds_everybody_and_no_cell_that_runs(council, keeper, review, desk) -> None:
    worker = somebody(council)
    worker.person.given_name = "=1+1"
    worker.person.save()
    answer = desk.get(reverse("organisation:review_csv", args=[review.ref]))
    text = answer.content.decode()
    assert text.startswith("\ufeffName,E-mail,Posts,May") and text.count("\r\n") == 3
    assert "'=1+1" in text and "\n=1+1" not in text


def test_the_review_asks_no_more_for_two_hundred_people_than_for_ten(
    council, review, desk, django_assert_max_num_queries
) -> None:
    for _ in range(200):
        somebody(council)
    desk.get(reverse("web:home"))
    with django_assert_max_num_queries(25):
        assert desk.get(reverse("organisation:review")).status_code == 200


def test_a_rule_opens_a_review_and_answers_none(council, review) -> None:
    worker = somebody(council)
    with pytest.raises(NotVisible):
        say(BY_RULE, review, worker, Verdict.CONFIRMED)
