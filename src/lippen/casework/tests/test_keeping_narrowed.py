"""The list of what is due is drawn from those alone whose time may be up: it says what it would of every record."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db.models import Q

from lippen.casework import rules
from lippen.casework.actions import people
from lippen.casework.models import (
    ChronologyEntry,
    Involvement,
    KnownPerson,
    LegalHold,
    LegalHoldEnd,
    PersonNow,
    Referral,
    ReferralStep,
    StatusFact,
    Tie,
    Visit,
    VisitDone,
    Waiting,
)
from lippen.casework.queries import keeping as queries
from lippen.casework.queries.keeping import Kept
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import KeepFor, Status
from lippen.kernel import access
from lippen.kernel.ids import new_ref

BEGAN = date(1995, 1, 1)
DAYS = (TODAY, date(2016, 2, 29), date(2022, 10, 18), date(2038, 1, 31), date(2061, 6, 1))
STATUSES = [each.value for each in Status]


class World:
    """Records of a council at random: facts of every kind that decides, holds, ties, two records of one person."""

    def __init__(self, c: Cast, seed: int) -> None:
        self.c, self.rng = c, random.Random(seed)
        access.identify(c.manager, today=TODAY)
        self.children = [self.known(is_child=True) for _ in range(24)]
        self.grown_ups = [self.known(is_child=False) for _ in range(12)]
        for each in self.children:
            self.tell(each)
        self.wait()
        for each in self.grown_ups:
            self.tie(each)
        for one, other in ((0, 1), (2, 3), (4, 5), (6, 7)):
            PersonNow.objects.filter(pk=self.children[one].pk).update(same_as_id=self.children[other].pk)
        PersonNow.objects.filter(pk=self.grown_ups[0].pk).update(same_as_id=self.children[8].pk)

    def day(self, since: date = BEGAN) -> date:
        """A day until now."""
        return since + timedelta(self.rng.randint(0, (TODAY - since).days))

    def fact(self, person: KnownPerson, so_on: date | None = None) -> dict:
        """What every fact about somebody carries."""
        row = {"recorded_at": NOW, "recorded_by_id": self.c.manager.account_id, "authority_id": person.authority_id}
        return {**row, "person": person, "so_on": so_on or self.day(person.so_on)}

    def known(self, *, is_child: bool) -> KnownPerson:
        """Somebody known since some day, perhaps of nobody knows which birthday."""
        actor, so_on = self.c.manager, self.day()
        born_on = self.rng.choice((None, date(1904, 2, 29), so_on - timedelta(self.rng.randint(1, 6000))))
        run = people.search(
            actor=actor, authority_id=self.c.council.pk, terms={"family_name": "Row"}, today=TODAY, at=NOW
        )
        made = KnownPerson.objects.create(
            ref=new_ref("known"),
            authority_id=self.c.council.pk,
            is_child=is_child,
            search=run,
            so_on=so_on,
            recorded_at=NOW,
            recorded_by_id=actor.account_id,
        )
        died_on = self.rng.choice((None, None, self.day(so_on)))
        row = {"is_child": is_child, "authority_id": made.authority_id, "given_name": "Row", "family_name": "Row"}
        PersonNow.objects.create(person=made, born_on=born_on, died_on=died_on, **row)
        return made

    def tell(self, child: KnownPerson) -> None:
        """Some facts about a child, of some kinds."""
        rng, kinds = self.rng, (self.status, self.work, self.entry, self.visit, self.referral, self.hold)
        for kind in rng.sample(kinds, rng.randint(0, 4)):
            kind(child)

    def wait(self) -> None:
        """A child who waits, with whom nobody works."""
        child = self.c.add(self.c.worker)
        self.c.waiting(self.c.worker, child)
        access.identify(self.c.manager, today=TODAY)
        ended = {"ends_on": TODAY, "ended_at": NOW, "ended_by_id": self.c.manager.account_id}
        Involvement.objects.filter(person=child).update(**ended)
        self.children.append(child)

    def status(self, child: KnownPerson) -> None:
        for status in self.rng.sample(STATUSES, 2):
            StatusFact.objects.create(status=status, **self.fact(child))

    def work(self, person: KnownPerson) -> None:
        starts = self.day(person.so_on)
        ends = self.rng.choice((starts, self.day(starts), self.day(starts), None))
        ended = {"ends_on": ends, "ended_at": NOW, "ended_by_id": self.c.manager.account_id} if ends else {}
        row = {"worker_id": self.c.worker.person_id, "kind": "co_working", "starts_on": starts, **ended}
        fact = {key: value for key, value in self.fact(person).items() if key != "so_on"}
        Involvement.objects.create(ref=new_ref("work"), **row, **fact)

    def entry(self, child: KnownPerson) -> None:
        ChronologyEntry.objects.create(ref=new_ref("event"), words="x", significance="some", **self.fact(child))

    def visit(self, child: KnownPerson) -> None:
        fact = self.fact(child)
        row = {"worker_id": self.c.worker.person_id, "planned_on": fact["so_on"]}
        made = Visit.objects.create(ref=new_ref("visit"), **row, **fact)
        VisitDone.objects.create(visit=made, is_seen=False, words="Nobody in", **self.fact(child))

    def referral(self, child: KnownPerson) -> None:
        fact = self.fact(child)
        row = {"source": "education", "why": "neglect", "words": "x", "is_immediate": False}
        made = Referral.objects.create(ref=new_ref("referral"), **row, **fact)
        if self.rng.random() < 0.7:
            row = {"stage": "contact", "outcome": "advice", "words": "x", "due_on": TODAY}
            ReferralStep.objects.create(referral=made, **row, **self.fact(child))

    def hold(self, person: KnownPerson) -> None:
        fact = self.fact(person)
        until = self.rng.choice((None, fact["so_on"] + timedelta(900)))
        made = LegalHold.objects.create(ref=new_ref("hold"), why="Inquiry", until=until, **fact)
        if self.rng.random() < 0.5:
            LegalHoldEnd.objects.create(hold=made, why="Over", **self.fact(person))

    def tie(self, grown_up: KnownPerson) -> None:
        """Ties from either end to some children, perhaps to another grown-up."""
        to = self.rng.sample(self.children, self.rng.randint(0, 2)) + self.rng.sample(self.grown_ups, 1)
        for other in to:
            ends = [grown_up, other] if self.rng.random() < 0.5 else [other, grown_up]
            if grown_up.pk != other.pk:
                fact = self.fact(ends[0])
                Tie.objects.create(other=ends[1], kind="parent", rights="yes", must_not_know_address=False, **fact)
        if self.rng.random() < 0.2:
            self.work(grown_up)


def every_record(c: Cast, on: date) -> list[Kept]:
    """Every record of the council with what decides, told by the tables row by row, as a manager reads them."""
    access.identify(c.manager, today=on)
    people = {each.pk: each for each in KnownPerson.objects.filter(authority_id=c.council.pk).select_related("now")}
    dated = (StatusFact, ReferralStep, Referral, VisitDone, ChronologyEntry)
    days = [row for model in dated for row in model.objects.values_list("person_id", "so_on")]
    days += Involvement.objects.values_list("person_id", "starts_on")
    days += Involvement.objects.filter(ends_on__isnull=False).values_list("person_id", "ends_on")
    used = {*Involvement.objects.filter(ends_on__isnull=True).values_list("person_id", flat=True)}
    used |= {*Waiting.objects.filter(end__isnull=True).values_list("person_id", flat=True)}
    holds = LegalHold.objects.filter(Q(until__isnull=True) | Q(until__gt=on), end__isnull=True)
    held = {*holds.values_list("person_id", flat=True)}
    ties = list(Tie.objects.values_list("person_id", "other_id"))
    statuses = list(StatusFact.objects.values_list("person_id", "status"))

    def kept(person: KnownPerson) -> Kept:
        tied = {other for one, other in (*ties, *((other, one) for one, other in ties)) if one == person.pk}
        now, same = person.now, people.get(person.now.same_as_id or 0)
        return Kept(
            person.pk,
            person.ref,
            person.is_child,
            tuple(Status(status) for of, status in statuses if of == person.pk),
            now.born_on,
            max([person.so_on, *(day for of, day in days if of == person.pk)]),
            person.pk in used,
            person.pk in held,
            () if person.is_child else tuple(people[key].ref for key in tied if people[key].is_child),
            same.ref if same else "",
            now.died_on,
        )

    return [kept(each) for each in people.values()]


def due_of_all_and_of_those_narrowed(c: Cast, on: date) -> tuple[queries.Due, ...]:
    """What is due on a day, found of every record and of those alone whose time may be up."""
    records = every_record(c, on)
    access.identify(c.governance, today=on)
    years = queries.years_kept(c.council.pk, on=on)
    wanted = queries.due_on(records, on=on, years=years)
    assert queries.due(c.council.pk, on=on) == wanted, on
    assert queries.due_on(queries.kept_records(c.council.pk), on=on, years=years) == wanted, on
    narrowed = queries.kept_records(c.council.pk, rules.kept_since(on, years=years))
    assert {row.ref for row in wanted} <= {row.ref for row in narrowed} and len(narrowed) < len(records), on
    return wanted


@pytest.mark.django_db
def test_casework_keeping_lists_of_those_who_may_be_due_what_it_would_of_every_record(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    met: set[KeepFor] = set()
    for seed in range(4):
        c = cast()
        World(c, seed)
        met |= {row.line for on in DAYS for row in due_of_all_and_of_those_narrowed(c, on)}
    assert met == {*KeepFor}
