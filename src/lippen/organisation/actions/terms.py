"""How somebody works is said: hours, experience, terms, and which of the council's skills they have."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.organisation import queries
from lippen.organisation.models import Skill, SkillFact, WorkTerms
from lippen.organisation.queries import terms
from lippen.organisation.vocabulary import Basis, Experience


@atomic
def say_terms(
    *,
    actor: Actor,
    authority_id: int,
    person_id: int,
    hours_share: Decimal,
    experience: Experience,
    basis: Basis,
    skill_ids: Collection[int],
    so_on: date,
    at: datetime,
) -> WorkTerms:
    """Say how somebody works for a council from a day on, and which skills they have; their leader or manager does."""
    require(actor, Permission.ALLOCATE, at=[authority_id])
    if not terms.may_say_terms(actor, authority_id, person_id, on=day_of(at)):
        raise NotVisible
    if so_on > day_of(at):
        raise CannotDo("This day has not come yet. Give today or an earlier day.", field="so_on")
    if not 0 < hours_share <= 1:
        raise CannotDo("Give a share above 0 and at most 1, such as 0.6.", field="hours_share")
    ref = _ref_of(authority_id, person_id, day_of(at))
    given = {"authority_id": authority_id, "person_id": person_id, "so_on": so_on}
    recorded = {"recorded_at": at, "recorded_by_id": actor.account_id}
    said = {"hours_share": hours_share, "experience": experience.value, "basis": basis.value}
    made = WorkTerms.objects.create(**said, **given, **recorded)
    listed = {row.id for row in terms.skills(actor, authority_id)}
    if not set(skill_ids) <= listed:
        raise NotVisible
    has = {row.id for row in terms.skills_of(actor, authority_id, person_id, on=so_on)}
    for skill_id in sorted(has ^ set(skill_ids)):
        SkillFact.objects.create(skill_id=skill_id, has=skill_id in skill_ids, **given, **recorded)
    keys = {"experience": experience.value, "basis": basis.value}
    audit.record(actor, "staff.terms_said", ("organisation.person", ref), keys=keys)
    return made


def _ref_of(authority_id: int, person_id: int, on: date) -> str:
    found = next((row.ref for row in queries.people_of([authority_id], on=on) if row.id == person_id), None)
    if found is None:
        raise NotVisible
    return found


@atomic
def list_skill(*, actor: Actor, authority_id: int, name: str, at: datetime) -> Skill:
    """Add a skill to a council's list."""
    require(actor, Permission.ALLOCATE, at=[authority_id])
    words = " ".join(name.split())
    if not words:
        raise CannotDo("Write what the skill is.", field="name")
    with refusal("a_skill_is_listed_once", "This skill is on the list already.", field="name"):
        made = Skill.objects.create(
            authority_id=authority_id, name=words, recorded_at=at, recorded_by_id=actor.account_id
        )
    audit.record(actor, "staff.skill_listed", ("organisation.skill", str(made.pk)))
    return made
