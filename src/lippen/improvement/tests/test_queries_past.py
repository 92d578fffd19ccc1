"""The quick way of reading a past day says what the slow way says, over many plans that came about by chance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lippen.improvement import queries
from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLead,
    ActionLeads,
    ActionNow,
    ActionState,
    ActionWording,
    Evidence,
    EvidenceDecision,
    StandingOverride,
    Theme,
    Update,
)
from lippen.improvement.queries import Filters, pages, past
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.lean import Lean, LeanNow, Look, Today
from lippen.improvement.queries.past import Past
from lippen.improvement.queries.scope import Scope
from lippen.improvement.tests.factories import TERMS, Cast, cast
from lippen.improvement.tests.slow_past import SlowPast
from lippen.improvement.vocabulary import Colour, State, Which
from lippen.kernel.ids import new_ref

pytestmark = pytest.mark.django_db
FIRST = date(2012, 6, 1)
DAYS = 6
"""Few days, so that facts of one day and moments that tie are common."""
WORDS = ("rota", "Panel", "50%", "a_b", 'say "so"', "back\\slash", "1.1", "Été")
INTO = [State.NOT_STARTED, State.UNDER_WAY, State.SAYS_DONE, State.SHOWN_DONE, State.POSTPONED, State.SUPERSEDED]


@dataclass
class Chance:
    """A plan whose facts came by chance: in any order, recorded early or late, some on the same day."""

    here: Cast
    rng: Random
    actions: list[Action] = field(default_factory=list)

    def day(self, since: date = FIRST) -> date:
        return since + timedelta(days=self.rng.randrange(DAYS))

    def told(self, action: Action) -> dict[str, object]:
        """A fact's own columns. It may be recorded days after it was so, or before the last one was."""
        moment = datetime(2012, 6, 1, tzinfo=UTC) + timedelta(days=self.rng.randrange(2 * DAYS))
        return {"action": action, "recorded_at": moment, "recorded_by_id": self.here.editor.account_id}

    def some(self, most: int) -> range:
        return range(self.rng.randrange(most + 1))

    def words(self) -> str:
        return " ".join(self.rng.choices(WORDS, k=3))

    def fill(self) -> None:
        themes = [self.here.plan.themes.get(), self._theme(2)]
        for count in range(1 + self.rng.randrange(5)):
            self._action(self.rng.choice(themes), count)

    def _theme(self, number: int) -> Theme:
        kept = {"recorded_at": datetime(2012, 5, 1, tzinfo=UTC), "number": number, "position": 1}
        return Theme.objects.create(plan=self.here.plan, title=f"Theme of the {self.words()}", **kept)

    def _action(self, theme: Theme, count: int) -> None:
        told = self.told(Action()) | {"so_on": self.day()}
        told.pop("action")
        place = {"theme": theme, "position": count, "number": f"{theme.number}.{count}"}
        action = Action.objects.create(plan=self.here.plan, ref=new_ref("action"), **place, **told)
        self.actions.append(action)
        self._wordings(action)
        self._leads(action)
        self._dates(action)
        self._states(action)
        self._overrides(action)
        self._updates(action)
        self._evidence(action)

    def _wordings(self, action: Action) -> None:
        for _ in range(1 + self.rng.randrange(2)):
            limited = self.rng.choice([[], [self.here.council.pk]])
            said = {"text": self.words(), "intent": self.words(), "authorities": limited}
            ActionWording.objects.create(so_on=self.day(), **said, **self.told(action))

    def _leads(self, action: Action) -> None:
        for _ in self.some(2):
            made = ActionLeads.objects.create(so_on=self.day(), **self.told(action))
            if self.rng.random() < 0.7:
                ActionLead.objects.create(leads=made, order=1, person_id=self.here.worker.person_id)
            if self.rng.random() < 0.4:
                ActionLead.objects.create(leads=made, order=2, words="QX")

    def _dates(self, action: Action) -> None:
        for which in Which:
            for count in self.some(3):
                day = self.day()
                ActionDate.objects.create(
                    so_on=self.day(),
                    which=which.value,
                    text=f"{day}",
                    precision="day",
                    starts_on=day,
                    ends_on=day + timedelta(days=1),
                    is_first=count == 0,
                    reason="It waits",
                    agreed_by_words="Board",
                    **self.told(action),
                )

    def _states(self, action: Action) -> None:
        for _ in self.some(3):
            state = self.rng.choice(INTO)
            terms = TERMS | {"agreed_by_words": TERMS["agreed_by"]}
            terms.pop("agreed_by")
            ActionState.objects.create(so_on=self.day(), state=state.value, **terms, **self.told(action))

    def _overrides(self, action: Action) -> None:
        for number in self.some(3):
            ended = number % 2 == 1
            standing = "" if ended else self.rng.choice(list(Colour)).value
            told = self.told(action) | {"reason": "Nearly", "ended": ended, "standing": standing}
            StandingOverride.objects.create(so_on=self.day(), number=number + 1, **told)

    def _updates(self, action: Action) -> None:
        made: list[Update] = []
        for _ in self.some(4):
            reported = {"reported_in": "Report", "reported_on": self.day()}
            days = {"so_on": self.day()} if self.rng.random() < 0.7 else reported
            corrects = self.rng.choice([None, *made])
            corrects = None if corrects and Update.objects.filter(corrects=corrects).exists() else corrects
            said = {"paragraphs": [self.words(), self.words()], "ref": new_ref("update"), "corrects": corrects}
            made.append(Update.objects.create(**days, **said, **self.told(action)))

    def _evidence(self, action: Action) -> None:
        for _ in self.some(2):
            kept = {"ref": new_ref("evidence"), "authority": self.here.council, "title": "Audit", "note": "Read"}
            offered = Evidence.objects.create(so_on=self.day(), **kept, **self.told(action))
            for _ in self.some(3):
                verdict = self.rng.choice(["accepted", "refused"])
                decided = {"verdict": verdict, "reason": "Thin", "outside_line": self.rng.random() < 0.5}
                EvidenceDecision.objects.create(so_on=self.day(), evidence=offered, **decided, **self.told(action))


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def of_themselves(leans: list[Lean]) -> dict[int, Lean]:
    return {lean.id: lean for lean in leans}


def assert_same(found: Look, slow: SlowPast) -> None:
    leans, expected = of_themselves(found.leans()), of_themselves(slow.leans())
    assert leans == expected
    ids = list(expected)
    assert found.rows(ids) == slow.rows(ids)
    for name in ("leads", "authorities"):
        quick, expected_of = getattr(found, name)(), getattr(slow, name)()
        assert [quick.get(i) or [] for i in ids] == [expected_of.get(i) or [] for i in ids], name
    for words in ([word] for word in WORDS):
        assert found.saying([*words[0].split()]) == slow.saying([*words[0].split()]), words
    assert found.saying(["rota", "panel"]) == slow.saying(["rota", "panel"])
    assert pages._counts(list(leans.values()), found.day) == pages._counts(list(expected.values()), slow.day)


MANY = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


@MANY
@given(seed=st.integers(0, 10**9), day=st.integers(-1, DAYS + 1), known=st.none() | st.integers(0, 2 * DAYS))
def past_days_are_the_same(here: Cast, seed: int, day: int, known: int | None) -> None:
    with undone():
        Chance(here, Random(seed)).fill()
        plan = queries.plan(here.editor, here.plan.ref)
        moment = None if known is None else datetime(2012, 6, 1, tzinfo=UTC) + timedelta(days=known)
        look = (plan, FIRST + timedelta(days=day), moment)
        assert_same(Past(*look), SlowPast(*look))


def test_a_past_day_reads_the_same_quickly_and_slowly_whatever_happened() -> None:
    past_days_are_the_same(cast())


FAULTS = {
    "of one day the first state counts": ("f.so_on DESC, f.id DESC\n), dated", "f.so_on DESC, f.id\n), dated"),
    "the first target is the last": ("f.so_on, f.id) FILTER", "f.so_on DESC, f.id DESC) FILTER"),
    "a refusal is forgotten": ("f.evidence_id, f.so_on DESC, f.id DESC", "f.evidence_id, f.verdict"),
    "corrected words count": (" AND NOT EXISTS (SELECT FROM corrected WHERE corrected.id = f.id)", ""),
    "what was recorded later counts": (" AND f.recorded_at <= %(known)s::timestamptz", ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_quick_way_is_found(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    right, wrong = FAULTS[fault]
    assert right in past.LEANS
    monkeypatch.setattr(past, "LEANS", past.LEANS.replace(right, wrong))
    with pytest.raises(AssertionError):
        past_days_are_the_same(cast())


@settings(MANY, max_examples=12)
@given(seed=st.integers(0, 10**9))
def today_is_the_same(here: Cast, seed: int) -> None:
    with undone():
        made = Chance(here, Random(seed))
        made.fill()
        scope = Scope(plan_id=here.plan.pk)
        ActionNow.objects.bulk_create(facts.worked_out(made.actions, scope))
        plan, today = queries.plan(here.editor, here.plan.ref), FIRST + timedelta(days=3 * DAYS)
        assert_same(Today(plan, today), SlowPast(plan, today, None))
        assert_same(Past(plan, today, None), SlowPast(plan, today, None))


def test_today_reads_the_same_from_what_is_kept_and_from_the_facts() -> None:
    today_is_the_same(cast())


@settings(MANY, max_examples=8)
@given(seed=st.integers(0, 10**9), day=st.integers(0, DAYS))
def pages_are_the_same(here: Cast, seed: int, day: int) -> None:
    wishes = (Filters(), Filters(lead="QX"), Filters(lead="-"), Filters(words="rota"), Filters(standing="amber"))
    look = {"as_at": FIRST + timedelta(days=day), "today": FIRST + timedelta(days=9 * DAYS), "size": 2}
    with undone():
        Chance(here, Random(seed)).fill()
        for wish in (*wishes, Filters(authority=here.council.name), Filters(state="under_way")):
            for sort in ("number", "-update"):
                quick = queries.plan_page(here.editor, here.plan.pk, filters=wish, sort=sort, **look)
                with pytest.MonkeyPatch.context() as slowly:
                    slowly.setattr(pages, "Past", SlowPast)
                    assert queries.plan_page(here.editor, here.plan.pk, filters=wish, sort=sort, **look) == quick


def test_a_page_of_a_past_day_is_the_same_under_every_filter() -> None:
    pages_are_the_same(cast())


def test_the_plans_that_are_compared_hold_every_kind_of_thing() -> None:
    here, found = cast(), set()
    for seed in range(12):
        with undone():
            Chance(here, Random(seed)).fill()
            plan = queries.plan(here.editor, here.plan.ref)
            leans = SlowPast(plan, FIRST + timedelta(days=DAYS), None).leans()
            found |= {lean.standing for lean in leans} | {lean.state for lean in leans}
            found |= {name for lean in leans for name, value in lean.now._asdict().items() if value}
    assert found >= {colour.value for colour in Colour} | {state.value for state in INTO}
    assert found >= set(LeanNow._fields)


def test_an_action_of_another_plan_is_never_counted() -> None:
    here = cast()
    with undone():
        Chance(here, Random(1)).fill()
        plan = queries.plan(here.editor, here.plan.ref)
        other = replace(plan, id=plan.id + 1)
        assert Past(other, FIRST + timedelta(days=DAYS), None).leans() == []
