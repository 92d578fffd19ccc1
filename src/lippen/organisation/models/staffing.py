"""How somebody works for a council: terms, the establishment, skills."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery
from lippen.organisation.models.people import Authority, Person, Post
from lippen.organisation.vocabulary import Basis, Experience, SkillStep


class OfStaffQuery(RecordedQuery):
    """Reads of how the officers of a council work."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of councils in which the actor reads records; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_RECORDS))


class WorkTerms(Recorded):
    """How somebody works for a council from a day on: their share of full time, their experience, on what terms.

    `newly_until`: the day from which somebody newly qualified is so no longer, where it is not a year later.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    hours_share = models.DecimalField(max_digits=3, decimal_places=2)
    experience = models.CharField(max_length=16)
    basis = models.CharField(max_length=10)
    so_on = models.DateField()
    newly_until = models.DateField(null=True)

    objects = OfStaffQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_share__gt=0) & Q(hours_share__lte=1), name="a_share_of_full_time_is_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(experience__in=[each.value for each in Experience]), name="experience_known"
            ),
            models.CheckConstraint(condition=Q(basis__in=[each.value for each in Basis]), name="basis_known"),
            models.CheckConstraint(
                condition=Q(newly_until__isnull=True)
                | Q(newly_until__gt=F("so_on"), experience=Experience.NEWLY_QUALIFIED.value),
                name="newly_qualified_until_a_later_day",
            ),
        ]
        indexes = [models.Index(fields=["authority", "person", "-so_on", "-id"], name="terms_of_a_person")]


class Establishment(Recorded):
    """How much of full time a post is from a day on; none: the post is there no longer. The last word counts."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    hours_share = models.DecimalField(max_digits=3, decimal_places=2)
    so_on = models.DateField()

    objects = OfStaffQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_share__gte=0) & Q(hours_share__lte=1), name="a_post_is_at_most_full_time"
            )
        ]
        indexes = [models.Index(fields=["authority", "post", "so_on", "id"], name="establishment_of_a_post")]


class Skill(Recorded):
    """Something that a council wants to know of its workers, in its own words: a language, a training, a field."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)

    objects = OfStaffQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_skill_has_a_name"),
            models.UniqueConstraint(fields=["authority", "name"], name="a_skill_is_listed_once"),
        ]


class SkillFact(Recorded):
    """That somebody has a skill from a day on, or has it no longer. The last word counts."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="facts")
    has = models.BooleanField()
    so_on = models.DateField()

    objects = OfStaffQuery.as_manager()

    class Meta:
        indexes = [models.Index(fields=["authority", "person", "skill", "-id"], name="skills_of_a_person")]


class SkillWord(Recorded):
    """That a skill is called otherwise, is on the list no longer from a day on, or is again. The last word counts."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="words")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=8)
    name = models.CharField(max_length=60, blank=True)
    so_on = models.DateField()

    objects = OfStaffQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__in=[each.value for each in SkillStep]), name="skill_step_known"),
            models.CheckConstraint(
                condition=Q(step=SkillStep.RENAMED.value) & ~Q(name="") | ~Q(step=SkillStep.RENAMED.value) & Q(name=""),
                name="a_renamed_skill_has_its_name",
            ),
            models.UniqueConstraint(fields=["skill", "number"], name="a_skill_is_spoken_of_one_by_one"),
        ]
        indexes = [models.Index(fields=["skill", "-number"], name="words_of_a_skill")]
