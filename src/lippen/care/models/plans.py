"""The child's plan as it was agreed and looked at again, and what was found of the child's health."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lippen.care.models.agency import picture, viewed
from lippen.care.vocabulary.plans import HasCopy, HealthKind
from lippen.casework.models.sight import OfPerson, known, officer, said


class ChildPlan(OfPerson):
    """A child's plan as it was agreed on `so_on`, or agreed anew: what it is to bring about, who leads, when next."""

    ref = models.CharField(max_length=40, unique=True)
    words = models.TextField()
    lead = officer(null=True)
    lead_words = models.CharField(max_length=160, blank=True)
    """Who leads it (the lead professional), where it is nobody who works for the council."""
    next_on = models.DateField()
    """By which day it is looked at again."""
    copies = ArrayField(models.CharField(max_length=12), default=list)
    """Who was given it."""
    child_view = models.TextField(blank=True)
    picture = picture()
    no_view_why = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    """What changed because of what the child said."""

    class Meta:
        constraints = [
            said("words", "a_child_plan_says_what_it_is_for"),
            models.CheckConstraint(
                condition=Q(lead__isnull=False, lead_words="") | Q(lead__isnull=True) & ~Q(lead_words=""),
                name="a_child_plan_has_a_lead",
            ),
            viewed("a_child_plan_has_the_childs_view_or_why_not"),
            models.CheckConstraint(condition=Q(next_on__gt=F("so_on")), name="a_child_plan_is_looked_at_again"),
            models.CheckConstraint(
                condition=Q(copies__contained_by=[each.value for each in HasCopy]), name="copies_are_known"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="plans_of_a_child")]


class HealthCheck(OfPerson):
    """
    What was found of a child's health on `so_on`: by whom, what is needed, what is done about it, when next.

    Nothing is decided by it: what the child thinks of it may stand with it, and need not.
    """

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8)
    by_whom = models.CharField(max_length=160)
    words = models.TextField()
    to_do = models.TextField(blank=True)
    next_on = models.DateField(null=True)
    child_view = models.TextField(blank=True)
    picture = picture()
    no_view_why = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    """What changed because of what the child said."""

    class Meta:
        constraints = [
            known(HealthKind, "kind", "health_kind_known"),
            said("by_whom", "a_health_check_says_by_whom"),
            said("words", "a_health_check_says_what_was_found"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("so_on")), name="health_is_looked_at_later"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="health_of_a_child")]


class PlanWrong(OfPerson):
    """That a plan or what was found of a child's health was recorded wrongly, and why."""

    plan = models.OneToOneField(ChildPlan, on_delete=models.PROTECT, null=True, related_name="wrong")
    health = models.OneToOneField(HealthCheck, on_delete=models.PROTECT, null=True, related_name="wrong")
    why = models.TextField()

    class Meta:
        constraints = [
            said("why", "a_wrong_plan_says_why"),
            models.CheckConstraint(
                condition=Q(plan__isnull=False, health__isnull=True) | Q(plan__isnull=True, health__isnull=False),
                name="one_thing_was_wrong",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="plans_wrong_of_a_person")]
