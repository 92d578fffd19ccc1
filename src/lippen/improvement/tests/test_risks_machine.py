"""Whatever is done to a risk in whatever order, its score needs what shows it; and a broken rule would be found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from lippen.improvement import actions, queries, scores
from lippen.improvement.actions import Owner
from lippen.improvement.actions import risks as writing
from lippen.improvement.models import RiskFact
from lippen.improvement.rules import Lack
from lippen.improvement.scores import Score
from lippen.improvement.tests.factories import AGREED, Cast, cast, moment
from lippen.improvement.vocabulary import RiskStep
from lippen.kernel import access
from lippen.kernel.errors import CannotDo

QUICK = settings(
    max_examples=4,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
MAYBE = st.sampled_from(["Because it is so", "Because it is so", ""])
FIRST, OFF_THE_SCALE = Score(4, 4), Score(0, 3)
SCORES = st.sampled_from([FIRST, Score(2, 3), Score(5, 5), OFF_THE_SCALE])


class RiskMachine(RuleBasedStateMachine):
    """The real actions on the database, as the app's role, beside a risk told in a few plain words."""

    here: Cast

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        access.identify(self.here.editor, today=AGREED)
        self.day, self.is_open, self.steps = AGREED, True, 1
        self.scores: list[tuple[date, Score]] = [(AGREED, FIRST)]
        self.tied: set[str] = set()
        self.choices = [self.here.action(f"Action {number}").ref for number in (1, 2)]
        given = {"actor": self.here.worker, "action_ref": self.choices[0], **self.when()}
        self.shown = {
            "": {},
            "update": {"update_ref": actions.write_update(paragraphs=["Two have started."], **given).ref},
            "evidence": {"evidence_ref": actions.offer_evidence(title="Survey", note="Read", **given).ref},
            "elsewhere": {"evidence_ref": "evidence-elsewhere"},
        }
        self.ref = actions.raise_risk(
            actor=self.here.worker,
            plan_ref=self.here.plan.ref,
            title="Staff leave",
            score=FIRST,
            owner=Owner(self.here.worker.person_id),
            **self.when(),
        ).ref

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def when(self) -> dict[str, Any]:
        return {"so_on": self.day, "at": moment(self.day)}

    def attempt(self, allowed: bool, act: Callable[..., object], **given: object) -> bool:
        """Do it; it must be refused exactly where the risk as told says so."""
        try:
            act(actor=self.here.worker, risk_ref=self.ref, **self.when(), **given)
        except CannotDo as refused:
            assert not allowed, refused.sentence
            return False
        assert allowed, (self.is_open, act.__name__, given)
        return True

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(to=SCORES, reason=MAYBE, shown=st.sampled_from(["update", "evidence"]))
    def score(self, to: Score, reason: str, shown: str) -> None:
        allowed = self.is_open and to not in {self.scores[-1][1], OFF_THE_SCALE} and bool(reason)
        if self.attempt(allowed, actions.score_risk, score=to, reason=reason, **self.shown[shown]):
            self.scores.append((self.day, to))
            self.steps += 1

    @rule(to=SCORES, shown=st.sampled_from(["", "elsewhere"]))
    def score_without_anything_that_shows_it(self, to: Score, shown: str) -> None:
        self.attempt(False, actions.score_risk, score=to, reason="It feels so", **self.shown[shown])

    @rule(reason=MAYBE)
    def close(self, reason: str) -> None:
        if self.attempt(self.is_open and bool(reason), actions.close_risk, reason=reason):
            self.is_open = False
            self.steps += 1

    @rule(reason=MAYBE)
    def reopen(self, reason: str) -> None:
        if self.attempt(not self.is_open and bool(reason), actions.reopen_risk, reason=reason):
            self.is_open = True
            self.steps += 1

    @rule(title=MAYBE)
    def reword(self, title: str) -> None:
        if self.attempt(self.is_open and bool(title), actions.reword_risk, title=title):
            self.steps += 1

    @rule(which=st.sets(st.integers(0, 1)))
    def tie(self, which: set[int]) -> None:
        refs = {self.choices[number] for number in which}
        if self.attempt(True, actions.tie_risk, action_refs=sorted(refs)):
            self.tied = refs

    @invariant()
    def it_stands_as_it_was_told(self) -> None:
        row = queries.risk(self.here.editor, self.ref, today=self.day).row
        assert (row.is_open, row.score, row.first_score) == (self.is_open, self.scores[-1][1], FIRST)
        assert {tied.ref for tied in row.actions} == self.tied

    @invariant()
    def each_score_after_the_first_has_what_shows_it_and_stands_on_its_day(self) -> None:
        history = queries.risk(self.here.editor, self.ref, today=self.day).history
        assert [(each.on, each.score) for each in history] == self.scores
        assert all(each.shown_by and each.reason for each in history[1:])

    @invariant()
    def the_past_stays_as_it_was(self) -> None:
        then = queries.risk(self.here.editor, self.ref, as_at=AGREED, today=self.day).row
        assert then.score == [score for on, score in self.scores if on == AGREED][-1]

    @invariant()
    def its_facts_are_only_added(self) -> None:
        numbers = RiskFact.objects.filter(risk__ref=self.ref).order_by("id").values_list("number", flat=True)
        assert list(numbers) == list(range(1, self.steps + 1))


def run(here: Cast, examples: int = 4) -> None:
    machine = type("OnDatabase", (RiskMachine,), {"here": here})
    run_state_machine_as_test(machine, settings=settings(QUICK, max_examples=examples))


@pytest.mark.django_db
def test_a_risk_keeps_its_rules_in_any_order() -> None:
    run(cast())


@pytest.mark.prove
@pytest.mark.django_db
def test_a_risk_keeps_its_rules_in_any_order_for_long() -> None:
    run(cast(), 300)


def anything_may_follow(is_open: bool | None, step: RiskStep) -> bool:
    return True


def no_lacks(*scores: Score, reason: str, has_evidence: bool) -> tuple[Lack, ...]:
    return ()


def without_evidence(before: Score, after: Score, *, reason: str, has_evidence: bool) -> tuple[Lack, ...]:
    return RIGHT_LACKS(before, after, reason=reason, has_evidence=True)


def keeps_the_first(facts: Any) -> Score:
    return Score(facts[0].likelihood, facts[0].impact)


RIGHT_LACKS = scores.score_lacks
FAULTS: dict[str, tuple[object, str, Callable[..., Any]]] = {
    "anything may follow": (scores, "may_follow", anything_may_follow),
    "nothing is needed": (scores, "score_lacks", no_lacks),
    "a score needs no evidence": (scores, "score_lacks", without_evidence),
    "the first score counts as the present one": (writing, "score_of", keeps_the_first),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_rule_is_found(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises((AssertionError, IntegrityError)):  # what a rule lets through, the tables may still refuse
        run(cast(), 12)
