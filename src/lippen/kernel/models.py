"""Tables that every floor uses: audit, drafts, one-time tokens, files."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from lippen.kernel.access import Actor, Permission


class AuditQuery(models.QuerySet["AuditEntry"]):
    """Reads of the audit trail."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the councils in which the actor reads the trail, and with them the rows of no council."""
        reach = sorted(actor.reach_of(Permission.READ_AUDIT))
        if not reach:
            return self.none()
        return self.filter(Q(authority_ids__overlap=reach) | Q(authority_ids=[]))


class AuditEntry(models.Model):
    """One thing done or seen. Insert-only; keys only.

    `authority_ids` says whose it is: the councils of the record, those of the person who asked where it is about no
    one record, and both where somebody was refused. The database fills it in (trigger `audit_belongs`).
    """

    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=120)
    keys = models.JSONField(default=dict)
    request_key = models.CharField(max_length=40, blank=True)
    transaction = models.BigIntegerField(db_default=RawSQL("pg_current_xact_id()::text::bigint", []))
    authority_ids = ArrayField(models.BigIntegerField(), db_default=RawSQL("'{}'::bigint[]", []))

    objects = AuditQuery.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "at"], name="audit_by_account"),
            models.Index(fields=["subject_key", "at"], include=["account_id", "verb"], name="audit_by_key"),
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["transaction", "id"], name="audit_by_transaction"),
        ]


class AuditBlock(models.Model):
    """Audit rows sealed together: the hash over them and over the block before. Insert-only; its head lies outside.

    `marks` holds for each row, in the order of transaction and id, its id (8 bytes) and the first 16 bytes of its hash,
    so that a row that was touched can be named. `odd_ids`: rows whose own time does not fit the time of sealing.
    """

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    floor_id = models.BigIntegerField()
    from_transaction = models.BigIntegerField()
    through_transaction = models.BigIntegerField()
    row_count = models.PositiveIntegerField()
    rows_hash = models.CharField(max_length=64)
    marks = models.BinaryField()
    odd_ids = ArrayField(models.BigIntegerField(), default=list)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__gt=0), name="audit_blocks_count_from_one"),
            models.CheckConstraint(
                condition=Q(through_transaction__gt=models.F("from_transaction")), name="audit_block_goes_forward"
            ),
            models.UniqueConstraint(fields=["previous_hash"], name="audit_block_follows_one"),
        ]
        indexes = [models.Index(fields=["floor_id", "through_transaction"], name="audit_blocks_by_end")]


class AuditBreak(models.Model):
    """A signed note that the trail was cut on purpose: the database was restored to an earlier second. Insert-only."""

    hash = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=20)
    restored_to = models.DateTimeField(null=True)
    kept_block = models.BigIntegerField()
    head_block = models.BigIntegerField()
    signed_at = models.DateTimeField()
    signed_by = models.CharField(max_length=120)
    reason = models.CharField(max_length=240, blank=True)
    line = models.TextField()


class AuditCheck(models.Model):
    """What a verification of the sealed trail found, nightly or by hand. Insert-only."""

    began_at = models.DateTimeField()
    took_seconds = models.FloatField()
    verdict = models.CharField(max_length=20)
    row_count = models.BigIntegerField()
    block_count = models.BigIntegerField()
    waiting_count = models.BigIntegerField()
    faults = models.JSONField(default=list)
    fault_count = models.BigIntegerField(default=0)
    break_count = models.PositiveIntegerField(default=0)
    sentence = models.TextField()


class AuditExport(models.Model):
    """One file of an export of the trail that somebody asked for: theirs alone. The bytes are compressed.

    A long export has several, counted from one; each holds the heads of the blocks in which its rows were sealed.
    """

    ref = models.CharField(max_length=40)
    part = models.PositiveIntegerField(default=1)
    account = models.ForeignKey("organisation.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField()
    byte_count = models.PositiveBigIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    last_id = models.BigIntegerField(null=True)
    heads = models.BinaryField(default=bytes)
    heads_sha256 = models.CharField(max_length=64, blank=True)
    block_count = models.PositiveIntegerField(default=0)
    first_block = models.BigIntegerField(null=True)
    last_block = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ref", "part"], name="audit_export_part_once"),
            models.CheckConstraint(condition=Q(part__gt=0), name="audit_export_parts_count_from_one"),
        ]


class Draft(models.Model):
    """What somebody has typed and not yet sent: theirs alone, until they send or discard it."""

    account = models.ForeignKey("organisation.Account", on_delete=models.CASCADE, related_name="+")
    form_key = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=120, blank=True)
    fields = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "form_key", "subject_key"], name="one_draft_for_each_form")
        ]


class UsedToken(models.Model):
    """A form's one-time token: the double click and the back button find it used."""

    account = models.ForeignKey("organisation.Account", on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField()
    used_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True, default="")
    said = models.TextField(blank=True, default="")
    url = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "token"], name="form_sent_once")]


class FileContent(models.Model):
    """The bytes of a file, once for each SHA-256 however often it was given in."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField()


class StoredFile(models.Model):
    """A file that somebody gave in: its name, kind and whose it is. The bytes are apart."""

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    content = models.ForeignKey(FileContent, on_delete=models.PROTECT, db_column="sha256")
    size = models.PositiveIntegerField()
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("organisation.Account", on_delete=models.PROTECT, related_name="+")
