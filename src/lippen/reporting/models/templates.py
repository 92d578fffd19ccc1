"""A council's templates: what is being changed, and what was in force from which day."""

from __future__ import annotations

from typing import Self

from django.db import models

from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class TemplateQuery(RecordedQuery):
    """Templates are for those who write papers and those who look after the form."""

    def visible_to(self, actor: Actor) -> Self:
        """Only those of the authorities in which this actor works on papers."""
        keepers = actor.reach_of(Permission.READ_PLAN) | actor.reach_of(Permission.ISSUE_PAPER)
        return self.filter(authority_id__in=keepers)


class TemplateOwned(Recorded):
    """A fact about a council's own templates."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")

    objects = TemplateQuery.as_manager()

    class Meta:
        abstract = True


class PaperTemplate(TemplateOwned):
    """A template of one council: what its papers of a kind are made of."""

    ref = models.CharField(max_length=40, unique=True)
    key = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "key"], name="template_of_a_council_keyed_once")]


class TemplateDraft(TemplateOwned):
    """A template as somebody last left it before it is in force; the highest number counts, empty is set aside."""

    template = models.ForeignKey(PaperTemplate, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    content = models.TextField(blank=True)
    based_on = models.PositiveIntegerField()
    said = models.CharField(max_length=300)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_draft_changed_one_at_a_time")
        ]


class TemplateVersion(TemplateOwned):
    """A template as it was put in force from a day; papers keep the version they were opened with.

    Empty content takes the template out of use from that day.
    """

    template = models.ForeignKey(PaperTemplate, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.TextField(blank=True)
    in_force_from = models.DateField()
    note = models.CharField(max_length=300)
    from_draft = models.PositiveIntegerField(default=0)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "version"], name="template_version_numbered_once")]
