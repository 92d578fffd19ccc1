"""A way in, walked at random: codes, closing, stopping, giving back; and planted faults are caught."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from lippen.kernel.access import NOBODY, identify
from lippen.kernel.errors import CannotDo
from lippen.kernel.prepared import write_anew
from lippen.organisation import actions, queries
from lippen.organisation.actions import access_review, recoveries, ways_in
from lippen.organisation.models import AccountChange, EntryLink, Recovery
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.vocabulary import BY_PEOPLE, Checked, Lost, Purpose, Verdict

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
BEGAN = datetime(2026, 11, 23, 9, tzinfo=UTC)
READY: dict[str, Any] = {}


class WayIn(RuleBasedStateMachine):
    """What a way in should be, beside what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.keeper, self.account, self.review = READY["keeper"], READY["account"], READY["review"]
        self.account.refresh_from_db()
        self.now = BEGAN
        self.is_open, self.is_stopped, self.has_password = True, False, False
        self.code: tuple[str, datetime] | None = None
        self.asked: tuple[str, datetime] | None = None
        self.old: list[str] = []
        self.facts = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, expected: bool, do: Any, **given: Any) -> Any:
        """Do it; whether it was done must be what was expected."""
        try:
            with transaction.atomic():
                identify(given["actor"], today=TODAY)
                made = do(at=self.now, **given)
            done = True
        except CannotDo:
            made, done = None, False
        assert done is expected, f"{do.__name__}: expected {expected}, was {done}"
        self.account.refresh_from_db()
        return made

    def new_code(self, made: ways_in.Code | None) -> None:
        if made is not None:
            if self.code:
                self.old.append(self.code[0])
            self.code = (made.words, made.expires_at)

    @rule()
    def invite(self) -> None:
        fits = self.is_open and not self.has_password
        self.new_code(self.attempt(fits, ways_in.invite, actor=self.keeper, account=self.account))

    @rule(checked=st.sampled_from(BY_PEOPLE), lost=st.sampled_from(list(Lost)))
    def ask_for_recovery(self, checked: Checked, lost: Lost) -> None:
        fits = self.is_open and not self.is_waiting
        given = {"actor": self.keeper, "account": self.account, "checked": checked, "lost": lost}
        made = self.attempt(fits, recoveries.ask, **given)
        self.asked = (made.ref, made.expires_at) if made else self.asked

    @property
    def is_waiting(self) -> bool:
        return self.asked is not None and self.now < self.asked[1]

    @precondition(lambda self: self.asked is not None)
    @rule(who=st.sampled_from(["keeper", "second", "third"]))
    def confirm_recovery(self, who: str) -> None:
        fits = self.is_open and self.is_waiting and who != "keeper"
        given = {"actor": READY[who], "recovery_ref": self.asked[0], "checked": Checked.IN_PERSON}  # type: ignore[index]
        self.new_code(self.attempt(fits, recoveries.confirm, **given))
        if fits:
            self.asked = None
            READY["reached"].add("confirmed")

    @precondition(lambda self: self.is_waiting)
    @rule(who=st.sampled_from(["keeper", "second", "third"]))
    def withdraw_recovery(self, who: str) -> None:
        self.attempt(True, recoveries.withdraw, actor=READY[who], recovery_ref=self.asked[0])  # type: ignore[index]
        self.asked = None

    @rule()
    def withdraw(self) -> None:
        self.attempt(True, ways_in.withdraw, actor=self.keeper, account=self.account)
        if self.code:
            self.old.append(self.code[0])
        self.code = None

    @precondition(lambda self: self.code is not None)
    @rule()
    def use_the_code(self) -> None:
        words, until = self.code  # type: ignore[misc]
        fits = self.is_open and self.now < until
        self.attempt(fits, ways_in.use_code, actor=NOBODY, code=words, password="three unusual words 7")
        if fits:
            self.has_password, self.code = True, None
            self.old.append(words)
            READY["reached"].add("used")

    @precondition(lambda self: self.old)
    @rule(which=st.integers(0, 30))
    def use_a_code_that_is_over(self, which: int) -> None:
        words = self.old[which % len(self.old)]
        self.attempt(False, ways_in.use_code, actor=NOBODY, code=words, password="four other unusual words")

    @rule(hours=st.sampled_from([1, 30, 24 * 7]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def close(self) -> None:
        self.attempt(self.is_open, actions.close_account, actor=self.keeper, account=self.account)
        self.facts += self.is_open
        self.is_open = False

    @rule()
    def reopen(self) -> None:
        self.attempt(not self.is_open, ways_in.reopen, actor=self.keeper, account=self.account, so_on=TODAY)
        self.facts += not self.is_open
        self.is_open = True

    @rule(verdict=st.sampled_from(list(Verdict)))
    def answer(self, verdict: Verdict) -> None:
        fits = self.is_stopped if verdict is Verdict.GIVEN_BACK else not self.is_stopped
        given = {"review_ref": self.review.ref, "account_id": self.account.pk, "verdict": verdict, "so_on": TODAY}
        self.attempt(fits, access_review.answer, actor=self.keeper, **given)
        if fits and verdict is not Verdict.CONFIRMED:
            self.is_stopped = verdict is Verdict.REVOKED
            self.facts += 1
            READY["reached"].add(verdict.value)

    @rule()
    def look(self) -> None:
        actor = queries.actor_for(self.account.pk, on=TODAY)
        assert bool(actor.roles) is (self.is_open and not self.is_stopped)
        assert self.account.has_usable_password() is self.has_password
        assert AccountChange.objects.filter(account=self.account).count() == self.facts
        open_links = EntryLink.objects.filter(account=self.account, end__isnull=True).count()
        assert open_links == (self.code is not None)
        by_one = EntryLink.objects.filter(purpose="recover", confirmed__recorded_by=F("confirmed__asked_by"))
        assert not by_one.exists()


@pytest.fixture(autouse=True)
def ready(settings) -> None:
    """Somebody with a way in and an administrator: each walk begins there and is undone."""
    settings.LIPPEN_TODAY = TODAY
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    council = factories.authority()
    keeper = factories.actor(council, Role.ADMINISTRATOR, on=TODAY)
    account = factories.account(factories.holder(factories.post(council, Role.SOCIAL_WORKER)))
    review = access_review.open_review(actor=keeper, authority_id=council.pk, on=TODAY, at=BEGAN)
    second = factories.actor(council, Role.INFORMATION_GOVERNANCE, on=TODAY)
    third = factories.actor(council, Role.ADMINISTRATOR, on=TODAY)
    READY.update(keeper=keeper, second=second, third=third, account=account, review=review, reached=set())


def walk(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        WayIn,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_way_in_keeps_to_its_rules_however_it_is_walked() -> None:
    walk(examples=12, steps=30)
    assert READY["reached"] >= {"used", "revoked", "given_back", "confirmed"}, (
        "the walks were too short to mean anything"
    )


def forever(code: str, at: datetime) -> EntryLink | None:
    """A code that never ends."""
    return EntryLink.objects.filter(code_hash=ways_in.hash_of(code)).select_related("account__person").first()


def recovered_by_one(*, actor: Any, recovery_ref: str, checked: Checked, at: datetime) -> ways_in.Code:
    """A recovery that its asker confirms alone, as it was before it took two."""
    account = Recovery.objects.get(ref=recovery_ref).account
    return ways_in.make_code(actor, account, Purpose.RECOVER, at, checked=checked)


PLANTS = {
    "codes never end": ("lippen.organisation.actions.ways_in._open_link", forever),
    "stopped is forgotten": ("lippen.organisation.queries.stopped_in", lambda account: AccountChange.objects.none()),
    "one person is enough": ("lippen.organisation.actions.recoveries.confirm", recovered_by_one),
    "closing keeps no fact": ("lippen.organisation.actions.note", lambda *given, **more: None),
}


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_in_the_life_of_a_way_in_is_caught(fault: str) -> None:
    place, instead = PLANTS[fault]
    write_anew()
    with patch(place, instead), pytest.raises(Exception):  # noqa: B017 - however it shows, the walk must not pass
        walk(examples=12, steps=30)
    write_anew()
