"""Files of records from other systems: how far each has come, its rows while they wait, and what came of them.

The rows wait for their importer alone, and are gone once they came in, were set aside or waited for thirty days.
"""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lippen.casework.models.sight import OfPerson, known, said
from lippen.casework.vocabulary import AGAIN, DoubtKind, IntakeKind, IntakeState
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class IntakeQuery(RecordedQuery):
    """Reads of what was brought in, and by whom."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff for whoever looks after ways in, records for whoever manages them; row-level security asks the same."""
        staff = Q(kind=IntakeKind.STAFF.value, authority_id__in=actor.reach_of(Permission.MANAGE_ACCOUNTS))
        records = ~Q(kind=IntakeKind.STAFF.value) & Q(authority_id__in=actor.reach_of(Permission.IMPORT_RECORDS))
        return self.filter(staff | records)


class OwnIntakeQuery(RecordedQuery):
    """Reads of rows that wait."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that the actor brought, where they may still bring records in; row-level security asks the same."""
        reach = actor.reach_of(Permission.IMPORT_RECORDS) | actor.reach_of(Permission.MANAGE_ACCOUNTS)
        return self.filter(recorded_by_id=actor.account_id or 0, authority_id__in=reach)


class Intake(Recorded):
    """A file of records: whose, from where, what its columns mean, how far it has come, and how many rows.

    `read_to` is the place in the file up to which its rows are kept, in bytes, or in rows of a spreadsheet;
    `checked_to` and `taken_to` are the last part that was looked at and that came in. It is changed on its way.
    """

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    source = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    form = models.JSONField(default=dict)
    headings = ArrayField(models.CharField(max_length=120), default=list)
    columns = ArrayField(models.CharField(max_length=24), default=list)
    state = models.CharField(max_length=10)
    read_to = models.BigIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    last_row = models.PositiveIntegerField(default=0)
    checked_to = models.PositiveIntegerField(default=0)
    taken_to = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    told = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = IntakeQuery.as_manager()

    class Meta:
        constraints = [
            known(IntakeKind, "kind", "intake_kind_known"),
            known(IntakeState, "state", "intake_state_known"),
            said("source", "an_intake_says_where_it_is_from"),
            models.UniqueConstraint(
                fields=["authority", "kind", "sha256"],
                condition=Q(state__in=["taken", "undoing"]) & ~Q(kind__in=[kind.value for kind in AGAIN]),
                name="a_file_comes_in_once",
            ),
        ]


class IntakePart(Recorded):
    """Some thousand rows of a file, word for word, for their importer alone."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="kept")
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    first_row = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    cells = models.TextField()

    objects = OwnIntakeQuery.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="a_part_is_kept_once")]


class IntakeDoubt(Recorded):
    """What is not clear about a row, what may be said to it, and what was said; a refused row offers nothing."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="doubts")
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    column = models.CharField(max_length=120, blank=True)
    sentence = models.TextField()
    choices = models.JSONField(default=list)
    wants_words = models.BooleanField(default=False)
    answer = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=400, blank=True)

    objects = OwnIntakeQuery.as_manager()

    class Meta:
        constraints = [
            known(DoubtKind, "kind", "intake_doubt_known"),
            said("sentence", "an_intake_doubt_has_its_sentence"),
        ]
        indexes = [models.Index(fields=["intake", "kind", "row", "id"], name="doubts_of_an_intake")]


class IntakeColumnsQuery(RecordedQuery):
    """Reads of how columns were matched."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the councils where the actor brings records in; row-level security asks the same."""
        reach = actor.reach_of(Permission.IMPORT_RECORDS) | actor.reach_of(Permission.MANAGE_ACCOUNTS)
        return self.filter(authority_id__in=reach)


class IntakeColumns(Recorded):
    """What the columns under some headings were said to hold, for the next file with the same headings."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=64)
    columns = ArrayField(models.CharField(max_length=24), default=list)

    objects = IntakeColumnsQuery.as_manager()

    class Meta:
        constraints = [known(IntakeKind, "kind", "intake_columns_kind_known")]
        indexes = [models.Index(fields=["authority", "kind", "key", "-id"], name="columns_of_headings")]


class BroughtIn(OfPerson):
    """That something of a person's record came in from another system: from where, and as which row of which file."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="brought")
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    source = models.CharField(max_length=120)
    wrote = models.JSONField(null=True)
    """What the row wrote: tables, and the numbers of their rows. A file is undone by it."""

    class Meta:
        constraints = [
            known(IntakeKind, "kind", "brought_in_kind_known"),
            said("source", "what_was_brought_in_says_from_where"),
            models.UniqueConstraint(fields=["intake", "row"], name="a_row_comes_in_once"),
        ]
        indexes = [models.Index(fields=["person", "id"], name="brought_in_of_a_person")]
