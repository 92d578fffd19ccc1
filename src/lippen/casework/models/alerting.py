"""Who has seen an alert. The alerts themselves follow from the record, so none can be forgotten."""

from __future__ import annotations

from django.db import models

from lippen.casework.models.sight import OfPerson, known
from lippen.casework.vocabulary import AlertKind


class AlertSeen(OfPerson):
    """Somebody who works with a child, or leads, said that they saw this: the first of them counts."""

    kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=60)

    class Meta:
        constraints = [
            known(AlertKind, "kind", "alert_kind_known"),
            models.UniqueConstraint(fields=["kind", "subject"], name="an_alert_is_seen_once"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="alerts_seen_of_a_person")]
