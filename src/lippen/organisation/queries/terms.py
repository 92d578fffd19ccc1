"""How the officers of a council work: hours, experience, terms and skills, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from lippen.kernel.access import Actor, Permission
from lippen.kernel.together import read_together
from lippen.organisation.models import Absence, Skill, SkillFact, WorkTerms
from lippen.organisation.queries import team_of, teams_led
from lippen.organisation.queries.cover import standing_absences
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.vocabulary import BASIS_WORDS, EXPERIENCE_WORDS, Basis, Experience


@dataclass(frozen=True)
class TermsRow:
    """How somebody works: of somebody of whom nothing is said, full time, experienced and permanent."""

    hours_share: Decimal = Decimal(1)
    experience: Experience = Experience.EXPERIENCED
    basis: Basis = Basis.PERMANENT
    so_on: date | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What is other than full time, experienced and permanent."""
        told = []
        if self.hours_share < 1:
            told.append(f"{self.hours_share.normalize():f} of full time")
        if self.experience is not Experience.EXPERIENCED:
            told.append(EXPERIENCE_WORDS[self.experience])
        if self.basis is not Basis.PERMANENT:
            told.append(BASIS_WORDS[self.basis])
        return tuple(told)


@dataclass(frozen=True)
class SkillRow:
    """A skill of a council's list."""

    id: int
    name: str


AS_USUAL = TermsRow()


@dataclass(frozen=True)
class StaffAtWork:
    """How the officers of a council work: their terms, their skills, when they are away; each by person id."""

    terms: dict[int, TermsRow]
    skills: dict[int, tuple[SkillRow, ...]]
    away: dict[int, list[tuple[date, date]]]


def at_work(actor: Actor, authority_id: int, person_ids: Iterable[int], *, on: date, until: date) -> StaffAtWork:
    """How these people work for a council on a day, and when they are away until another, in one statement."""
    ids = list(person_ids)
    away = standing_absences(Absence.objects.filter(person_id__in=ids, starts_on__lt=until)).filter(back_on__gt=on)
    said, skilled, absent = read_together(
        WorkTerms.objects.visible_to(actor)
        .filter(authority_id=authority_id, person_id__in=ids, so_on__lte=on)
        .order_by("so_on", "id"),
        _skilled(actor, authority_id, ids, on),
        away.order_by("starts_on", "id"),
    )
    spells: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for each in absent:
        spells[each.person_id].append((each.starts_on, each.back_on))
    return StaffAtWork({row.person_id: _terms(row) for row in said}, _skills(skilled), spells)


def _terms(row: WorkTerms) -> TermsRow:
    return TermsRow(row.hours_share.normalize(), Experience(row.experience), Basis(row.basis), row.so_on)


def _skilled(actor: Actor, authority_id: int, ids: list[int], on: date) -> Any:
    rows = SkillFact.objects.visible_to(actor).filter(authority_id=authority_id, person_id__in=ids, so_on__lte=on)
    return rows.annotate(name=F("skill__name")).order_by("so_on", "id")


def _skills(rows: Iterable[Any]) -> dict[int, tuple[SkillRow, ...]]:
    """The skills that each person has, by name, from what was said in order."""
    last = {(row.person_id, row.skill_id): row for row in rows}
    found: dict[int, list[SkillRow]] = defaultdict(list)
    for row in last.values():
        if row.has:
            found[row.person_id].append(SkillRow(row.skill_id, row.name))
    return {person: tuple(sorted(has, key=lambda row: row.name)) for person, has in found.items()}


def may_say_terms(actor: Actor, authority_id: int, person_id: int, *, on: date) -> bool:
    """Whether the actor says how somebody works: a manager of everybody there, a team leader of their own team."""
    if actor.person_id is None or authority_id not in actor.reach_of(Permission.ALLOCATE):
        return False
    managing = roles_with(Permission.ALLOCATE) - {Role.TEAM_LEADER}
    if authority_id in actor.seated_as(tuple(managing)):
        return True
    return team_of(person_id, authority_id, on=on) in teams_led(actor.person_id, on=on)


def skills(actor: Actor, authority_id: int) -> tuple[SkillRow, ...]:
    """The skills that a council lists, by name."""
    rows: Any = Skill.objects.visible_to(actor).filter(authority_id=authority_id).order_by("name")
    return tuple(SkillRow(row.pk, row.name) for row in rows)


def skills_of(actor: Actor, authority_id: int, person_id: int, *, on: date) -> tuple[SkillRow, ...]:
    """The skills that somebody has on a day, by name."""
    return _skills(_skilled(actor, authority_id, [person_id], on)).get(person_id, ())
