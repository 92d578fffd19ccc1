"""Two records of one person, put together and taken apart at random beside a small model; planted faults are caught."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from lippen.casework.actions import guarding
from lippen.casework.models import SameAs
from lippen.casework.queries import lists, records
from lippen.casework.tests.factories import NOW, TODAY, cast
from lippen.casework.tests.walking import READY, Walk, caught, reached, walk, walk_until
from lippen.kernel import access
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
WHO = ("worker", "leader", "manager")
CHILDREN = (0, 1, 2)


@dataclass
class Proposal:
    """Somebody said that one record is of the same person as another."""

    ref: str
    one: int
    kept: int
    by: str
    state: str = "proposed"
    agreed_on: date | None = None
    agreed_by: str = ""


class Same(Walk):
    """Three records: which is put together with which."""

    def __init__(self) -> None:
        super().__init__()
        self.children: list[Any] = READY["children"]
        self.said: list[Proposal] = []

    def of(self, *states: str) -> list[Proposal]:
        return [each for each in self.said if each.state in states]

    def kept_for(self) -> dict[int, int]:
        """Which record is kept instead of which."""
        return {each.one: each.kept for each in self.of("agreed")}

    def fit(self, one: int, kept: int) -> bool:
        """Neither is put together with a third already, and nothing was put together with the one that goes."""
        joined = self.kept_for()
        return one != kept and one not in joined and kept not in joined and one not in joined.values()

    @rule(by=st.sampled_from(WHO), one=st.sampled_from(CHILDREN), kept=st.sampled_from(CHILDREN))
    def propose(self, by: str, one: int, kept: int) -> None:
        waits = {frozenset((each.one, each.kept)) for each in self.of("proposed")}
        fits = self.fit(one, kept) and frozenset((one, kept)) not in waits
        given = {"person_ref": self.children[one].ref, "kept_ref": self.children[kept].ref}
        made = self.attempt(fits, guarding.propose_same, by, why="The same school", so_on=self.today, **given)
        if made:
            self.said.append(Proposal(made.ref, one, kept, by))

    @precondition(lambda self: not self.of("proposed"))
    @rule(by=st.sampled_from(WHO), turn=st.sampled_from(CHILDREN), is_circle=st.booleans())
    def propose_two(self, by: str, turn: int, is_circle: bool) -> None:
        one, other, third = CHILDREN[turn:] + CHILDREN[:turn]
        self.propose(by, one, other)
        self.propose(by, other, third)
        if is_circle:
            self.propose(by, third, one)

    @precondition(lambda self: self.of("proposed"))
    @rule(which=st.integers(0, 9), by=st.sampled_from(WHO), is_same=st.sampled_from([True, True, False]))
    def decide(self, which: int, by: str, is_same: bool) -> None:
        waiting = self.of("proposed")
        it = waiting[which % len(waiting)]
        fits = by != it.by and (not is_same or self.fit(it.one, it.kept))
        self.attempt(fits, guarding.decide_same, by, same_ref=it.ref, is_same=is_same, so_on=self.today)
        if fits:
            it.state, it.agreed_on, it.agreed_by = ("agreed", self.today, by) if is_same else ("refused", None, "")
            reached(it.state)
        elif by != it.by:
            reached("overtaken")

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0, 9), by=st.sampled_from(WHO), is_same=st.booleans())
    def decide_again(self, which: int, by: str, is_same: bool) -> None:
        it = self.said[which % len(self.said)]
        if it.state != "proposed":
            self.attempt(False, guarding.decide_same, by, same_ref=it.ref, is_same=is_same, so_on=self.today)

    @precondition(lambda self: self.said)
    @rule(which=st.integers(0, 9), by=st.sampled_from(WHO))
    def undo_any(self, which: int, by: str) -> None:
        self.undo(which, by)

    def undo(self, which: int, by: str) -> None:
        some = self.of("agreed") if which < 7 and self.of("agreed") else self.said
        it = some[which % len(some)]
        in_time = it.agreed_on is not None and self.today <= it.agreed_on + timedelta(days=30)
        fits = it.state == "agreed" and in_time and by in {it.by, it.agreed_by, "leader", "manager"}
        self.attempt(fits, guarding.undo_same, by, same_ref=it.ref, why="Two birthdays", so_on=self.today)
        if fits:
            it.state = "undone"
            reached("undone")

    @precondition(lambda self: self.of("agreed"))
    @rule(by=st.sampled_from(WHO))
    def undo_agreed(self, by: str) -> None:
        self.undo(which=0, by=by)

    @precondition(lambda self: self.of("agreed"))
    @rule(by=st.sampled_from(WHO))
    def undo_too_late(self, by: str) -> None:
        it = self.of("agreed")[0]
        self.go_to(max(self.today, it.agreed_on + timedelta(31)))
        self.attempt(False, guarding.undo_same, by, same_ref=it.ref, why="Two birthdays", so_on=self.today)
        reached("too late")

    @rule(days=st.sampled_from([1, 30, 31]))
    def days_pass(self, days: int) -> None:
        self.go_to(self.today + timedelta(days))

    @rule()
    def look(self) -> None:
        """Every record stands in the list, or one that stands there shows what it holds."""
        joined = self.kept_for()
        manager = self.actor("manager")
        listed = {row.person.ref for row in lists.children(manager, lists.Wanted(everyone=True)).rows}
        assert listed == {self.children[each].ref for each in CHILDREN if each not in joined}, "nobody vanishes"
        for each in CHILDREN:
            found = records.record(manager, self.children[each].ref, real_at=self.now)
            kept = joined.get(each)
            assert (found.kept.ref if found.kept else None) == (None if kept is None else self.children[kept].ref)
            held = {each} | {one for one, into in joined.items() if into == each}
            assert {row.words for row in found.referrals} == {f"Worry {one}" for one in held}


@pytest.fixture(autouse=True)
def ready(settings: Any) -> None:
    """Three records that may be of one child, each with a referral of its own."""
    settings.LIPPEN_TODAY = TODAY
    c = cast()
    children = [c.add(c.worker, name, "Balfour") for name in ("Isla", "Islay", "Eilidh")]
    for number, child in enumerate(children):
        c.refer(c.worker, child, words=f"Worry {number}")
    READY.update(cast=c, children=children, reached=set())


def test_nobody_vanishes_however_records_are_put_together_and_taken_apart() -> None:
    walk_until(Same, {"agreed", "refused", "undone", "too late", "overtaken"}, examples=10, steps=30)


@pytest.mark.prove
def test_the_same_holds_on_long_walks() -> None:
    walk(Same, examples=120, steps=60)


def proposed(found: Any) -> int | None:
    return found[SameAs][-1].kept_id if found[SameAs] else None


PLANTS = {
    "apart at any time": ("lippen.casework.rules.may_undo", lambda *given: True),
    "what is put together does not follow": (
        "lippen.casework.actions.guarding.follow_all",
        lambda *given, **more: None,
    ),
    "a proposal is enough": ("lippen.casework.actions.now._same_as", proposed),
}


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_in_what_is_put_together_is_caught(fault: str) -> None:
    with caught(*PLANTS[fault]):
        walk(Same, examples=10, steps=30)


def test_the_database_refuses_a_circle_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    c, (one, other, _) = READY["cast"], READY["children"]
    given = {"so_on": TODAY, "at": NOW}
    refs = []
    for person, kept in ((one, other), (other, one)):
        monkeypatch.setattr(SameAs.objects, "filter", SameAs.objects.none().filter)
        made = guarding.propose_same(
            actor=c.worker, person_ref=person.ref, kept_ref=kept.ref, why="The same school", **given
        )
        monkeypatch.undo()
        refs.append(made.ref)
    monkeypatch.setattr(guarding, "check_apart", lambda *ends: None)
    access.identify(c.leader, today=TODAY)
    guarding.decide_same(actor=c.leader, same_ref=refs[0], is_same=True, **given)
    with pytest.raises(CannotDo, match="Another record was put together"):
        guarding.decide_same(actor=c.leader, same_ref=refs[1], is_same=True, **given)
