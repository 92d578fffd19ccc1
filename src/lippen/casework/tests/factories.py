"""Made-up children and those who work with them, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from lippen.casework.actions import front, guarding, people, work
from lippen.casework.actions.front import Wait
from lippen.casework.models import KnownPerson, LocalNumber, Referral, Waiting
from lippen.casework.vocabulary import (
    InvolvementKind,
    Level,
    Outcome,
    ReferralFrom,
    ReferralWhy,
    TieKind,
)
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.organisation.models import Authority, WorkTerms
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as organisation
from lippen.organisation.vocabulary import Basis, Experience
from lippen.server.standing import stands

TODAY = date(2012, 10, 17)
NOW = datetime(2012, 10, 17, 14, tzinfo=UTC)
NUMBERS = count(1)
FAMILIES = ("Abernethy", "Balfour", "Carruthers", "Drummond", "Elphinstone", "Farquhar", "Galbraith", "Haldane")


@dataclass
class Cast:
    """Two teams of a council: who works, who leads, who manages; and a stranger of another council."""

    council: Authority
    worker: Actor
    colleague: Actor
    leader: Actor
    other_worker: Actor
    other_leader: Actor
    manager: Actor
    governance: Actor
    stranger: Actor
    partner: Actor
    inspector: Actor
    head: Actor
    there: dict[str, str] = field(default_factory=dict)
    child: KnownPerson | None = None

    @contextmanager
    def as_(self, actor: Actor) -> Iterator[Actor]:
        """Ask in somebody's name."""
        access.identify(actor, today=TODAY)
        yield actor

    def add(
        self,
        actor: Actor,
        given: str = "Isla",
        family: str = "",
        *,
        born_on: date | None = date(2006, 3, 4),
        is_child: bool = True,
        tie: people.NewTie | None = None,
    ) -> KnownPerson:
        """Somebody who is searched for and added by an actor."""
        access.identify(actor, today=TODAY)
        family = family or f"{FAMILIES[next(NUMBERS) % len(FAMILIES)]}"
        terms = {"given_name": given, "family_name": family, "born_on": born_on.isoformat() if born_on else ""}
        run = people.search(actor=actor, authority_id=self.council.pk, terms=terms, today=TODAY, at=NOW)
        return people.add_person(
            actor=actor,
            search_ref=run.ref,
            given_name=given,
            family_name=family,
            born_on=born_on,
            is_child=is_child,
            tie=tie,
            so_on=TODAY,
            at=NOW,
            real_at=NOW,
        )

    def mother_of(self, actor: Actor, child: KnownPerson, given: str = "Morag", family: str = "") -> KnownPerson:
        """The mother of a child, added and tied."""
        tie = people.NewTie(child.ref, TieKind.PARENT)
        return self.add(actor, given, family, born_on=date(1980, 5, 6), is_child=False, tie=tie)

    def refer(self, actor: Actor, child: KnownPerson, **given: object) -> Referral:
        """A referral of a child."""
        access.identify(actor, today=TODAY)
        asked = {
            "received_on": TODAY,
            "source": ReferralFrom.EDUCATION,
            "why": ReferralWhy.NEGLECT,
            "words": "Came to school hungry three days running",
            **given,
        }
        return front.refer(actor=actor, person_ref=child.ref, at=NOW, **asked)

    def wait(self, holder: Actor, level: Level = Level.HIGH, days: int = 3) -> Wait:
        """How a child stands who waits."""
        return Wait(holder.person_id, level, "Twice in a week", "The school rings each day", TODAY + timedelta(days))

    def waiting(self, actor: Actor, child: KnownPerson, level: Level = Level.HIGH) -> Waiting:
        """A child in the queue, held by the actor."""
        referral = self.refer(actor, child)
        for outcome in (Outcome.ASSESS, Outcome.ASSESSED):
            front.take_step(actor=actor, referral_ref=referral.ref, outcome=outcome, words="Seen", so_on=TODAY, at=NOW)
        front.take_step(
            actor=actor,
            referral_ref=referral.ref,
            outcome=Outcome.ALLOCATE,
            words="Needs a social worker",
            so_on=TODAY,
            at=NOW,
            wait=self.wait(actor, level),
        )
        return Waiting.objects.get(referral=referral)

    def allocate(self, child: KnownPerson, to: Actor, **given: object) -> object:
        """A child given to somebody by the leader."""
        access.identify(self.leader, today=TODAY)
        return work.allocate(
            actor=self.leader, person_ref=child.ref, worker_id=to.person_id, so_on=TODAY, at=NOW, **given
        )


@stands
def cast() -> Cast:
    """A council with two children's teams."""
    council = organisation.authority()
    first, second = organisation.team(council, "Long-term team"), organisation.team(council, "Assessment team")

    posts = {
        "worker": (Role.SOCIAL_WORKER, first, "Wren"),
        "colleague": (Role.SOCIAL_WORKER, first, "Cole"),
        "leader": (Role.TEAM_LEADER, first, "Lee"),
        "other_worker": (Role.SOCIAL_WORKER, second, "Otto"),
        "other_leader": (Role.TEAM_LEADER, second, "Olga"),
        "manager": (Role.SERVICE_MANAGER, None, "Maud"),
        "governance": (Role.INFORMATION_GOVERNANCE, None, "Ingrid"),
        "partner": (Role.PARTNER, None, "Petra"),
        "inspector": (Role.INSPECTOR, None, "Innes"),
        "head": (Role.HEAD_OF_SERVICE, None, "Heather"),
    }
    stranger = organisation.actor(organisation.authority(), Role.HEAD_OF_SERVICE)
    members = dict(zip(posts, organisation.actors(council, list(posts.values()), on=TODAY), strict=True))
    made = Cast(council=council, stranger=stranger, **members)
    record_terms(made.manager, made.worker, made.colleague, made.leader, made.other_worker, made.other_leader)
    return made


@stands
def with_child(given: str = "Isla", family: str = "", *, first_visits: bool = True) -> Cast:
    """The same with a child of the worker's; perhaps where the council asks for no first visit."""
    made = cast() if first_visits else without_first_visits(cast())
    made.child = made.add(made.worker, given, family)
    made.allocate(made.child, made.worker)
    return made


def without_first_visits(made: Cast) -> Cast:
    """The same, where the council asks for no first visit: for tests of what else stands on a desk."""
    access.identify(made.manager, today=TODAY)
    figure = {"key": "first_visit_days", "number": 0, "why": "Agreed with the teams", "so_on": date(2000, 1, 1)}
    by = {"recorded_at": NOW, "recorded_by_id": made.manager.account_id}
    LocalNumber.objects.create(authority=made.council, **figure, **by)
    return made


def record_terms(by: Actor, *officers: Actor) -> None:
    """That these are experienced and have been for long: of whom nobody says it counts as newly qualified."""
    access.identify(by, today=TODAY)
    (council,) = {authority for seat, authority in by.seats if seat == "service_manager"}
    usual = {"hours_share": 1, "experience": Experience.EXPERIENCED.value, "basis": Basis.PERMANENT.value}
    fact = {"authority_id": council, "so_on": date(2000, 1, 1), "recorded_at": NOW, "recorded_by_id": by.account_id}
    WorkTerms.objects.bulk_create(WorkTerms(person_id=each.person_id, **usual, **fact) for each in officers)


__all__ = ["Cast", "InvolvementKind", "cast", "guarding"]
