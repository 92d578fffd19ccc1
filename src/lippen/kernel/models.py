"""Tables that every floor uses: audit, drafts, one-time tokens, files."""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import RawSQL


class AuditEntry(models.Model):
    """One thing done or seen. Insert-only; keys only."""

    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=120)
    keys = models.JSONField(default=dict)
    request_key = models.CharField(max_length=40, blank=True)
    transaction = models.BigIntegerField(db_default=RawSQL("pg_current_xact_id()::text::bigint", []))

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "at"], name="audit_by_subject"),
            models.Index(fields=["account_id", "at"], name="audit_by_account"),
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
