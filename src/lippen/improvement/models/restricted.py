"""The restricted file of a complaint or a court concern: seen by a named audience, and by nobody else that it exists.

Two locks ask the same: `visible_to` here, and row-level security through `visible_restricted_files()`.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import DateField, Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL

from lippen.improvement.models.facts import person
from lippen.improvement.models.sources import Source
from lippen.improvement.models.toggles import Toggle, begins_then_ends
from lippen.kernel.access import Actor
from lippen.kernel.records import Recorded, RecordedQuery

DAY = "coalesce(nullif(current_setting('app.today', true), '')::date, current_date)"


def day_asked() -> RawSQL:
    """The day on which somebody asks, as the table's own lock reads it."""
    return RawSQL(DAY, [], output_field=DateField())


def open_to(actor: Actor) -> models.QuerySet[FileAudience]:
    """The words that name this actor, by person or by a post held, that count on the day and were not ended."""
    said = FileAudience.objects.filter(so_on__lte=day_asked())
    same = Q(person=OuterRef("person")) | Q(person__isnull=True, post=OuterRef("post"))
    later = said.filter(same, file=OuterRef("file"), number__gt=OuterRef("number"))
    named = Q(person_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    return said.filter(
        named | Q(post_id__in=actor.post_ids),
        Q(ends_on__isnull=True) | Q(ends_on__gt=day_asked()),
        ~Exists(later),
        ended=False,
    )


class RestrictedQuery(RecordedQuery):
    """Reads of restricted files."""

    def visible_to(self, actor: Actor) -> Self:
        """The files whose audience the actor is in today; row-level security asks the same."""
        return self.filter(pk__in=open_to(actor).values("file_id"))


class InFileQuery(RecordedQuery):
    """Reads of what is in restricted files."""

    def visible_to(self, actor: Actor) -> Self:
        """What is in the files whose audience the actor is in today."""
        return self.filter(file_id__in=open_to(actor).values("file_id"))


class RestrictedFile(Recorded):
    """A file apart, of a source that is a complaint or a court concern."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    so_on = models.DateField()
    title = models.CharField(max_length=240)
    token = models.UUIDField(null=True, unique=True)

    objects = RestrictedQuery.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="restricted_file_has_a_title")]


class FileAudience(Toggle):
    """That a person, or whoever holds a post, may see a restricted file from a day on; or no longer may."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(RestrictedFile, on_delete=models.PROTECT, related_name="audience")
    person = person()
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, null=True, related_name="+")
    ends_on = models.DateField(null=True)
    reason = models.TextField(blank=True)

    objects = InFileQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "person", "post", "number"], nulls_distinct=False, name="one_open_sight"
            ),
            begins_then_ends("sight"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, post__isnull=True) | Q(person__isnull=True, post__isnull=False),
                name="audience_is_a_person_or_a_post",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("so_on")), name="sight_ends_after_it_begins"
            ),
        ]


class RestrictedEntry(Recorded):
    """A note or a document in a restricted file. Never edited: a correction is a new one."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(RestrictedFile, on_delete=models.PROTECT, related_name="entries")
    so_on = models.DateField()
    words = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    content = models.BinaryField(null=True)
    token = models.UUIDField(null=True, unique=True)

    objects = InFileQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words="") | ~Q(name=""), name="entry_says_or_holds_something"),
            models.CheckConstraint(
                condition=Q(name="", content__isnull=True) | (~Q(name="") & Q(content__isnull=False)),
                name="document_has_name_and_content",
            ),
        ]
