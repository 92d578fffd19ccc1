"""How the officers of a council work: hours, experience, terms and skills, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from lippen.kernel.access import Actor, Permission
from lippen.kernel.prepared import read_prepared
from lippen.organisation import rules
from lippen.organisation.models import Absence, Skill, SkillFact, SkillWord, WorkTerms
from lippen.organisation.queries import team_of, teams_led
from lippen.organisation.queries.cover import standing_absences
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.vocabulary import BASIS_WORDS, EXPERIENCE_WORDS, Basis, Experience, SkillStep


@dataclass(frozen=True)
class TermsRow:
    """How somebody works: of somebody of whom nothing is said, full time, experienced and permanent."""

    hours_share: Decimal = Decimal(1)
    experience: Experience = Experience.EXPERIENCED
    basis: Basis = Basis.PERMANENT
    so_on: date | None = None
    newly_until: date | None = None
    """The day from which somebody who is newly qualified is so no longer."""

    @property
    def words(self) -> tuple[str, ...]:
        """What is other than full time, experienced and permanent."""
        told = []
        if self.hours_share < 1:
            told.append(f"{self.hours_share.normalize():f} of full time")
        if self.experience is not Experience.EXPERIENCED:
            until = f" until {self.newly_until:%-d %B %Y}" if self.newly_until else ""
            told.append(EXPERIENCE_WORDS[self.experience] + until)
        if self.basis is not Basis.PERMANENT:
            told.append(BASIS_WORDS[self.basis])
        return tuple(told)


@dataclass(frozen=True)
class SkillRow:
    """A skill of a council's list."""

    id: int
    name: str


@dataclass(frozen=True)
class ListedSkillRow:
    """A skill with what became of it: its other names, since when it is on the list no longer, how many have it."""

    id: int
    name: str
    names_before: tuple[str, ...]
    ended_on: date | None
    held_by: int
    held_ever: int


AS_USUAL = TermsRow()


@dataclass(frozen=True)
class StaffAtWork:
    """How the officers of a council work: their terms, their skills, when they are away; each by person id."""

    terms: dict[int, TermsRow]
    skills: dict[int, tuple[SkillRow, ...]]
    away: dict[int, list[tuple[date, date]]]


def at_work(actor: Actor, authority_id: int, person_ids: Iterable[int], *, on: date, until: date) -> StaffAtWork:
    """How these people work for a council on a day, and when they are away until another, in one statement."""
    said, skilled, absent = read_prepared(_how_at_work, actor, authority_id, tuple(person_ids), on, until)
    spells: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for each in absent:
        spells[each.person_id].append((each.starts_on, each.back_on))
    return StaffAtWork(_terms(said, on), _skills(skilled), spells)


def _how_at_work(actor: Actor, authority_id: int, ids: Collection[int], on: date, until: date) -> tuple[Any, ...]:
    said = WorkTerms.objects.visible_to(actor).filter(authority_id=authority_id, person_id__in=ids, so_on__lte=on)
    away = standing_absences(Absence.objects.filter(person_id__in=ids, starts_on__lt=until)).filter(back_on__gt=on)
    return (
        said.order_by("so_on", "id"),
        _skilled(actor, authority_id, ids, on),
        away.order_by("starts_on", "id"),
    )


def _terms(said: Iterable[WorkTerms], on: date) -> dict[int, TermsRow]:
    """How each person works on a day, from what was said in order."""
    until: dict[int, date | None] = {}
    found: dict[int, TermsRow] = {}
    for row in said:
        is_new = row.experience == Experience.NEWLY_QUALIFIED
        before = until.get(row.person_id)
        ends = rules.newly_until(row.so_on, given=row.newly_until, before=before) if is_new else None
        until[row.person_id] = ends
        experience = Experience.EXPERIENCED if ends is not None and ends <= on else Experience(row.experience)
        share, basis = row.hours_share.normalize(), Basis(row.basis)
        shown = ends if experience is Experience.NEWLY_QUALIFIED else None
        found[row.person_id] = TermsRow(share, experience, basis, row.so_on, shown)
    return found


def _skilled(actor: Actor, authority_id: int, ids: Collection[int], on: date) -> Any:
    rows = SkillFact.objects.visible_to(actor).filter(authority_id=authority_id, person_id__in=ids, so_on__lte=on)
    step, name = _said_of("skill_id", on)
    return rows.annotate(name=Coalesce(name, F("skill__name")), list_step=step).order_by("so_on", "id")


def _said_of(skill: str, on: date | None) -> tuple[Subquery, Subquery]:
    """Of a skill, named by a column: whether it is still on the list, by the last word until a day; its last name."""
    words: Any = SkillWord.objects.filter(skill_id=OuterRef(skill)).order_by("-number")
    listing = words.exclude(step=SkillStep.RENAMED)
    listing = listing if on is None else listing.filter(so_on__lte=on)
    return Subquery(listing.values("step")[:1]), Subquery(words.filter(step=SkillStep.RENAMED).values("name")[:1])


def _skills(rows: Iterable[Any]) -> dict[int, tuple[SkillRow, ...]]:
    """The skills that each person has, by name, from what was said in order."""
    last = {(row.person_id, row.skill_id): row for row in rows}
    found: dict[int, list[SkillRow]] = defaultdict(list)
    for row in last.values():
        if row.has and row.list_step != SkillStep.ENDED:
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
    """The skills that a council lists now, by name."""
    return tuple(SkillRow(row.id, row.name) for row in listed_skills(actor, authority_id) if row.ended_on is None)


def listed_skills(actor: Actor, authority_id: int, *, on: date | None = None) -> tuple[ListedSkillRow, ...]:
    """Every skill that a council has or had on its list, by name; with a day, how many have each and ever had it."""
    own = {"authority_id": authority_id}
    kept: Any = Skill.objects.visible_to(actor).filter(**own).order_by("id")
    rows: list[Skill] = list(kept)
    words: dict[int, list[SkillWord]] = defaultdict(list)
    spoken: Any = SkillWord.objects.visible_to(actor).filter(**own).order_by("number")
    for word in spoken:
        words[word.skill_id].append(word)
    held: Any = SkillFact.objects.visible_to(actor).filter(**own).order_by("so_on", "id")
    facts: list[SkillFact] = list(held) if on else []
    last = {(fact.person_id, fact.skill_id): fact.has for fact in facts if fact.so_on <= (on or fact.so_on)}
    found = []
    for row in rows:
        names = [row.name, *(word.name for word in words[row.pk] if word.step == SkillStep.RENAMED)]
        listing = [word for word in words[row.pk] if word.step != SkillStep.RENAMED]
        ended = listing[-1].so_on if listing and listing[-1].step == SkillStep.ENDED else None
        now = sum(has for (_, skill), has in last.items() if skill == row.pk)
        ever = len({fact.person_id for fact in facts if fact.skill_id == row.pk and fact.has})
        before = tuple(name for name in dict.fromkeys(names) if name != names[-1])
        found.append(ListedSkillRow(row.pk, names[-1], before, ended, 0 if ended else now, ever))
    return tuple(sorted(found, key=lambda row: (row.name.casefold(), row.id)))


def skills_of(actor: Actor, authority_id: int, person_id: int, *, on: date) -> tuple[SkillRow, ...]:
    """The skills that somebody has on a day, by name."""
    return _skills(_skilled(actor, authority_id, [person_id], on)).get(person_id, ())
