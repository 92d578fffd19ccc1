"""Reads of the audit trail."""

from __future__ import annotations

from django.db.models import QuerySet

from lippen.kernel.models import AuditEntry


def entries(*, verb: str = "", subject: str = "") -> QuerySet[AuditEntry]:
    """The newest first; by the beginning of the verb and by the subject's exact key."""
    found = AuditEntry.objects.order_by("-id")
    if verb:
        found = found.filter(verb__startswith=verb)
    if subject:
        found = found.filter(subject_key=subject)
    return found
