"""How somebody works is said: hours, experience, terms, and which of the council's skills they have."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.holding import hold
from lippen.organisation import queries
from lippen.organisation.models import Authority, Establishment, Post, Skill, SkillFact, SkillWord, WorkTerms
from lippen.organisation.queries import stand_ins, terms
from lippen.organisation.queries.terms import ListedSkillRow
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.vocabulary import Basis, Experience, SkillStep

MANAGING = tuple(role.value for role in Role if role in roles_with(Permission.ALLOCATE) - {Role.TEAM_LEADER})
NEWLY_LONGEST = timedelta(days=3 * 366)
ON_LIST = "This skill is on the list already."


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
    newly_until: date | None = None,
) -> WorkTerms:
    """Say how somebody works for a council from a day on, and which skills they have; their leader or manager does."""
    require(actor, Permission.ALLOCATE, at=[authority_id])
    if not terms.may_say_terms(actor, authority_id, person_id, on=day_of(at)):
        raise NotVisible
    if person_id == actor.person_id:
        raise CannotDo(own_terms(authority_id, person_id, on=day_of(at)))
    if so_on > day_of(at):
        raise CannotDo("This day has not come yet. Give today or an earlier day.", field="so_on")
    if not 0 < hours_share <= 1:
        raise CannotDo("Give a share above 0 and at most 1, such as 0.6.", field="hours_share")
    if newly_until is not None and experience is not Experience.NEWLY_QUALIFIED:
        raise CannotDo("Only somebody newly qualified is so until a day. Leave the day empty.", field="newly_until")
    if newly_until is not None and not so_on < newly_until <= so_on + NEWLY_LONGEST:
        raise CannotDo("Give a day after the one above, within three years of it.", field="newly_until")
    ref = _ref_of(authority_id, person_id, day_of(at))
    given = {"authority_id": authority_id, "person_id": person_id, "so_on": so_on}
    recorded = {"recorded_at": at, "recorded_by_id": actor.account_id}
    said = {"hours_share": hours_share, "experience": experience.value, "basis": basis.value}
    said["newly_until"] = newly_until
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


def own_terms(authority_id: int, person_id: int, *, on: date) -> str:
    """That somebody does not say their own hours and experience, which set their limit, and who does."""
    others = stand_ins.next_of(authority_id, MANAGING, but=person_id, on=on)
    return stand_ins.stands_with("Your own hours and experience are for somebody else to say.", others, on=on)


def _ref_of(authority_id: int, person_id: int, on: date) -> str:
    found = next((row.ref for row in queries.people_of([authority_id], on=on) if row.id == person_id), None)
    if found is None:
        raise NotVisible
    return found


@atomic
def list_skill(*, actor: Actor, authority_id: int, name: str, at: datetime) -> Skill:
    """Add a skill to a council's list."""
    words = _free_name(actor, authority_id, name)
    with refusal("a_skill_is_listed_once", "A skill of this name was on the list before.", field="name"):
        made = Skill.objects.create(
            authority_id=authority_id, name=words, recorded_at=at, recorded_by_id=actor.account_id
        )
    audit.record(actor, "staff.skill_listed", ("organisation.skill", str(made.pk)))
    return made


def _free_name(actor: Actor, authority_id: int, name: str, *, but: int | None = None) -> str:
    """The name that a skill is to have, as nobody else names one meanwhile; refused where another has it."""
    require(actor, Permission.ALLOCATE, at=[authority_id])
    words = " ".join(name.split())
    if not words:
        raise CannotDo("Write what the skill is.", field="name")
    hold(Authority(pk=authority_id))
    for row in terms.listed_skills(actor, authority_id):
        if row.id != but and row.name.casefold() == words.casefold():
            ended = f"It ended on {row.ended_on:%-d %B %Y}: take it up again there." if row.ended_on else ON_LIST
            raise CannotDo(ended, field="name")
    return words


@atomic
def rename_skill(*, actor: Actor, authority_id: int, skill_id: int, name: str, at: datetime) -> SkillWord:
    """Call a skill otherwise, for everybody who has it; what it was called stays with it."""
    words = _free_name(actor, authority_id, name, but=skill_id)
    row = _listed(actor, authority_id, skill_id)
    if row.name == words:
        raise CannotDo("It is called so already.", field="name")
    return _say_of_skill(actor, row, authority_id, SkillStep.RENAMED, day_of(at), at, name=words)


@atomic
def end_skill(*, actor: Actor, authority_id: int, skill_id: int, so_on: date, at: datetime) -> SkillWord:
    """Take a skill off the list from a day on; that somebody had it before stays to be read."""
    row = _listed(actor, authority_id, skill_id)
    if so_on > day_of(at):
        raise CannotDo("This day has not come yet. Give today or an earlier day.", field="so_on")
    if row.ended_on:
        raise CannotDo("It is on the list no longer already.")
    return _say_of_skill(actor, row, authority_id, SkillStep.ENDED, so_on, at)


@atomic
def take_up_skill(*, actor: Actor, authority_id: int, skill_id: int, at: datetime) -> SkillWord:
    """Put a skill on the list again: whoever had it has it again."""
    row = _listed(actor, authority_id, skill_id)
    if not row.ended_on:
        raise CannotDo(ON_LIST)
    return _say_of_skill(actor, row, authority_id, SkillStep.TAKEN_UP, day_of(at), at)


def _listed(actor: Actor, authority_id: int, skill_id: int) -> ListedSkillRow:
    require(actor, Permission.ALLOCATE, at=[authority_id])
    hold(Authority(pk=authority_id))
    for row in terms.listed_skills(actor, authority_id):
        if row.id == skill_id:
            return row
    raise NotVisible


def _say_of_skill(
    actor: Actor, row: ListedSkillRow, authority_id: int, step: SkillStep, so_on: date, at: datetime, name: str = ""
) -> SkillWord:
    made = SkillWord.objects.create(
        authority_id=authority_id,
        skill_id=row.id,
        number=SkillWord.objects.filter(skill_id=row.id).count() + 1,
        step=step.value,
        name=name,
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, f"staff.skill_{step.value}", ("organisation.skill", str(row.id)))
    return made


@atomic
def say_post_hours(
    *, actor: Actor, authority_id: int, post_ref: str, hours_share: Decimal, so_on: date, at: datetime
) -> Establishment:
    """Say how much of full time a post is in the establishment from a day on; 0: it is there no longer."""
    require(actor, Permission.ALLOCATE, at=[authority_id])
    if authority_id not in actor.seated_as(MANAGING):
        raise NotVisible
    post = Post.objects.filter(ref=post_ref, authority_id=authority_id).first()
    if post is None:
        raise NotVisible
    if so_on > day_of(at):
        raise CannotDo("This day has not come yet. Give today or an earlier day.", field="so_on")
    if not 0 <= hours_share <= 1:
        raise CannotDo("Give a share from 0 to 1, such as 0.6.", field="hours_share")
    recorded = {"recorded_at": at, "recorded_by_id": actor.account_id}
    made = Establishment.objects.create(
        authority_id=authority_id, post=post, hours_share=hours_share, so_on=so_on, **recorded
    )
    audit.record(actor, "staff.post_hours_said", ("organisation.post", post.ref))
    return made
